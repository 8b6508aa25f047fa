"""The styles and lists of a Word document: which words are hidden, which are headings, what stands before an item."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewer.workers.office.ooxml import Parts
from reviewer.workers.office.xml import Element, attr, child, name, within

_HEADING = re.compile(r"(?:heading|überschrift|titre)\s*(\d)", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says that matters here; ``list_id`` is empty if it is in no list."""

    heading: int = 0
    hidden: bool | None = None  # None where the style does not say
    list_id: str = ""
    level: int = 0


@dataclass(slots=True)
class Styles:
    """The styles by id, and the lists with how far each has been counted."""

    by_id: dict[str, Style] = field(default_factory=dict)
    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)  # format, pattern, start
    counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def of(self, properties: Element | None) -> Style:
        """The style of a paragraph by its properties."""
        if properties is None:
            return Style()
        named = child(properties, "w:pStyle")
        style = self.by_id.get(attr(named, "val"), Style()) if named is not None else Style()
        own = child(properties, "w:outlineLvl")
        level = _number(attr(own, "val")) + 1 if own is not None else 0
        return Style(level, style.hidden, style.list_id, style.level) if 0 < level < 7 else style

    def run_hidden(self, properties: Element) -> bool | None:
        """Whether a run itself, or else its style, hides its words; None if neither says."""
        own = switch(properties, "w:vanish")
        named = child(properties, "w:rStyle") if own is None else None
        return own if named is None else self.by_id.get(attr(named, "val"), Style()).hidden

    def marker(self, properties: Element | None, style: Style) -> tuple[str, int]:
        """The bullet or number before a paragraph, and how deep in its list it is."""
        list_id, level = style.list_id, style.level
        numbered = child(properties, "w:numPr") if properties is not None else None
        if numbered is not None:
            for each in numbered:
                if name(each) == "w:numId":
                    list_id = attr(each, "val")
                elif name(each) == "w:ilvl":
                    level = min(_number(attr(each, "val")), 8)
        if not list_id or list_id == "0":
            return "", 0
        form, pattern, start = self.levels.get((list_id, level), ("bullet", "", 1))
        if form in {"bullet", "none"}:
            return ("•" if form == "bullet" else ""), level
        self.counted[list_id, level] = self.counted.get((list_id, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            self.counted.pop((list_id, deeper), None)
        return re.sub(r"%(\d)", lambda found: self._count(list_id, int(found[1]) - 1), pattern)[:40], level

    def _count(self, list_id: str, level: int) -> str:
        form, _, start = self.levels.get((list_id, level), ("decimal", "", 1))
        return _as_number(self.counted.get((list_id, level), start), form)


def switch(properties: Element, short_name: str) -> bool | None:
    """Whether a switch like ``w:b`` is on or off; None if it is not there."""
    found = child(properties, short_name)
    return None if found is None else attr(found, "val", "1").lower() not in {"0", "false", "off"}


def is_unseen(run: Element, properties: Element) -> bool:
    """Whether a run is white where nothing is known to lie behind it, or smaller than two points."""
    size, colour = child(properties, "w:sz"), child(properties, "w:color")
    if size is not None and 0 < _number(attr(size, "val")) <= 3:  # half points
        return True
    if colour is None or attr(colour, "val").upper() != "FFFFFF":
        return False
    backed = child(properties, "w:shd") is not None or child(properties, "w:highlight") is not None
    return not backed and not _is_backed(run)


def _is_backed(run: Element) -> bool:
    """Whether something that is not white may lie behind a run."""
    for above in run.iterancestors():
        if name(above) in {"w:txbxContent", "w:tbl"}:  # the colour of a shape, or of a table's style, is not followed
            return True
        own = child(above, "w:pPr") if name(above) == "w:p" else None
        if own is not None and child(own, "w:shd") is not None:
            return True
        if name(above) == "w:document":
            return child(above, "w:background") is not None
    return False


def read_styles(parts: Parts, main: str) -> Styles:
    """The styles and lists of the document whose main part is ``main``."""
    styles = Styles()
    for relation in parts.package.relations(main):
        root = (
            parts.tree(relation.target) if not relation.outside and relation.role in {"styles", "numbering"} else None
        )
        if root is not None and relation.role == "styles":
            _take_styles(root, styles)
        elif root is not None:
            _take_lists(root, styles)
    return styles


def _take_styles(root: Element, styles: Styles) -> None:
    told: dict[str, tuple[Style, str]] = {}
    for each in within(root, "w:style"):
        label, properties, run = child(each, "w:name"), child(each, "w:pPr"), child(each, "w:rPr")
        found = _HEADING.match(attr(label, "val")) if label is not None else None
        heading = min(int(found[1]), 6) if found else 0
        if label is not None and attr(label, "val").lower() == "title":
            heading = 1
        numbered = child(properties, "w:numPr") if properties is not None else None
        list_id, level = "", 0
        for part in numbered if numbered is not None else ():
            if name(part) == "w:numId":
                list_id = attr(part, "val")
            elif name(part) == "w:ilvl":
                level = min(_number(attr(part, "val")), 8)
        based = child(each, "w:basedOn")
        hidden = switch(run, "w:vanish") if run is not None else None
        told[attr(each, "styleId")] = (
            Style(heading, hidden, list_id, level),
            attr(based, "val") if based is not None else "",
        )
    for key, (style, based) in told.items():
        made, parent, steps = style, based, 0
        while parent in told and steps < 20:
            above, parent = told[parent]
            hidden = above.hidden if made.hidden is None else made.hidden
            list_id = made.list_id or above.list_id
            made = Style(made.heading or above.heading, hidden, list_id, made.level if made.list_id else above.level)
            steps += 1
        styles.by_id[key] = made


def _take_lists(root: Element, styles: Styles) -> None:
    abstract = {attr(each, "abstractNumId"): each for each in root if name(each) == "w:abstractNum"}
    for each in root:
        if name(each) != "w:num":
            continue
        named = child(each, "w:abstractNumId")
        source = abstract.get(attr(named, "val")) if named is not None else None
        for level in [*(source if source is not None else ()), *within(each, "w:lvl")]:
            if name(level) != "w:lvl":
                continue
            form, pattern, start = (child(level, part) for part in ("w:numFmt", "w:lvlText", "w:start"))
            styles.levels[attr(each, "numId"), min(_number(attr(level, "ilvl")), 8)] = (
                attr(form, "val") if form is not None else "decimal",
                attr(pattern, "val") if pattern is not None else "",
                _number(attr(start, "val")) if start is not None else 1,
            )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _as_number(value: int, form: str) -> str:
    value = max(0, value)
    if form in {"lowerLetter", "upperLetter"} and value:
        text = _LETTERS[(value - 1) % 26] * min((value - 1) // 26 + 1, 10)
    elif form in {"lowerRoman", "upperRoman"} and value < 4000:
        text, rest = "", value
        for size, letters in (*_ROMAN, *_ROMAN_LOW):
            text += letters * (rest // size)
            rest %= size
    else:
        text = str(value)
    return text.upper() if form.startswith("upper") else text
