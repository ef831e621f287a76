// Incidents on the map: a sign for one, a ring of shares with a number for several. Texts are set as text only.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  "verbal-cooperation": ["circle", { r: 7.5 }],
  "material-cooperation": ["rect", { x: -7, y: -7, width: 14, height: 14, rx: 1 }],
  "verbal-conflict": ["path", { d: "M0 -9.5L9.5 0L0 9.5L-9.5 0Z" }],
  "material-conflict": ["path", { d: "M0 -9.5L9.5 7.5L-9.5 7.5Z" }],
};
const drawn = (tag, given) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  return element;
};
const told = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });
const short = (n) => (n < 1000 ? String(n) : n < 9950 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`);

/** Radius of a ring; desk.layers_svg has the same. */
export const ringRadius = (count) => 12 + 3 * Math.log2(Math.max(count, 1));

function sign(cell) {
  const single = cell.count === 1;
  const radius = single ? 11 : ringRadius(cell.count);
  const size = Math.ceil(radius * 2) + 4;
  const picture = drawn("svg", { viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size, "aria-hidden": "true" });
  if (single) {
    const [quad] = Object.keys(cell.quads);
    const [tag, given] = SHAPES[quad] ?? SHAPES["verbal-cooperation"];
    const group = drawn("g", { class: `spot ${quad}` });
    group.append(drawn(tag, given));
    picture.append(group);
  } else {
    const ring = drawn("g", { class: "ring" }), arcs = drawn("g", { transform: "rotate(-90)" });
    let done = 0;
    for (const [quad, n] of Object.entries(cell.quads)) {
      const share = (100 * n) / cell.count;
      arcs.append(drawn("circle", {
        class: `arc ${quad}`, r: radius - 2.5, pathLength: 100,
        "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": -done,
      }));
      done += share;
    }
    const number = drawn("text", { y: 4.2, "text-anchor": "middle" });
    number.textContent = short(cell.count);
    ring.append(drawn("circle", { class: "disc", r: radius }), arcs, number);
    picture.append(ring);
  }
  return { picture, size, radius };
}

export class Clusters {
  constructor(map, words, { still }) {
    this.map = map;
    this.words = words;
    this.still = still;
    this.markers = new Map();
    this.onOpen = () => {};
    this.onPoint = () => {};
    this.radii = L.layerGroup().addTo(map);
    map.createPane("radii").style.zIndex = 430;
    map.getPane("radii").classList.add("untouched");
    this.renderer = L.svg({ pane: "radii", padding: 0.4 });
  }

  /** Draws cells; those that stay keep their element, and with it the reader's focus. */
  draw(features, focus) {
    const wanted = new Map();
    for (const feature of features) {
      const { properties: p, geometry } = feature;
      wanted.set(`${geometry.coordinates} ${p.count} ${p.id ?? ""} ${JSON.stringify(p.quads)}`, feature);
    }
    const hadFocus = [...this.markers.values()].find(({ marker }) => marker.getElement() === document.activeElement);
    for (const [key, { marker }] of this.markers)
      if (!wanted.has(key)) {
        marker.remove();
        this.markers.delete(key);
      }
    for (const [key, feature] of wanted) if (!this.markers.has(key)) this.markers.set(key, this.add(feature));
    this.inOrder(wanted);
    this.circles();
    const lost = hadFocus && !document.body.contains(hadFocus.marker.getElement());
    const at = focus ?? (lost ? hadFocus.marker.getLatLng() : null);
    if (at) this.nearest(at)?.marker.getElement().focus({ preventScroll: true });
  }

  add({ geometry, properties: cell }) {
    const [lon, lat] = geometry.coordinates;
    const { picture, size, radius } = sign(cell);
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({ className: `pin${cell.count > 1 ? " many" : ""}`, html: picture, iconSize: [size, size] }),
      keyboard: true, riseOnHover: true, zIndexOffset: cell.count,
    }).addTo(this.map);
    const element = marker.getElement();
    const single = cell.count === 1 && cell.sentence;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", single ? `${cell.name}, ${cell.place}, ${cell.when ?? this.words.no_day}` : cell.label);
    element.title = single ? `${cell.name}, ${cell.place}` : cell.label;
    if (cell.count > 1) element.dataset.count = cell.count;
    const entry = { marker, cell, lat, lon, radius, id: cell.id };
    for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]])
      element.addEventListener(event, () => this.onPoint(on ? entry : null));
    const open = (byKeyboard) => (single ? this.popup(entry) : this.onOpen({ ...cell, byKeyboard }));
    marker.on("click", () => open(false));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(true);
    });
    return entry;
  }

  /** Tab goes from north to south, as the server sends them. */
  inOrder(wanted) {
    const pane = this.map.getPane("markerPane");
    let before = null;
    for (const key of [...wanted.keys()].reverse()) {
      const element = this.markers.get(key).marker.getElement();
      if (element.nextSibling !== before) pane.insertBefore(element, before);
      before = element;
    }
  }

  popup({ marker, cell }) {
    const body = document.createElement("div");
    body.className = "popup-body";
    const [quad] = Object.keys(cell.quads);
    const kind = told("p", "", `kind quad-${quad}`);
    kind.append(Object.assign(document.createElement("span"), { className: `mark-${quad}` }), cell.name);
    const link = Object.assign(told("a", cell.sentence), { href: cell.url });
    const sentence = told("p", "", "told");
    sentence.append(link);
    const facts = [cell.status, cell.border, cell.reports, ...cell.tolls].filter(Boolean).join(" · ");
    body.append(kind, sentence, told("p", cell.when ?? this.words.no_day, "when"), told("p", facts, "fine"));
    const popup = L.popup({ maxWidth: 320, minWidth: 240, offset: [0, -6], autoPanPadding: [24, 24], keepInView: false })
      .setLatLng(marker.getLatLng()).setContent(body).openOn(this.map);
    popup.getElement().setAttribute("role", "dialog");
    popup.getElement().setAttribute("aria-label", cell.name);
    popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", this.words.close);
    popup.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      popup.remove();
      marker.getElement()?.focus({ preventScroll: true });
    });
    link.focus({ preventScroll: true });
  }

  /** How sure a single point is, where that is wider than its sign. */
  circles() {
    this.radii.clearLayers();
    const metres = (40075016 * Math.cos((this.map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
    for (const { cell, lat, lon } of this.markers.values())
      if (cell.radius_km && (cell.radius_km * 1000) / metres > 14)
        L.circle([lat, lon], { radius: cell.radius_km * 1000, className: "shape-radius", interactive: false, renderer: this.renderer, fillOpacity: 1 }).addTo(this.radii);
  }

  nearest({ lat, lng }) {
    const at = this.map.latLngToContainerPoint([lat, lng]);
    const far = ({ marker }) => this.map.latLngToContainerPoint(marker.getLatLng()).distanceTo(at);
    return [...this.markers.values()].sort((a, b) => far(a) - far(b))[0];
  }

  /** Lights the sign that an incident of the list lies in; null puts all out. */
  light(at) {
    for (const { marker } of this.markers.values()) marker.getElement()?.classList.remove("lit");
    if (!at) return;
    const { id, lat, lon } = at;
    const holds = ({ cell }) => cell.count > 1 && lon >= cell.box[0] && lon <= cell.box[2] && lat >= cell.box[1] && lat <= cell.box[3];
    const all = [...this.markers.values()];
    (all.find((entry) => entry.id === id) ?? all.find(holds))?.marker.getElement().classList.add("lit");
  }

  /** Boxes on the screen that labels keep clear of. */
  obstacles() {
    return [...this.markers.values()].map(({ marker, radius }) => {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      return [x - radius, y - radius, x + radius, y + radius];
    });
  }
}
