// Names on the map: countries, towns, rivers, bands. Each is placed where it lies on no other and on no marker,
// the more important first; what finds no room is left out until the map is nearer.
"use strict";

const leastRank = (zoom) => (zoom < 6 ? 4 : zoom < 7.5 ? 3 : zoom < 9.5 ? 2 : 1);
const around = (x, y, half) => [x - half, y - 10, x + half, y + 10];
const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

export class Labels {
  constructor(map, words) {
    this.map = map;
    this.words = words;
    this.layers = null;
    this.markers = [];
    this.others = [];
    const pane = map.createPane("labels");
    pane.classList.add("leaflet-zoom-hide", "untouched");
    pane.style.zIndex = 450;
    pane.setAttribute("aria-hidden", "true");
    this.pane = pane;
    this.widths = new Map();
    this.pen = document.createElement("canvas").getContext("2d");
  }

  have(layers, shown) {
    this.layers = layers;
    this.shown = shown;
    this.place();
  }

  /** `markers` stand on towns, `others` (the legend, the controls) on whatever lies under them. */
  around(markers, others) {
    this.markers = markers;
    this.others = others;
    this.place();
  }

  place() {
    if (!this.layers) return;
    const size = this.map.getSize();
    this.size = size;
    this.taken = [...this.markers, ...this.others];
    this.put = document.createDocumentFragment();
    this.countries();
    if (this.shown("bands")) this.bands();
    if (this.shown("rivers")) this.rivers();
    if (this.shown("towns")) this.towns();
    this.pane.replaceChildren(this.put);
  }

  pixel([lon, lat]) {
    return this.map.latLngToContainerPoint([lat, lon]);
  }

  wide(text, font) {
    const key = font + text;
    if (!this.widths.has(key)) {
      this.family ??= getComputedStyle(this.map.getContainer()).fontFamily;
      this.pen.font = font.replace("sans-serif", this.family);
      this.widths.set(key, this.pen.measureText(text).width);
    }
    return this.widths.get(key);
  }

  free(box, margin = 2) {
    const inside = box[0] > margin && box[1] > margin && box[2] < this.size.x - margin && box[3] < this.size.y - margin;
    return inside && !this.taken.some((other) => meets(box, other));
  }

  write(text, name, x, y, turn = 0) {
    const at = this.map.containerPointToLayerPoint([x, y]);
    const label = document.createElement("span");
    label.textContent = text;
    label.className = name;
    label.style.transform = `translate(${at.x}px, ${at.y}px)${turn ? ` rotate(${turn}deg)` : ""}`;
    this.put.append(label);
  }

  countries() {
    const near = this.map.getZoom() >= 8.5;
    const spots = near ? this.sides() : this.layers.countries.map(({ geometry, properties }) => [properties.A3, this.pixel(geometry.coordinates)]);
    const zoom = this.map.getZoom();
    for (const [code, at] of spots) {
      const text = this.words.countries[code];
      if (!text || (zoom < 6.5 && ["GMB", "GNB"].includes(code))) continue;
      const half = this.wide(text.toUpperCase(), "600 13px sans-serif") * 0.68 + 6;
      const away = near ? (code === "SEN" ? -60 : 60) : 0;
      // A name may step aside, on a far map by little: it must stay in its country.
      const downs = near ? [0, 30, -30, 60, -60, 110, 160, 220] : zoom < 6.5 ? [0, 14, -14, 24] : [0, 26, -26, 52];
      const steps = downs.flatMap((down) => [[0, down], [away, down]]);
      const step = steps.find(([right, down]) => this.free(around(at.x + right, at.y + down, half)));
      if (!step) continue;
      const [x, y] = [at.x + step[0], at.y + step[1]];
      this.taken.push(around(x, y, half));
      this.write(text, `country-name ${code}`, x, y);
    }
  }

  /** On a near map each of the two countries is named on its side of the border. */
  sides() {
    const { x, y } = this.size;
    const seen = this.layers.border.map((point) => this.pixel(point)).filter((at) => at.x > 0 && at.y > 0 && at.x < x && at.y < y);
    if (!seen.length) {
      const centre = this.map.getCenter();
      return [[centre.lng < -11.9 ? "SEN" : "MLI", { x: x / 2, y: 60 }]];
    }
    const best = seen.reduce((a, b) => (Math.hypot(b.x - x / 2, b.y - y * 0.25) < Math.hypot(a.x - x / 2, a.y - y * 0.25) ? b : a));
    return [["SEN", { x: best.x - 110, y: best.y }], ["MLI", { x: best.x + 110, y: best.y }]];
  }

  bands() {
    if (this.map.getZoom() < 6.5) return;
    const line = this.layers.border.map((point) => this.pixel(point));
    const clear = (at) => !line.some((other) => Math.abs(other.x - at.x) < 24 && Math.abs(other.y - at.y) < 12);
    for (const { geometry, properties } of this.layers.bands) {
      const ring = geometry.type === "MultiPolygon" ? geometry.coordinates[0][0] : geometry.coordinates[0];
      const text = `${properties.km} ${this.words.km}`;
      const half = this.wide(text, "500 11px sans-serif") / 2 + 3;
      const points = ring.map((point) => this.pixel(point));
      const spot = points
        .filter((at) => at.x > this.size.x * 0.15)
        .sort((a, b) => b.x - a.x)
        .find((at) => clear(at) && this.free([at.x - half, at.y - 8, at.x + half, at.y + 8], 14));
      if (!spot) continue;
      this.taken.push([spot.x - half, spot.y - 8, spot.x + half, spot.y + 8]);
      this.write(text, "band-name", spot.x, spot.y);
    }
  }

  rivers() {
    if (this.map.getZoom() < 6) return;
    for (const { geometry, properties } of this.layers.rivers) {
      const points = geometry.coordinates.map((point) => this.pixel(point));
      const half = this.wide(properties.name, "italic 500 12px serif") / 2 + 4;
      const inside = points.map((at, n) => [at, n]).filter(([at]) => at.x > 50 && at.y > 30 && at.x < this.size.x - 50 && at.y < this.size.y - 30);
      const length = points.reduce((sum, at, n) => (n ? sum + Math.hypot(at.x - points[n - 1].x, at.y - points[n - 1].y) : 0), 0);
      if (inside.length < 2 || length < half * 2.2) continue;
      for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
        const [at, n] = inside[Math.floor((inside.length - 1) * share)];
        const turn = this.slope(points, n, half);
        // Beside the water, on the side where the letters stand upright.
        const away = ((turn - 90) * Math.PI) / 180;
        const x = at.x + Math.cos(away) * 11, y = at.y + Math.sin(away) * 11;
        const flat = Math.abs(Math.cos((turn * Math.PI) / 180)), steep = Math.abs(Math.sin((turn * Math.PI) / 180));
        const across = half * flat + 8 * steep, down = half * steep + 8 * flat;
        const box = [x - across, y - down, x + across, y + down];
        if (!this.free(box)) continue;
        this.taken.push(box);
        this.write(properties.name, "river-name", x, y, turn);
        break;
      }
    }
  }

  /** The direction of a line around one of its points, in degrees that leave letters upright. */
  slope(points, n, reach) {
    let before = n, after = n;
    while (before > 0 && Math.hypot(points[before].x - points[n].x, points[before].y - points[n].y) < reach) before -= 1;
    while (after < points.length - 1 && Math.hypot(points[after].x - points[n].x, points[after].y - points[n].y) < reach) after += 1;
    const turn = (Math.atan2(points[after].y - points[before].y, points[after].x - points[before].x) * 180) / Math.PI;
    return turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn;
  }

  towns() {
    const zoom = this.map.getZoom(), least = leastRank(zoom);
    const view = this.map.getBounds();
    const named = new Map();
    let left = 70;
    for (const { geometry, properties: { name, rank } } of this.layers.towns) {
      if (rank < least || left < 1) continue;
      const [lon, lat] = geometry.coordinates;
      if (!view.contains([lat, lon])) continue;
      const at = this.pixel(geometry.coordinates);
      const twin = named.get(name);
      if (twin && Math.hypot(twin.x - at.x, twin.y - at.y) < 90) continue;
      const font = rank > 3 ? "700 13px sans-serif" : rank > 2 ? "600 12.5px sans-serif" : "400 12px sans-serif";
      const wide = this.wide(name, font) * 1.04 + 2;
      const under = this.markers.find((o) => at.x > o[0] && at.x < o[2] && at.y > o[1] && at.y < o[3]);
      // Where a marker stands on the town, its name goes around the marker, and its dot is not drawn.
      const [west, north, east, south] = under ?? [at.x - 5, at.y - 5, at.x + 5, at.y + 5];
      const spots = [
        [east + 2, at.y - 8, "right"], [west - 2 - wide, at.y - 8, "left"],
        [at.x - wide / 2, north - 17, "above"], [at.x - wide / 2, south + 1, "below"],
      ];
      const spot = spots.find(([x, y]) => this.free([x, y, x + wide, y + 16]));
      if (!spot) continue;
      named.set(name, at);
      this.taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + 16]);
      if (!under) {
        this.taken.push([at.x - 3, at.y - 3, at.x + 3, at.y + 3]);
        this.write("", `town-dot rank-${rank}`, at.x, at.y);
      }
      this.write(name, `town rank-${rank}`, spot[0], spot[1]);
      left -= 1;
    }
  }
}
