// What lies under the incidents: our own vector layers, coarse first, fine when the map is near enough.
"use strict";

const FINE_ZOOM = 9, VILLAGES_ZOOM = 10;
const COARSE = ["land", "countries", "bands", "rivers", "borders", "corridors", "border", "towns"];
const TWINS = ["countries", "rivers", "borders", "border"];
const PANES = { land: 210, countries: 220, bands: 240, edge: 250, rivers: 260, borders: 270, corridors: 280, border: 290 };

export class Ground {
  constructor(map, { version, tiles, tilesCredit }) {
    this.map = map;
    this.version = version;
    this.onChange = () => {};
    this.hidden = new Set();
    this.data = {};
    this.drawn = {};
    for (const [name, level] of Object.entries(PANES)) {
      const pane = map.createPane(`ground-${name}`);
      pane.style.zIndex = level;
      if (name !== "corridors") pane.classList.add("untouched");
    }
    this.renderers = Object.fromEntries(
      Object.keys(PANES).map((name) => [name, L.svg({ pane: `ground-${name}`, padding: 0.4 })]),
    );
    if (tiles) {
      const pane = map.createPane("ground-tiles");
      pane.style.zIndex = 230;
      this.tiles = L.tileLayer(tiles, { pane: "ground-tiles", attribution: tilesCredit, maxZoom: 19 });
    }
  }

  async start() {
    await Promise.all(COARSE.map((name) => this.have(name)));
    this.draw();
    this.map.on("zoomend", () => this.nearer());
    await this.nearer();
  }

  async have(name) {
    this.data[name] ??= await (await fetch(`/layers/${name}.geojson?v=${this.version}`)).json();
    return this.data[name];
  }

  /** Fetches what a near map shows, once, and exchanges the coarse lines for the fine. */
  async nearer() {
    const zoom = this.map.getZoom();
    const wanted = zoom >= FINE_ZOOM;
    if (zoom >= VILLAGES_ZOOM) await this.have("villages");
    if (wanted) await Promise.all(TWINS.map((name) => this.have(`${name}_fine`)));
    if (wanted !== this.fine) {
      this.fine = wanted;
      this.draw();
    }
    this.tell();
  }

  show(name, on) {
    if (on) this.hidden.delete(name);
    else this.hidden.add(name);
    if (name === "tiles") {
      if (on) this.tiles?.addTo(this.map);
      else this.tiles?.remove();
      this.map.getContainer().classList.toggle("over-tiles", on);
    } else this.draw();
    this.tell();
  }

  draw() {
    for (const name of Object.keys(PANES)) {
      this.drawn[name]?.remove();
      const hides = this.hidden.has(name === "edge" ? "border" : name);
      if (!hides) this.drawn[name] = this.layer(name).addTo(this.map);
    }
  }

  layer(name) {
    // The border stands on a light edge under the rivers: where it runs in one, water shows on both sides of it.
    const source = name === "edge" ? "border" : name;
    const data = this.data[this.fine && TWINS.includes(source) ? `${source}_fine` : source];
    const told = { countries: (p) => p.A3, bands: (p) => `km-${p.km}`, corridors: (p) => p.kind }[name] ?? (() => "");
    const drawn = (extra = "") =>
      L.geoJSON(data, {
        pane: `ground-${name}`, renderer: this.renderers[name], smoothFactor: 0.6,
        interactive: name === "corridors", keyboard: false,
        filter: (feature) => feature.geometry && feature.geometry.type !== "Point",
        style: ({ properties }) => ({ className: `shape-${source}${extra} ${told(properties)}`, fillOpacity: 1, opacity: 1 }),
        onEachFeature: (feature, line) => {
          if (name === "corridors" && extra === "")
            line.bindTooltip(`${feature.properties.name} · ${feature.properties.segment}`, { sticky: true, className: "way" }).on("add", () => line.getElement()?.setAttribute("tabindex", "-1"));
        },
      });
    if (name === "corridors") return L.layerGroup([drawn(" edge"), drawn()]);
    return drawn(name === "edge" ? " edge" : "");
  }

  /** Tells the labels what there is to be named. */
  tell() {
    const near = this.map.getZoom() >= VILLAGES_ZOOM && this.data.villages;
    this.onChange(
      {
        towns: [...this.data.towns.features, ...(near ? this.data.villages.features : [])],
        countries: this.data.countries.features.filter((each) => each.geometry?.type === "Point"),
        rivers: this.data.rivers.features,
        bands: this.data.bands.features,
        border: (this.data.border.features?.[0] ?? this.data.border).geometry.coordinates,
      },
      (name) => !this.hidden.has(name),
    );
  }
}
