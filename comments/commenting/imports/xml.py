"""XML from strangers: no entities, no network, and no more memory than one element takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from lxml import etree

from commenting.imports.exports import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# WordPress exports what was once typed, control characters too, which no XML may hold.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


class _WithoutControls:
    """A file whose control characters are passed over."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Return more of the file, and nothing only at its end."""
        while block := self._file.read(size):
            if kept := block.translate(None, _CONTROLS):
                return kept
        return b""


def elements(path: Path, root: str, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield each element of these names directly below the root or its channel, for this step only.

    Names are without their namespaces. Raises UnreadableError where this is no XML, or other XML.
    """
    try:
        with path.open("rb") as file:
            yield from _elements(_WithoutControls(file), path, root, names)
    except OSError as error:
        raise UnreadableError(f"{path}: expected a file to read, got {error.strerror}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{path}: expected XML, got {error.msg}") from error


def _elements(
    file: _WithoutControls, path: Path, root: str, names: tuple[str, ...]
) -> Iterator[etree._Element]:
    wanted = [f"{{*}}{name}" for name in (root, *names)]
    parts = etree.iterparse(
        file,  # only ever read
        ("start", "end"),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
    )
    top = None
    for event, element in parts:
        if top is None:
            top = _checked(element, path, root)
        elif event == "end" and _is_direct(element, top):
            yield element
            _forget(element)
    if top is None:
        raise UnreadableError(f"{path}: expected <{root}>, got something else")


def _checked(element: etree._Element, path: Path, root: str) -> etree._Element:
    if element.getparent() is not None or local(element) != root:
        raise UnreadableError(f"{path}: expected <{root}>, got something else")
    if element.getroottree().docinfo.doctype:
        raise UnreadableError(f"{path}: expected an export, which has no <!DOCTYPE>")
    return element


def _is_direct(element: etree._Element, top: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and (parent is top or local(parent) == "channel")


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; a comment has none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of this name."""
    return next((each for each in element if local(each) == name), None)


def words(element: etree._Element, *names: str) -> str:
    """Return what is written in the first child of this name, or in its first of the next one."""
    for name in names:
        below = child(element, name)
        if below is None:
            return ""
        element = below
    return element.text or ""
