"""Cards: what is shown of a page where it is shared."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ROOT
from PIL import Image, ImageDraw, ImageFont

from interviewing import cards, icons
from interviewing.typesetting import BASELINE, Box, Typeface, fit

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = (ROOT / "overrides/assets/stylesheets/tokens.css").read_text()
PALETTE = cards.palette_of(TOKENS)
DRAWING = ROOT / "overrides/assets/images/card.svg"
SERIF = Typeface(ROOT / "hooks/fonts/newsreader.ttf")
SANS = ROOT / "hooks/fonts/source-sans-3.ttf"
BOX = Box((100, 80, 60), width=1000, height=220, leading=1.06)


def card(
    title: str = "Declining an offer", kicker: str = "", drawing: Path = DRAWING
) -> cards.Card:
    return cards.Card(title, kicker, "Interviewing 101", cards.read_drawing(drawing))


def drawn(made: cards.Card) -> Image.Image:
    return Image.open(io.BytesIO(cards.draw(made, PALETTE)))


def rows(image: Image.Image, color: tuple[int, int, int]) -> tuple[int, int]:
    """Return the first and the last row that has a color on the left, where no drawing is."""
    left = np.asarray(image.convert("RGB"))[:, :480]
    found = np.flatnonzero((left == color).all(axis=2).any(axis=1))
    return int(found[0]), int(found[-1])


class TestLines:
    """Titles, broken into lines."""

    def test_a_short_title_stands_large_on_one_line(self) -> None:
        set_title = fit("Thank-you notes", SERIF, BOX)
        assert (set_title.size, set_title.lines) == (100, ("Thank-you notes",))

    def test_lines_are_of_about_equal_length(self) -> None:
        title = "When offers compete and deadlines explode"
        assert fit(title, SERIF, BOX).lines == (
            "When offers compete",
            "and deadlines explode",
        )

    def test_a_longer_title_is_smaller_and_whole(self) -> None:
        title = "What to say to a recruiter who asks for your salary history before the first call"
        set_title = fit(title, SERIF, BOX)
        assert set_title.size < 100
        assert " ".join(set_title.lines) == title

    @pytest.mark.parametrize("title", ["word " * 60, "w" * 300, "w" * 300 + " and more"])
    def test_what_fits_at_no_size_is_cut_off(self, title: str) -> None:
        set_title = fit(title, SERIF, BOX)
        assert set_title.size == 60
        assert "…" in set_title.lines[-1] + set_title.lines[0]
        assert len(set_title.lines) <= 3
        assert all(SERIF.width(line, 60) <= 1000 for line in set_title.lines)

    def test_only_what_is_cut_ends_in_an_ellipsis(self) -> None:
        first, last = fit("w" * 300 + " and more", SERIF, BOX).lines
        assert (first[-1], last) == ("…", "and more")

    def test_letters_are_kerned(self) -> None:
        apart = SERIF.width("T", 100) + SERIF.width("o", 100)
        assert SERIF.width("To", 100) < apart - 5

    @pytest.mark.parametrize("text", ["j", "nj", "no"])
    def test_letters_stand_where_pillow_would_set_them(self, text: str) -> None:
        font = ImageFont.truetype(SANS, 84, layout_engine=ImageFont.Layout.BASIC)
        line = Image.new("L", (300, 168))
        at = (0, round(84 * BASELINE))
        ImageDraw.Draw(line).text(at, text, fill=255, font=font, anchor="ls")
        assert Typeface(SANS).mask(text, 84).getbbox() == line.getbbox()

    def test_accents_that_the_font_lacks_go_and_so_does_what_has_no_letter(self) -> None:
        assert cards.printable("Résumé, Ståle 🎉 日本", SERIF) == "Résumé, Stale"


class TestDrawing:
    """The picture as a whole."""

    def test_it_has_the_size_that_pages_tell(self) -> None:
        image = drawn(card())
        assert (image.format, image.size) == ("PNG", (1200, 630))

    def test_the_same_card_gives_the_same_bytes(self) -> None:
        assert cards.draw(card(), PALETTE) == cards.draw(card(), PALETTE)

    def test_it_is_small_enough_for_every_network(self) -> None:
        assert len(cards.draw(card(), PALETTE)) < 60_000

    def test_title_and_name_are_in_ink_and_the_kicker_in_the_accent(self) -> None:
        image = drawn(card(kicker="The offer"))
        first, last = rows(image, PALETTE.ink)
        assert (100 < first < 140, 560 < last < 590) == (True, True)
        above, below = rows(image, PALETTE.accent)
        assert 50 < above < below < 100

    def test_a_sun_stands_on_the_line_of_the_name(self) -> None:
        above, below = rows(drawn(card()), PALETTE.sun)
        assert 540 < above < below < 570

    @pytest.mark.parametrize("words", [1, 4, 9, 14, 30])
    def test_the_title_stands_clear_of_the_drawing(self, tmp_path: Path, words: int) -> None:
        full = tmp_path / "full.svg"
        full.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675">'
            '<rect width="1200" height="675" fill="#ff0000"/></svg>'
        )
        image = drawn(card(" ".join(["Typography"] * words), drawing=full)).convert("RGB")
        pixels = np.asarray(image)
        drawing = np.flatnonzero((pixels == (255, 0, 0)).all(axis=2).any(axis=1))
        title = np.flatnonzero((pixels[:480] == PALETTE.ink).all(axis=2).any(axis=1))
        assert title[-1] < drawing[0]

    def test_a_title_without_a_letter_gives_way_to_the_name_of_the_site(self) -> None:
        assert cards.draw(card("日本"), PALETTE) == cards.draw(card("Interviewing 101"), PALETTE)

    def test_a_photograph_fills_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "tall.jpg"
        Image.new("RGB", (400, 900), (200, 30, 30)).save(path)
        image = drawn(card(drawing=path)).convert("RGB")
        corners = [image.getpixel(at) for at in ((1199, 629), (500, 629), (1199, 240))]
        assert all(isinstance(red, tuple) and red[0] > 190 and red[1] < 40 for red in corners)

    def test_a_drawing_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.svg"
        path.write_text("<svg")
        with pytest.raises(cards.CardError) as caught:
            cards.draw(card(drawing=path), PALETTE)
        assert str(caught.value).startswith(
            f"{path}: expected an SVG drawing or a photograph, got one that cannot be drawn: "
        )


class TestKeeping:
    """Cards are drawn once."""

    def test_a_card_is_drawn_once(self, tmp_path: Path) -> None:
        data = cards.card_png(card(), PALETTE, tmp_path)
        (path,) = tmp_path.iterdir()
        assert path.read_bytes() == data
        path.write_bytes(b"kept")
        assert cards.card_png(card(), PALETTE, tmp_path) == b"kept"

    def test_a_change_of_words_colors_or_drawing_is_another_card(self, tmp_path: Path) -> None:
        other = tmp_path / "other.svg"
        other.write_text(DRAWING.read_text() + "\n")
        dark = cards.Palette(PALETTE.ink, PALETTE.tint, PALETTE.accent, PALETTE.sun)
        kept = tmp_path / "kept"
        cards.card_png(card(), PALETTE, kept)
        cards.card_png(card("Another"), PALETTE, kept)
        cards.card_png(card(kicker="Before"), PALETTE, kept)
        cards.card_png(card(drawing=other), PALETTE, kept)
        cards.card_png(card(), dark, kept)
        assert len(list(kept.iterdir())) == 5

    def test_a_drawing_that_changes_is_drawn_anew(self, tmp_path: Path) -> None:
        path = tmp_path / "drawing.svg"
        before = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"/>'
        path.write_text(before)
        first = cards.draw(card(drawing=path), PALETTE)
        path.write_text(before.replace("/>", '><rect width="1200" height="675"/></svg>'))
        assert cards.draw(card(drawing=path), PALETTE) != first


def test_colors_are_those_of_the_light_scheme() -> None:
    css = "--iv-tint: light-dark(#010203, #ffffff); --iv-ink: light-dark(#000000, #111111);"
    css += "--iv-accent: light-dark(#0a0b0c, #eeeeee); --iv-sun: light-dark(#ffff00, #dddd00);"
    assert cards.palette_of(css) == cards.Palette((1, 2, 3), (0, 0, 0), (10, 11, 12), (255, 255, 0))


class TestIcons:
    """The mark of the site in the sizes that are asked for."""

    MARK = (ROOT / "overrides/assets/images/favicon.svg").read_text()

    def test_each_has_the_size_in_its_name(self) -> None:
        sizes = {
            name: Image.open(io.BytesIO(data)).size
            for name, data in icons.icon_files(self.MARK).items()
        }
        assert sizes == {
            "favicon.ico": (48, 48),
            "apple-touch-icon.png": (180, 180),
            "assets/images/icon-192.png": (192, 192),
            "assets/images/icon-512.png": (512, 512),
            "assets/images/icon-maskable.png": (512, 512),
        }

    def test_what_a_phone_cuts_has_color_to_its_corners(self) -> None:
        files = icons.icon_files(self.MARK)
        for name in ("apple-touch-icon.png", "assets/images/icon-maskable.png"):
            image = Image.open(io.BytesIO(files[name]))
            assert image.mode == "RGB"
            assert image.getpixel((0, 0)) == image.getpixel((image.width // 2, 1))
