// The map's page: puts ground, labels, clusters, time and list together. The address holds the whole view.
const version = new URL(import.meta.url).search;
const load = (name) => import(`./${name}.js${version}`);
const [{ Ground }, { Labels }, { Clusters }, { Time }, { List }, { address, fetched, filtersOf }] = await Promise.all(
  ["ground", "labels", "clusters", "time", "list", "address"].map(load),
);

const desk = document.getElementById("map-desk");
const frame = document.getElementById("map");
const form = document.getElementById("map-filters");
const words = JSON.parse(desk.dataset.words);
const [lat, lon, zoom] = desk.dataset.at.split(",").map(Number);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = matchMedia("(max-width: 56rem)").matches;

document.documentElement.classList.add("with-script");
if (narrow) {
  document.getElementById("map-filters-fold").open = false;
  document.querySelector(".map-stage .legend").open = false;
}
frame.replaceChildren();
const map = L.map(frame, {
  minZoom: 5, maxZoom: 14, zoomSnap: 0.5, zoomControl: false, attributionControl: true, worldCopyJump: false,
  maxBounds: [[-2, -34], [34, 22]], maxBoundsViscosity: 1,
  zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
});
map.attributionControl.setPrefix(false).addAttribution("© OpenStreetMap (ODbL) · GeoNames (CC BY 4.0) · Natural Earth");
L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
map.setView([lat, lon], zoom);

const ground = new Ground(map, desk.dataset);
const labels = new Labels(map, words);
const list = new List(document.getElementById("map-side"), words);
const clusters = new Clusters(map, words, { still });
const time = new Time(document.getElementById("map-time"), {
  words, months: JSON.parse(desk.dataset.months), today: desk.dataset.today,
  since: form.elements.since, until: form.elements.until,
});

const box = (margin = 0) => {
  const seen = margin ? map.getBounds().pad(margin) : map.getBounds();
  return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map((n) => n.toFixed(4)).join(",");
};

let asking = new AbortController();
/** Asks for what the view and the filters hold; a newer question ends the older. */
const refresh = async ({ focus } = {}) => {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const filters = filtersOf(form);
  const centre = map.getCenter();
  address(filters, `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`, form);
  frame.setAttribute("aria-busy", "true");
  try {
    const query = `&${new URLSearchParams(filters)}`;
    const [cells] = await Promise.all([
      fetched(`/api/map?bbox=${box(0.15)}&zoom=${map.getZoom()}${query}`, signal),
      list.spot ? null : list.show(`/carte/liste?bbox=${box()}${query}`, signal),
    ]);
    clusters.draw(cells.features, focus);
    name();
    list.told("");
    frame.dataset.ready = String(cells.features.length);
  } catch (error) {
    if (error.name !== "AbortError") list.told(words.failed);
  } finally {
    if (!signal.aborted) frame.removeAttribute("aria-busy");
  }
};

/** Opens a cluster: nearer where that parts it, else all that lies at the spot, in the list. */
const open = async (cell) => {
  const filters = `&${new URLSearchParams(filtersOf(form))}`;
  const { features } = await fetched(`/api/map?bbox=${cell.box.join(",")}&zoom=18${filters}`);
  const points = features.map((found) => [...found.geometry.coordinates].reverse());
  const parted = points.length > 1 && map.getZoom() < map.getMaxZoom();
  if (!parted) {
    await list.showSpot(`/carte/liste?bbox=${cell.box.join(",")}${filters}&n=60`, cell.label);
    return;
  }
  const bounds = L.latLngBounds(points);
  const nearer = Math.min(Math.max(map.getBoundsZoom(bounds.pad(0.2)), map.getZoom() + 1), map.getMaxZoom());
  refresh.focus = cell.byKeyboard ? bounds.getCenter() : null;
  map.setView(bounds.getCenter(), nearer, { animate: !still });
};

/** What stands over the map and must not lie on a name. */
const over = () => {
  const { left, top } = frame.getBoundingClientRect();
  return [...document.querySelectorAll(".map-stage > .legend, .map .leaflet-bar, .map .leaflet-control-scale")].map((each) => {
    const at = each.getBoundingClientRect();
    return [at.left - left - 4, at.top - top - 4, at.right - left + 4, at.bottom - top + 4];
  });
};
const name = () => labels.around(clusters.obstacles(), over());
for (const fold of document.querySelectorAll(".legend, .legend details")) fold.addEventListener("toggle", name);

clusters.onOpen = open;
clusters.onPoint = (cell) => list.light(cell);
list.onPoint = (at) => clusters.light(at);
list.onMore = (n) => list.show(`/carte/liste?bbox=${box()}&n=${n}&${new URLSearchParams(filtersOf(form))}`);
list.onWhole = () => refresh();

map.on("moveend", () => {
  const focus = refresh.focus;
  refresh.focus = null;
  list.leaveSpot();
  refresh({ focus });
});
map.on("zoomend moveend", name);
ground.onChange = (layers, shown) => labels.have(layers, shown);

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", async () => {
  const { months } = await fetched(`/api/map/months?${new URLSearchParams(filtersOf(form))}`);
  time.have(months);
  list.leaveSpot();
  refresh();
});
for (const name of ["since", "until"])
  form.elements[name].addEventListener("change", () => {
    time.follow();
    list.leaveSpot();
    refresh();
  });
time.onChange = () => refresh();
document.getElementById("map-share").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  await navigator.clipboard?.writeText(location.href).catch(() => {});
  list.told(words.copied);
  button.classList.add("done");
});
for (const input of document.querySelectorAll("[data-layer]"))
  input.addEventListener("change", () => ground.show(input.dataset.layer, input.checked));
addEventListener("resize", () => map.invalidateSize({ animate: false }));

await ground.start();
await refresh();
