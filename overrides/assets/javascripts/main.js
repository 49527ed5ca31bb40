// What every page loads: the two buttons of the masthead, and a way in to all that waits until it is asked for.

const root = document.documentElement;
const one = (selector) => document.querySelector(selector);

/** Return what this browser keeps under a name; a browser that forbids storage keeps nothing. */
function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Let the reader choose light or dark; until they do, the system chooses. */
function switchScheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme == "dark" : system.matches);
  const show = () => {
    button.setAttribute("aria-pressed", isDark());
    // Safari's pictures follow the system alone.
    if (root.dataset.scheme && navigator.vendor.startsWith("Apple"))
      import("./drawings.js").then((drawings) => drawings.recolor(isDark()));
  };
  const follow = () => {
    const scheme = kept("iv-scheme");
    if (scheme) root.dataset.scheme = scheme;
    show();
  };
  button.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    show();
    try {
      localStorage.setItem("iv-scheme", root.dataset.scheme);
    } catch {
      // The choice then lasts as long as the page.
    }
  });
  system.addEventListener("change", show);
  // A page that comes back from the browser's back-forward cache missed what was chosen since.
  addEventListener("pageshow", follow);
  addEventListener("storage", follow);
  show();
  button.hidden = false;
}

/** Open the search by its button, Ctrl+K or Cmd+K; single keys belong to the reader (WCAG 2.1.4). */
function offerSearch(button) {
  const open = () =>
    import("./search.js").then(
      (search) => search.openSearch(button),
      () => button.querySelector("span")?.replaceChildren("Search is offline"),
    );
  addEventListener("keydown", (event) => {
    if (!event.altKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() == "k") {
      event.preventDefault();
      open();
    }
  });
  button.addEventListener("click", open);
  button.hidden = false;
}

/** Put one button under a letter; its form comes when the reader presses it. */
function offerLetter(letter) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "iv-letter__use iv-button";
  button.textContent = letter.querySelector("[data-blank]") ? "Fill in and copy" : "Copy or save";
  button.ariaLabel = `${button.textContent}: ${letter.querySelector(".iv-letter__title").textContent}`;
  button.ariaExpanded = false;
  button.addEventListener("click", () =>
    import("./letters.js").then((letters) => letters.toggleLetter(letter, button)),
  );
  letter.append(button);
}

/** Put a button beside a heading that copies its address; the heading's name stays its words. */
function offerAddress(heading) {
  heading.ariaLabel = heading.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "iv-anchor";
  button.textContent = "#";
  button.ariaLabel = `Copy the address: ${heading.ariaLabel}`;
  button.addEventListener("click", () =>
    import("./share.js").then((share) => share.copyAddress(button, heading.id)),
  );
  heading.append(button);
}

/** Let the reader share the page by the system's own dialog, or copy its address where there is none. */
function offerShare(button) {
  if (!navigator.share) button.textContent = "Copy the link";
  button.addEventListener("click", () => import("./share.js").then((share) => share.sharePage(button)));
  button.hidden = false;
}

/** Show a source or a footnote where it is cited; without this, the link leads to the list. */
function offerNotes(text) {
  text.addEventListener("click", (event) => {
    const link = event.target.closest(".iv-cite a, .footnote-ref");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import("./notes.js").then(
      (notes) => notes.showNote(link),
      () => location.assign(link.href),
    );
  });
}

/** Offer to remember which parts of a series were read; nothing is remembered before. */
function offerRead(place) {
  const button = place.querySelector("button");
  button.addEventListener("click", () => import("./series.js").then((series) => series.remember(place)));
  button.hidden = false;
  if (kept("iv-read")) import("./series.js").then((series) => series.showRead(place));
}

/** Offer to keep the pages that are opened; where that was asked for, show which ones are. */
function offerOffline(place) {
  const use = (act) => import("./offline.js").then((module) => module[act](place));
  place.querySelector("button").addEventListener("click", () => use("toggle"));
  if (navigator.serviceWorker.controller) use("render");
  place.hidden = false;
}

/** Let readers comment in place; before they use the form or ask, nothing is loaded and nobody is asked. */
function offerComments(section) {
  const use = (act, link) => import("./comments.js").then((comments) => comments[act](section, link));
  const newer = section.querySelector("[data-newer]");
  newer.addEventListener("click", () => use("showNewer"));
  newer.hidden = false;
  section.addEventListener("focusin", ({ target }) => target.form && use("begin"));
  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    use("reply", link).catch(() => location.assign(link.href));
  });
  if (kept("iv-comments")) use("restore");
}

switchScheme(one("[data-scheme-switch]"));
offerSearch(one("[data-search]"));

const letters = document.querySelectorAll("[data-letter]");
letters.forEach(offerLetter);
if (letters.length && kept("iv-letters")) import("./letters.js").then((module) => module.fillLetters());

const read = one("[data-read]");
const article = one("[data-article]");
if (read) offerRead(read);
else if (article && kept("iv-read")) import("./series.js").then((series) => series.watchReading(article));

const prose = article && one(".iv-prose");
if (prose) {
  prose.querySelectorAll(":is(h2, h3)[id]").forEach(offerAddress);
  offerNotes(prose);
  offerShare(one("[data-share]"));
}

// Where styles alone do not mark where the reader is, a script does, once they move on.
const contents = one(".iv-toc--beside");
if (contents && !CSS.supports("scroll-target-group", "auto"))
  addEventListener("scroll", () => import("./contents.js").then((module) => module.follow(contents)), { once: true });

const comments = one("[data-comments]");
if (comments) offerComments(comments);

const offline = one("[data-offline]");
if (offline && navigator.serviceWorker) offerOffline(offline);

const lost = one("[data-lost]");
if (lost) import("./lost.js").then((module) => module.suggest(lost, one("[data-search]")));
