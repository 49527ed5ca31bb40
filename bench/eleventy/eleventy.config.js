import { HtmlBasePlugin, InputPathToUrlTransformPlugin } from "@11ty/eleventy";
import rss from "@11ty/eleventy-plugin-rss";

export default function (config) {
  config.addPlugin(InputPathToUrlTransformPlugin); // links between .md files
  config.addPlugin(HtmlBasePlugin); // absolute addresses in feeds
  config.addPlugin(rss);
  config.addFilter("head", (list, count) => list.slice(0, count));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  const articles = (api) => api.getFilteredByGlob("src/articles/*.md");
  config.addCollection("articles", articles);
  config.addCollection("topics", (api) =>
    [...new Set(articles(api).flatMap((article) => article.data.tags))].sort(),
  );
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
