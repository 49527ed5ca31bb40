// On the page for a missing address: articles that resemble what the address asked for.

import { make } from "./dom.js";
import { find } from "./find.js";

const LIMIT = 5;
// Words of addresses, not of their subject.
const EMPTY = /^(index|html?|php|articles?|posts?|blog|category|tags?|page|interviewing|amp|www)$/;

/** List the articles found by the words of this address, and show the section if there are any. */
export async function suggest(section, button) {
  const words = wordsOf(location.pathname, new URL(button.dataset.base, document.baseURI).pathname);
  if (!words) return;
  const { pages } = await find(words, button.dataset, "", 2).catch(() => ({ pages: [] }));
  const articles = pages.filter((page) => page.url.includes("/articles/"));
  const named = articles.filter(({ title, tags }) => tags.length || title.some(([, isFound]) => isFound));
  const shown = (named.length ? named : articles).slice(0, LIMIT);
  if (!shown.length) return;
  const items = shown.map((page) =>
    make(
      "li",
      {},
      make(
        "a",
        { href: page.url, class: "iv-entries__title iv-title" },
        page.title.map(([text]) => text).join(""),
      ),
    ),
  );
  section.querySelector("ul").replaceChildren(...items);
  section.hidden = false;
}

function wordsOf(path, base) {
  let address = path.startsWith(base) ? path.slice(base.length) : path;
  try {
    address = decodeURIComponent(address);
  } catch {
    // An address cut off inside a %-escape; its other words still help.
  }
  const words = address.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return words.filter((word) => !EMPTY.test(word)).join(" ");
}
