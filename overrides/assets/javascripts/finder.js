// Finds pages by words, in a worker: Pagefind looks them up, and this file says what to ask it, and mends what was typed
// wrong.

import { open, search } from "./engine.js";

const PAGES = 6; // of a batch: each costs some 4 kB
const SECTIONS = 3;
const GUESSES = 3; // of what was meant, where several names are as near
// Asked for by themselves they would find every page, and asked for with others they would leave out the best.
const COMMON = new Set(
  "a about after all am an and any are as at be been but by can could did do does for from get had has have he her him his how i if in into is it its just like me my no not of off on or our she should so some than that the their them then there they this to too us was we were what when where which while who why will with would you your".split(
    " ",
  ),
);

let site; // the address of its index, and the path of the site
let opened;
let known;

addEventListener("message", async ({ data: { index, base, text, ...scope }, ports: [port] }) => {
  site = { index, base };
  try {
    await (opened ??= open(index));
    port.postMessage({ answer: text ? await find(text, scope) : {} });
  } catch (error) {
    opened = undefined; // what did not arrive is asked for anew
    port.postMessage({ error: `${error}` });
  }
});

/** Return the answer to a text, in a scope: with a tag or none, and as so many batches of pages. */
async function find(text, scope) {
  const ask = async (typed) => {
    const words = wordsOf(typed);
    return { words, typed, ...(await searchAll(words, scope, typed)) };
  };
  let found = await meant(await ask(everyWord(text)), ask);
  const { words, typed, isMended } = found;
  if (!found.count && words.length > 1) found = await searchAny(words, scope, typed);
  if (found.count && !words.some((word) => found.pages.some((page) => begins(page, word))))
    found = { count: 0, tags: {}, pages: [] };
  return { ...found, corrected: isMended && found.count ? words.join(" ") : "" };
}

/** Return the answer to what was most likely meant: the one that was found, or one to mended words. */
async function meant(found, ask) {
  const unknown = found.words.filter((word) => !found.pages.some((page) => has(page, word)));
  // Where something is about all the words, it hardly matters what else they might be; a title is more than one.
  const isClear = found.typed.length < 2 || found.pages[0]?.subjects == found.words.length;
  if (!unknown.length && isClear) return found;
  const { titles, names } = await namesOf();
  const title = titles.find((each) => isNearly(each, found.typed));
  if (title && !unknown.length) return before(found, await ask(title));
  const guesses = title ? [title] : mend(found.typed, unknown, names);
  const answers = [];
  for (const guess of guesses) answers.push(await ask(guess));
  return answers.length ? { ...answers.sort(byFit)[0], isMended: true } : found;
}

/** Return an answer with the page of the title that was nearly typed before the others. */
function before(found, { pages: [named] }) {
  if (!named?.isWhole) return found;
  const others = found.pages.filter((page) => page.url != named.url);
  const isNew = others.length == found.pages.length;
  const most = Math.max(PAGES, found.pages.length);
  return { ...found, count: found.count + isNew, pages: [named, ...others].slice(0, most) };
}

/** Order answers to guesses: first the one whose best page is most about the words, then that with more pages. */
function byFit({ pages: [a], count: few }, { pages: [b], count: many }) {
  return !a - !b || (a && byMatter(a, b)) || many - few;
}

// A question

function everyWord(text) {
  return (
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{N}]+(?:[-'+#][\p{L}\p{N}+#]*|\.[\p{L}\p{N}]+)*/gu) ?? []
  );
}

function wordsOf(words) {
  const telling = words.filter((word) => !COMMON.has(word));
  return [...new Set(telling.length ? telling : words)];
}

async function searchAll(words, scope, typed) {
  const { pages, tags } = await search(words, scope.tag);
  return { count: pages.length, tags, pages: await bestOf(pages, words, scope, typed) };
}

/** Return the pages with any of the words, those with most of them first. */
async function searchAny(words, scope, typed) {
  const matches = new Map();
  for (const word of words) {
    const { pages } = await search([word], scope.tag);
    for (const page of pages) {
      const match = matches.get(page.id) ?? { page, words: 0, score: 0 };
      matches.set(page.id, match);
      match.words += 1;
      match.score += page.score;
    }
  }
  const best = [...matches.values()].sort((a, b) => b.words - a.words || b.score - a.score);
  const pages = best.map(({ page }) => page);
  return { count: best.length, tags: {}, pages: await bestOf(pages, words, scope, typed) };
}

/**
 * Return the first of the pages; among them, articles before lists, those about the words before those that only
 * have them, and of these the one whose title has more of what was typed, down to the common words, or is just that.
 */
async function bestOf(found, words, { batches }, typed) {
  const read = await Promise.all(found.slice(0, batches * PAGES).map((page) => page.read()));
  const pages = read.map((page, place) => ({ ...pageOf(page, words, typed), batch: Math.floor(place / PAGES) }));
  return pages.sort(
    (a, b) => a.batch - b.batch || b.isArticle - a.isArticle || byMatter(a, b) || b.isWhole - a.isWhole,
  );
}

const byMatter = (a, b) => b.subjects - a.subjects || b.named - a.named;

// A slip

/** Load what is typed wrong most often: titles, as their words, and the words of names. */
async function namesOf() {
  known ??= fetch(`${site.index}names.json`)
    .then((response) => response.json())
    .then(({ titles, words }) => ({ titles: titles.map(everyWord), names: words }))
    .catch(() => (known = undefined));
  return (await known) ?? { titles: [], names: [] };
}

/** Tell whether one slip in one word is all that differs between two rows of words, of two at least. */
function isNearly(title, typed) {
  if (title.length != typed.length || title.length < 2) return false;
  const [wrong, ...others] = [...title.keys()].filter((place) => title[place] != typed[place]);
  return wrong != undefined && !others.length && slipsBetween(title[wrong], typed[wrong]) == 1;
}

/**
 * Return what may have been typed: with each unknown word as a nearest one that names something here, or as the common
 * word whose letters are swapped in it. None where no word is near enough.
 */
function mend(typed, unknown, names) {
  let guesses = [typed];
  for (const word of unknown) {
    const common = [...COMMON].find((each) => isSwap(word, each));
    const meant = common ? [common] : spellings(word, names);
    guesses = meant.flatMap((each) => guesses.map((guess) => guess.map((old) => (old == word ? each : old))));
  }
  return guesses.slice(0, GUESSES).filter((guess) => guess.join() != typed.join());
}

/** Return a word with each of its parts mended: the names have no hyphens. */
function spellings(word, names) {
  const parts = word.split("-").map((part) => nearest(part, names));
  return parts.reduce((starts, ends) => starts.flatMap((start) => ends.map((end) => `${start}-${end}`)));
}

/**
 * Return the nearest of the names, or the word itself where none is near enough or it may be half of one. Of three letters,
 * only the last two may be swapped: any other slip makes another word.
 */
function nearest(word, names) {
  let found = [word];
  let best = (word.length < 8 ? 1 : 2) + 1;
  for (const name of names) {
    if (name.startsWith(word)) return [word];
    if (word.length < 4 || name.length < 4) {
      if (isSwap(word, name, 1) && !COMMON.has(name)) found = [name];
      continue;
    }
    if (Math.abs(name.length - word.length) > best) continue;
    const slips = slipsBetween(word, name);
    if (slips > best || (slips == best && found[0] == word)) continue;
    found = slips == best ? [...found, name] : [name];
    best = slips;
  }
  return found;
}

/** Tell whether two letters next to each other are all that differs, not before the place `from`. */
function isSwap(word, other, from = 0) {
  const place = [...word].findIndex((letter, index) => letter != other[index]);
  if (word.length != other.length || place < from) return false;
  const [first, second] = word.slice(place);
  return word.slice(0, place) + second + first + word.slice(place + 2) == other;
}

/** Return how many letters are wrong, missing, too many or swapped (optimal string alignment distance). */
function slipsBetween(a, b) {
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] == b[column - 1];
      const isSwapped = a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1];
      line[column] = Math.min(
        above[column] + 1,
        line[column - 1] + 1,
        above[column - 1] + !isSame,
        isSwapped ? before[column - 2] + 1 : Infinity,
      );
    }
    [before, above] = [above, line];
  }
  return above[b.length];
}

// An answer

function pageOf({ url, title, text, tags, found, sections }, words, typed) {
  const beneath = bestOfPage(sections);
  const subjects = flat([title, ...tags].join(" "));
  const named = parts(title);
  const asked = parts(typed.join(" "));
  const marks = [title, ...tags].map((name) => marked(name, words));
  return {
    url: address(url),
    title: marks[0],
    text,
    tags: marks.slice(1).filter((tag) => tag.some(([, isFound]) => isFound)),
    found: [...found, ...marks.flat().flatMap(([run, isFound]) => (isFound ? run : []))].map(flat),
    isArticle: tags.length > 0,
    subjects: words.filter((word) => subjects.includes(stem(word))).length,
    named: asked.filter((part) => named.some((each) => stem(each) == stem(part))).length,
    isWhole: named.join() == asked.join(),
    sections: beneath.map((section) => ({
      url: address(section.url),
      title: marked(section.title, words),
      text: section.text,
    })),
  };
}

/** Return the sections in which most is found, in their order on the page. */
function bestOfPage(sections) {
  const chosen = [...sections].sort((a, b) => b.score - a.score).slice(0, SECTIONS);
  return sections.filter((section) => chosen.includes(section));
}

/** Return the address of a page, which Pagefind knows from the root of the site. */
const address = (url) => site.base + url.replace(/^\//, "");

const parts = (text) => everyWord(text).flatMap((word) => word.split("-"));

/** Tell whether a page shows that it has a word: Pagefind falls back on the beginning of one that it does not know. */
function has({ found }, word) {
  const start = stem(word);
  return found.some((each) => each.includes(start));
}

/** Tell whether what a page has begins as a word does: by fewer than three letters, "apple" would find "a". */
function begins({ found }, word) {
  const start = flat(word).slice(0, 3);
  return found.some((each) => each.includes(start));
}

function stem(word) {
  const start = flat(word).replace(/(?:ings?|ies|ed|es|e|s|y)$/, "");
  return start.length > 3 ? start : flat(word);
}

const flat = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}\s+#]/gu, "");

/** Return a name as pairs of words and whether they were asked for. */
function marked(name, words) {
  const stems = words.map(stem);
  const parts = name.split(/([\p{L}\p{N}'’-]+)/u).filter(Boolean);
  return parts.map((part) => [part, stems.some((start) => flat(part).includes(start))]);
}
