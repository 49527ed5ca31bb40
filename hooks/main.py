"""The events of MkDocs, each translated for interviewing."""

from __future__ import annotations

import gc
import logging
import os
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

import rss_plugin
import site_files
from article_page import ArticlePage, renderer_of, surroundings
from interviewing import (
    assets,
    atom,
    cards,
    comments,
    feeds,
    icons,
    json_ld,
    pictures,
    policy,
    search,
    views,
)
from interviewing.article import resolve
from interviewing.asides import Asides
from interviewing.content import Content, read_content, template_problems
from interviewing.day import build_day, day_of_year, long_date
from interviewing.failures import failure
from interviewing.letters import KINDS, letter_ids, parse_letter
from interviewing.links import with_addresses
from interviewing.markdown import replace_citations, replace_promise_links, without_links
from interviewing.page_plans import DESIGN, LISTINGS, PagePlan, plans_of
from interviewing.problems import ContentError
from interviewing.publisher import Publisher, read_publisher
from interviewing.punctuation import Punctuation
from interviewing.read_comments import read_threads
from interviewing.settings import setting_problems
from interviewing.unmarked import Unmarked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from interviewing.article import Article
    from interviewing.problems import Problem
    from interviewing.related import Match

_MADE_BY_PLUGINS = {"sitemap.xml.gz"}
_MADE_FOLDERS = {assets.FOLDER, search.FOLDER}
_COMMENT_SOURCES = ("database", "export")
_COMMENTS = "comments"  # everything below this address belongs to comments and their service
_INLINE_STYLE = "stylesheets/pages/article.css"
_INLINE_SCRIPT = "javascripts/scheme.js"
# What the service's own pages need to look like the site.
_STYLES = (_INLINE_STYLE, "stylesheets/pages/below.css", "stylesheets/comments.css")
_FONTS = ("fonts/newsreader.woff2", "fonts/source-sans-3.woff2")
_TOKENS = "assets/stylesheets/tokens.css"
_CARDS = ".cache/cards"  # drawn once, and kept between builds
_PHOTOGRAPHS = ".cache/photographs"  # likewise
_FEWEST_SECTIONS = 3  # of an article that has a table of contents
_CARD_DRAWING = "assets/images/card.svg"  # for pages that have no drawing of their own


@dataclass
class Build:
    """What one build knows."""

    today: dt.date
    publisher: Publisher
    env: jinja2.Environment  # for what stands inside a text: letters, citations
    assets: assets.Assets
    templates: set[str]  # that a page may name
    sources: dict[str, bytes] = field(init=False)  # pages in Markdown, by path under docs/
    names: set[str] = field(init=False)  # paths that no page of ours may take
    content: Content = field(init=False)
    matches: Mapping[str, tuple[Match, ...]] = field(init=False)  # by slug
    views: dict[str, views.ArticleView] = field(init=False)  # by path under docs/
    pages: dict[str, PagePlan] = field(init=False)  # by path under docs/
    texts: dict[str, str] = field(default_factory=dict)  # articles in HTML, by path under docs/
    feed_items: dict[str, feeds.FeedItem] = field(init=False)  # newest first, by path under docs/
    threads: dict[str, comments.Thread] = field(default_factory=dict)  # by address of the page
    photographs: dict[str, pictures.Picture] = field(default_factory=dict)  # by path under docs/
    drawing: Callable[[Path], cards.Drawing] = field(
        default_factory=lambda: cache(cards.read_drawing)  # most pages show the same
    )
    cards: dict[str, cards.Card] = field(default_factory=dict)  # by address of the page
    thumbnails: dict[str, feeds.Thumbnail] = field(default_factory=dict)  # the cards, for feeds
    problems: tuple[Problem, ...] = ()


# Every build sets it anew: `mkdocs serve` loads this module only once.
_build: Build
_is_preview = False


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether this is a preview, which shows problems instead of stopping at them."""
    global _is_preview
    _is_preview = command == "serve"
    # Nearly all that a build makes stays until its end, so that a search for garbage finds little.
    gc.set_threshold(100_000, 50, 50)


@contextmanager
def _stopped_by(*errors: type[Exception]) -> Iterator[None]:
    """Stop the build at one of these errors with its words, where MkDocs would print a traceback."""
    try:
        yield
    except errors as error:
        raise PluginError(str(error)) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin a build: fix its day, and teach Markdown letters, punctuation and asides."""
    global _build
    with _stopped_by(ValueError, ContentError, assets.AssetError):
        today = build_day(os.environ)
        rss = config.plugins.get("rss")
        found = setting_problems(config, rss and rss.config, site_files.theme_files(config))
        publisher = read_publisher(config, config.theme["language"], found)
        made = assets.prepare(site_files.theme(config) / assets.FOLDER, site_files.base(config))
    _build = Build(today, publisher, config.theme.get_env(), made, site_files.templates(config))
    _build.env.autoescape = True
    for extension in (Punctuation, Unmarked, Asides):
        config.markdown_extensions.append(f"{extension.__module__}:{extension.__name__}")
    fences = [{"name": kind, "class": kind, "format": _letter} for kind in KINDS]
    config.mdx_configs.setdefault("pymdownx.superfences", {})["custom_fences"] = fences
    rss_plugin.prepare(config.plugins["rss"])
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Read the articles, hide what is not published, add the pages that need no file."""
    written = {file.src_uri: file for file in files if file.src_dir == config.docs_dir}
    try:
        content = _read(written, files, config)
    except ContentError as error:
        if not _is_preview:
            raise PluginError(str(error)) from error
        content = _show_problems(error, files, written)
    _build.matches = views.matches_of(content)
    _relate(content)
    site_files.place_articles(content.articles, written, config)
    site_files.hide_unpublished(content.hidden, _build.pages, written)
    _add_pages(written, files, config)
    site_files.leave_out_theme(files, config)
    site_files.place_assets(_build.assets, files, config)
    return files


def _read(written: Mapping[str, File], files: Files, config: MkDocsConfig) -> Content:
    """Return the content, with comments and photographs at hand; or raise ContentError."""
    made = {
        *LISTINGS,
        *config.theme.static_templates,
        *_MADE_BY_PLUGINS,
        *_MADE_FOLDERS,
        _COMMENTS,
    }
    made |= set(rss_plugin.names(config.plugins["rss"]))
    _build.names = {*files.src_uris, *made}
    pages = [path for path in written if path.endswith(".md")]
    _build.sources = {path: written[path].content_bytes for path in pages}
    drawings = {path: file.content_bytes for path, file in written.items() if path.endswith(".svg")}
    content = _content(pictures.drawing_problems(drawings))
    _build.threads = _read_threads(content, config)
    _build.photographs = pictures.pictures_of(
        content.articles, lambda source: written[source].content_bytes
    )
    site_files.clear_photographs(written, files, site_files.root(config) / _PHOTOGRAPHS, config)
    return content


def _content(found: Iterable[Problem] = ()) -> Content:
    drafts = bool(os.environ.get("DRAFTS"))
    found = [*found, *template_problems(_build.sources, _build.templates)]
    return read_content(_build.sources, _build.names, _build.today, drafts=drafts, found=found)


def _relate(content: Content) -> None:
    """Make the views and pages of this content."""
    _build.content = content
    made = views.article_views(content, _build.matches)
    _build.views = {view.article.source: view for view in made}
    requests = _build.threads.get(comments.REQUESTS)
    _build.pages = plans_of(content, _build.views.values(), _build.publisher, requests)


def state() -> Build:
    """Return what the last build knows, for a preview to come back to."""
    return copy(_build)


def restore(build: Build) -> None:
    """Know what an earlier build knew."""
    global _build
    _build = copy(build)


def read_again(sources: Iterable[str], *, config: MkDocsConfig, files: Files) -> bool:
    """Take up what some pages (paths under docs/) say now; return whether that was all.

    It was not, and nothing is changed, if there are mistakes in them, or if more of the site comes
    or goes with them than words. Which articles are alike is not asked again.
    """
    before = state()
    _build.sources = _build.sources | {path: files.src_uris[path].content_bytes for path in sources}
    try:
        content = _content()
    except ContentError:
        content = None
    if _build.problems or not content or content.outline != before.content.outline:
        restore(before)
        return False
    _relate(content)
    return True


def _read_threads(content: Content, config: MkDocsConfig) -> dict[str, comments.Thread]:
    """Return the threads by the addresses of their pages; none where comments are not wanted."""
    settings = config.extra.get("comments")
    if not settings:
        return {}
    root = site_files.root(config)
    database, export = (
        root / settings[name] if name in settings else None for name in _COMMENT_SOURCES
    )
    title, _ = LISTINGS["promised.md"]
    return read_threads(database, export, content.articles, title)


def _show_problems(error: ContentError, files: Files, written: dict[str, File]) -> Content:
    """Leave every page with a file out of a preview; what is left shows the problems.

    A preview that stopped here would hang in the browser until all is mended.
    """
    # Not by MkDocs' logger: strict, it would stop the preview after all.
    logging.getLogger("interviewing").error(str(error))
    _build.problems = error.problems
    for path in [path for path in written if path.endswith(".md")]:
        files.remove(written.pop(path))
    return read_content({}, written, _build.today)


def _add_pages(written: Mapping[str, File], files: Files, config: MkDocsConfig) -> None:
    """Add the pages that nobody wrote a file for, and those at old addresses."""
    for path in sorted(_build.pages.keys() - written.keys() - {DESIGN}):
        files.append(File.generated(config, path, content=""))
    for redirect in _build.content.redirects:
        text = _render("redirect.html", site_url=config.site_url, redirect=redirect)
        files.append(File.generated(config, redirect.path, content=text))


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Tell articles what they are rendered by and among, now that all addresses are known."""
    renderer, among = renderer_of(config), surroundings(files, config)
    for source in _build.views:
        page = files.src_uris[source].page
        if isinstance(page, ArticlePage):
            page.renderer, page.among = renderer, among
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give a page its title and template, and an article its citations and promise links."""
    source = page.file.src_uri
    plan = _build.pages.get(source)
    if plan:
        made = {"title": plan.title, "template": plan.template, "description": plan.description}
        page.meta = {**made, **page.meta}
    dates = [date for date in (plan and plan.updated, page.meta.get("updated")) if date]
    page.update_date = max(map(str, dates), default="")
    if view := _build.views.get(source):
        text = replace_promise_links(_linked(page, view.article.body, files), view.promise_link)
        return replace_citations(text, lambda name: _citation(view.article, name))
    return _linked(page, markdown, files)


def _linked(page: Page, text: str, files: Files) -> str:
    """Return a text whose HTML has addresses, and only words for what is not published yet."""
    source, hidden = page.file.src_uri, _build.content.hidden

    def address(path: str) -> str | None:
        file = files.src_uris.get(path)
        if not file or path in hidden:
            return "" if path in hidden else None
        return get_relative_url(file.url, page.file.url)

    text = with_addresses(source, text, address)
    if not hidden:
        return text
    return without_links(text, lambda target: resolve(source, target) in hidden)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep the text of an article for the feeds, and the ids that MkDocs does not see."""
    if page.file.src_uri in _build.views:
        _build.texts[page.file.src_uri] = html
    page.present_anchor_ids = (page.present_anchor_ids or set()) | letter_ids(html)
    return html


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Let every template see the content, and escape what it prints."""
    env.autoescape = True
    env.filters |= {"long_date": long_date, "day_of_year": day_of_year}
    env.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
        "sort_keys": False,
    }
    requests = _build.threads.get(comments.REQUESTS)
    env.globals |= {
        "content": _build.content,
        "asset": _build.assets.path,
        "inline_style": _build.assets.text(_INLINE_STYLE),
        "inline_script": _build.assets.text(_INLINE_SCRIPT),
        "asked_for": comments.requests_of(_build.content.ledger, requests) if requests else {},
        "card": {"file": cards.FILE, "width": cards.WIDTH, "height": cards.HEIGHT},
        "comments_feed": atom.COMMENTS if _build.threads else "",
        "photographs": _build.photographs,
        "publisher": _build.publisher,
        "problems": _build.problems,
        "today": _build.today,
        "views": _build.views,
    }
    return env


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Hand a page's template what it shows besides the page's text."""
    plan = _build.pages.get(page.file.src_uri)
    _build.cards[unquote(page.url)] = _card(page, plan, config)
    if page.is_homepage:
        home = views.home(_build.content, page.meta.get("lead", ""))
        return context | {"home": home, "json_ld": json_ld.home_data(_build.publisher)}
    if view := _build.views.get(page.file.src_uri):
        return context | _article_context(view, page)
    return context | plan.context if plan else context


def _article_context(view: views.ArticleView, page: Page) -> dict[str, Any]:
    thread = _build.threads.get(view.article.url)
    data = json_ld.article_data(view, thread, _build.publisher)
    has_contents = len(page.toc.items) >= _FEWEST_SECTIONS
    return {"view": view, "thread": thread, "json_ld": data, "has_contents": has_contents}


def _card(page: Page, plan: PagePlan | None, config: MkDocsConfig) -> cards.Card:
    view = _build.views.get(page.file.src_uri)
    drawing = site_files.theme(config) / _CARD_DRAWING
    if view and view.article.image:
        drawing = Path(config.docs_dir, view.article.image_source)
    kicker = plan.kicker if plan else ""
    return cards.Card(str(page.title), kicker, _build.publisher.name, _build.drawing(drawing))


# The RSS plugin writes at priority 0. Before that, all that its feeds name is made; afterwards it is
# completed. The search index is last, as it reads every page.
@event_priority(50)
def _before_the_plugin(*, config: MkDocsConfig) -> None:
    _write_cards(config)
    _hand_over(config)


@event_priority(-50)
def _after_the_plugin(*, config: MkDocsConfig) -> None:
    rss_plugin.complete(
        config.plugins["rss"], Path(config.site_dir), _build.feed_items.values(), _build.publisher
    )
    _write_atom(config)
    _list_threads(config)
    _write_photographs(config)
    _write_policy(config)
    _index_pages(config)


on_post_build = CombinedEvent(_before_the_plugin, _after_the_plugin)  # type: ignore[arg-type]  # typed for methods of plugins


def _write_cards(config: MkDocsConfig) -> None:
    """Write the picture of each page for where it is shared, and the mark of the site."""
    folder = site_files.root(config) / _CARDS
    theme = site_files.theme(config)
    palette = cards.palette_of((theme / _TOKENS).read_text(encoding="utf-8"))
    for url, card in _build.cards.items():
        with _stopped_by(cards.CardError):
            data = cards.card_png(card, palette, folder)
        site_files.write(config, f"{url}{cards.FILE}", data)
        address = _build.publisher.url(f"{url}{cards.FILE}")
        _build.thumbnails[url] = feeds.Thumbnail(address, cards.WIDTH, cards.HEIGHT, len(data))
    mark = (theme / config.theme["favicon"]).read_text(encoding="utf-8")
    for name, data in icons.icon_files(mark).items():
        site_files.write(config, name, data)


def _hand_over(config: MkDocsConfig) -> None:
    """Hand the RSS plugin complete items."""
    _build.feed_items = feeds.feed_items(
        _build.views.values(), _build.texts, _build.publisher, _build.thumbnails
    )
    rss_plugin.hand_over(
        config.plugins["rss"], _build.feed_items.values(), _build.publisher, _build.today
    )


def _write_atom(config: MkDocsConfig) -> None:
    """Write the Atom feeds and the list of them all."""
    publisher = _build.publisher
    written = [
        *atom.article_feeds(_build.content, _build.feed_items, publisher),
        *atom.comment_feeds(_build.threads, publisher),
    ]
    for feed in written:
        site_files.write(config, feed.path, atom.render(feed, publisher))
    site_files.write(config, atom.OPML, atom.render_opml(written, publisher))


def _list_threads(config: MkDocsConfig) -> None:
    """Write the threads that the comment service accepts."""
    if not _build.threads:
        return
    site = {
        "name": _build.publisher.name,
        "url": _build.publisher.site_url,
        "icon": f"/{config.theme['favicon']}",
        "stylesheets": [site_files.base(config) + _build.assets.path(name) for name in _STYLES],
        "fonts": [site_files.base(config) + _build.assets.path(name) for name in _FONTS],
    }
    site_files.write(config, f"{_COMMENTS}/threads.json", comments.allow_list(_build.threads, site))


def _write_photographs(config: MkDocsConfig) -> None:
    """Write each photograph in every size."""
    folder = site_files.root(config) / _PHOTOGRAPHS
    for source, picture in _build.photographs.items():
        content = Path(config.docs_dir, source).read_bytes()
        for size in picture.sizes:
            site_files.write(config, size.path, pictures.rendered(content, size, folder))


def _write_policy(config: MkDocsConfig) -> None:
    """Write what a browser may do on a page where the web server reads it."""
    made = policy.content_policy(
        scripts=[_build.assets.text(_INLINE_SCRIPT)], styles=[_build.assets.text(_INLINE_STYLE)]
    )
    site_files.write(config, policy.FILE, policy.caddy_header(made))


def _index_pages(config: MkDocsConfig) -> None:
    """Make the search index; a preview does that when it is shown."""
    if not _is_preview:
        with _stopped_by(search.SearchError):
            search.Indexing(Path(config.site_dir), _build.content).finish()


def on_build_error(*, error: Exception) -> None:
    """Say in one line what ended a build, where it was no mistake in a text or in the code."""
    if said := failure(error):
        raise Abort(said)


def _letter(source: str, language: str, *_: Any, **__: Any) -> str:
    """Render a fenced letter, as superfences asks for it."""
    return _render("partials/letter.html", letter=parse_letter(language, source))


def _citation(article: Article, name: str) -> str | None:
    number = article.source_numbers.get(name)
    return _render("partials/citation.html", id=name, number=number) if number else None


def _render(template: str, **context: Any) -> str:
    return _build.env.get_template(template).render(**context).strip()
