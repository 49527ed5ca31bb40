"""Photographs: one file in, the sizes that browsers choose from out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from conftest import soup
from mkdocs.exceptions import Abort
from PIL import Image

from interviewing.article import Image as Illustration
from interviewing.pictures import PictureError, drawing_problems, picture_of, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite


def photograph(width: int = 900, height: int = 600, **saved: object) -> bytes:
    """Return a made-up photograph: a gradient."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", **saved)
    return out.getvalue()


def test_a_photograph_comes_in_three_formats_and_no_wider_than_it_is() -> None:
    picture = picture_of("articles/images/a.jpg", photograph())
    assert (picture.width, picture.height) == (900, 600)
    assert list(picture.sources) == ["avif", "webp"]
    assert [size.width for size in picture.sources["avif"]] == [480, 800, 900]
    assert picture.fallback.width == 800
    stem, width, suffix = picture.sizes[0].path.rsplit("-", 2)[0], 480, "avif"
    assert picture.sizes[0].path.startswith("articles/images/a-")
    assert picture.sizes[0].path.endswith(f"-{width}.{suffix}")
    assert stem == "articles/images/a"


def test_a_small_photograph_is_not_blown_up() -> None:
    picture = picture_of("a.jpg", photograph(300, 200))
    assert [size.width for size in picture.jpegs] == [300]


def test_another_photograph_has_other_names() -> None:
    one, other = (picture_of("a.jpg", photograph(height=height)) for height in (600, 601))
    assert {size.path for size in one.sizes}.isdisjoint(size.path for size in other.sizes)


def test_each_size_is_what_it_says(tmp_path: Path) -> None:
    content = photograph()
    for size in picture_of("a.jpg", content).sizes:
        image = Image.open(io.BytesIO(rendered(content, size, tmp_path)))
        assert (image.format or "").lower() == size.format
        assert image.size == (size.width, round(size.width * 2 / 3))


def test_a_photograph_is_made_once_and_alike(tmp_path: Path) -> None:
    content = photograph()
    size = picture_of("a.jpg", content).sizes[0]
    first = rendered(content, size, tmp_path / "one")
    assert rendered(content, size, tmp_path / "two") == first
    (kept,) = (tmp_path / "one").iterdir()
    kept.write_bytes(b"kept")
    assert rendered(content, size, tmp_path / "one") == b"kept"


def test_a_photograph_is_turned_upright_and_tells_nothing_of_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A camera"
    content = photograph(exif=exif)
    picture = picture_of("a.jpg", content)
    assert (picture.width, picture.height) == (600, 900)
    for size in picture.sizes:
        data = rendered(content, size, tmp_path)
        assert not Image.open(io.BytesIO(data)).getexif()
        assert b"A camera" not in data


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PictureError, match="a JPEG, PNG or WebP image that opens"):
        picture_of("a.jpg", b"no picture")


def article(image: str) -> str:
    return f"---\ntitle: A\ndate: 2026-01-01\nimage: {image}\n---\nText."


def test_a_page_offers_every_size_and_names_who_made_it(build_site: BuildSite) -> None:
    image = "{src: images/a.jpg, alt: A gradient, credit: Ada, licence: CC BY 4.0, source: 'https://example.org/a'}"
    site = build_site({"articles/a.md": article(image), "articles/images/a.jpg": photograph()})
    figure = soup(site / "articles/a/index.html").select_one(".iv-illustration")
    assert figure
    types = [source["type"] for source in figure.select("picture > source")]
    assert types == ["image/avif", "image/webp"]
    for element in figure.select("[srcset]"):
        assert element["sizes"]
        for candidate in str(element["srcset"]).split(", "):
            address, width = candidate.split(" ")
            assert f"{Image.open(site / 'articles/a' / address).width}w" == width
    shown = figure.img
    assert shown
    assert (shown["width"], shown["height"], shown["alt"]) == ("900", "600", "A gradient")
    assert (site / "articles/a" / str(shown["src"])).exists()
    words = " ".join(figure.figcaption.get_text().split()) if figure.figcaption else ""
    assert words == "Ada · CC BY 4.0 · source"
    links = [(link["href"], link.get("rel")) for link in figure.select("figcaption a")]
    assert links == [
        ("https://creativecommons.org/licenses/by/4.0/", ["license"]),
        ("https://example.org/a", None),
    ]


def test_no_photograph_is_published_with_the_place_where_it_was_taken(
    build_site: BuildSite,
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    texts: dict[str, str | bytes] = {
        "articles/a.md": article("{src: a.jpg, alt: A}") + "\n![B](b.JPG)\n",
        "articles/a.jpg": photograph(exif=exif),
        "articles/b.JPG": photograph(2000, 1000, exif=exif),
    }
    site = build_site(texts)
    shown = [Image.open(site / name) for name in ("articles/a.jpg", "articles/b.JPG")]
    assert [image.size for image in shown] == [(900, 600), (1600, 800)]
    assert not any(image.getexif() for image in shown)


def test_a_broken_photograph_in_a_text_is_told(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    texts: dict[str, str | bytes] = {"about.md": "![A](a.jpg)", "a.jpg": b"no"}
    with pytest.raises(Abort):
        build_site(texts)
    line = "docs/a.jpg: file: expected a JPEG, PNG or WebP image that opens, got another"
    assert line in caplog.text


def test_a_drawing_is_shown_as_it_is(build_site: BuildSite) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675"/>'
    texts = {"articles/a.md": article("{src: a.svg, alt: A}"), "articles/a.svg": drawing}
    page = soup(build_site(texts) / "articles/a/index.html")
    assert not page.select("picture")
    assert [image["src"] for image in page.select(".iv-illustration img")] == ["../a.svg"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            "",
            "docs/a.svg: file: expected a drawing in SVG, got no element found: line 1, column 0",
        ),
        (
            "<svg><g></svg>",
            "docs/a.svg: file: expected a drawing in SVG, got mismatched tag: line 1, column 10",
        ),
        (
            '<svg viewBox="0 0 4 3"/>',
            (
                "docs/a.svg: file: expected a drawing in SVG, "
                'which begins <svg xmlns="http://www.w3.org/2000/svg", got <svg>'
            ),
        ),
    ],
)
def test_a_drawing_is_one_that_browsers_show(content: str, problem: str) -> None:
    assert [str(each) for each in drawing_problems({"a.svg": content.encode()})] == [problem]


def test_a_broken_drawing_is_told_with_all_other_problems(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    texts = {"articles/a.md": article("{src: a.svg, alt: 1}"), "articles/a.svg": "<svg"}
    with pytest.raises(Abort):
        build_site(texts)
    assert caplog.messages[-1].split("\n")[1:] == [
        (
            "docs/articles/a.md: image.alt: expected what the image shows, in words "
            "(put quotes around it), got 1"
        ),
        (
            "docs/articles/a.svg: file: expected a drawing in SVG, "
            "got unclosed token: line 1, column 0"
        ),
    ]


def test_a_photograph_that_does_not_open_stops_the_build(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    texts: dict[str, str | bytes] = {
        "articles/a.md": article("{src: a.jpg, alt: A}"),
        "articles/a.jpg": b"no",
    }
    message = (
        "docs/articles/a.md: image.src: expected a JPEG, PNG or WebP image that opens, got 'a.jpg'"
    )
    with pytest.raises(Abort):
        build_site(texts)
    assert message in caplog.text


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Public domain", ""),
    ],
)
def test_a_licence_leads_to_its_text_where_that_is_known(licence: str, url: str) -> None:
    assert Illustration("a.jpg", "A", licence=licence).licence_url == url
