// Marks the parts of a series that were read in this browser, once the reader has asked for it.

import { make } from "./dom.js";
import { keep, recall } from "./storage.js";

const KEY = "iv-read";

/** Note an article as read when the end of its text comes into view, or after a minute. */
export function watchReading(article) {
  const end = article.querySelector(".iv-prose > :last-child");
  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && note(),
  );
  function note() {
    const read = recall(KEY);
    // The reader may have asked in another tab to forget.
    if (Array.isArray(read)) keep(KEY, [...new Set([...read, article.dataset.article])]);
    observer.disconnect();
  }
  if (end) observer.observe(end);
  setTimeout(() => document.hidden || note(), 60000);
}

/** Mark what was read on the page of a series. */
export function showRead(place) {
  const update = () => render(place, recall(KEY));
  addEventListener("storage", update);
  addEventListener("pageshow", update);
  update();
}

/** Begin to remember, because the reader asked for it. */
export function remember(place) {
  if (keep(KEY, [])) showRead(place);
  else place.append(make("p", { role: "alert" }, "This browser does not let sites remember anything."));
  place.querySelector("button:not([hidden])").focus();
}

function render(place, read) {
  const isKept = Array.isArray(read);
  const parts = [...document.querySelectorAll("[data-part]")];
  const isRead = (part) => isKept && read.includes(part.dataset.part);
  parts.forEach((part) => mark(part, isRead(part)));
  place.querySelector(".iv-read__progress")?.remove();
  place.querySelector("button").hidden = isKept;
  forgetButton(place).hidden = !isKept;
  if (isKept) place.prepend(progress(parts, isRead));
}

function mark(part, isRead) {
  part.parentElement.querySelector(".iv-part__read")?.remove();
  if (isRead) part.after(" ", make("span", { class: "iv-part__read" }, "Read"));
}

function progress(parts, isRead) {
  const next = parts.find((part) => !isRead(part));
  const text = `You have read ${parts.filter(isRead).length} of ${parts.length}. `;
  const way = next ? ["Next unread: ", make("a", { href: next.href }, next.textContent)] : [];
  return make("p", { class: "iv-read__progress" }, text, ...way);
}

/** Return the button that makes this browser forget; the first time, make it. */
function forgetButton(place) {
  const made = place.querySelector("[data-forget]");
  if (made) return made;
  const forget = make(
    "button",
    { type: "button", class: "iv-button", "data-forget": "" },
    "Forget what I read",
  );
  forget.addEventListener("click", () => {
    keep(KEY, null);
    render(place, null);
    place.querySelector("button:not([hidden])").focus();
  });
  place.append(forget);
  return forget;
}
