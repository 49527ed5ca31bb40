"""The Atom feeds of a built site: valid, complete, and each for one thing."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin
from urllib.request import urlopen

import feedparser  # type: ignore[import-untyped]  # no py.typed
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, TODAY, install_npm, soup
from lxml import etree
from test_feeds import HOSTILE, HOSTILE_TAGS, JSON, PUBLISHER, RSS, SITE, SITE_URL, _build

from interviewing.atom import comment_feeds, render
from interviewing.comments import Comment, threads_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import BuildSite, MakeArticle

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
READERS = ROOT / "tests/feed_readers"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a site whose every name is hostile."""
    folder = tmp_path_factory.mktemp("atom")
    names: dict[str, Any] = dict.fromkeys(("site_name", "site_description", "site_author"), HOSTILE)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BUILD_DATE", TODAY)
        _build(folder, SITE, **names)
        yield folder / "site/served"


def feed(site: Path, path: str) -> Any:
    return etree.parse(site / path).getroot()


def paths(site: Path) -> list[str]:
    """Return every Atom feed of a site."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*.xml"))
    return sorted(path for path in found if not path.startswith(("feed_rss", "sitemap")))


def titles(site: Path, path: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(site, path).findall(f"{ATOM}entry")]


def links(root: Any) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}


def test_there_is_a_feed_for_each_thing(site: Path) -> None:
    tags = {path for path in paths(site) if path.startswith("tags/")}
    assert len(tags) == len(HOSTILE_TAGS)
    assert set(paths(site)) - tags == {
        "atom.xml",
        "comments/atom.xml",
        "promised/a-sequel.xml",
        "promised/never.xml",
        "promised/one-day.xml",
    }


def test_each_names_itself_its_page_and_an_id_of_its_own(site: Path) -> None:
    ids = []
    for path in paths(site):
        root = feed(site, path)
        named = links(root)
        ids.append(root.findtext(f"{ATOM}id"))
        assert unquote(named["self"]) == SITE_URL + path
        page = unquote(named["alternate"]).removeprefix(SITE_URL).partition("#")[0]
        assert (site / page / "index.html").exists(), page
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("tag:interviewing101.example,2026:feeds/") for name in ids)


def test_an_entry_escapes_each_name_once(site: Path) -> None:
    root = feed(site, "atom.xml")
    entries = root.findall(f"{ATOM}entry")
    (entry,) = (entry for entry in entries if entry.findtext(f"{ATOM}title") == HOSTILE)

    assert root.findtext(f"{ATOM}title") == HOSTILE
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == HOSTILE
    assert [tag.get("term") for tag in entry.iter(f"{ATOM}category")] == HOSTILE_TAGS
    assert entry.findtext(f"{ATOM}id") == "tag:interviewing101.example,2026:articles/rock-&-roll"
    assert links(entry) == {"alternate": f"{SITE_URL}articles/rock-and-roll/"}
    summary = entry.find(f"{ATOM}summary/{XHTML}div/{XHTML}p")
    assert summary.text.startswith('One < two & "three" ]]> 🎉')
    assert summary.find(f"{XHTML}a").get("href") == f"{SITE_URL}articles/rock-and-roll/"


def test_dates_are_those_of_rfc_3339(site: Path) -> None:
    for path in paths(site):
        root = feed(site, path)
        dates = [
            found.text for name in ("published", "updated") for found in root.iter(ATOM + name)
        ]
        assert dates
        assert all(RFC_3339.fullmatch(date) for date in dates), dates


def test_content_is_that_of_the_other_formats(site: Path) -> None:
    items = json.loads((site / "feed_json_created.json").read_text())["items"]
    entries = feed(site, "atom.xml").findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}content") for entry in entries] == [
        item["content_html"] for item in items
    ]


def test_every_feed_can_be_read(site: Path) -> None:
    for path in paths(site):
        read = feedparser.parse((site / path).read_bytes())
        assert not read.bozo, path
        assert read.version == "atom10"


def test_a_promise_has_a_feed_that_waits_for_it(site: Path) -> None:
    assert titles(site, "promised/a-sequel.xml") == ["Sister"]
    assert titles(site, "promised/one-day.xml") == []
    assert titles(site, "promised/never.xml") == []
    note = feed(site, "promised/never.xml").find(f"{ATOM}subtitle//{XHTML}p").text
    assert note.startswith("Withdrawn: no <time>")


def test_a_tag_has_its_articles_and_no_others(site: Path) -> None:
    assert titles(site, tag_feed(site, "R&D")) == ["Sister", HOSTILE]


def tag_feed(site: Path, name: str) -> str:
    (found,) = (
        path
        for path in paths(site)
        if feed(site, path).findtext(f"{ATOM}title").endswith(f": {name}")
    )
    return found


def test_nothing_unpublished_is_in_any_feed(site: Path) -> None:
    for path in [*paths(site), "subscribe/feeds.opml"]:
        assert not re.search("Draft|Future|Secret", (site / path).read_text(encoding="utf-8")), path


def numbered(count: int, size: int = 1) -> dict[str, str]:
    """Return articles A1, A2 … of one day each."""
    first = dt.date(2026, 1, 1)
    return {
        f"articles/a{n}.md": f"---\ntitle: A{n}\ndate: {first + dt.timedelta(n)}\n"
        f"series: {{name: s, part: {n}}}\ntags: [t]\n---\n" + "Words. " * size
        for n in range(1, count + 1)
    }


@pytest.mark.parametrize(
    ("count", "size", "shown", "archives"),
    [(20, 1, 20, 0), (21, 1, 20, 4), (45, 1, 20, 9), (12, 7000, 4, 2), (3, 50_000, 3, 0)],
)
def test_the_chain_of_archives_leads_to_the_first_article(
    build_site: BuildSite, count: int, size: int, shown: int, archives: int
) -> None:
    site = build_site(numbered(count, size))
    path, chain = links(feed(site, "atom.xml")).get("prev-archive"), ["atom.xml"]
    archived: list[str] = []
    while path:
        root = feed(site, path := path.removeprefix(SITE_URL))
        assert root.find(f"{HISTORY}archive") is not None
        assert links(root)["current"] == f"{SITE_URL}atom.xml"
        assert links(root).get("next-archive", f"{SITE_URL}atom.xml") == SITE_URL + chain[-1]
        archived += titles(site, path)
        chain.append(path)
        path = links(root).get("prev-archive")
    assert len(chain) - 1 == len(list(site.glob("atom-*.xml"))) == archives
    assert archived == [f"A{n}" for n in range(5 * archives, 0, -1)]
    assert titles(site, "atom.xml") == [f"A{n}" for n in range(count, count - shown, -1)]
    assert shown >= count - len(archived)


def test_an_archive_stays_as_it_is_when_articles_come(build_site: BuildSite) -> None:
    before, after = (build_site(numbered(count)) for count in (24, 25))
    assert titles(before, "atom-1.xml") == ["A5", "A4", "A3", "A2", "A1"]
    assert not (before / "atom-5.xml").exists()
    for path in ("atom-1.xml", "atom-2.xml"):
        assert titles(before, path) == titles(after, path)


def test_a_series_and_a_tag_have_the_newest(build_site: BuildSite) -> None:
    site = build_site(numbered(22))
    newest = [f"A{n}" for n in range(22, 2, -1)]
    assert titles(site, "series/s/atom.xml") == titles(site, "tags/t/atom.xml") == newest


def test_only_feeds_with_a_change_change(build_site: BuildSite) -> None:
    one = "---\ntitle: One\ndate: 2026-01-01\ntags: [one]\n---\nWords."
    two = "---\ntitle: Two\ndate: 2026-01-02\ntags: [two]\nrelated: {never: [one]}\n---\n"
    one = one.replace("---\nWords", "related: {never: [two]}\n---\nWords")
    before = build_site({"articles/one.md": one, "articles/two.md": two + "Old words."})
    after = build_site({"articles/one.md": one, "articles/two.md": two + "New words."})
    changed = [
        path
        for path in paths(before)
        if (before / path).read_bytes() != (after / path).read_bytes()
    ]
    assert changed == ["atom.xml", "tags/two/atom.xml"]


def test_comments_have_feeds(article: MakeArticle) -> None:
    said = [
        Comment(1, "/articles/a/", dt.datetime(2026, 1, 2, tzinfo=dt.UTC), html="<p>Hm</p>"),
        Comment(
            2, "/articles/a/", dt.datetime(2026, 1, 3, 9, 30, 1, 5, dt.UTC), 1, "R&D", "<p>Yes</p>"
        ),
    ]
    threads = threads_of([article("a", title="A & B"), article("quiet")], "Promised", said)
    site, thread = comment_feeds(threads, PUBLISHER)

    assert (site.path, thread.path) == ("comments/atom.xml", "articles/a/comments.xml")
    assert [item.title for item in site.items] == ["R&D on “A & B”", "Anonymous on “A & B”"]
    root: Any = etree.fromstring(render(thread, PUBLISHER).encode())
    entry = root.find(f"{ATOM}entry")
    assert root.findtext(f"{ATOM}title") == "S & T: comments on “A & B”"
    assert entry.findtext(f"{ATOM}id") == "tag:example.org,2026:comments/2"
    assert links(entry)["alternate"] == "https://example.org/articles/a/#comment-2"
    assert entry.findtext(f"{ATOM}content") == "<p>Yes</p>"
    assert entry.findtext(f"{ATOM}updated") == "2026-01-03T09:30:01+00:00"
    assert entry.find(f"{ATOM}summary//{XHTML}p").text == "Yes "
    assert list(comment_feeds({}, PUBLISHER)) == []


@pytest.mark.parametrize("page", ["articles/a/", "promised/"])
def test_what_readers_say_on_a_page_is_its_first_feed(build_site: BuildSite, page: str) -> None:
    said = {"name": HOSTILE, "html": "<p>Hm <em onclick='x()'>&amp;</em></p>"}
    texts = {"articles/a.md": "---\ntitle: A\ndate: 2026-01-01\n---\n"}
    site = build_site(texts, comments=[{"id": 7, "thread": f"/{page}", **said}])
    named = soup(site / page / "index.html").find("link", rel="alternate")
    assert named
    path = urljoin(page, str(named["href"]))
    root = feed(site, path)
    (entry,) = root.findall(f"{ATOM}entry")
    assert path == f"{page}comments.xml"
    assert links(root)["alternate"] == f"{SITE_URL}{page}#comments"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == HOSTILE
    assert entry.findtext(f"{ATOM}content") == "<p>Hm <em>&amp;</em></p>"
    assert soup(site / page / "index.html").find(id="comment-7")
    assert (site / "comments/atom.xml").read_text().count("<entry>") == 1


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("tags/t/index.html", "/tags/t/atom.xml"),
        ("series/s/index.html", "/series/s/atom.xml"),
        ("archive/index.html", "/atom.xml"),
    ],
)
def test_a_page_names_its_own_feed_first(build_site: BuildSite, page: str, own: str) -> None:
    site = build_site(numbered(1))
    named = [str(link["href"]) for link in soup(site / page).find_all("link", rel="alternate")]
    assert urljoin(f"/{page}", named[0]) == own


def test_a_page_beyond_ascii_has_its_card(site: Path) -> None:
    assert all(page.with_name("card.png").exists() for page in site.glob("tags/*/index.html"))
    assert not list(site.rglob("*%*"))


def test_addresses_are_ascii(site: Path) -> None:
    for path in [*paths(site), "subscribe/feeds.opml"]:
        root = feed(site, path)
        named = [each.get(name) for each in root.iter() for name in ("href", "xmlUrl", "htmlUrl")]
        assert all(address.isascii() for address in named if address), path


def test_no_two_entries_have_one_time(real_site: Path) -> None:
    for path in paths(real_site):
        for name in ("published", "updated"):
            times = [
                each.findtext(ATOM + name) for each in feed(real_site, path).iter(f"{ATOM}entry")
            ]
            assert len(set(times)) == len(times), path


def test_the_list_of_feeds_can_be_imported(site: Path) -> None:
    outlines: Any = etree.parse(site / "subscribe/feeds.opml").findall("body/outline")
    assert next(each.get("xmlUrl") for each in outlines) == f"{SITE_URL}atom.xml"
    addresses = {unquote(each.get("xmlUrl")).removeprefix(SITE_URL) for each in outlines}
    assert addresses == set(paths(site))
    assert outlines[0].get("text") == HOSTILE


def test_the_list_of_feeds_has_no_archives(real_site: Path) -> None:
    listed = etree.parse(real_site / "subscribe/feeds.opml").findall("body/outline")
    assert [*real_site.glob("atom-*.xml")]
    assert [each.get("xmlUrl") for each in listed if "/atom-" in (each.get("xmlUrl") or "")] == []


def test_every_address_in_every_feed_answers(real_site: Path, site_url: str) -> None:
    feeds = [*paths(real_site), *RSS, *JSON, "subscribe/feeds.opml"]
    # Addresses stand in XML, in HTML in XML, and in JSON.
    texts = (unescape(unescape((real_site / path).read_text(encoding="utf-8"))) for path in feeds)
    named = {address for text in texts for address in re.findall(rf"{SITE_URL}[^\s\"<>\\#]*", text)}
    assert len(named) > 2 * len(feeds)
    for address in sorted(named):
        served = address.replace(SITE_URL, f"{site_url}/")
        with urlopen(served) as answer:  # noqa: S310 - our own server
            assert (answer.status, answer.url) == (200, served)


def test_subscribers_find_every_feed(site: Path) -> None:
    page = site / "subscribe/index.html"
    named = {urljoin("subscribe/", str(link["href"])) for link in soup(page).select("main a[href]")}
    open_ones = set(paths(site)) - {"promised/a-sequel.xml", "promised/never.xml"}
    assert open_ones <= named


def test_a_feed_opened_in_a_browser_has_its_style(site: Path) -> None:
    for path in paths(site):
        style = re.search(r'<\?xml-stylesheet[^>]* href="([^"]+)"', (site / path).read_text())
        assert style
        text = (site / urljoin(path, style[1])).read_text()
        assert set(re.findall(r"var\((--iv-[\w-]+)", text)) <= set(
            re.findall(r"--iv-[\w-]+(?=:)", text)
        )
        for font in re.findall(r"url\(/([^)]+)\)", text):
            assert (site / font).is_file()


@pytest.fixture(scope="session", name="javascript_readers")
def _javascript_readers() -> list[str]:
    """Return the command that shows what readers written in JavaScript understand."""
    install_npm(READERS)
    return [str(Path(sys.executable).parent / "node"), str(READERS / "read.mjs")]


def test_readers_agree_on_every_entry(site: Path, javascript_readers: list[str]) -> None:
    named = ["atom.xml", "feed_rss_created.xml", "feed_json_created.json"]
    command = [*javascript_readers, *(str(site / name) for name in named)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    read = {Path(path).name: readers for path, readers in json.loads(run.stdout).items()}
    expected = [
        {
            "title": item["title"],
            "link": item["url"],
            "id": item["id"],
            "date": item["date_published"].replace("+00:00", ".000Z"),
            "author": HOSTILE,
            "categories": item.get("tags", []),
        }
        for item in json.loads((site / "feed_json_created.json").read_text())["items"]
    ]

    assert {name: sorted(readers) for name, readers in read.items()} == {
        "atom.xml": ["feedsmith", "rss-parser"],
        "feed_rss_created.xml": ["feedsmith", "rss-parser"],
        "feed_json_created.json": ["feedsmith"],
    }
    for name, readers in read.items():
        for reader, items in readers.items():
            # rss-parser knows no categories of Atom.
            blind = {"categories"} if (name, reader) == ("atom.xml", "rss-parser") else set()
            found = [{key: item[key] for key in expected[0] if key not in blind} for item in items]
            assert found == [
                {key: value for key, value in item.items() if key not in blind} for item in expected
            ], (name, reader)


def test_feedparser_agrees_too(site: Path) -> None:
    items = json.loads((site / "feed_json_created.json").read_text())["items"]
    entries = feedparser.parse((site / "atom.xml").read_bytes()).entries
    assert [(entry.id, entry.link, entry.published) for entry in entries] == [
        (item["id"], item["url"], item["date_published"]) for item in items
    ]
    assert [entry.author for entry in entries] == [HOSTILE] * len(items)
    assert [BeautifulSoup(entry.title, "html.parser").text for entry in entries] == [
        BeautifulSoup(item["title"], "html.parser").text for item in items
    ]
    assert [tag.term for entry in entries for tag in entry.get("tags", [])] == [
        tag for item in items for tag in item.get("tags", [])
    ]
