"""Elements that mail programs do not show, by means that the sanitised page leaves out: it has to hide them too.

Positions, clips, overflow and attributes are taken out of a page before it is printed; without a word about it, what
the sender moved out of sight would be shown as if everyone had read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.css import declarations_of, rules_of

OFF_PAGE = Reason("hidden.off_page")
NO_ROOM = Reason("hidden.no_room")
CLIPPED = Reason("hidden.clipped")
ATTRIBUTE = Reason("hidden.attribute")

_FAR = 300.0  # pixels
_MOST_RULES = 500
_MOST_NODES = 2_000_000  # what is beyond them the page shows; half a million take some 5 seconds
_TELLING = re.compile(r"overflow|indent|clip|scale|-\s*\d{3}|-\s*\d{2,}\s*(?:r?em|%|in|cm)", re.IGNORECASE)
_LENGTH = re.compile(r"(-?)\s*(\d{0,7}(?:\.\d{0,6})?)\s*(px|pt|r?em|%|in|cm|mm|v[wh])?", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 6.0, "in": 96.0, "cm": 37.8, "mm": 3.78}
_AREA = re.compile(r"rect\(\s*([^()]{0,100})\)")
_INSET = re.compile(r"(?:inset\(\s*(?:[5-9]\d|\d{3,})(?:\.\d+)?%|circle\(\s*0)")
_SCALE = re.compile(r"scale(?:3d|x|y)?\(\s*0(?:\.0+)?\s*[,)]")


def unshown(tree: LexborHTMLParser, css: str) -> Iterator[tuple[Any, Reason]]:
    """Each such element, and by which means it is hidden. ``css`` is what the style elements hold."""
    for node in tree.css("body [hidden]")[:_MOST_NODES]:
        if "display" not in (node.attributes.get("style") or "").lower():
            yield node, ATTRIBUTE
    for node in tree.css("body [style]")[:_MOST_NODES]:
        style = node.attributes.get("style") or ""
        if _TELLING.search(style):
            how = means_of(declarations_of(style))
            if how is not None:
                yield node, how
    if _TELLING.search(css):
        yield from _by_sheet(tree, css)


def _by_sheet(tree: LexborHTMLParser, css: str) -> Iterator[tuple[Any, Reason]]:
    left = _MOST_NODES
    for selector, body in list(rules_of(css))[:_MOST_RULES]:
        how = means_of(declarations_of(body)) if _TELLING.search(body) else None
        nodes = matching(tree, selector) if how is not None and left > 0 else []
        left -= len(nodes)
        for node in nodes:
            if how is not None and node.tag not in ("html", "head", "body"):
                yield node, how


def matching(tree: LexborHTMLParser, selector: str) -> list[Any]:
    """The elements that a plain selector means; none for a selector that is not understood."""
    try:
        return list(tree.css(selector))[:_MOST_NODES]
    except SelectolaxError:
        return []


def means_of(declared: dict[str, str]) -> Reason | None:
    """By which means these declarations put an element out of sight, if they do."""
    floating = declared.get("position", "") in ("absolute", "fixed", "relative")
    if floating and any(_pixels(declared.get(side, "")) <= -_FAR for side in ("left", "top", "right", "bottom")):
        return OFF_PAGE
    if any(
        _pixels(length) <= -_FAR
        for name in ("text-indent", "margin", "margin-left", "margin-top")
        for length in declared.get(name, "").split()
    ):
        return OFF_PAGE
    if declared.get("overflow", "").startswith(("hidden", "clip")) and any(
        0 <= _pixels(declared[name]) <= 1
        for name in ("height", "width", "max-height", "max-width")
        if _LENGTH.fullmatch(declared.get(name, "x")) and declared[name]
    ):
        return NO_ROOM
    area = _AREA.search(declared.get("clip", ""))
    if area and floating and all(abs(_pixels(length)) <= 1 for length in re.split(r"[\s,]+", area[1].strip())):
        return CLIPPED
    if _INSET.search(declared.get("clip-path", "")) or _SCALE.search(declared.get("transform", "")):
        return CLIPPED
    return None


def _pixels(length: str) -> float:
    """A CSS length in pixels, roughly; 100 per cent are taken for a page's width, and nothing for 0."""
    match = _LENGTH.match(length)
    if not match or not match[2].strip("."):
        return 0.0
    value = float(match[2]) * _PIXELS.get((match[3] or "").lower(), 6.0)
    return -value if match[1] else value
