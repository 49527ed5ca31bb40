"""An article as a page of MkDocs: read once, and rendered again only when something changes it."""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from mkdocs.structure import pages
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What became of a text, and of what."""

    made_of: tuple[str | None, str]
    content: str | None
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: Mapping[str, dict[str, str]]  # to anchors, by path under docs/


# By path under docs/. It outlives a build, so that a preview renders what was edited alone.
_rendered: dict[str, _Rendered] = {}


class ArticlePage(Page):
    """The page of an article, whose front matter and text the hook knows already."""

    among = ""  # what else counts when it is rendered, as a digest
    renderer: Markdown  # of all articles of a build

    def read_source(self, config: MkDocsConfig) -> None:
        """Leave the file alone: its front matter would be read a second time."""
        self.markdown, self.meta = "", {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the text, or take what became of it in an earlier build."""
        made_of = (self.markdown, self.among)
        kept = _rendered.get(self.file.src_uri)
        if kept and kept.made_of == made_of:
            self._take(kept, files)
            return
        with _heard() as said:
            self._convert(config, files)
        _rendered.pop(self.file.src_uri, None)
        if not said:  # a warning must come again with the next build
            links = {file.src_uri: each for file, each in (self.links_to_anchors or {}).items()}
            title, anchors = self._title_from_render, self.present_anchor_ids
            kept = _Rendered(made_of, self.content, self.toc, title, anchors, links)
            _rendered[self.file.src_uri] = kept

    def _convert(self, config: MkDocsConfig, files: Files) -> None:
        """Do what MkDocs does to render a page, without making a Markdown for each.

        That takes a quarter as long as rendering an article. What MkDocs adds to it for a page
        takes the place of what it has added for the one before.
        """
        # ruff: disable[SLF001] - MkDocs has no public names for them
        html = pages._RawHTMLPreprocessor()
        anchors = pages._ExtractAnchorsTreeprocessor(self.file, files, config)
        links = pages._RelativePathTreeprocessor(self.file, files, config)
        title = pages._ExtractTitleTreeprocessor()
        markdown = self.renderer.reset()
        for processor in (html, anchors, links, title):
            processor._register(markdown)
        # ruff: enable[SLF001]
        self.content = markdown.convert(self.markdown or "")
        self.toc = get_toc(getattr(markdown, "toc_tokens", []))
        self._title_from_render = title.title
        self.present_anchor_ids = anchors.present_anchor_ids | html.present_anchor_ids
        self.links_to_anchors = links.links_to_anchors

    def _take(self, kept: _Rendered, files: Files) -> None:
        """Be as if rendered; MkDocs then checks the links to headings, which may be gone."""
        self.content, self.toc = kept.content, kept.toc
        self._title_from_render, self.present_anchor_ids = kept.title, kept.anchors
        known = files.src_uris
        self.links_to_anchors = {known[path]: each for path, each in kept.links.items()}


def renderer_of(config: MkDocsConfig) -> Markdown:
    """Return what renders the articles of a build, one after the other."""
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def surroundings(files: Files, config: MkDocsConfig) -> str:
    """Return a digest of all that an article is rendered by, besides its own text.

    These are the addresses that a link may lead to, the settings, and the templates of what stands
    in a text; not the code, which a preview loads once.
    """
    settings = (config.markdown_extensions, config.mdx_configs, config.validation, config.site_url)
    digest = hashlib.sha256(repr(settings).encode())
    for file in sorted(files, key=lambda file: file.src_uri):
        digest.update(f"\n{file.src_uri} {file.url} {file.inclusion}".encode())
    for path in sorted(Path(config.theme.custom_dir or "", "partials").glob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """Give the list of what MkDocs says meanwhile."""
    said: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = said.append  # type: ignore[method-assign, assignment]
    logger = logging.getLogger(Page.__module__.partition(".")[0])
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
