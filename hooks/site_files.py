"""The files of a site as MkDocs knows them: where they are, which are published, and under what name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.structure.files import File, Files, InclusionLevel

from article_page import ArticlePage
from interviewing import assets, pictures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from interviewing.article import Article


def root(config: MkDocsConfig) -> Path:
    """Return the folder in which mkdocs.yml is."""
    return Path(config.config_file_path).parent


def theme(config: MkDocsConfig) -> Path:
    """Return the folder of our templates, styles and scripts."""
    return Path(config.theme.custom_dir or "")


def theme_files(config: MkDocsConfig) -> set[str]:
    """Return the paths of the files in that folder."""
    return {path.relative_to(theme(config)).as_posix() for path in theme(config).rglob("*.*")}


def templates(config: MkDocsConfig) -> set[str]:
    """Return the templates that a page may name."""
    ours = {path for path in theme_files(config) if path.endswith(".html")}
    return ours | {
        path.name for folder in config.theme.dirs for path in Path(folder).glob("*.html")
    }


def base(config: MkDocsConfig) -> str:
    """Return the path below which the site stands, with slashes at both ends."""
    return urlsplit(config.site_url or "/").path.rstrip("/") + "/"


def place_articles(
    articles: Iterable[Article], written: Mapping[str, File], config: MkDocsConfig
) -> None:
    """Give each article its address, and a page of our own."""
    for article in articles:
        file = written[article.source]
        file.dest_uri, file.url = f"{article.url}index.html", article.url
        ArticlePage(None, file, config)  # by itself, it becomes the file's page


def hide_unpublished(
    hidden: Collection[str], pages: Collection[str], written: Mapping[str, File]
) -> None:
    """Leave out what is hidden, and introductions to tags and series that have no page."""
    for path, file in written.items():
        introduces = path.startswith(("tags/", "series/")) and path.endswith(".md")
        if path in hidden or (introduces and path not in pages):
            file.inclusion = InclusionLevel.EXCLUDED


def clear_photographs(
    written: Mapping[str, File], files: Files, kept: Path, config: MkDocsConfig
) -> None:
    """Publish no JPEG as the camera wrote it: feeds and texts show the file itself.

    Raises ContentError with all that do not open.
    """
    taken = {
        path: file.content_bytes
        for path, file in written.items()
        if path.lower().endswith(pictures.FROM_CAMERAS)
    }
    for path, content in pictures.cleared(taken, kept).items():
        files.remove(written[path])
        files.append(File.generated(config, path, content=content))


def leave_out_theme(files: Files, config: MkDocsConfig) -> None:
    """Keep Material's own styles and scripts out of the site, which has its own."""
    ours = {config.docs_dir, config.theme.custom_dir, None}
    for file in list(files):
        if file.src_dir not in ours:
            files.remove(file)


def place_assets(made: assets.Assets, files: Files, config: MkDocsConfig) -> None:
    """Put what was made of styles, scripts and fonts in their place."""
    sources = {f"{assets.FOLDER}/{name}" for name in made.contents}
    for file in list(files):
        if file.src_dir == config.theme.custom_dir and file.src_uri in sources:
            files.remove(file)
    for name, content in made.contents.items():
        files.append(File.generated(config, made.path(name), content=content))


def write(config: MkDocsConfig, name: str, content: str | bytes) -> None:
    """Write a file beside the pages of a finished site, by its path there."""
    path = Path(config.site_dir, name)
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except FileNotFoundError:  # asking beforehand would cost more: most folders are there
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
