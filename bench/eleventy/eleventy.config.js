import { readFileSync } from "node:fs";
import { HtmlBasePlugin, InputPathToUrlTransformPlugin } from "@11ty/eleventy";
import rss, { feedPlugin } from "@11ty/eleventy-plugin-rss";
import cards from "eleventy-plugin-og-image";
import anchors from "markdown-it-anchor";
import { cardsIn } from "./cards.js";

const FONTS = "../../hooks/fonts"; // from build/eleventy, where this is run

export default async function (config) {
  config.addPlugin(InputPathToUrlTransformPlugin); // links between .md files
  config.addPlugin(HtmlBasePlugin); // absolute addresses in feeds
  config.addPlugin(rss);
  // Eleventy's own IdAttributePlugin gives headings addresses too, and takes as long as all the rest.
  config.amendLibrary("md", (markdown) => markdown.set({ typographer: true }).use(anchors));
  config.addFilter("head", (list, count) => list.slice(0, count));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  const articles = (api) => api.getFilteredByGlob("src/articles/*.md");
  config.addCollection("articles", articles);
  config.addCollection("topics", (api) =>
    [...new Set(articles(api).flatMap((article) => article.data.tags))].sort(),
  );
  feed(config, "rss", "/rss.xml");
  feed(config, "json", "/feed.json");
  await drawCards(config);
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}

/** Write the newest articles in a format of the plugin's; Atom has templates, as tags need it too. */
function feed(config, type, outputPath) {
  const metadata = {
    language: "en",
    title: "Interviewing 101",
    base: "https://example.org/",
    author: { name: "Interviewing 101" },
  };
  const collection = { name: "articles", limit: 20 };
  config.addPlugin(feedPlugin, { type, outputPath, collection, metadata });
}

/** Let a layout ask for a card: CARDS=plugin draws it by the plugin, CARDS=canvas by code of our own. */
async function drawCards(config) {
  if (process.env.CARDS === "plugin") return addPlugin(config);
  config.ignores.add("src/card.og.njk");
  const draw = process.env.CARDS === "canvas" && (await cardsIn("_site/cards", FONTS));
  config.addShortcode("ogImage", (_, { title, kicker = "Interviewing 101" }) =>
    draw ? `<meta property="og:image" content="https://example.org/cards/${draw(title, kicker)}">` : "",
  );
}

function addPlugin(config) {
  const font = (name, file) => ({ name, data: readFileSync(`${FONTS}/${file}`), weight: 700 });
  config.addPlugin(cards, {
    satoriOptions: {
      width: 1200,
      height: 630,
      fonts: [font("Newsreader", "newsreader.ttf"), font("Source Sans 3", "source-sans-3.ttf")],
    },
  });
}
