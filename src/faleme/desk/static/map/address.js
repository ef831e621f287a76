// The address: filters, centre and zoom; and how the page asks its own server.
"use strict";

/** The filters that are set, as pairs. */
export function filtersOf(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => value && name !== "at");
  return Object.fromEntries(pairs);
}

/** Writes the view into the address, where a link takes it from. */
export function address(filters, at, form) {
  const query = new URLSearchParams({ ...filters, at });
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked) query.set("lang", asked);
  const written = query.toString().replaceAll("%2C", ",");
  history.replaceState(null, "", `${location.pathname}?${written}`);
  form.elements.at.value = at;
  form.querySelector(".map-clear").hidden = Object.keys(filters).length === 0;
  const other = document.getElementById("other-language");
  if (other) {
    query.set("lang", other.hreflang);
    other.href = `${location.pathname}?${query}`;
  }
}

/** JSON of this machine; an answer that is none is an error. */
export async function fetched(url, signal) {
  const answer = await fetch(url, { credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}
