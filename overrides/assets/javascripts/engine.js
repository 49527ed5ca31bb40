// The engine of the search: Pagefind's WebAssembly, and the pieces of the index that it asks for.
//
// Pagefind's own script does this at four times the size, as it is for old browsers and several indexes too, and for
// pages that may compile WebAssembly. What is called here is no public interface: read it again for another version.

const PASSAGE = 24; // words
const SIGNATURE = "pagefind_dcd"; // before what is in each of Pagefind's files
const GZIP = 0x1f; // its first byte
const HEADLINE = 7 * 24; // the weight of a word in it
const SENTENCE_END = /[.?!:][”’"')]*$/;
const UNASKED = /[\p{M}\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu; // accents and signs: nothing is listed by them

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let folder;
let engine;
let index; // where it is in the engine's memory: another place after each call that changes it
const pieces = new Map();

/** Load the engine and the outline of the index in a folder. Rejects if a file does not arrive. */
export async function open(address) {
  folder = address;
  pieces.clear();
  const entry = await (await fetched("pagefind-entry.json")).json();
  const [{ hash, wasm }] = Object.values(entry.languages);
  const files = [`wasm.${wasm ?? "unknown"}.pagefind`, `pagefind.${hash}.pf_meta`];
  const [program, outline] = await Promise.all(files.map(unpacked));
  const { instance } = await WebAssembly.instantiate(program, { wbg: {} });
  engine = instance.exports;
  index = engine.init_pagefind(...handed(outline));
  // A word counts much more than those that only begin like it.
  change("set_ranking_weights", JSON.stringify({ term_similarity: 3 }));
  // It counts tags only once they are loaded.
  await load("filter", answer("request_all_filter_indexes"));
}

/**
 * Return the pages that have all the words, first those with all in their headline, each as an id, a score and `read`,
 * which gets the page itself; and how many pages each tag would leave. With `tag`, only pages with it count.
 */
export async function search(words, tag) {
  const asked = words.join(" ").normalize("NFD").replace(UNASKED, "").normalize("NFC");
  await load("index", answer("request_indexes", asked.split(" ").flatMap(stems).join(" ")));
  const filters = JSON.stringify(tag ? { tag } : {});
  const { results, filtered_counts: counts } = answer("search", asked, filters, "", false);
  const isTitled = ({ l: places }) => places.filter(({ w: weight }) => weight >= HEADLINE).length >= words.length;
  results.sort((a, b) => isTitled(b) - isTitled(a));
  const pages = results.map(({ p: id, s: score, l: places }) => ({ id, score, read: () => read(id, places) }));
  return { pages, tags: counts.tag ?? {} };
}

/** Return what a word may be listed as: the engine names the pieces where words are, and then looks for their stems. */
function stems(word) {
  const shortest = Math.min(word.length, Math.max(3, word.length >> 1));
  const starts = Array.from({ length: word.length - shortest }, (_, more) => word.slice(0, shortest + more));
  return [...starts, word, word.replace(/y$/, "i"), word.replace(/^([dlt])ying$/, "$1ie")];
}

// Files

function load(kind, names) {
  const add = async (name) => change(`load_${kind}_chunk`, await unpacked(`${kind}/${name}.pf_${kind}`));
  return Promise.all(names.filter(Boolean).map((name) => once(name, add)));
}

function once(name, get) {
  if (!pieces.has(name)) pieces.set(name, get(name));
  return pieces.get(name);
}

/** Return what is in a file, which is gzip unless the server sends it in Brotli, and the browser has unpacked it. */
async function unpacked(name) {
  let content = new Uint8Array(await (await fetched(name)).arrayBuffer());
  if (content[0] == GZIP) {
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
    content = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return content.subarray(SIGNATURE.length);
}

async function fetched(name) {
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return response;
}

// Calls: a text or bytes are handed to the engine as where they are in its memory, and how long.

function answer(name, ...given) {
  const place = engine.__wbindgen_add_to_stack_pointer(-16);
  engine[name](place, index, ...given.flatMap(handed));
  const [start, length] = new Uint32Array(engine.memory.buffer, place, 2);
  const text = decoder.decode(new Uint8Array(engine.memory.buffer, start, length));
  engine.__wbindgen_free(start, length, 1);
  engine.__wbindgen_add_to_stack_pointer(16);
  return JSON.parse(text);
}

function change(name, given) {
  index = engine[name](index, ...handed(given));
}

function handed(given) {
  if (typeof given == "boolean") return given;
  const content = typeof given == "string" ? encoder.encode(given) : given;
  const start = engine.__wbindgen_malloc(content.length, 1);
  new Uint8Array(engine.memory.buffer).set(content, start);
  return [start, content.length];
}

// A page

async function read(id, places) {
  const get = async () => JSON.parse(decoder.decode(await unpacked(`fragment/${id}.pf_fragment`)));
  return pageOf(await once(id, get), places);
}

/** Return a page with the words found in it, how it begins or where most is found there, and its sections with words. */
function pageOf({ url, content, meta, filters, anchors }, found) {
  const words = content.split(/\s+/);
  const headings = anchors
    .filter(({ element, text }) => /^h\d$/i.test(element) && text.trim())
    .map(({ id, text, location }) => ({ url: `${url}#${id}`, title: text.trim(), start: location }))
    .sort((a, b) => a.start - b.start);
  const parts = [{ url, title: meta.title, start: 0 }, ...headings].map((part, number) => {
    const end = headings[number]?.start ?? words.length;
    const here = found.filter(({ l: place }) => part.start <= place && place < end);
    return { ...part, isFound: here.length > 0, ...passage(words, here, afterTitle(part, words), end) };
  });
  const [{ title, text }, ...sections] = parts;
  return {
    url,
    title,
    text,
    tags: filters.tag ?? [],
    found: found.map(({ l: place }) => words[place]),
    sections: sections.filter(({ isFound }) => isFound),
  };
}

/** Return where a part goes on after its title, which is the first that is said in it. */
function afterTitle({ title, start }, words) {
  const said = title.split(/\s+/);
  return start + (said.every((word, number) => words[start + number]?.startsWith(word)) ? said.length : 0);
}

/**
 * Return the passage between two places in which most is found, from the start of its sentence if that is near, as pairs
 * of words and whether they were found; and how much that is.
 */
function passage(words, found, start, end) {
  const places = found.filter(({ l: place }) => place >= start).sort((a, b) => a.l - b.l);
  let best = { score: 0, first: start, last: start };
  for (const { l: first } of places) {
    const near = places.filter(({ l: place }) => first <= place && place < first + PASSAGE);
    const score = near.reduce((sum, { s }) => sum + s, 0);
    if (score > best.score) best = { score, first, last: near.at(-1).l };
  }
  const from = beginning(words, best, start, end);
  const marks = new Set(places.map(({ l: place }) => place));
  const to = Math.min(from + PASSAGE, end);
  const text = words.slice(from, to).flatMap((word, number) => runs(word, marks.has(from + number)));
  if (from > start && !SENTENCE_END.test(words[from - 1])) text.unshift(["… ", false]);
  if (to < end && !SENTENCE_END.test(words[to - 1])) text.push(["…", false]);
  return { score: best.score, text };
}

/** Return where to begin so that all that is to be seen is: where a sentence does, or it is in the middle. */
function beginning(words, { first, last }, start, end) {
  const earliest = Math.max(start, last - PASSAGE + 1);
  const places = Array.from({ length: first - earliest + 1 }, (_, number) => earliest + number);
  const sentences = places.filter((place) => place == start || SENTENCE_END.test(words[place - 1]));
  const isFull = (place) => place + PASSAGE <= end;
  return sentences.findLast(isFull) ?? sentences[0] ?? Math.max(start, Math.min((earliest + first) >> 1, end - PASSAGE));
}

/** Return a word as pairs of text and whether it was found, which the signs about it were not. */
function runs(word, isFound) {
  if (!isFound) return [[`${word} `, false]];
  const [, before, core, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
  return [[before, false], [core, true], [`${after} `, false]].filter(([text]) => text);
}
