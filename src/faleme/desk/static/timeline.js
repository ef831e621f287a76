// The timeline moves in place: its links, form, keys and pointer all lead to addresses that the server draws.
// Without this script the same links and the same form load the page.
"use strict";
(() => {
  const root = document.getElementById("timeline");
  const form = root.querySelector("form");
  const DAY = 86_400_000;
  const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
  const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  const live = () => document.getElementById("timeline-live");
  const stage = () => root.querySelector(".tl-stage");
  const links = () => [...root.querySelectorAll(".tl a")];
  const told = (text) => { const line = root.querySelector("#tl-told"); if (line) line.textContent = text; };
  let asking = null;

  /** Puts the answer of an address into the page; `keep` says what has the focus afterwards. */
  async function go(address, { push = true, keep = null } = {}) {
    asking?.abort();
    asking = new AbortController();
    root.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { credentials: "same-origin", signal: asking.signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = document.adoptNode(page.getElementById("timeline-live"));
      const open = [...live().querySelectorAll(":scope > details")].map((each) => each.open);
      live().replaceWith(fresh);
      fresh.querySelectorAll(":scope > details").forEach((each, n) => { each.open = open[n] ?? false; });
      for (const name of ["since", "until"]) form.elements[name].value = fresh.dataset[name];
      const other = page.getElementById("other-language");
      if (other) document.getElementById("other-language").href = other.getAttribute("href");
      if (push) history.pushState(null, "", address);
      settle();
      keep?.();
    } catch (error) {
      if (error.name === "AbortError") return;
      told(root.dataset.failed);
    }
    root.removeAttribute("aria-busy");
  }

  /** The address of a window of days, all else as in the form. */
  function window_of(first, last) {
    const given = new URLSearchParams(new FormData(form));
    given.set("since", iso(first));
    given.set("until", iso(last));
    for (const [name, value] of [...given]) if (!value || (name === "axis" && value === "happened")) given.delete(name);
    return `${form.getAttribute("action")}?${given}`;
  }

  const days = () => [number(live().dataset.since), number(live().dataset.until)];

  /** Zooms by a factor around a place of the picture (0 left … 1 right). */
  function zoom(factor, at = 0.5) {
    const [first, last] = days();
    const length = last - first + 1, wanted = Math.max(1, Math.round(length * factor));
    const start = Math.round(first + at * length - at * wanted);
    go(window_of(start, start + wanted - 1), { keep: focus_picture });
  }

  function move(share) {
    const [first, last] = days();
    const by = Math.round((last - first + 1) * share) || Math.sign(share);
    go(window_of(first + by, last + by), { keep: focus_picture });
  }

  const focus_picture = () => links().find((each) => each.tabIndex === 0)?.focus({ preventScroll: true });

  /** One stop of the Tab key for the whole picture; arrows go on from there. */
  function settle() {
    links().forEach((each, n) => { each.setAttribute("tabindex", n ? "-1" : "0"); });
  }

  function stop_at(link) {
    for (const each of links()) each.setAttribute("tabindex", each === link ? "0" : "-1");
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
  }

  const middle = (link) => { const box = link.getBoundingClientRect(); return box.left + box.width / 2; };

  function arrow(key, from) {
    const all = links();
    const lanes = [...new Set(all.map((each) => each.dataset.lane))];
    const of = (lane) => all.filter((each) => each.dataset.lane === lane).sort((a, b) => middle(a) - middle(b));
    const row = of(from.dataset.lane), here = row.indexOf(from);
    if (key === "ArrowRight" || key === "ArrowLeft") return row[here + (key === "ArrowRight" ? 1 : -1)];
    if (key === "Home") return row[0];
    if (key === "End") return row.at(-1);
    const next = lanes[lanes.indexOf(from.dataset.lane) + (key === "ArrowDown" ? 1 : -1)];
    const x = middle(from);
    return next && of(next).reduce((a, b) => (Math.abs(middle(b) - x) < Math.abs(middle(a) - x) ? b : a));
  }

  root.addEventListener("keydown", (event) => {
    const link = event.target.closest?.(".tl a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
      event.preventDefault();
      const next = arrow(event.key, link);
      if (next) stop_at(next);
    } else if (["+", "=", "-", "PageUp", "PageDown"].includes(event.key)) {
      event.preventDefault();
      if (event.key === "-") zoom(3);
      else if (event.key === "PageUp" || event.key === "PageDown") move(event.key === "PageUp" ? -0.5 : 0.5);
      else zoom(1 / 3);
    }
  });

  for (const type of ["mouseover", "focusin"])
    root.addEventListener(type, (event) => {
      const link = event.target.closest?.(".tl a");
      if (link) told(link.getAttribute("aria-label"));
    });

  let dragged = false;
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-go]");
    if (dragged) {
      dragged = false;
      event.preventDefault();
      return;
    }
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const key = link.dataset.go;
    const keep = key ? () => root.querySelector(`a[data-go="${key}"]`)?.focus({ preventScroll: true }) : focus_picture;
    go(link.getAttribute("href"), { keep });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [since, until] = ["since", "until"].map((name) => form.elements[name].value);
    if (since && until) go(window_of(number(since), number(until)));
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
  addEventListener("popstate", () => location.reload());

  // The pointer: drag to move, double click and Ctrl with the wheel to zoom.
  const place = (event) => {
    const box = root.querySelector(".tl").getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  root.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest(".tl-stage")) return;
    const begun = place(event), svg = root.querySelector(".tl");
    let share = 0;
    const drag = (now) => {
      share = begun - place(now);
      if (Math.abs(share) < 0.01 && !dragged) return;
      dragged = true;
      stage().classList.add("dragged");
      svg.setAttribute("transform", `translate(${-share * svg.getBoundingClientRect().width} 0)`);
    };
    const end = () => {
      removeEventListener("pointermove", drag);
      stage().classList.remove("dragged");
      svg.removeAttribute("transform");
      if (dragged) {
        move(share);
        setTimeout(() => { dragged = false; });
      }
    };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", end, { once: true });
    addEventListener("pointercancel", end, { once: true });
  });
  root.addEventListener("dragstart", (event) => { if (event.target.closest(".tl-stage")) event.preventDefault(); });
  root.addEventListener("dblclick", (event) => { if (event.target.closest(".tl-stage")) zoom(1 / 3, place(event)); });
  let waiting = 0;
  root.addEventListener("wheel", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.target.closest(".tl-stage")) return;
    event.preventDefault();
    clearTimeout(waiting);
    const factor = event.deltaY < 0 ? 0.5 : 2, at = place(event);
    waiting = setTimeout(() => zoom(factor, at), 80);
  }, { passive: false });

  // The picture as PNG: the server's own SVG, drawn here at twice its size.
  root.addEventListener("click", (event) => {
    if (!event.target.closest("#tl-png")) return;
    const address = root.querySelector("#tl-svg").href, image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => {
        const url = URL.createObjectURL(blob);
        const [since, until] = [live().dataset.since, live().dataset.until];
        Object.assign(document.createElement("a"), { href: url, download: `chronologie_${since}_${until}.png` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 10_000);
      }, "image/png");
    };
    image.onerror = () => told(root.dataset.failed);
    image.src = address;
  });
  settle();
})();
