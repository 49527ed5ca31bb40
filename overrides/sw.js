// Keeps the pages that a reader opens, once the reader has asked for it: see offline.js. Online it changes nothing.

const KEPT = "iv-offline";
const MOST = 300; // files; beyond them, what was fetched longest ago goes
const LOST = new URL("503.html", registration.scope).href;
const COMMENTS = new URL("comments/", registration.scope).href;
const PARTS = ["font", "image", "script", "style"];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { destination, method, mode, url } = event.request;
  const isPart = PARTS.includes(destination);
  const isOurs = url.startsWith(registration.scope) && !url.startsWith(COMMENTS);
  if (method == "GET" && isOurs && (mode == "navigate" || isPart)) event.respondWith(answer(event));
});

/** Answer from the site; where it does not answer, with what is kept. */
async function answer(event) {
  // The reader may have asked to forget, while pages are open that this still serves.
  const kept = (await caches.has(KEPT)) && (await caches.open(KEPT));
  try {
    const response = await fetch(event.request);
    if (kept && response.ok && !response.redirected)
      event.waitUntil(keep(kept, event.request, response.clone()));
    return response;
  } catch (error) {
    const copy = kept && (await kept.match(event.request, { ignoreSearch: true, ignoreVary: true }));
    if (copy) return copy;
    if (!kept || event.request.mode != "navigate") throw error;
    return kept.match(LOST);
  }
}

async function keep(kept, request, response) {
  await kept.put(request, response);
  const files = (await kept.keys()).filter(({ url }) => url != LOST);
  if (files.length > MOST) await kept.delete(files[0]);
}
