"""Write a new article with every field explained: make new TITLE="Ask for more"."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

from interviewing.slugs import slugify

ARTICLES = Path("docs/articles")
TEMPLATE = Path(__file__).with_name("new_article.md")


def main() -> int:
    """Write the article named by TITLE; return 1, with the remedy, if that cannot be done."""
    title = " ".join(os.environ.get("TITLE", "").split())
    if not title:
        print('Name the article: make new TITLE="Ask for more"', file=sys.stderr)
        return 1
    path = ARTICLES / f"{slugify(title)}.md"
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in (
        ("TITLE", json.dumps(title, ensure_ascii=False)),  # a JSON string is a YAML string
        ("TODAY", dt.datetime.now(dt.UTC).date().isoformat()),
        ("SLUG", path.stem),
        ("UID", secrets.token_hex(4)),
    ):
        text = text.replace(f"<{name}>", value)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("x", encoding="utf-8").write(text)
    except FileExistsError:
        print(f"{path} is there already; choose another title", file=sys.stderr)
        return 1
    print(f"Write on in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
