"""What is found and shown of each page elsewhere: in searches, networks, bookmarks, on phones."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from conftest import soup
from PIL import Image
from test_site import article

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from conftest import BuildSite

SITE = "https://interviewing101.example/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


@pytest.fixture(scope="module", name="pages")
def _pages(pages: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    """Return every page of the real site that a search may show, by its address in the site."""
    return {
        address.removeprefix("/"): page
        for address, page in pages.items()
        if address.endswith("/") and not page.select("meta[name=robots][content=noindex]")
    }


def content(page: BeautifulSoup, name: str) -> str:
    """Return what the one meta element of this name says."""
    (element,) = page.select(f"meta[name='{name}'], meta[property='{name}']")
    return str(element["content"])


def data(page: BeautifulSoup) -> list[dict[str, Any]]:
    """Return what a page is in the words of schema.org."""
    (script,) = page.select("script[type='application/ld+json']")
    said = json.loads(script.get_text())
    things: list[dict[str, Any]] = said.get("@graph", [said])
    return things


def sitemap(site: Path) -> dict[str, tuple[str | None, list[str]]]:
    """Return when each page was changed, and its pictures, by address."""
    pages = ET.parse(site / "sitemap.xml").getroot()
    return {
        page.findtext(f"{SITEMAP}loc", ""): (
            page.findtext(f"{SITEMAP}lastmod"),
            [image.text or "" for image in page.iter(f"{IMAGE}loc")],
        )
        for page in pages
    }


class TestRealSite:
    """Every page of the real site."""

    def test_every_page_has_a_title_of_its_own(self, pages: dict[str, BeautifulSoup]) -> None:
        titles = {url: page.title.get_text() if page.title else "" for url, page in pages.items()}
        assert len(set(titles.values())) == len(titles)
        assert {url: title for url, title in titles.items() if not 10 <= len(title) <= 75} == {}

    def test_every_page_has_a_description_of_its_own(self, pages: dict[str, BeautifulSoup]) -> None:
        said = {url: content(page, "description") for url, page in pages.items()}
        assert len(set(said.values())) == len(said)
        assert {url: text for url, text in said.items() if not 40 <= len(text) <= 170} == {}
        assert said == {url: content(page, "og:description") for url, page in pages.items()}

    def test_every_page_names_its_own_address(self, pages: dict[str, BeautifulSoup]) -> None:
        for url, page in pages.items():
            (canonical,) = page.select("link[rel=canonical]")
            assert canonical["href"] == content(page, "og:url") == SITE + url

    def test_every_card_is_there_in_the_size_that_is_told(
        self, pages: dict[str, BeautifulSoup], real_site: Path
    ) -> None:
        for url, page in pages.items():
            address = content(page, "og:image")
            assert address == f"{SITE}{url}card.png"
            told = content(page, "og:image:width"), content(page, "og:image:height")
            with Image.open(real_site / address.removeprefix(SITE)) as card:
                assert tuple(map(str, card.size)) == told
            assert content(page, "og:image:alt").strip()
            assert content(page, "twitter:card") == "summary_large_image"

    def test_the_sitemap_has_every_page_with_its_day_and_card(
        self, pages: dict[str, BeautifulSoup], real_site: Path
    ) -> None:
        listed = sitemap(real_site)
        assert set(listed) == {SITE + url for url in pages}
        assert [url for url, (day, _) in listed.items() if not day] == []
        assert {url: images[0] for url, (_, images) in listed.items()} == {
            url: f"{url}card.png" for url in listed
        }
        for _, images in listed.values():
            assert all((real_site / image.removeprefix(SITE)).is_file() for image in images)

    def test_every_icon_is_there(self, pages: dict[str, BeautifulSoup], real_site: Path) -> None:
        for url in ("", "articles/dont-flake-out/"):
            links = pages[url].select(
                "link[rel~=icon], link[rel=apple-touch-icon], link[rel=manifest]"
            )
            assert len(links) == 3
            assert all((real_site / url / str(link["href"])).is_file() for link in links)
        manifest = json.loads((real_site / "manifest.webmanifest").read_text())
        assert manifest["name"] == "Interviewing 101"
        for icon in manifest["icons"]:
            assert (real_site / icon["src"]).is_file()
            if icon["type"] == "image/png":
                with Image.open(real_site / icon["src"]) as image:
                    assert f"{image.width}x{image.height}" == icon["sizes"]

    def test_robots_are_shown_the_sitemap(self, real_site: Path) -> None:
        lines = (real_site / "robots.txt").read_text().splitlines()
        assert lines[-1] == f"Sitemap: {SITE}sitemap.xml"
        assert "Disallow: /" not in lines

    def test_each_kind_of_page_says_what_it_is(self, pages: dict[str, BeautifulSoup]) -> None:
        kinds = {
            url: [thing["@type"] for thing in data(pages[url])]
            for url in ("", "articles/dont-flake-out/", "series/interviewing-101/", "tags/salary/")
        }
        assert kinds == {
            "": ["WebSite", "Organization"],
            "articles/dont-flake-out/": ["BlogPosting", "BreadcrumbList"],
            "series/interviewing-101/": ["CreativeWorkSeries"],
            "tags/salary/": ["BreadcrumbList"],
        }


class TestSmallSites:
    """What depends on the day and on the words."""

    def test_a_day_is_that_of_what_the_page_shows(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/a.md": article(tags="[old]", series="{name: s, part: 1}"),
                "articles/b.md": article("B", date="2026-03-01", updated="2026-04-02"),
                "plain.md": "---\ntitle: Plain\nupdated: 2025-05-06\n---\n",
                "undated.md": "---\ntitle: Undated\n---\n",
            }
        )
        days = {url.removeprefix(SITE): day for url, (day, _) in sitemap(site).items()}
        assert {
            url: days[url] for url in ("articles/a/", "tags/old/", "series/s/")
        } == dict.fromkeys(("articles/a/", "tags/old/", "series/s/"), "2026-01-01")
        assert (days["articles/b/"], days["archive/"], days[""]) == ("2026-04-02",) * 3
        assert (days["plain/"], days["undated/"]) == ("2025-05-06", None)

    def test_an_article_says_when_where_and_about_what(self, build_site: BuildSite) -> None:
        site = build_site(
            {
                "articles/a.md": article(
                    'A "B" & <C>',
                    tags="[pay, R&D]",
                    updated="2026-02-03",
                    series="{name: s, part: 1, stage: The offer}",
                )
            }
        )
        page = soup(site / "articles/a/index.html")
        assert content(page, "og:type") == "article"
        assert content(page, "og:title") == 'A "B" & <C>'
        assert content(page, "article:published_time") == "2026-01-01"
        assert content(page, "article:modified_time") == "2026-02-03"
        assert content(page, "article:section") == "The offer"
        assert data(page)[0]["keywords"] == ["pay", "R&D"]

    def test_a_tag_without_a_file_describes_itself(self, build_site: BuildSite) -> None:
        texts = {"articles/a.md": article("First", tags="[pay, one]")}
        texts |= {"articles/b.md": article("Second", tags="[pay]", date="2026-02-01")}
        site = build_site(texts)
        said = [
            content(soup(site / f"tags/{tag}/index.html"), "description") for tag in ("pay", "one")
        ]
        assert said == [
            "2 articles about pay, the newest of them “Second”.",
            "What we have written about one: “First”.",
        ]

    def test_a_drawing_that_cannot_be_read_stops_the_build(self, build_site: BuildSite) -> None:
        latin = '<?xml version="1.0" encoding="latin-1"?>\n<svg xmlns="{}"><desc>é</desc></svg>'
        texts: dict[str, str | bytes] = {
            "articles/a.md": article(image="{src: a.svg, alt: A}"),
            "articles/a.svg": latin.format("http://www.w3.org/2000/svg").encode("latin-1"),
        }
        with pytest.raises(SystemExit) as caught:
            build_site(texts)
        assert "a.svg: expected an SVG drawing or a photograph" in str(caught.value.__context__)

    @pytest.mark.parametrize("name", ["404.html", "502.html", "503.html"])
    def test_a_page_in_place_of_another_is_offered_nowhere(
        self, real_site: Path, name: str
    ) -> None:
        assert not soup(real_site / name).select("meta[property='og:image']")
        offers = [*real_site.rglob("*.html"), *real_site.rglob("*.xml"), *real_site.glob("*.json")]
        assert not [path for path in offers if name in path.read_text(encoding="utf-8")]
