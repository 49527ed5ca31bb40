// Lets the reader keep the pages they open, to read them without a connection; until they ask, nothing is kept.

import { make } from "./dom.js";

const KEPT = "iv-offline";

/** Begin to keep pages, or forget them. */
export async function toggle(place) {
  const status = place.querySelector("[role=status]");
  const worker = new URL(place.dataset.offline, document.baseURI);
  status.textContent = "";
  try {
    const isKept = await caches.has(KEPT);
    // What the button says may be out of date: then it only changes its words.
    if (isKept == place.hasAttribute("data-kept")) await (isKept ? forget(worker) : begin(worker));
  } catch {
    await forget(worker);
    status.textContent = "This browser does not let sites keep anything.";
  }
  await render(place);
}

async function begin(worker) {
  const base = new URL(".", worker).href;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const parts = loaded.filter((name) => name.startsWith(base) && /\.(css|js|woff2|svg)$/.test(name));
  const page = location.href.split("#")[0];
  const kept = await caches.open(KEPT);
  await kept.addAll([...new Set([new URL("503.html", base).href, page, ...parts])]);
  await navigator.serviceWorker.register(worker);
}

async function forget(worker) {
  await caches.delete(KEPT);
  await (await navigator.serviceWorker.getRegistration(worker))?.unregister();
}

/** Show the choice, and what is kept already. */
export async function render(place) {
  const isKept = await caches.has(KEPT);
  place.toggleAttribute("data-kept", isKept);
  place.querySelector("button").textContent = isKept ? "Forget the pages kept here" : "Keep the pages I open";
  place.querySelector("ul").replaceChildren(...(isKept ? await entries() : []));
}

/** Return a link to each page that is kept, by title. */
async function entries() {
  const kept = await caches.open(KEPT);
  const addresses = (await kept.keys()).map(({ url }) => url).filter((url) => url.endsWith("/"));
  const pages = await Promise.all(addresses.map(async (url) => [await titleOf(await kept.match(url)), url]));
  return pages
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([title, href]) => make("li", {}, make("a", { href, class: "iv-entries__title iv-title" }, title)));
}

async function titleOf(response) {
  const head = (await response.text()).split("</title>")[0];
  return new DOMParser().parseFromString(head, "text/html").title.split(" · ")[0];
}
