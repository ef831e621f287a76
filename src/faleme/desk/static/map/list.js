// The list beside the map. It comes written from this machine's own server, its words escaped there.
"use strict";

export class List {
  constructor(side, words) {
    this.side = side;
    this.words = words;
    this.body = side.querySelector("#map-list");
    this.head = side.querySelector("#map-spot");
    this.spot = false;
    this.onPoint = this.onMore = this.onWhole = () => {};
    const item = (event) => event.target.closest?.(".map-item[data-lat]");
    const point = (event) => {
      const found = item(event);
      this.onPoint(found ? { id: found.dataset.id, lat: Number(found.dataset.lat), lon: Number(found.dataset.lon) } : null);
    };
    for (const event of ["mouseover", "focusin"]) this.body.addEventListener(event, point);
    for (const event of ["mouseleave", "focusout"]) this.body.addEventListener(event, () => this.onPoint(null));
    this.body.addEventListener("click", (event) => {
      const more = event.target.closest("button")?.closest(".map-more");
      if (more) this.onMore(more.dataset.n);
    });
    this.head.querySelector("button").addEventListener("click", () => {
      this.leaveSpot();
      this.onWhole();
    });
  }

  async show(url, signal) {
    const answer = await fetch(url, { credentials: "same-origin", signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const kept = this.body.querySelector("details")?.open;
    const text = await answer.text();
    const found = new DOMParser().parseFromString(text, "text/html").querySelector(".map-found");
    this.body.replaceChildren(document.adoptNode(found));
    const fold = this.body.querySelector("details");
    if (fold && kept) fold.open = true;
  }

  /** Everything that lies at one spot, in the place of the view's list. */
  async showSpot(url, title) {
    this.spot = true;
    this.head.hidden = false;
    this.head.querySelector("h2").textContent = title;
    this.side.classList.add("at-spot");
    await this.show(url);
    this.side.scrollTo?.({ top: 0 });
    if (this.side.getBoundingClientRect().top > innerHeight - 120) this.side.scrollIntoView({ block: "start" });
    this.body.querySelector(".map-item a")?.focus({ preventScroll: true });
  }

  leaveSpot() {
    this.spot = false;
    this.head.hidden = true;
    this.side.classList.remove("at-spot");
  }

  /** Lights what a sign of the map holds. */
  light(entry) {
    for (const item of this.body.querySelectorAll(".map-item.lit")) item.classList.remove("lit");
    if (!entry) return;
    const [west, south, east, north] = entry.cell.box;
    let first = null;
    for (const item of this.body.querySelectorAll(".map-item[data-lat]")) {
      const lat = Number(item.dataset.lat), lon = Number(item.dataset.lon);
      const holds = entry.id ? item.dataset.id === entry.id : lon >= west && lon <= east && lat >= south && lat <= north;
      item.classList.toggle("lit", holds);
      if (holds) first ??= item;
    }
    const room = this.side.getBoundingClientRect(), at = first?.getBoundingClientRect();
    if (at && this.side.scrollHeight > this.side.clientHeight && (at.top < room.top || at.bottom > room.bottom))
      this.side.scrollTop += at.top - room.top - 60;
  }

  told(text) {
    const line = this.body.querySelector(".map-total");
    if (line && text) line.textContent = text;
  }
}
