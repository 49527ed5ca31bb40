"""What the cards of a site cost: drawn, kept, and beside the same picture drawn from SVG.

Usage: python bench/cards.py [count]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

import resvg_py

from interviewing import cards
from synthetic import articles

ROOT = Path(__file__).parent.parent
_TOKENS = ROOT / "overrides/assets/stylesheets/tokens.css"
_DRAWING = ROOT / "overrides/assets/images/card.svg"
_SVG_ROUNDS = 20


def titles(count: int) -> list[str]:
    """Return the titles of articles that nobody wrote."""
    lines = (text.split("\n")[1] for _, text in articles(count, words=20))
    return [line.removeprefix("title: ") for line in lines]


def cpu_of(made: list[cards.Card], folder: Path) -> float:
    """Return the milliseconds of CPU that a card takes."""
    palette = cards.palette_of(_TOKENS.read_text())
    start = time.process_time()
    for card in made:
        cards.card_png(card, palette, folder)
    return (time.process_time() - start) * 1000 / len(made)


def cpu_of_svg() -> float:
    """Return the milliseconds of CPU that the drawing alone takes, in the size of a card."""
    svg = _DRAWING.read_text()
    start = time.process_time()
    for _ in range(_SVG_ROUNDS):
        resvg_py.svg_to_bytes(svg_string=svg, width=cards.WIDTH, skip_system_fonts=True)
    return (time.process_time() - start) * 1000 / _SVG_ROUNDS


def main(count: int) -> None:
    """Print a line for each way."""
    drawing = cards.read_drawing(_DRAWING)
    made = [cards.Card(title, "Before", "Interviewing 101", drawing) for title in titles(count)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{count:,} cards drawn: {cpu_of(made, folder):.1f} ms of CPU each")
        print(f"the same, kept:     {cpu_of(made, folder):.2f} ms")
        size = sum(path.stat().st_size for path in folder.iterdir()) / count / 1024
    print(f"an SVG of that size: {cpu_of_svg():.1f} ms")
    print(f"size of a card:      {size:.1f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
