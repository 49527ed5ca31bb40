// The search dialog: a field, and below it the pages and sections that have the words.

import { make, useStyles } from "./dom.js";
import { find, load } from "./find.js";

const TAGS = 6;
const HINT = "Type a word, such as ghosting or deadline.";
const LOADING = "Loading the search…";
const FAILED = "The search could not be loaded. Check your connection, then type again.";

let opening;

/** Open the dialog; the first time, make it. */
export async function openSearch(button) {
  opening ??= create(button);
  const { dialog, input, update } = await opening;
  if (!dialog.open) dialog.showModal();
  input.select();
  update();
}

async function create(button) {
  await useStyles("search");
  const input = make("input", {
    class: "iv-search__input",
    id: "iv-search",
    type: "search",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  const close = make("button", { class: "iv-button", type: "button" }, "Close");
  const label = make("label", { class: "iv-search__label", for: "iv-search" }, "Search articles and letters");
  const form = make("form", { class: "iv-search__form", role: "search" }, label, input, close);
  const status = make("p", { class: "iv-search__status", role: "status" });
  const tags = make("ul", { class: "iv-search__filter", "aria-label": "Only with the tag" });
  const list = make("ol", { class: "iv-search__pages" });
  const more = make("button", { class: "iv-search__more iv-button", type: "button" }, "More pages");
  const found = make("div", { class: "iv-search__found" }, list, more);
  const dialog = make("dialog", { class: "iv-search", "aria-label": "Search" }, form, status, tags, found);
  const update = updater(input, status, tags, list, more, button.dataset);
  more.hidden = true;

  input.addEventListener("input", update);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await update();
    list.querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", (event) => move(event, dialog, input));
  dialog.addEventListener("click", ({ target, ctrlKey, metaKey }) => {
    const isFollowed = target.closest("a") && !ctrlKey && !metaKey;
    // The dialog itself is hit only beside its content: on the backdrop.
    if (target == dialog || target == close || isFollowed) dialog.close(isFollowed ? "followed" : "");
  });
  dialog.addEventListener("close", () => {
    // A section of this page is where the reader goes on, not the masthead.
    if (dialog.returnValue != "followed") button.focus({ preventScroll: true });
    dialog.returnValue = "";
  });
  document.body.append(dialog);
  return { dialog, input, update };
}

/** Return a function that shows what the field asks for; what is typed meanwhile is asked next, and only the last is shown. */
function updater(input, status, tags, list, more, addresses) {
  let shown;
  let tag = "";
  let batches = 1;
  let running;
  const say = (text) => {
    if (status.textContent != text) status.textContent = text;
  };
  const asked = () => `${batches}\n${tag}\n${input.value.trim()}`;
  const choose = (name) => {
    tag = name == tag ? "" : name;
    batches = 1;
    return update().then(() => tags.querySelector("[aria-pressed=true], button")?.focus());
  };
  input.addEventListener("input", () => (batches = 1));
  more.addEventListener("click", async () => {
    const before = list.children.length;
    batches += 1;
    await update();
    list.children[before]?.querySelector("a").focus();
  });
  const show = async () => {
    while (asked() !== shown) {
      const text = input.value.trim();
      if (!text) tag = "";
      const question = asked();
      const wait = setTimeout(say, 150, LOADING);
      try {
        const result = text ? await find(text, addresses, tag, batches) : await load(addresses);
        if (asked() !== question) continue;
        shown = question;
        // Who is already among the results of half a word must not lose their place to the whole word's.
        const isAmong = list.contains(document.activeElement);
        list.replaceChildren(...(text ? result.pages.map(item) : []));
        if (isAmong) (list.querySelector("a") ?? input).focus();
        tags.replaceChildren(...(text ? choices(result.tags, tag, choose) : []));
        more.hidden = !text || result.count <= result.pages.length;
        say(text ? summary(text, result) : HINT);
      } catch {
        shown = undefined;
        list.replaceChildren();
        tags.replaceChildren();
        more.hidden = true;
        return say(FAILED);
      } finally {
        clearTimeout(wait);
      }
    }
  };
  const update = () => (running ??= show().finally(() => (running = undefined)));
  return update;
}

/** Return a button for each of the tags that most of the pages found have, to see only those. */
function choices(counts, chosen, choose) {
  const common = Object.entries(counts)
    .filter(([name, count]) => count > 0 || name == chosen)
    .sort(([a, more], [b, most]) => (b == chosen) - (a == chosen) || most - more || a.localeCompare(b))
    .slice(0, TAGS);
  if (common.length < 2 && !chosen) return [];
  return common.map(([name, count]) => {
    const button = make("button", { class: "iv-tag", type: "button", "aria-pressed": name == chosen }, `${name} ${count}`);
    button.addEventListener("click", () => choose(name));
    return make("li", {}, button);
  });
}

function summary(text, { count, pages, corrected }) {
  if (!count) return `Nothing here has “${text}”. Try another word, or fewer.`;
  const shown = count > pages.length ? `, the first ${pages.length} below` : "";
  const number = `${count} ${count == 1 ? "page" : "pages"}`;
  return corrected
    ? `Nothing has “${text}”; the nearest is “${corrected}”: ${number}${shown}.`
    : `${number} for “${text}”${shown}.`;
}

// What is found

function item({ url, title, text, tags, sections }) {
  const found = sections.map((section) =>
    make("li", {}, result(section.url, "iv-search__section", section.title, section.text)),
  );
  // Where sections have the words, the beginning of their page would only be in the way.
  const isNeeded = !found.length || text.some(([, isFound]) => isFound);
  const page = result(url, "iv-search__page", title, isNeeded ? text : []);
  if (tags.length)
    page.append(
      make(
        "span",
        { class: "iv-search__tags" },
        "Tag: ",
        ...tags.flatMap((tag, number) => [number ? ", " : "", ...marked(tag)]),
      ),
    );
  return make("li", {}, page, ...(found.length ? [make("ul", {}, ...found)] : []));
}

function result(url, kind, title, text) {
  const link = make(
    "a",
    { class: kind, href: url },
    make("span", { class: "iv-search__title" }, ...marked(title)),
  );
  if (text.length) link.append(" ", make("span", { class: "iv-search__text" }, ...marked(text)));
  return link;
}

function marked(runs) {
  return runs.map(([text, isFound]) => (isFound ? make("mark", {}, text) : text));
}

// The keyboard

function move(event, dialog, input) {
  if (event.key == "Escape") {
    // Otherwise a search field takes the first Escape to empty itself.
    event.preventDefault();
    return dialog.close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return;
  const stops = [input, ...dialog.querySelectorAll("ol a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
