// Print, as JSON, what each parser makes of the feeds named on the command line.

import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";
import RssParser from "rss-parser";

const iso = (date) => (date ? new Date(date).toISOString() : null);

function smith(text) {
  const { format, feed } = parseFeed(text);
  const items = feed.entries ?? feed.items ?? [];
  return items.map((item) => ({
    title: item.title?.value ?? item.title,
    link: item.links?.find((link) => link.rel == "alternate")?.href ?? item.link ?? item.url,
    id: item.guid?.value ?? item.id,
    date: iso(item.published ?? item.pubDate ?? item.date_published),
    author: item.authors?.[0]?.name ?? item.dc?.creator ?? item.dc?.creators?.[0],
    categories: (item.categories ?? item.tags ?? []).map((category) => category.term ?? category.name ?? category),
    format,
  }));
}

async function rss(text) {
  const { items } = await new RssParser().parseString(text);
  return items.map((item) => ({
    title: item.title,
    link: item.link,
    id: item.guid ?? item.id,
    date: iso(item.isoDate),
    author: item.creator ?? item.author,
    categories: (item.categories ?? []).map((category) => category.$?.term ?? category._ ?? category),
  }));
}

const found = {};
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  found[path] = { feedsmith: smith(text) };
  if (!path.endsWith(".json")) found[path]["rss-parser"] = await rss(text);
}
console.log(JSON.stringify(found));
