"""How the printed page shows the letters of an element: the style that the sanitised page keeps, and what it inherits.

Follows the cascade as far as it decides whether letters can be seen (CSS Cascading and Inheritance Level 4, section 6).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.css import clean_declarations, rules_of
from reviewer.workers.hidden.colours import BLACK, WHITE, Colour, alike, colour_of
from reviewer.workers.hidden.unshown import matching

SMALLEST = 2.0
"""Height in pixels under which letters are dust."""

_MOST_RULES = 500
_MOST_MATCHES = 200_000  # elements that rules are applied to
_RELEVANT = re.compile(r"display|visibility|color|background|font|opacity|^color|text", re.IGNORECASE)
_NAMES = frozenset({"display", "visibility", "color", "background", "background-color", "font", "font-size", "opacity"})
_SIZE = re.compile(r"(\d{0,5}(?:\.\d{0,6})?)(px|pt|r?em|%|in|cm|mm)?\Z")
_TO_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 37.8, "mm": 3.78, "rem": 16.0}
_OF_PARENT = {"em": 1.0, "%": 0.01}

_Declared = dict[str, tuple[int, str]]
"""Value by property, with the weight of what declared it."""

_INLINE, _IMPORTANT = 1_000_000, 2_000_000


class Look(NamedTuple):
    """Colour of letters and of what is behind them, size in pixels; ``how`` says why nothing of it is seen."""

    letters: Colour = BLACK
    ground: Colour = WHITE
    size: float = 16.0
    unseen: bool = False
    clear: bool = False
    how: Reason | None = None

    def why_unseen(self) -> Reason | None:
        """Why letters standing here are not seen, if they are not."""
        if self.how is not None:
            return self.how
        if self.unseen:
            return Reason("hidden.invisible")
        if self.size < SMALLEST:
            return Reason("hidden.no_size")
        if self.clear:
            return Reason("hidden.transparent_letters")
        return Reason("hidden.background") if _alike(self.letters, self.ground) else None


PAPER = Look()
_alike = lru_cache(4_096)(alike)


class Sheets:
    """What the style elements of a page declare for its elements, as far as the printed page keeps it.

    ``nodes`` are the elements for which there is a declaration, some of them more than once. ``cut`` says that
    there are more such elements than are looked at.
    """

    def __init__(self, tree: LexborHTMLParser, css: str) -> None:
        self.nodes: list[Any] = []
        self.cut = False
        self._declared: dict[int, _Declared] = {}
        used, left = 0, _MOST_MATCHES
        for order, (selector, body) in enumerate(rules_of(css)):
            if not _RELEVANT.search(body):
                continue
            kept = _parsed(clean_declarations(body), 10 * _specificity(selector) + min(order, 9_999) / 10_000)
            if not kept:
                continue
            used += 1
            if used > _MOST_RULES:
                break
            matched = matching(tree, selector)
            nodes, self.cut = matched[:left], len(matched) > left
            left -= len(nodes)
            self.nodes += nodes
            for node in nodes:
                _merge(self._declared.setdefault(node.mem_id, {}), kept)
            if self.cut:
                break

    def declares(self, element: int) -> bool:
        """Whether there is a declaration for an element, by its number in the tree."""
        return element in self._declared

    def of(self, node: Any) -> _Declared:
        """The declarations for an element."""
        return self._declared.get(node.mem_id, {})


def look_of(node: Any, attributes: dict[str, str | None], parent: Look, sheet: _Declared) -> Look:
    """The look of an element within its parent."""
    declared = dict(sheet)
    style = attributes.get("style")
    if style and _RELEVANT.search(style):
        _merge(declared, _inline(style))
    look = _by_attributes(node.tag, attributes, parent)
    if not declared:
        return look
    value = {name: value for name, (_, value) in declared.items()}
    if value.get("display") == "none":
        return look._replace(how=Reason("hidden.not_displayed"))
    if _number(value.get("opacity", "")) < 0.05:
        return look._replace(how=Reason("hidden.transparent"))
    return _painted(look, parent, value)


@lru_cache(2_048)
def _inline(style: str) -> _Declared:
    return _parsed(clean_declarations(style), _INLINE)  # never changed by those who get it


def _painted(look: Look, parent: Look, value: dict[str, str]) -> Look:
    letters, ground, clear = look.letters, look.ground, look.clear
    named = colour_of(value.get("color", ""))
    if named:
        letters, clear = named[0], named[1] < 0.05
    behind = _background(value)
    if behind is not None:
        ground = behind
    size = _size(value.get("font-size", ""), parent.size)
    if size is None:
        size = next(
            (found for word in value.get("font", "").split() if (found := _font(word, parent.size)) is not None), None
        )
    unseen = value.get("visibility") in ("hidden", "collapse") if "visibility" in value else look.unseen
    return Look(letters, ground, look.size if size is None else size, unseen, clear)


def _by_attributes(tag: str | None, attributes: dict[str, str | None], parent: Look) -> Look:
    """What the attributes of older HTML say."""
    look = parent
    ground = colour_of(attributes["bgcolor"] or "") if "bgcolor" in attributes else None
    if ground:
        look = look._replace(ground=ground[0])
    if tag == "font":
        letters = colour_of(attributes.get("color") or "")
        if letters:
            look = look._replace(letters=letters[0], clear=False)
        if attributes.get("size"):
            look = look._replace(size=16.0)
    elif tag == "body":
        letters = colour_of(attributes.get("text") or "")
        if letters:
            look = look._replace(letters=letters[0])
    return look


def _background(value: dict[str, str]) -> Colour | None:
    weighty = [value[name] for name in ("background", "background-color") if name in value]
    for written in reversed(weighty):
        for word in re.findall(r"[a-z]+\([^()]*\)|[^\s]+", written):
            found = colour_of(word)
            if found and found[1] >= 0.5:
                return found[0]
    return None


def _parsed(declarations: str, weight: float) -> _Declared:
    found: _Declared = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        if name not in _NAMES:
            continue
        plain, important, _ = value.partition("!")
        found[name] = (int(weight * 1_000) + (_IMPORTANT * 1_000 if important else 0), plain.strip())
    return found


def _merge(held: _Declared, more: _Declared) -> None:
    for name, (weight, value) in more.items():
        if name not in held or weight >= held[name][0]:
            held[name] = (weight, value)


def _specificity(selector: str) -> int:
    """Selectors Level 4, section 17, for selectors without pseudo-classes and attributes."""
    names = sum(1 for word in re.split(r"[\s>]+", selector) if word and word[0] not in ".#*")
    return 100 * selector.count("#") + 10 * selector.count(".") + names


def _number(value: str) -> float:
    try:
        return float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        return 1.0


def _size(value: str, parent: float) -> float | None:
    match = _SIZE.match(value)
    if not match or not match[1].strip("."):
        return 13.0 if value in ("smaller", "larger") or "small" in value or "large" in value else None
    unit = match[2] or ""
    if unit in _OF_PARENT:
        return float(match[1]) * _OF_PARENT[unit] * parent
    return float(match[1]) * _TO_PIXELS[unit]


def _font(word: str, parent: float) -> float | None:
    """The size in a ``font`` shorthand; 400 and the like are weights."""
    written = word.partition("/")[0]
    if re.fullmatch(r"[1-9]00", written):
        return None
    return _size(written, parent) if written[:1].isdigit() or written[:1] == "." else None
