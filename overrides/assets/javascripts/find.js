// Finds pages by words: Material's search worker looks them up, and this file says what to ask it and how to order its answers.

// The worker answers each SETUP and each QUERY with exactly one message, in order.
const SETUP = 0;
const QUERY = 2;
const PAGES = 20;
const SECTIONS = 3;
const EXCERPT = 170;
// The index leaves these out; asked for with the worker's wildcard, "after" would find "afternoon".
const COMMON = new Set(
  "a about after all am an and any are as at be been but by can could did do does for from get had has have he her him his how i if in into is it its just like me my no not of off on or our she should so some than that the their them then there they this to too us was we were what when where which while who why will with would you your".split(
    " ",
  ),
);

let engine;

/**
 * Return the best pages that have the words, how many there are, and the words as they were understood.
 * Rejects if the index cannot be loaded; asked again, it tries again.
 */
export async function find(text, addresses) {
  const { ask, base, compounds } = await load(addresses);
  let asked = wordsOf(text).map((word) => alternatives(word, compounds));
  let items = await search(ask, asked);
  const unknown = asked.filter((forms) => !items.flat().some((item) => degree(item, [forms]) > 0));
  const corrections = await correct(ask, unknown);
  if (corrections.size) {
    asked = asked.map((forms) =>
      corrections.has(forms) ? alternatives(corrections.get(forms), compounds) : forms,
    );
    items = await search(ask, asked);
  }
  const pages = items.map((group, order) => ({
    group,
    order,
    rank: rankOf(group, asked),
    isSubject: isSubject(group),
  }));
  pages.sort((a, b) => b.rank - a.rank || b.isSubject - a.isSubject || a.order - b.order);
  const found = pages.filter(({ rank }) => rank > 0);
  return {
    count: found.length,
    corrected: corrections.size ? asked.map((forms) => forms[0].join("-")).join(" ") : "",
    pages: found.slice(0, PAGES).map(({ group }) => pageOf(group, asked, base)),
  };
}

/** Load the index ahead of the first question. */
export function load(addresses) {
  engine ??= start(addresses).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start({ search: index, worker, base }) {
  const response = await fetch(index);
  if (!response.ok) throw new Error(`${index}: ${response.status}`);
  const data = await response.json();
  const ask = questions(new Worker(worker));
  await ask({ type: SETUP, data: { ...data, options: { suggest: false } } });
  return { ask, base: new URL(base, document.baseURI), compounds: compoundsIn(data.docs) };
}

function questions(worker) {
  let last = Promise.resolve();
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data.data);
      worker.onerror = reject;
      worker.postMessage(message);
    });
  return (message) => (last = last.catch(() => {}).then(() => ask(message)));
}

// A word

function wordsOf(text) {
  const words =
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? [];
  const telling = words.filter((word) => !COMMON.has(word));
  return [...new Set(telling.length ? telling : words)];
}

/** Return a word's forms, as it was typed first, each as the list of index words it is made of. */
function alternatives(word, compounds) {
  const parts = word.split("-");
  const forms = [parts];
  if (parts.length > 1) forms.push([parts.join("")]);
  const stem = word.replace(/(?:ings?|ies|ed|es|e|s|y)$/, "");
  if (stem != word && stem.length > 3 && parts.length == 1) forms.push([stem]);
  const compound = compounds.get(word) ?? compounds.get(word.replace(/s$/, ""));
  if (compound) forms.push(compound);
  return forms;
}

/** Return the parts of every hyphenated word, by its spelling without the hyphen: "counteroffer", "email". */
function compoundsIn(docs) {
  const compounds = new Map();
  for (const { title, text } of docs) {
    for (const [, first, second] of `${title} ${text}`.matchAll(/\b(\p{L}+)-(\p{L}+)\b/gu)) {
      const parts = [first.toLowerCase(), second.toLowerCase()];
      compounds.set(parts.join(""), parts);
    }
  }
  return compounds;
}

async function correct(ask, unknown) {
  const corrections = new Map();
  for (const forms of unknown) {
    const word = forms[0].join("");
    if (word.length < 4) continue;
    const { items } = await ask({ type: QUERY, data: `${word}~${word.length > 7 ? 2 : 1}` });
    const [, found] =
      items
        .flat()
        .map((item) => `${item.title} ${item.tags} ${item.text}`.match(/<mark>([\p{L}'-]+)/u))
        .find(Boolean) ?? [];
    if (found) corrections.set(forms, found.toLowerCase());
  }
  return corrections;
}

// An answer

async function search(ask, asked) {
  const terms = asked.flat().flatMap((parts) => [
    // A boost of 1 changes nothing but keeps the worker from adding a wildcard: "e" of "e-mail" must not find all words with e.
    ...parts.slice(0, -1).map((part) => `${part}^1`),
    parts.at(-1),
  ]);
  if (!terms.length) return [];
  const { items } = await ask({ type: QUERY, data: [...new Set(terms)].join(" ") });
  return items;
}

/** Return how much of what was asked an item has: a word as typed counts 1, in another form less. */
function degree(item, asked) {
  const has = (parts) => parts.every((part) => item.terms[part]);
  return asked.reduce((sum, [typed, ...others]) => sum + (has(typed) ? 1 : others.some(has) ? 0.8 : 0), 0);
}

/** Rank a page by the words it has anywhere, then by those that stand together in one section. */
function rankOf(items, asked) {
  const terms = {};
  for (const item of items) for (const term in item.terms) terms[term] ||= item.terms[term];
  return degree({ terms }, asked) + Math.max(...items.map((item) => degree(item, asked))) / 10;
}

/** Tell whether a page is about what was asked: an article, which alone has tags, or a page so called. */
function isSubject(items) {
  const { tags, title } = wholePage(items);
  return Boolean(tags) || title.includes("<mark>");
}

function wholePage(items) {
  return items.find((item) => !item.location.includes("#")) ?? items[0];
}

function pageOf(items, asked, base) {
  const address = (item) => new URL(item.location, base).href;
  const page = wholePage(items);
  const sections = items
    .filter((item) => item != page && `${item.title}${item.text}`.includes("<mark>"))
    .sort((a, b) => degree(b, asked) - degree(a, asked))
    .slice(0, SECTIONS);
  return {
    url: address(page),
    title: runs(page.title),
    text: excerpt(page.text),
    tags: (page.tags ?? []).filter((tag) => tag.includes("<mark>")).map(runs),
    sections: sections.map((item) => ({
      url: address(item),
      title: runs(item.title),
      text: excerpt(item.text),
    })),
  };
}

// A text

/** Return the text of the worker's markup as pairs of words and whether they were found. */
function runs(html) {
  const apart = html.replace(/<\/?(?:p|li|ul|ol|pre)\b/g, " $&");
  const { body } = new DOMParser().parseFromString(apart, "text/html");
  body.querySelectorAll("sup").forEach((citation) => citation.remove());
  const nodes = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (nodes.nextNode()) {
    const { data, parentElement } = nodes.currentNode;
    found.push([data.replace(/\s+/g, " "), parentElement.matches("mark")]);
  }
  return found;
}

/** Return a stretch of a text around the first words that were found. */
function excerpt(html) {
  const all = runs(html);
  const before = all
    .slice(
      0,
      all.findIndex(([, isFound]) => isFound),
    )
    .reduce((sum, [text]) => sum + text.length, 0);
  const length = all.reduce((sum, [text]) => sum + text.length, 0);
  const start = before > EXCERPT / 2 ? before - EXCERPT / 3 : 0;
  const end = Math.min(length, start + EXCERPT);
  let position = 0;
  const cut = all
    .map(([text, isFound]) => {
      const from = position;
      position += text.length;
      return [text.slice(Math.max(0, start - from), Math.max(0, end - from)), isFound];
    })
    .filter(([text]) => text);
  if (!cut.length) return cut;
  if (start) cut[0][0] = cut[0][0].replace(/^\S*\s/, "… ");
  if (end < length) cut.at(-1)[0] = cut.at(-1)[0].replace(/\s\S*$/, "") + " …";
  return cut;
}
