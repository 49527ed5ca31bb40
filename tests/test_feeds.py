"""The feeds: what cleaning does, and what readers get of a built site."""

from __future__ import annotations

import datetime as dt
import json
import re
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin

import feedparser  # type: ignore[import-untyped]  # no py.typed
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, TODAY, soup, write
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from mkdocs.commands.build import build
from mkdocs.config import load_config

from interviewing.article import Image
from interviewing.feed_html import absolute, clean_html
from interviewing.feeds import (
    FeedItem,
    by_change,
    complete_json,
    feed_items,
    fitting,
    moment,
    moments,
)
from interviewing.publisher import Publisher
from interviewing.views import ArticleView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import BuildSite, MakeArticle

PAGE = "https://example.org/sub/articles/a/"
RSS = ("feed_rss_created.xml", "feed_rss_updated.xml")
JSON = ("feed_json_created.json", "feed_json_updated.json")
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
PICTURE = "{http://search.yahoo.com/mrss/}content"
SELF = "{http://www.w3.org/2005/Atom}link"
SITE_URL = "https://interviewing101.example/"

PUBLISHER = Publisher("https://example.org/", "S & T", "A <B>", "example.org,2026")

HOSTILE = 'R&D <b>"C++"</b> &amp; ]]> 🎉 שלום'
HOSTILE_TAGS = ["R&D", "a < b", "<script>", "]]>", "emoji 🎉", "Zürich", 'it\'s "so"', "שלום"]
HOSTILE_ARTICLE = """\
---
title: 'R&D <b>"C++"</b> &amp; ]]> 🎉 שלום'
description: 'One < two & "three" ]]> 🎉'
date: 2026-11-02
updated: 2026-11-20
tags: [R&D, a < b, <script>, "]]>", emoji 🎉, Zürich, 'it''s "so"', שלום]
takeaways: ['Say <no> & mean it ]]>']
promises: [{id: a-sequel, text: 'a <sequel> & more'}, {id: never, text: nothing, withdrawn: 'no <time>'}, {id: one-day, text: 'one <day>'}]
image: {src: images/ä&b.svg, alt: 'A "door" & <a> ]]> wall', credit: Drawn & <made>, licence: CC BY 4.0}
sources: [{id: one, title: 'A & <b>', publisher: 'P & Inc.', kind: opinion, url: 'https://example.org/?a=1&b=<2>', note: n < 1}]
changes: [{date: 2026-11-20, text: "Added <b> & ]]>"}]
---
A [sister](zürich.md#part-two), a claim[^one], ]]> and <b>bold</b> text.

![A picture](images/ä&b.svg){ .big }

```letter
title: Ask & <hope>
situation: You wait
subject: About [[the job]]
---
Dear [[name & title]],

  two spaces, 1 < 2 & 3
Yours
```

!!! chair "From the other chair"
    They wait too.

| a | b |
|---|---|
| 1 | 2 |
"""
SISTER = """\
---
title: Sister
date: 2026-11-10
tags: [R&D]
fulfils: [a-sequel]
---
## Part two

Words.
"""
SITE = {
    "articles/rock-&-roll.md": HOSTILE_ARTICLE,
    "articles/zürich.md": SISTER,
    "articles/bare.md": "---\ntitle: Bare\ndate: 2026-11-01\n---\n",
    "articles/draft.md": "---\ntitle: Draft\ndate: 2026-11-01\ndraft: true\n---\nSecret.",
    "articles/future.md": "---\ntitle: Future\ndate: 2026-12-02\n---\nSecret.",
    "articles/images/ä&b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("1 < 2 & ]]>", "1 &lt; 2 &amp; ]]&gt;"),
        ('<a href="#b">c</a>', f'<a href="{PAGE}#b">c</a>'),
        (
            '<a href="../b/?c&amp;d">e</a>',
            '<a href="https://example.org/sub/articles/b/?c&amp;d">e</a>',
        ),
        ('<a href="mailto:a@example.org">b</a>', '<a href="mailto:a@example.org">b</a>'),
        ('<a href="JavaScript:x()">words</a>', "words"),
        ('<a href=" java\tscript:x()">words</a>', "words"),
        ('<a href="&#1;javascript:x()">words</a>', "words"),
        ('<a href="data:text/html,x">words</a>', "words"),
        ('<a href="http://[">words</a>', "words"),
        ('<a id="x" name="x">words</a>', "words"),
        (
            '<img src="ä b.png" alt="" class="c" onerror="x()" loading="lazy">',
            f'<img src="{PAGE}%C3%A4%20b.png" alt="">',
        ),
        ('<img src="javascript:x" alt="a door">!', "a door!"),
        (
            '<img src="/a.png" srcset="/a.png 1x, b.png 2x">',
            f'<img src="https://example.org/a.png" srcset="https://example.org/a.png 1x, {PAGE}b.png 2x">',
        ),
        ('<img src="data:image/png;base64,AAA=">', '<img src="data:image/png;base64,AAA=">'),
        (
            '<video controls autoplay src="v.mp4"><source src="w.webm"></video>',
            f'<video controls="" src="{PAGE}v.mp4"><source src="{PAGE}w.webm"></video>',
        ),
        ("<script>a</script><style>b</style><form>c</form><iframe>d</iframe>e", "e"),
        ("<svg><style><img src=x onerror=y></style></svg><template>a</template>b", "b"),
        ('<p class="a" id="b" style="c" data-d="e" onclick="f">g</p>', "<p>g</p>"),
        ('<p dir="rtl" lang="he">שלום</p>', '<p dir="rtl" lang="he">שלום</p>'),
        ("<section><x-y>a</x-y> <span>b</span></section>", "<div>a b</div>"),
        ('<h2 id="a">b<a class="headerlink" href="#a">¶</a></h2>', "<h2>b</h2>"),
        ("<pre><span>a\n  b</span>\n\nc</pre>", "<pre>a\n  b\n\nc</pre>"),
        (
            '<div class="admonition chair"><p class="admonition-title">a</p><p>b</p></div>',
            "<blockquote><strong>a</strong><p>b</p></blockquote>",
        ),
        ("<aside>a</aside>", "<blockquote>a</blockquote>"),
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        (
            '<table><tr><td colspan="2" bgcolor="x">a</table>',
            '<table><tr><td colspan="2">a</td></tr></table>',
        ),
        ("<p hidden>a</p><!-- b --><?php c ?>d", "d"),
        ("a\x00\x0b&#1;&#xFFFE;&#x110000;&#99999999999;&#8217;b", "a’b"),
        ("</div></section><p>a", "<p>a</p>"),
        ("<plaintext>a", "a&lt;/body&gt;&lt;/html&gt;"),
    ],
)
def test_cleaning_keeps_what_readers_can_show(html: str, expected: str) -> None:
    assert clean_html(html, PAGE).replace("\ufffd", "") == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", PAGE),
        ("../b/", "https://example.org/sub/articles/b/"),
        ("//example.com/x", "https://example.com/x"),
        ("/zürich/a b", "https://example.org/z%C3%BCrich/a%20b"),
        ("a%20b", f"{PAGE}a%20b"),
        ("http://[", ""),
    ],
)
def test_addresses_become_absolute_and_ascii(address: str, expected: str) -> None:
    assert absolute(PAGE, address) == expected


_ADDRESS_PARTS = ["https://", "a", "B-1", "x.org", "/", ".", "..", ".x", ":", "#", "?", "é", " "]


@settings(derandomize=True, deadline=None, max_examples=500)
@given(
    st.lists(st.sampled_from(_ADDRESS_PARTS), max_size=8).map("".join),
    st.sampled_from([PAGE, "https://example.org/", "https://example.org/a.html", ""]),
)
def test_plain_addresses_become_what_all_others_do(address: str, base: str) -> None:
    try:
        expected = quote(urljoin(base, address.strip()), safe="%:/?#[]@!$&'()*+,;=~")
    except ValueError:
        expected = ""
    assert absolute(base, address) == expected


def test_a_day_begins_at_nine_for_feeds() -> None:
    assert moment(dt.date(2026, 1, 2)).isoformat() == "2026-01-02T09:00:00+00:00"


def test_what_happens_on_one_day_happens_at_several_times() -> None:
    day, names = dt.date(2026, 1, 2), [f"id-{number}" for number in range(500)]
    times = moments((name, day) for name in names)

    assert len(set(times.values())) == 500
    assert {time.hour for time in times.values()} == {9}
    assert times == moments((name, day) for name in reversed(names))
    alone = [moments([(name, day)])[name, day] for name in names]
    assert sum(time != times[name, day] for name, time in zip(names, alone, strict=True)) < 50


def item(number: int, size: int = 10) -> FeedItem:
    day = moment(dt.date(2026, 1, 1) + dt.timedelta(number))
    return FeedItem(f"i{number}", "", "", "", "x" * size, "", day, day, ())


def test_a_feed_holds_what_fits() -> None:
    assert len(fitting([item(number) for number in range(30)])) == 20
    assert len(fitting([item(number, 50_000) for number in range(30)])) == 4
    assert len(fitting([item(1, 999_999), item(2)])) == 1
    assert fitting([]) == ()


def test_what_changed_last_comes_first() -> None:
    old, new = item(1), item(2)
    assert by_change([old, new]) == [new, old]


def test_json_is_left_without_nulls_and_escapes() -> None:
    item = FeedItem("i", "i", "t", "ü", "", "a", moment(dt.date.min), moment(dt.date.min), ())
    plugins: dict[str, Any] = {
        "icon": None,
        "items": [{"id": "i", "content_html": "", "tags": [], "image": None}],
    }

    completed = complete_json(json.dumps(plugins), [item], PUBLISHER)

    assert json.loads(completed) == {
        "icon": "https://example.org/assets/images/icon-512.png",
        "items": [{"id": "i", "content_html": "", "summary": "ü"}],
    }
    assert "ü" in completed


@pytest.mark.parametrize(
    ("name", "size"),
    [("a.svg", ["1200", "675"]), ("a.jpg", [None, None])],
    ids=["drawing", "photo"],
)
def test_only_a_drawing_has_a_known_size(
    article: MakeArticle, name: str, size: list[str | None]
) -> None:
    image = Image(f"images/{name}", "A <door>", "Drawn", "CC BY 4.0")
    view = ArticleView(article("a", image=image), (), None, (), (), ())
    (item,) = feed_items([view], {"articles/a.md": ""}, PUBLISHER, {}).values()
    figure = BeautifulSoup(item.content, "html.parser")

    assert figure.img
    assert figure.a
    assert figure.img["src"] == f"https://example.org/articles/images/{name}"
    assert figure.img["alt"] == "A <door>"
    assert [figure.img.get(side) for side in ("width", "height")] == size
    assert figure.a["href"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a site whose every name is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    names: dict[str, Any] = {
        "site_name": HOSTILE,
        "site_description": HOSTILE,
        "site_author": HOSTILE,
        "copyright": 'A &amp; <a href="/b">B</a>',
    }
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BUILD_DATE", TODAY)
        _build(folder, SITE, **names)
        yield folder / "site/served"


def _build(folder: Path, texts: dict[str, str], *, times: int = 1, **settings: Any) -> None:
    """Build a site as `mkdocs serve` does: several times, with plugins that start only once."""
    write(folder / "docs", {"index.md": "Home."} | texts)
    for number in range(times):
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(folder / "docs"),
            site_dir=str(folder / "site"),
            **settings,
        )
        if number == 0:
            config.plugins.on_startup(command="serve", dirty=False)
        build(config)


def _channel(site: Path, name: str) -> Any:
    return etree.fromstring((site / name).read_bytes())[0]


def _json(site: Path, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((site / name).read_bytes())
    return document


def _contents(site: Path) -> list[str]:
    """Return the HTML of every item of every feed."""
    rss = [
        text
        for name in RSS
        for text in _channel(site, name).xpath("item/*[local-name()='encoded']/text()")
    ]
    return rss + [item["content_html"] for name in JSON for item in _json(site, name)["items"]]


def _addresses(html: str) -> list[str]:
    found = []
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        found += [str(element[name]) for name in ("href", "src") if element.has_attr(name)]
    return found


@pytest.mark.parametrize("name", RSS)
def test_rss_names_each_thing_once_and_escapes_it_once(site: Path, name: str) -> None:
    channel = _channel(site, name)
    texts = {element.tag: element.text for element in channel if element.tag != "item"}
    item = next(item for item in channel.iter("item") if item.findtext("title") == HOSTILE)

    assert texts["title"] == texts["description"] == HOSTILE
    assert texts["copyright"] == "A & B"
    assert texts["language"] == "en"
    assert texts["pubDate"] == texts["lastBuildDate"] == "Fri, 20 Nov 2026 09:31:43 +0000"
    assert channel.find(SELF).attrib == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": SITE_URL + name,
    }
    assert item.findtext("description") == "One &lt; two &amp; &#34;three&#34; ]]&gt; 🎉"
    assert item.findtext(CREATOR) == HOSTILE
    assert [tag.text for tag in item.iter("category")] == HOSTILE_TAGS
    assert item.findtext("link") == f"{SITE_URL}articles/rock-and-roll/"
    assert item.findtext("guid") == "tag:interviewing101.example,2026:articles/rock-&-roll"
    assert item.find("guid").attrib == {"isPermaLink": "false"}


@pytest.mark.parametrize("name", RSS)
def test_rss_has_nothing_that_validators_refuse(site: Path, name: str) -> None:
    channel = _channel(site, name)
    tags = {element.tag for element in channel.iter()}

    assert not tags & {"enclosure", "source", "ttl", "image", "author", "managingEditor", "docs"}
    for item in channel.iter("item"):
        once = [element.tag for element in item if element.tag != "category"]
        assert sorted(set(once)) == sorted(once)
        assert item.findtext("link").isascii()


def test_feeds_differ_in_order_and_date(site: Path) -> None:
    created, updated = (
        [
            (item.findtext("title"), item.findtext("pubDate"))
            for item in _channel(site, name).iter("item")
        ]
        for name in RSS
    )

    assert created == [
        ("Sister", "Tue, 10 Nov 2026 09:38:08 +0000"),
        (HOSTILE, "Mon, 02 Nov 2026 09:31:43 +0000"),
        ("Bare", "Sun, 01 Nov 2026 09:40:44 +0000"),
    ]
    assert updated == [(HOSTILE, "Fri, 20 Nov 2026 09:31:43 +0000"), created[0], created[2]]


@pytest.mark.parametrize("name", [*RSS, *JSON])
def test_drafts_and_what_is_dated_later_never_appear(site: Path, name: str) -> None:
    text = (site / name).read_text(encoding="utf-8")

    assert not re.search("Draft|Future|Secret|draft|future", text)


@pytest.mark.parametrize("name", RSS)
def test_a_reader_understands_the_feed(site: Path, name: str) -> None:
    feed = feedparser.parse((site / name).read_bytes(), sanitize_html=False)
    items = list(_channel(site, name).iter("item"))

    assert not feed.bozo
    assert feed.version == "rss20"
    assert _title(feed.feed) == HOSTILE
    assert [_title(entry) for entry in feed.entries] == [item.findtext("title") for item in items]
    assert [entry.link for entry in feed.entries] == [item.findtext("link") for item in items]
    assert [entry.id for entry in feed.entries] == [item.findtext("guid") for item in items]
    assert [entry.author for entry in feed.entries] == [HOSTILE] * 3
    assert [entry.published_parsed[3:6] for entry in feed.entries] == [
        tuple(int(part) for part in item.findtext("pubDate")[17:25].split(":")) for item in items
    ]
    hostile = next(entry for entry in feed.entries if _title(entry) == HOSTILE)
    assert [tag.term for tag in hostile.tags] == HOSTILE_TAGS


def _title(entry: Any) -> str:
    # feedparser takes a title with tags in it for HTML, and escapes a bare "&" there.
    return str(entry.title).replace("R&amp;D", "R&D")


@pytest.mark.parametrize("name", JSON)
def test_json_feed_obeys_version_1_1(site: Path, name: str) -> None:
    feed = _json(site, name)
    text = (site / name).read_text(encoding="utf-8")
    hostile = next(item for item in feed["items"] if item["title"] == HOSTILE)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == feed["description"] == HOSTILE
    assert feed["home_page_url"] == SITE_URL
    assert feed["feed_url"] == SITE_URL + name
    assert feed["authors"] == hostile["authors"] == [{"name": HOSTILE}]
    assert "null" not in re.findall(r": (\w+)", text)
    assert "🎉" in text
    assert hostile["tags"] == HOSTILE_TAGS
    assert hostile["summary"] == 'One < two & "three" ]]> 🎉'
    assert hostile["image"] == f"{SITE_URL}articles/rock-and-roll/card.png"
    assert feed["icon"] == f"{SITE_URL}assets/images/icon-512.png"
    assert hostile["date_published"] == "2026-11-02T09:31:43+00:00"
    assert hostile["date_modified"] == "2026-11-20T09:31:43+00:00"
    for item in feed["items"]:
        assert item["id"].startswith("tag:interviewing101.example,2026:articles/")
        assert item["content_html"] is not None


@pytest.mark.parametrize("name", [*RSS, "atom.xml"])
def test_every_item_has_a_picture_as_long_as_it_says(site: Path, name: str) -> None:
    pictures: list[Any] = list(etree.parse(site / name).getroot().iter(PICTURE))
    assert len(pictures) == 3
    for picture in pictures:
        data = (site / unquote(picture.get("url").removeprefix(SITE_URL))).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert picture.get("type") == "image/png"
        assert int(picture.get("fileSize")) == len(data)
        size = [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)]  # as PNG says it
        assert [int(picture.get(side)) for side in ("width", "height")] == size


def test_every_format_carries_the_same_content(site: Path) -> None:
    contents = _contents(site)

    assert len(contents) == 12
    assert len(set(contents)) == 3


def test_an_item_holds_all_of_its_article(site: Path) -> None:
    html = next(content for content in _contents(site) if "Ask & " in content.replace("&amp;", "&"))
    content: Any = BeautifulSoup(html, "html.parser")

    assert content.pre.text == (
        "Subject: About [the job]\n\nDear [name & title],\n\n  two spaces, 1 < 2 & 3\nYours"
    )
    assert content.pre.find_previous_sibling("figcaption").text.strip() == "Ask & <hope>"
    assert content.img["alt"] == 'A "door" & <a> ]]> wall'
    assert content.figcaption.text.strip() == "Drawn & <made> · CC BY 4.0"
    assert content.blockquote.strong.text == "From the other chair"
    assert content.table.td.text == "1"
    assert [heading.text for heading in content.find_all("h2")] == [
        "In short",
        "Sources",
        "What changed",
    ]
    assert "Say <no> & mean it ]]>" in content.text
    assert content.ol.li.text.split("\n") == ["A & <b>, P & Inc.", "Opinion. n < 1"]
    assert content.ol.a["href"] == "https://example.org/?a=1&b=%3C2%3E"
    assert content.sup.a["href"] == f"{SITE_URL}articles/rock-and-roll/#source-one"
    last = content.hr.find_next_siblings("p")
    assert (
        last[0].get_text(" ", strip=True)
        == "Promised here: a <sequel> & more.\nNow written: Sister ."
    )
    assert last[1].text.strip() == "Promised here: nothing.\nWithdrawn: no <time>"
    assert last[2].text.strip() == "Promised here: one <day>.\nStill to come."
    assert last[3].a["href"] == f"{SITE_URL}articles/z%C3%BCrich/"


def test_no_item_has_anything_to_run_or_to_style(site: Path) -> None:
    allowed = {"href", "src", "alt", "width", "height", "datetime"}
    for html in _contents(site):
        for element in BeautifulSoup(html, "html.parser").find_all(True):
            assert element.name not in {"script", "form", "input", "iframe", "style", "span"}
            assert element.attrs.keys() <= allowed


def test_every_address_is_absolute_and_leads_somewhere(site: Path, real_site: Path) -> None:
    for folder in (site, real_site):
        feeds = [_channel(folder, name) for name in RSS]
        named = [text for feed in feeds for text in feed.xpath(".//link/text()")]
        images = [item["image"] for item in _json(folder, JSON[0])["items"] if "image" in item]
        shown = [address for html in _contents(folder) for address in _addresses(html)]
        for address in {*named, *images, *shown}:
            assert re.match("https?://|mailto:|data:", address), address
            if address.startswith(SITE_URL):
                _assert_answers(folder, address.removeprefix(SITE_URL))


def _assert_answers(site: Path, address: str) -> None:
    path, _, anchor = unquote(address).partition("#")
    file = site / path / "index.html" if not path or path.endswith("/") else site / path

    assert file.is_file(), address
    assert not anchor or soup(file).find(id=anchor), address


def test_builds_give_the_same_bytes_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the build called somebody")

    monkeypatch.setenv("BUILD_DATE", TODAY)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    _build(tmp_path / "a", SITE)
    _build(tmp_path / "b", SITE, times=3)

    first, second = (tmp_path / place / "site/served" for place in "ab")
    feeds = [*first.rglob("*.xml"), *first.glob("*.json"), first / "subscribe/feeds.opml"]
    assert len(feeds) > 15
    for feed in feeds:
        assert feed.read_bytes() == (second / feed.relative_to(first)).read_bytes(), feed


def test_a_new_domain_leaves_every_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILD_DATE", TODAY)
    _build(tmp_path / "a", SITE)
    _build(tmp_path / "b", SITE, site_url="https://other.example/sub/")
    before, after = (
        {
            path.relative_to(tmp_path / place): re.findall("<id>(.*)</id>", path.read_text())
            for path in (tmp_path / place).rglob("*atom.xml")
        }
        for place in ("a/site/served", "b/site/served")
    )
    assert before == after
    assert sum(map(len, before.values())) > 15
    assert (
        "https://other.example/sub/articles/bare/"
        in (tmp_path / "b/site/served/atom.xml").read_text()
    )


def test_a_site_without_articles_has_empty_feeds(build_site: BuildSite) -> None:
    site = build_site({})

    assert not feedparser.parse((site / RSS[0]).read_bytes()).bozo
    assert not list(_channel(site, RSS[0]).iter("item", "pubDate"))
    assert _json(site, JSON[0])["items"] == []


def test_feeds_stop_at_twenty(build_site: BuildSite) -> None:
    numbers = range(1, 24)
    site = build_site(
        {
            f"articles/a{n}.md": f"---\ntitle: A{n}\ndate: 2026-11-{n:02}\n---\nText."
            for n in numbers
        }
    )

    for name in JSON:
        titles = [item["title"] for item in _json(site, name)["items"]]
        assert titles == [f"A{n}" for n in range(23, 3, -1)]


@pytest.mark.parametrize("name", [*RSS, *JSON, "atom.xml"])
def test_the_main_feeds_stay_below_256_kilobytes(real_site: Path, name: str) -> None:
    assert 100_000 < (real_site / name).stat().st_size <= 256_000


def test_a_hub_is_named_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILD_DATE", TODAY)
    hub = "https://hub.example/?a&b"
    _build(tmp_path, {}, extra={"feeds": {"authority": "example.org,2026", "hub": hub}})
    site = tmp_path / "site/served"

    assert [link.get("href") for link in _channel(site, RSS[0]).findall(SELF)][1] == hub
    assert _json(site, JSON[0])["hubs"] == [{"type": "WebSub", "url": hub}]
    links = etree.parse(site / "atom.xml").getroot().findall(SELF)
    assert {link.get("rel"): link.get("href") for link in links}["hub"] == hub


def test_pages_of_the_site_name_the_feeds(site: Path) -> None:
    page = site / "articles/rock-and-roll/index.html"
    links = soup(page).find_all("link", rel="alternate")

    found = {urljoin("/articles/rock-and-roll/", str(link["href"])) for link in links}
    assert found == {"/atom.xml", f"/{RSS[0]}", f"/{JSON[0]}"}
