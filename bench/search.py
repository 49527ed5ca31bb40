"""Our search (Pagefind and a list of names) beside Material's (lunr), on the same articles.

Usage: python bench/search.py [folder of articles]

Both run in the installed Chromium (CHROMIUM names another): ours as the pages load it, Material's as
its own worker with the index that its own build makes. Sizes are those of the files with Brotli 11.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]  # no py.typed
import yaml
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

from build import BUILD, ROOT
from interviewing.parse_article import parse_article
from interviewing.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser

_STOCK = """
site_name: Stock
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, tables, pymdownx.superfences]
"""
_GZIP = b"\x1f\x8b"
_MOST_TITLES = 120  # asked, spread over the folder
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What others link may be broken.
_BUILD_LENIENT = BUILD.replace("site_dir=", "strict=False, site_dir=")
_ASK_OURS = """async ([queries, module]) => {
  const addresses = {search: '/pagefind/', base: '/'};
  const {find, load} = await import(module);
  await import(module.replace('find.js', 'search.js'));
  const begin = performance.now();
  await load(addresses);
  const ready = performance.now() - begin;
  const answers = [];
  for (const query of queries) {
    const start = performance.now();
    const {pages} = await find(query, addresses);
    answers.push([performance.now() - start, pages.map(page => page.url)]);
  }
  return [ready, answers];
}"""
_ASK_LUNR = """async ([queries, worker]) => {
  const begin = performance.now();
  const {config, docs} = await (await fetch('/search/search_index.json')).json();
  const search = new Worker(worker);
  const ask = (message) => new Promise(resolve => {
    search.onmessage = ({data}) => resolve(data.data);
    search.postMessage(message);
  });
  const fields = {title: {boost: 1e3}, text: {boost: 1}, tags: {boost: 1e6}};
  await ask({type: 0, data: {config: {...config, fields: config.fields ?? fields}, docs, options: {}}});
  const ready = performance.now() - begin;
  const answers = [];
  for (const query of queries) {
    const start = performance.now();
    const {items} = await ask({type: 2, data: query});
    answers.push([performance.now() - start, items.map(([page]) => page.location.split('#')[0])]);
  }
  return [ready, answers];
}"""


def slip(title: str) -> str:
    """Return a title with one letter of its longest word wrong, missing, too many or swapped."""
    dice = random.Random(title)  # noqa: S311 - the same title slips alike each time
    word = max(re.findall(r"[^\W\d_]+", title), key=len)
    place = dice.randrange(1, max(2, len(word) - 1))
    wrong = dice.choice(_LETTERS.replace(word[place].lower(), ""))
    slips = (
        word[:place] + wrong + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + wrong + word[place:],
        word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    )
    made = [each for each in slips if each.lower() != word.lower()]
    return title.replace(word, dice.choice(made), 1)


def compressed(path: Path) -> int:
    """Return the size of a file as a server sends it: in Brotli, as `make compress` does, or as it is."""
    content = path.read_bytes()
    text = gzip.decompress(content) if content.startswith(_GZIP) else content
    return min(len(brotli.compress(text)), len(content))


def titles_of(folder: Path) -> dict[str, str]:
    """Return the titles of articles by the slugs of their files."""
    titles = {}
    for path in sorted(folder.glob("*.md")):
        fields = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        titles[slugify(path.stem)] = str(fields["title"]).strip()
    return titles


def collect(folder: Path, docs: Path) -> None:
    """Copy a folder of articles, without those that our build refuses."""
    shutil.copytree(folder, docs / "articles")
    for path in sorted((docs / "articles").glob("*.md")):
        _, problems = parse_article(f"articles/{path.name}", path.read_bytes())
        if problems:
            path.unlink()
            print("left out:", *problems)


def build(docs: Path, work: Path) -> tuple[Path, Path]:
    """Return our site and Material's, built of the same articles."""
    (docs / "index.md").write_text("Home.\n")
    (work / "mkdocs.yml").write_text(_STOCK)
    ours, stock = work / "ours", work / "stock"
    environment = os.environ | {"BUILD_DATE": "2026-12-01", "NO_MKDOCS_2_WARNING": "1"}
    for config, site in ((ROOT / "mkdocs.yml", ours), (work / "mkdocs.yml", stock)):
        command = [sys.executable, "-c", _BUILD_LENIENT, str(config), str(docs), str(site)]
        subprocess.run(command, check=True, env=environment)
    return ours, stock


class _Server(http.server.ThreadingHTTPServer):
    """A server that remembers what it was asked for: a page does not know what its workers ask."""

    def __init__(self, site: Path) -> None:
        handler = functools.partial(_Handler, directory=str(site))
        super().__init__(("127.0.0.1", 0), handler)
        self.asked: list[str] = []


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: _Server

    def log_request(self, *_: object) -> None:
        """Keep the path."""
        self.server.asked.append(urlsplit(self.path).path)


def served(site: Path) -> AbstractContextManager[_Server]:
    """Return a server of a folder on a free port."""
    server = _Server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def files_at(site: Path, asked: list[str]) -> Iterator[Path]:
    """Yield the files of a site at the addresses that it was asked for, each once."""
    for name in dict.fromkeys(asked):
        if (site / name.lstrip("/")).is_file():
            yield site / name.lstrip("/")


def ask(browser: Browser, site: Path, script: str, queries: list[str], program: Path) -> Any:
    """Return (bytes for the first answer, ms until ready, [(ms, addresses)]) of these queries."""
    address = f"/{program.relative_to(site)}"
    with served(site) as server:
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        page.goto("/404.html", wait_until="networkidle")
        server.asked.clear()
        page.evaluate(script, [queries[:1], address])
        size = sum(compressed(path) for path in files_at(site, server.asked))
        page.close()
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        page.goto("/404.html")
        ready, answers = page.evaluate(script, [queries, address])
        page.close()
        server.shutdown()
    return size, ready, answers


def share(wanted: list[str], answers: list[Any], first: int) -> str:
    """Return how many of the pages wanted (slugs) are among the first answers."""
    found = sum(
        slug in [slugify(url.rstrip("/").rpartition("/")[2]) for url in urls[:first]]
        for slug, (_, urls) in zip(wanted, answers, strict=True)
    )
    return f"{found} of {len(wanted)} ({found / len(wanted):.0%})"


def main(folder: Path) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        docs = Path(name, "docs")
        collect(folder, docs)
        every = titles_of(docs / "articles")
        step = -(-len(every) // _MOST_TITLES)
        titles = dict([*every.items()][::step])
        right, wrong = list(titles.values()), [slip(title) for title in titles.values()]
        ours, stock = build(docs, Path(name))
        (module,) = ours.glob("assets/v-*/javascripts/find.js")
        (worker,) = stock.glob("assets/javascripts/workers/search.*.min.js")
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        index = stock / "search/search_index.json"
        before = {"ours": 0, "lunr": compressed(worker) + compressed(index)}
        print(json.dumps({"articles": len(every), "typed": wrong[:3]}, ensure_ascii=False))
        sides = (("ours", ours, _ASK_OURS, module), ("lunr", stock, _ASK_LUNR, worker))
        for label, site, script, program in sides:
            size, ready, answers = ask(browser, site, script, [*right, *wrong], program)
            exact, slipped = answers[: len(right)], answers[len(right) :]
            times = [time for time, _ in answers]
            urls = list(titles)
            print(f"\n{label}")
            print(f"  before it is used   {before[label]:>9,} bytes")
            # Material's may have come with the page already, as a browser keeps it.
            print(f"  at the first answer {max(before[label], size):>9,} bytes")
            print(f"  ready after         {ready:>9,.0f} ms")
            print(f"  an answer           {statistics.median(times):>9,.1f} ms (median)")
            print(f"  slow answers        {sorted(times)[len(times) * 95 // 100]:>9,.1f} ms (95 %)")
            print(f"  title typed right: first {share(urls, exact, 1)}")
            print(f"  one letter wrong:  first {share(urls, slipped, 1)}, ", end="")
            print(f"in three {share(urls, slipped, 3)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/articles")
