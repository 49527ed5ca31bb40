"""Small sites, built by our real mkdocs.yml, and what a reader finds on them."""

from __future__ import annotations

import filecmp
import gzip
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import ROOT, soup, write
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from conftest import BuildSite


def article(title: str = "An article", body: str = "Some words.", **fields: str) -> str:
    """Return the text of an article; fields as they stand in YAML."""
    lines = {"title": json.dumps(title), "date": "2026-01-01"} | fields
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in lines.items()) + f"---\n{body}\n"


def texts(page: Path, selector: str) -> list[str]:
    """Return the text of what a selector finds, white space folded."""
    return [" ".join(found.get_text().split()) for found in soup(page).select(selector)]


def links(page: Path, selector: str) -> list[str]:
    """Return where the links lead that a selector finds, as they are written."""
    return [str(found["href"]) for found in soup(page).select(selector)]


def attribute(page: Path, selector: str, name: str) -> str:
    """Return an attribute of the one element that a selector finds."""
    (found,) = soup(page).select(selector)
    return str(found[name])


def search_fragments(site: Path) -> dict[str, dict[str, Any]]:
    """Return what the search index holds, by address."""
    found = {}
    for path in (site / "pagefind/fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


class TestPages:
    """Pages that the site makes by itself."""

    def test_listings_need_no_file(self, build_site: BuildSite) -> None:
        site = build_site({})
        for name in ("tags", "archive", "letters", "promised", "subscribe"):
            assert texts(site / name / "index.html", "h1") == [name.capitalize()]

    def test_a_file_adds_words_above_its_listing(self, build_site: BuildSite) -> None:
        site = build_site({"archive.md": "---\ntitle: All of it\n---\nSince the beginning."})
        assert texts(site / "archive/index.html", "h1") == ["All of it"]
        assert texts(site / "archive/index.html", ".iv-page__header .iv-prose") == [
            "Since the beginning."
        ]

    def test_the_archive_goes_by_year_newest_first(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/a.md": article("Old", date="2024-03-01"),
                "articles/b.md": article("New", date="2026-03-01"),
                "articles/c.md": article("Newer", date="2026-05-01"),
            }
        )
        page = site / "archive/index.html"
        assert texts(page, "h2") == ["2026", "2024"]
        assert texts(page, ".iv-entries a") == ["Newer", "New", "Old"]

    def test_an_empty_site_is_a_site(self, build_site: BuildSite) -> None:
        assert (build_site({}) / "index.html").exists()

    def test_a_front_page_needs_no_file(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": article("First")}, home="")
        assert texts(site / "index.html", ".iv-lead__title") == ["First"]


class TestTags:
    """Tag pages and their addresses."""

    def test_hostile_names_have_pages_of_their_own(self, build_site: BuildSite) -> None:
        names = ["R&D", "a < b", "C", "C++", "C#", "café", "🎉", 'say "hi"', "index"]
        tags = json.dumps(names, ensure_ascii=False)
        site = build_site({"articles/a.md": article(tags=tags)})
        page = site / "articles/a/index.html"
        assert texts(page, ".iv-tag") == names
        shown = [
            texts(site / "articles/a" / unquote(href) / "index.html", "h1")[0]
            for href in links(page, ".iv-meta .iv-tag")
        ]
        assert shown == names

    def test_a_tag_page_lists_articles_and_neighbours(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/a.md": article("First", tags="[offers, letters]"),
                "articles/b.md": article("Second", tags="[offers]", date="2026-02-01"),
                "tags/offers.md": "What to do with *an offer*.",
            }
        )
        page = site / "tags/offers/index.html"
        assert texts(page, ".iv-card__title") == ["Second", "First"]
        assert texts(page, ".iv-page__header .iv-prose") == ["What to do with an offer."]
        assert links(page, ".iv-tags a") == ["../letters/"]

    def test_a_tag_of_drafts_has_no_page(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/a.md": article(tags="[secret]", draft="true"),
                "tags/secret.md": "An introduction.",
            }
        )
        assert not (site / "tags/secret").exists()


class TestLinks:
    """Where links lead, and what is told of those that lead nowhere."""

    def test_html_names_files_as_markdown_does(self, build_site: BuildSite) -> None:
        drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
        body = '<p><a href="b.md#two">b</a> <img src="a.svg" alt="A"></p>\n\n<a href="../b/">b</a>'
        site = build_site(
            {
                "articles/a.md": article(body=body),
                "articles/a.svg": drawing,
                "articles/b.md": article(body="## Two"),
            }
        )
        page = site / "articles/a/index.html"
        assert links(page, ".iv-prose a") == ["../b/#two", "../b/"]
        assert attribute(page, ".iv-prose img", "src") == "../a.svg"

    def test_a_letter_is_a_place_to_link_to(self, build_site: BuildSite) -> None:
        letter = "```script\ntitle: Ask\nsituation: S\n---\nHi.\n```"
        pages = {
            "about.md": f"{letter}\n\n[below](#script-ask)",
            "articles/a.md": article(body=letter),
            "articles/b.md": article(body="[words](a.md#script-ask)"),
        }
        site = build_site(pages)
        assert links(site / "articles/b/index.html", ".iv-prose a") == ["../a/#script-ask"]

    def test_a_broken_link_stops_a_build_and_is_shown_in_a_preview(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        pages = {
            "articles/a.md": article(body="[b](b.md)", tags="[A, B"),
            "articles/c.md": article(body="[d](#d) [a](../articles/a/)"),
        }
        with pytest.raises(Abort):
            build_site(pages)
        told = [line for line in caplog.text.split("\n") if ": link: " in line]
        assert told == [
            "docs/articles/c.md: link: expected the anchor of a heading in docs/articles/c.md, got '#d'",
            (
                "docs/articles/c.md: link: expected the path of a file that is there "
                "(did you mean a.md?), got '../articles/a/' (no docs/articles/a)"
            ),
        ]
        preview = build_site(pages, command="serve")
        shown = texts(preview / "404.html", ".iv-problems li")
        assert [line for line in shown if ": link: " in line] == told


class TestPublishing:
    """What is published on which day."""

    HIDDEN = {
        "articles/draft.md": article("Unfinished business", draft="true", tags="[hush]"),
        "articles/later.md": article("Not before its day", date="2026-12-02", tags="[hush]"),
        "articles/now.md": article("Out today", date="2026-12-01"),
    }

    def test_drafts_and_later_articles_are_nowhere(self, build_site: BuildSite) -> None:
        site = build_site(self.HIDDEN, today="2026-12-01")
        everything = "".join(
            path.read_text(errors="ignore") for path in site.rglob("*") if path.is_file()
        )
        assert "Out today" in everything
        for words in ("Unfinished business", "Not before its day", "hush"):
            assert words not in everything

    def test_an_article_appears_on_its_day(self, build_site: BuildSite) -> None:
        site = build_site(self.HIDDEN, today="2026-12-02")
        assert (site / "articles/later/index.html").exists()

    @pytest.mark.parametrize(
        ("today", "link"), [("2026-12-01", []), ("2026-12-02", ["../later/#why"])]
    )
    def test_a_link_to_a_later_article_appears_on_its_day(
        self, build_site: BuildSite, today: str, link: list[str]
    ) -> None:
        pages = {
            "articles/now.md": article(body="As [said later](later.md#why)."),
            "articles/later.md": article(date="2026-12-02", body="## Why"),
            "about.md": "See [an article](articles/later.md).",
        }
        site = build_site(pages, today)
        prose = soup(site / "articles/now/index.html").select_one(".iv-prose")
        assert prose
        assert prose.get_text().strip().startswith("As said later.")
        assert [anchor["href"] for anchor in prose.select("a")] == link
        about = soup(site / "about/index.html")
        assert bool(about.select('main a[href$="later/"]')) == bool(link)

    def test_a_link_to_a_tag_or_series_is_words_until_it_has_an_article(
        self, build_site: BuildSite
    ) -> None:
        later = article(date="2026-12-02", tags="[hush]", series="{name: s, part: 1}")
        body = '[tag](../tags/hush.md), [series](../series/s.md), <a href="later.md">HTML</a>'
        pages = {
            "articles/now.md": article(body=body),
            "articles/later.md": later,
            "tags/hush.md": "An introduction.",
            "series/s.md": "---\ntitle: S\n---\n",
        }
        page = build_site(pages, "2026-12-01") / "articles/now/index.html"
        assert (texts(page, ".iv-prose p"), links(page, ".iv-prose [href]")) == (
            ["tag, series, HTML"],
            [],
        )
        page = build_site(pages, "2026-12-02") / "articles/now/index.html"
        assert links(page, ".iv-prose [href]") == [
            "../../tags/hush/",
            "../../series/s/",
            "../later/",
        ]

    def test_a_preview_shows_drafts_and_says_so(
        self, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DRAFTS", "1")
        site = build_site(self.HIDDEN, today="2026-12-01")
        page = site / "articles/draft/index.html"
        assert texts(page, ".iv-unpublished") == ["Not published: a draft"]


class TestArticle:
    """An article, top to bottom."""

    def test_its_parts_stand_in_reading_order(self, build_site: BuildSite) -> None:
        source = "{id: s, title: A study, kind: study, url: 'https://example.org/'}"
        site = build_site(
            {
                "articles/a.md": article(
                    "Whole",
                    "Words.[^s]\n\n## One\n\n## Two\n\n## Three\n",
                    description="The answer.",
                    takeaways="[First, second]",
                    sources=f"[{source}]",
                    changes="[{date: 2026-02-01, text: A comma.}]",
                    updated="2026-02-01",
                    promises="[{id: more, text: more of it}]",
                    series="{name: way, part: 1}",
                ),
                "articles/b.md": article("Next", series="{name: way, part: 2}"),
            }
        )
        order = [
            ".iv-crumbs",
            "h1",
            ".iv-article__answer",
            "time",
            ".iv-takeaways",
            ".iv-cite",
            ".iv-sources",
            ".iv-changes",
            ".iv-promises",
            ".iv-series-nav",
            ".iv-related",
        ]
        html = soup(site / "articles/a/index.html")
        everything = [id(element) for element in html.find_all(True)]
        places = [everything.index(id(html.select(selector)[0])) for selector in order]
        assert places == sorted(places)

    def test_names_are_escaped(self, build_site: BuildSite) -> None:
        name = '<script>alert(1)</script> & “quotes” "too"'
        site = build_site(
            {
                "articles/a.md": article(
                    name,
                    description=json.dumps(name),
                    takeaways=json.dumps([name]),
                    tags=json.dumps([name]),
                )
            }
        )
        page = site / "articles/a/index.html"
        assert texts(page, "h1") == [name]
        assert texts(page, ".iv-takeaways li") == [name]
        for path in site.rglob("*.html"):
            assert "<script>alert" not in path.read_text()

    def test_a_citation_leads_to_its_source(self, build_site: BuildSite) -> None:
        body = "Claim.[^b] `[^b]` in code.\n\n```\n[^b]\n```\n\nNote.[^1]\n\n[^1]: A footnote."
        sources = "[{id: a, title: A, kind: law}, {id: b, title: B, kind: opinion}]"
        site = build_site({"articles/a.md": article(body=body, sources=sources)})
        page = site / "articles/a/index.html"
        assert links(page, ".iv-cite a") == ["#source-b"]
        assert texts(page, ".iv-cite a") == ["2"]
        assert "A footnote." in texts(page, ".footnote")[0]

    def test_old_addresses_lead_to_it(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": article(aliases="[/2013/09/24/old/]")})
        stub = site / "2013/09/24/old/index.html"
        assert attribute(stub, "link[rel=canonical]", "href").endswith("/articles/a/")
        refresh = attribute(stub, "meta[http-equiv=refresh]", "content")
        target = urljoin("https://x/2013/09/24/old/", refresh.split("url=")[1])
        assert target == "https://x/articles/a/"

    def test_foreign_markdown_just_works(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/2014-03-12-My_Old Post.md": (
                    "---\r\ntitle: Imported\r\ndate: 2014-03-12\r\ndescription: ''\r\ntags: []\r\n"
                    "---\r\n\r\nFirst *words* of it.\r\n\r\n* a list\r\n"
                )
            }
        )
        page = site / "articles/2014-03-12-my-old-post/index.html"
        assert texts(page, ".iv-prose li") == ["a list"]
        assert attribute(page, "meta[name=description]", "content") == "First words of it."
        assert texts(site / "archive/index.html", ".iv-entries a") == ["Imported"]


class TestSeries:
    """A series and its parts."""

    SITE = {
        "articles/a.md": article("Part one", series="{name: way, stage: Before, part: 1}"),
        "articles/c.md": article("Part three", series="{name: way, stage: After, part: 3}"),
        "series/way.md": (
            "---\ntitle: The way\nstages: [{name: Before}, {name: After}]\n"
            "planned: [{part: 2, stage: Before, title: Part two}]\n---\nHow to go."
        ),
    }

    def test_the_picture_of_a_part_has_no_class_of_its_place(self, build_site: BuildSite) -> None:
        part = article(series="{name: s, part: 1}", image="{src: a.svg, alt: A}")
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>'
        site = build_site({"articles/a.md": part, "articles/a.svg": svg})
        (image,) = soup(site / "articles/a/index.html").select(".iv-illustration img")
        assert "class" not in image.attrs

    def test_the_landing_page_shows_stages_and_plans(self, build_site: BuildSite) -> None:
        page = build_site(self.SITE) / "series/way/index.html"
        assert texts(page, "h1") == ["The way"]
        assert texts(page, "h2") == ["Before", "After"]
        assert texts(page, ".iv-part a") == ["Part one", "Part three"]
        assert texts(page, ".iv-part--planned") == ["Part two planned"]

    def test_parts_know_their_number_and_neighbours(self, build_site: BuildSite) -> None:
        site = build_site(self.SITE)
        page = site / "articles/a/index.html"
        assert "Part 1 of 3" in texts(page, ".iv-crumbs")[0]
        assert links(page, "a[rel=next]") == ["../c/"]
        assert links(site / "articles/c/index.html", "a[rel=prev]") == ["../a/"]


class TestPromises:
    """A promise, from its announcement to its end."""

    MADE = article(
        "Promising",
        "More on [how to decline](promise:no) later.",
        promises="[{id: no, text: how to say no}]",
    )
    KEPT = article("Saying no", fulfils="[no]", date="2026-06-01")

    def test_an_open_promise_is_words_and_a_feed_to_wait_with(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": self.MADE})
        page = site / "articles/a/index.html"
        assert texts(page, ".iv-promise--open") == [
            "Coming how to say no · a feed for when it is written"
        ]
        assert "More on how to decline later." in texts(page, ".iv-prose")[0]
        assert links(page, ".iv-prose a") == []
        assert links(page, ".iv-promise a") == ["../../promised/no.xml"]
        assert texts(site / "promised/index.html", ".iv-promise--open .iv-promise__text") == [
            "how to say no"
        ]

    def test_a_kept_promise_links_both_ways(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": self.MADE, "articles/b.md": self.KEPT})
        made, kept = site / "articles/a/index.html", site / "articles/b/index.html"
        assert links(made, ".iv-promise--kept a") == ["../b/"]
        assert links(made, ".iv-prose a") == ["../b/"]
        assert links(kept, ".iv-keeps a") == ["../a/"]
        assert links(made, ".iv-related a")[0] == "../b/"
        assert texts(made, ".iv-related__reason")[0] == "keeps the promise made here"
        ledger = site / "promised/index.html"
        assert links(ledger, ".iv-promise--kept a") == ["../articles/a/", "../articles/b/"]

    def test_the_front_page_says_what_is_owed(self, build_site: BuildSite) -> None:
        pages = {"index.md": "---\ntemplate: home.html\n---\n", "articles/a.md": self.MADE}
        owing = build_site(pages) / "index.html"
        assert texts(owing, "[aria-labelledby=coming] .iv-promise__text") == ["how to say no"]
        even = build_site({**pages, "articles/b.md": self.KEPT}) / "index.html"
        assert texts(even, "[aria-labelledby=coming] > p") == [
            "Nothing is owed at the moment. Ask for what is missing."
        ]
        assert not texts(even, ".iv-promise")

    @pytest.mark.parametrize("field", [{"draft": "true"}, {"date": "2026-12-02"}])
    def test_an_unpublished_article_keeps_nothing(
        self, build_site: BuildSite, field: dict[str, str]
    ) -> None:
        kept = article("Saying no", fulfils="[no]", **field)
        site = build_site({"articles/a.md": self.MADE, "articles/b.md": kept}, "2026-12-01")
        assert texts(site / "articles/a/index.html", ".iv-promise--open")
        assert texts(site / "promised/index.html", ".iv-promise--open")

    def test_a_withdrawn_promise_says_why(self, build_site: BuildSite) -> None:
        promises = "[{id: no, text: how to say no, withdrawn: others said it better}]"
        site = build_site({"articles/a.md": article(promises=promises)})
        assert "others said it better" in texts(site / "promised/index.html", "#no")[0]


class TestLetters:
    """Letters without JavaScript."""

    BODY = (
        "```letter\ntitle: Say no\nsituation: An offer\nsubject: The [[job title]] role\n---\n"
        "Dear [[name]],\n\n  no & <never>.\n```"
    )

    def test_a_letter_is_plain_text_with_its_lines(self, build_site: BuildSite) -> None:
        page = build_site({"articles/a.md": article(body=self.BODY)}) / "articles/a/index.html"
        (letter,) = soup(page).select("figure#letter-say-no pre")
        assert letter.get_text() == (
            "Subject: The [job title] role\n\nDear [name],\n\n  no & <never>."
        )

    def test_its_title_is_a_heading_but_no_section(self, build_site: BuildSite) -> None:
        body = f"## One\n\n{self.BODY}\n\n## Two\n\n## Three"
        site = build_site({"articles/a.md": article(body=body)})
        page = site / "articles/a/index.html"
        prose = [each.name for each in soup(page).select(".iv-prose :is(h2, h3, h4)")]
        assert prose == ["h2", "h3", "h2", "h2"]
        assert texts(page, ".iv-letter h3") == ["Say no"]
        assert texts(page, ".iv-toc--folded a") == ["One", "Two", "Three"]
        anchors = {each["id"] for each in search_fragments(site)["/articles/a/"]["anchors"]}
        assert {"one", "two", "three"} <= anchors
        assert not any("letter" in each for each in anchors if each != "letter-say-no")

    def test_the_letters_page_goes_by_situation(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": article(body=self.BODY)})
        page = site / "letters/index.html"
        assert texts(page, "h2") == ["An offer"]
        assert links(page, ".iv-entries a") == ["../articles/a/#letter-say-no"]

    def test_search_finds_a_word_in_a_letter(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": article(body=self.BODY)})
        assert search_fragments(site)["/articles/a/"]["content"].endswith("no & <never>.")

    def test_search_leaves_out_what_only_leads_elsewhere(self, build_site: BuildSite) -> None:
        texts = {f"articles/{name}.md": article(title=name, tags="[pay]") for name in "ab"}
        fragments = search_fragments(build_site(texts))
        found = fragments["/articles/a/"]
        assert (found["meta"]["title"], found["filters"]) == ("a", {"tag": ["pay"]})
        assert "Related" not in found["content"]
        assert not fragments["/tags/pay/"]["content"].startswith("Tags")

    def test_search_leaves_out_sources_and_credits(self, build_site: BuildSite) -> None:
        fields = {"image": "{src: images/a.svg, alt: A chair., credit: Drawn by us}"}
        fields["sources"] = "[{id: z, title: A survey, url: 'https://example.org/', kind: study}]"
        site = build_site(
            {
                "articles/a.md": article(body="Said [@z].", **fields),
                "articles/images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            }
        )
        page = (site / "articles/a/index.html").read_text()
        assert "A survey" in page
        assert "Drawn by us" in page
        content = search_fragments(site)["/articles/a/"]["content"]
        assert "survey" not in content
        assert "Drawn" not in content

    def test_search_knows_titles_and_the_words_that_name_something(
        self, build_site: BuildSite
    ) -> None:
        site = build_site({"articles/a.md": article(title="Ask for more", tags="[raises]")})
        assert json.loads((site / "pagefind/names.json").read_text()) == {
            "titles": ["Ask for more"],
            "words": ["ask", "for", "more", "raises"],
        }


class TestMistakes:
    """What stops a build."""

    def test_every_problem_is_told_at_once(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(Abort):
            build_site(
                {
                    "articles/a.md": article(date="soon", tgas="[x]"),
                    "articles/b.md": article(related="{pin: [nothing]}"),
                    "articles/c.md": b"\xff\xfe",
                    "about.md": "---\ndescription: one: two\n---\nUs.",
                }
            )
        assert caplog.messages[-1].splitlines() == [
            "4 problems in docs/",
            "docs/about.md: file: expected YAML between two lines “---” (double quotes around a value that begins with a sign or holds “: ”), got 'description: one: two' in line 2 (mapping values are not allowed in this context)",
            "docs/articles/a.md: date: expected a date such as 2026-01-31, got 'soon'",
            "docs/articles/a.md: tgas: expected a known field (did you mean tags?), got an unknown one",
            "docs/articles/c.md: file: expected UTF-8 text, got the byte 0xff in line 1 (save the file as UTF-8)",
        ]

    @pytest.mark.parametrize(
        "alias",
        [
            *(
                "/404.html",
                "/sitemap.xml",
                "/feed_rss_created.xml/x/",
                "/pagefind/pagefind-entry.json",
            ),
            *("/assets/images/favicon.svg", "/assets/"),
        ],
    )
    def test_an_alias_cannot_take_the_place_of_a_file(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture, alias: str
    ) -> None:
        with pytest.raises(Abort):
            build_site({"articles/a.md": article(aliases=f"[{alias}]")})
        assert f"aliases: expected an address that no page has, got {alias}" in caplog.text

    def test_a_broken_link_stops_the_build(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(Abort):
            build_site({"articles/a.md": article(body="[gone](gone.md)")})
        assert "articles/gone.md" in caplog.text

    def test_a_bad_day_is_named(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(Abort):
            build_site({}, today="tomorrow")
        assert "BUILD_DATE: expected a date such as 2026-01-31, got 'tomorrow'" in caplog.text


class TestPreview:
    """What an author sees under `mkdocs serve`."""

    def test_problems_are_shown_instead_of_a_preview_that_hangs(
        self, build_site: BuildSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        line = "docs/articles/a.md: date: expected a date such as 2026-01-31, got 'soon'"
        site = build_site({"articles/a.md": article(date="soon")}, command="serve")
        assert line in caplog.text
        for page in ("index.html", "404.html", "archive/index.html"):
            assert texts(site / page, ".iv-problems li") == [line]

    def test_a_site_without_problems_shows_none(self, build_site: BuildSite) -> None:
        site = build_site({"articles/a.md": article()}, command="serve")
        assert texts(site / "articles/a/index.html", ".iv-problems") == []


class TestRealSite:
    """The real site as a whole."""

    def test_every_address_in_it_is_there(
        self, real_site: Path, pages: dict[str, BeautifulSoup]
    ) -> None:
        missing = []
        for address, page in pages.items():
            for element in page.select("[href], [src]"):
                url = urljoin(address, str(element.get("href", element.get("src"))))
                target = urlsplit(url)
                if target.netloc or target.scheme:
                    continue
                path = unquote(target.path)
                if path == "/comments/mine/":
                    continue  # The service's own, tested in front of the service.
                there = path in pages or (real_site / path.lstrip("/")).is_file()
                fragment = unquote(target.fragment)
                if not there or (fragment and not pages[path].find(id=fragment)):
                    missing.append(f"{address} → {url}")
        assert missing == []

    def test_no_page_loads_anything_from_another_host(
        self, pages: dict[str, BeautifulSoup]
    ) -> None:
        for page in pages.values():
            loaded = page.select("[src], link[rel=stylesheet], link[rel=preload], form")
            for element in loaded:
                assert not urlsplit(str(element.get("src") or element.get("href"))).netloc

    def test_every_page_has_one_heading_a_title_and_a_description(
        self, pages: dict[str, BeautifulSoup]
    ) -> None:
        for address, page in pages.items():
            if page.select("meta[http-equiv=refresh]"):
                continue
            assert len(page.select("h1")) == 1, address
            assert page.title, address
            assert page.title.get_text().strip(), address
            (description,) = page.select("meta[name=description]")
            assert str(description["content"]).strip(), address


def build_apart(folder: Path, command: str = "mkdocs", **environment: str) -> Path:
    """Build a copy of the project in a process of its own; return the site."""
    for name in ("docs", "hooks", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    write(folder, {"mkdocs.yml": (ROOT / "mkdocs.yml").read_text()})
    subprocess.run(
        [sys.executable, "-m", command, "build", "--quiet", "--strict"],
        cwd=folder,
        env=os.environ | {"BUILD_DATE": "2026-12-01", "PYTHONPATH": ""} | environment,
        check=True,
    )
    return folder / "site"


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same in two folders, byte by byte."""
    files = {
        path.relative_to(folder)
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return [
        str(name)
        for name in sorted(files)
        if not (one / name).exists()
        or not (other / name).exists()
        or not filecmp.cmp(one / name, other / name, shallow=False)
    ]


@pytest.fixture(scope="module", name="here")
def _here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site as it is built in a folder, a time zone, a locale and with a hash seed."""
    folder = tmp_path_factory.mktemp("here")
    return build_apart(folder, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1")


def test_same_commit_same_bytes(here: Path, tmp_path: Path) -> None:
    """Folder, time zone, locale and hash seed leave no trace."""
    (tmp_path / "over there").mkdir()
    there = build_apart(
        tmp_path / "over there", TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2"
    )
    assert differences(here, there) == []


def test_the_maintained_fork_builds_the_same_pages(here: Path, tmp_path: Path) -> None:
    """ProperDocs, to which the site can move, makes the same articles."""
    there = build_apart(tmp_path, command="properdocs")
    assert differences(here / "articles", there / "articles") == []
