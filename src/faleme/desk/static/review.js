// Review by keyboard: j and k move, a letter presses the button that shows it. Without this, the buttons do all.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const kept = "faleme-review-row";
  let at = -1;
  const go = (to) => {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows.forEach((row, i) => row.classList.toggle("current", i === at));
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  rows.forEach((row, i) => row.addEventListener("focusin", () => {
    at = i;
    rows.forEach((other, n) => other.classList.toggle("current", n === i));
  }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      go(key === "j" ? at + 1 : at - 1);
      return;
    }
    if (!/^[arumosz]$/.test(key) || event.repeat) return;
    const here = key === "z" ? document : rows[at] ?? (rows.length === 1 && rows[0].dataset.row === "only" ? rows[0] : null);
    const button = here?.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    sessionStorage.setItem(kept, String(at));
    button.click();
  });
  const before = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (before !== null && document.querySelector("[data-done]")) go(Number(before));
})();
