// The map. Every layer comes from this machine; popups are built from text, never from HTML that was sent.
"use strict";
(async () => {
  const frame = document.getElementById("map");
  if (!frame || !window.L) return;
  const words = JSON.parse(frame.dataset.words);
  const small = "small" in frame.dataset;
  const load = async (url) => (await fetch(url, { credentials: "same-origin" })).json();

  const map = L.map(frame, { minZoom: 4, maxZoom: 14, zoomSnap: 0.5, attributionControl: true });
  map.attributionControl.setPrefix(false).addAttribution("© OpenStreetMap (ODbL) · GeoNames (CC BY 4.0)");
  map.setView([14.4, -11.9], small ? 7 : 6.5);
  L.control.scale({ imperial: false }).addTo(map);
  for (const [name, level] of [["ground", 250], ["bands", 260], ["lines", 300], ["towns", 320]])
    map.createPane(name).style.zIndex = level;

  const [countries, bandsOf, border, corridors, towns, incidents] = await Promise.all(
    ["/layers/countries.geojson", "/layers/bands.geojson", "/layers/border_fine.geojson",
      "/layers/corridors.geojson", "/layers/towns.geojson", frame.dataset.incidents].map(load));

  const still = { interactive: false, keyboard: false };
  L.geoJSON(countries, {
    ...still, filter: (country) => country.geometry.type !== "Point", pane: "ground",
    style: (country) => ({ className: `shape-country ${["SEN", "MLI"].includes(country.properties.A3) ? "own" : ""}`, weight: 1, fillOpacity: 1 }),
  }).addTo(map);
  for (const { properties: p, geometry: g } of countries.features)
    if (g.type === "Point" && words.countries[p.A3])
      L.marker([g.coordinates[1], g.coordinates[0]], { ...still, pane: "towns", icon: L.divIcon({ className: "country-name", html: Object.assign(document.createElement("span"), { textContent: words.countries[p.A3] }), iconSize: [120, 14] }) }).addTo(map);
  const bands = Object.fromEntries([25, 50].map((km) => [km,
    L.geoJSON(bandsOf.features.find((band) => band.properties.km === km), { ...still, pane: "bands", style: { className: "shape-band", weight: 1, dashArray: "3 4", fillOpacity: 0.07 } })]));
  const corridorLayer = L.geoJSON(corridors, {
    ...still, pane: "lines",
    style: (corridor) => ({ className: "shape-corridor", weight: corridor.properties.kind === "rail" ? 1.5 : 2, opacity: 0.75, dashArray: corridor.properties.kind === "rail" ? "1 5" : "7 5" }),
  }).addTo(map);
  const borderLayer = L.geoJSON(border, { ...still, pane: "lines", style: { className: "shape-border border-line", weight: 2.5, fill: false } }).addTo(map);

  // Incidents of one place are one marker, in the colour and shape of the gravest; a click opens all of them.
  const gravity = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
  const places = new Map();
  for (const incident of incidents.features) {
    const key = incident.geometry.coordinates.join(" ");
    places.set(key, [...(places.get(key) ?? []), incident]);
  }

  // A town is named when the zoom has room for its rank and for its label beside those already there.
  const townLayer = L.layerGroup().addTo(map);
  const leastRank = (zoom) => (zoom < 6 ? 4 : zoom < 7.5 ? 3 : zoom < 9 ? 2 : 1);
  const pins = [...places.values()].map((found) => found[0].geometry.coordinates);
  const drawTowns = () => {
    townLayer.clearLayers();
    const taken = [];
    const pinned = pins.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const view = map.getBounds().pad(0.1);
    for (const town of towns.features) {
      const [lon, lat] = town.geometry.coordinates;
      const { name, rank } = town.properties;
      const wanted = rank >= leastRank(map.getZoom()) || ["Kidira", "Diboli", "Kayes", "Tambacounda"].includes(name);
      if (!wanted || !view.contains([lat, lon])) continue;
      const at = map.latLngToContainerPoint([lat, lon]);
      // A pin would hide the name: it then stands on the side of the town, so that Kidira stays in Senegal.
      const pin = pinned.find((other) => Math.hypot(other.x - at.x, other.y - at.y) < 18);
      const left = pin !== undefined && at.x < pin.x - 0.5;
      const away = pin ? 15 : 3, wide = away + 11 + 6.5 * name.length;
      const box = left ? [at.x - wide, at.y - 8, at.x, at.y + 8] : [at.x, at.y - 8, at.x + wide, at.y + 8];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box);
      L.circleMarker([lat, lon], { ...still, pane: "towns", radius: rank > 2 ? 3 : 2, className: "shape-town", fillOpacity: 1, stroke: false })
        .bindTooltip(name, { permanent: true, direction: left ? "left" : "right", offset: [left ? -away : away, 0], className: `town rank-${rank}`, pane: "towns" })
        .addTo(townLayer);
    }
  };
  map.on("moveend", drawTowns);
  drawTowns();

  const line = (tag, text, name = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = name;
    return element;
  };
  const popup = (found) => {
    const list = document.createElement("ul");
    for (const { properties: p } of found) {
      const item = document.createElement("li");
      item.append(line("p", p.name, "popup-name"));
      const link = line("a", p.sentence);
      link.href = p.url;
      const sentence = document.createElement("p");
      sentence.append(link);
      item.append(sentence);
      const facts = [p.status, p.border, p.reports, ...p.tolls].filter(Boolean);
      item.append(line("p", facts.join(" · "), "fine"));
      list.append(item);
    }
    if (found.length === 1) return list;
    const whole = document.createElement("div");
    whole.append(line("p", `${found[0].properties.place} (${found.length})`, "popup-title"), list);
    return whole;
  };
  const markers = [];
  for (const found of places.values()) {
    const [lon, lat] = found[0].geometry.coordinates;
    const gravest = found.map((f) => f.properties.quad).sort((a, b) => gravity.indexOf(b) - gravity.indexOf(a))[0];
    const size = found.length > 1 ? 22 : 16;
    const first = found[0].properties;
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({ className: `pin ${gravest}`, html: "", iconSize: [size, size] }),
      title: found.length > 1 ? `${first.place} (${found.length})` : `${first.name}, ${first.place}`,
      alt: first.sentence, keyboard: true, riseOnHover: true,
    });
    if (first.radius_km > 2 && small)
      L.circle([lat, lon], { ...still, radius: first.radius_km * 1000, className: "shape-radius", weight: 1, dashArray: "2 4", fill: false }).addTo(map);
    marker.bindPopup(() => popup(found), { maxWidth: 320 }).addTo(map);
    marker.getElement().setAttribute("aria-label", marker.options.title);
    if (found.length > 1) marker.getElement().dataset.count = found.length;
    markers.push(marker);
  }
  if (small && markers.length) map.setView(markers[0].getLatLng(), 8);
  else if (!small) {
    bands[50].addTo(map);
    L.control.layers(null, {
      [words.border]: borderLayer, [words.corridors]: corridorLayer, [words.towns]: townLayer,
      [words.band25]: bands[25], [words.band50]: bands[50],
    }, { collapsed: window.innerWidth < 900 }).addTo(map);
  }
  frame.dataset.ready = String(markers.length);
})();
