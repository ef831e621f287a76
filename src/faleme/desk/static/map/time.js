// Time: two handles over the months, with the number of incidents of each month above them. Each handle is a
// slider of its own: arrows move it by a day, page keys by a month, Home and End to the ends.
"use strict";

const DAY = 86_400_000;
const SVG = "http://www.w3.org/2000/svg";
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
const monthStart = (month) => number(`${month}-01`);
const nextMonth = (n, steps = 1) => {
  const day = new Date(n * DAY);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + steps + 1, 0)).getUTCDate();
  return Math.round(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + steps, Math.min(day.getUTCDate(), last)) / DAY);
};

export class Time {
  constructor(element, { words, months, today, since, until }) {
    Object.assign(this, { element, words, fields: [since, until], today: number(today) });
    this.onChange = () => {};
    this.format = new Intl.DateTimeFormat(words.language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    this.written = (n) => this.format.format(n * DAY).replace(/^1 (?=\p{L})/u, words.language === "fr" ? "1er " : "1 ");
    this.short = new Intl.DateTimeFormat(words.language, { month: "short", timeZone: "UTC" });
    this.build();
    this.have(months);
  }

  build() {
    this.bars = document.createElementNS(SVG, "svg");
    this.bars.setAttribute("class", "bars");
    this.bars.setAttribute("preserveAspectRatio", "none");
    this.bars.setAttribute("role", "img");
    this.marks = Object.assign(document.createElement("div"), { className: "marks", ariaHidden: "true" });
    this.track = Object.assign(document.createElement("div"), { className: "track" });
    this.handles = ["since_label", "until_label"].map((label, n) => {
      const handle = Object.assign(document.createElement("input"), { type: "range", step: 1, ariaLabel: this.words[label] });
      handle.addEventListener("input", () => this.moved(n));
      handle.addEventListener("keydown", (event) => this.key(event, n));
      return handle;
    });
    this.track.append(...this.handles);
    this.told = Object.assign(document.createElement("output"), { className: "told" });
    this.all = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: this.words.all_time });
    this.all.addEventListener("click", () => {
      this.handles[0].value = this.first;
      this.handles[1].value = this.last;
      this.moved(0);
    });
    this.element.querySelector(".time-line").append(this.told, this.all);
    const chart = Object.assign(document.createElement("div"), { className: "time-chart" });
    chart.append(this.bars, this.track, this.marks);
    this.element.append(chart);
  }

  /** Months with their numbers ([["2025-07", 3], …]). */
  have(months) {
    this.months = months.map(([month, count]) => [monthStart(month), count]);
    const [first] = this.months[0] ?? [nextMonth(this.today, -12)];
    const last = nextMonth(this.months.at(-1)?.[0] ?? this.today) - 1;
    const chosen = this.fields.map((field) => (field.value ? number(field.value) : null)).filter((n) => n !== null);
    this.first = Math.min(first, ...chosen);
    this.last = Math.max(last, ...chosen);
    for (const handle of this.handles) Object.assign(handle, { min: this.first, max: this.last });
    this.element.classList.toggle("empty", this.months.length === 0);
    this.draw();
    this.follow();
  }

  draw() {
    const span = this.last - this.first + 1;
    const most = Math.max(1, ...this.months.map(([, count]) => count));
    this.bars.setAttribute("viewBox", `0 0 ${span} 40`);
    this.bars.setAttribute("aria-label", `${this.words.months}: ${this.written(this.first)} – ${this.written(this.last)}`);
    this.bars.replaceChildren(
      ...this.months.map(([start, count]) => {
        const bar = document.createElementNS(SVG, "rect");
        const wide = nextMonth(start) - start, high = Math.max(1.5, (38 * count) / most);
        const given = { x: start - this.first + wide * 0.06, width: wide * 0.88, y: 40 - high, height: high };
        for (const [name, value] of Object.entries(given)) bar.setAttribute(name, value);
        bar.dataset.start = start;
        const title = document.createElementNS(SVG, "title");
        title.textContent = `${new Intl.DateTimeFormat(this.words.language, { month: "long", year: "numeric", timeZone: "UTC" }).format(start * DAY)}: ${count}`;
        bar.append(title);
        return bar;
      }),
    );
    this.scale(span);
  }

  /** Years, or months where few years are shown, as far apart as their names need. */
  scale(span) {
    const steps = span > 3 * 366 ? 12 : span > 400 ? 3 : span > 120 ? 1 : 1;
    const marks = [];
    const begin = new Date(this.first * DAY);
    let at = Math.round(Date.UTC(begin.getUTCFullYear(), Math.ceil(begin.getUTCMonth() / steps) * steps, 1) / DAY);
    for (; at <= this.last - span * 0.06; at = nextMonth(at, steps)) {
      if (at < this.first) continue;
      const day = new Date(at * DAY);
      const year = day.getUTCMonth() === 0 || marks.length === 0;
      const text = steps === 12 ? String(day.getUTCFullYear()) : this.short.format(day) + (year ? ` ${day.getUTCFullYear()}` : "");
      const mark = Object.assign(document.createElement("span"), { textContent: text });
      mark.style.left = `${(100 * (at - this.first)) / span}%`;
      marks.push(mark);
    }
    const room = Math.max(1, Math.ceil(marks.length / (innerWidth < 600 ? 5 : 12)));
    this.marks.replaceChildren(...marks.filter((_, n) => n % room === 0));
  }

  /** Puts the handles where the date fields are. */
  follow() {
    const [since, until] = this.fields;
    this.handles[0].value = since.value ? number(since.value) : this.first;
    this.handles[1].value = until.value ? number(until.value) : this.last;
    this.tell();
  }

  key(event, n) {
    const steps = { PageUp: 1, PageDown: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    this.handles[n].value = nextMonth(Number(this.handles[n].value), steps);
    this.moved(n);
  }

  moved(n) {
    const [low, high] = this.handles;
    if (Number(low.value) > Number(high.value)) this.handles[n].value = n ? low.value : high.value;
    this.fields[0].value = Number(low.value) > this.first ? iso(low.value) : "";
    this.fields[1].value = Number(high.value) < this.last ? iso(high.value) : "";
    this.tell();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.onChange(), 180);
  }

  tell() {
    const [low, high] = this.handles.map((handle) => Number(handle.value));
    const days = [low, high].map(this.written);
    this.handles.forEach((handle, n) => handle.setAttribute("aria-valuetext", days[n]));
    this.told.textContent = `${days[0]} – ${days[1]}`;
    this.all.disabled = low === this.first && high === this.last;
    const span = Math.max(1, this.last - this.first);
    this.track.style.setProperty("--low", `${(100 * (low - this.first)) / span}%`);
    this.track.style.setProperty("--high", `${(100 * (high - this.first)) / span}%`);
    for (const bar of this.bars.children) {
      const start = Number(bar.dataset.start);
      bar.classList.toggle("out", nextMonth(start) <= low || start > high);
    }
  }
}
