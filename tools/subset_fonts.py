"""Cut a variable font down to what this site prints.

Usage: python tools/subset_fonts.py SOURCE.woff2 TARGET NAME [axis=value …]

Needs fonttools[woff]. The fonts in overrides/assets/fonts were made from Fontsource's packages:
newsreader-latin-standard-normal.woff2 with opsz=32 wght=400:700, and
source-sans-3-latin-wght-normal.woff2 with wght=400:700; those in hooks/fonts, as .ttf, from these
two with wght=600. NAME takes the place of the font's own, because some licences reserve that for
the unmodified font.
"""

from __future__ import annotations

import io
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PRINTED = "".join(map(chr, range(0x20, 0x7F))) + (
    "\u00a0£©«°·»½É×àáçèéêïñöü\u2013\u2014\u2018\u2019\u201c\u201d•…€←→−"
)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "onum", "tnum"]
_NAME_IDS = {1, 3, 4, 6, 16, 25}


def main(source: str, target: str, name: str, *limits: str) -> None:
    """Write the subset: axes fixed ("opsz=32") or narrowed ("wght=400:700")."""
    font = TTFont(source)
    font.flavor = None
    font = instancer.instantiateVariableFont(font, dict(map(_limit, limits)))
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    font = TTFont(buffer)
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=PRINTED)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAME_IDS:
            record.string = name
    font.flavor = "woff2" if target.endswith(".woff2") else None
    font.save(target)


def _limit(text: str) -> tuple[str, float | tuple[float, float]]:
    axis, _, value = text.partition("=")
    low, _, high = value.partition(":")
    return axis, (float(low), float(high)) if high else float(low)


if __name__ == "__main__":
    main(*sys.argv[1:])
