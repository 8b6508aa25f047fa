"""Text that is shown in another order than it is stored in, as marks or markup force a direction on its letters.

What a reader sees then is not what is searched. Directions are those of Unicode's bidirectional algorithm (UAX 9) and
of HTML (``bdo``, ``dir``) and CSS (``direction``, ``unicode-bidi``). Where letters only stand in the direction that
they have anyway, as Hebrew in a part that is said to run from right to left, nothing is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.css import declarations_of, rules_of
from reviewer.workers.email.html_text import HtmlPage
from reviewer.workers.hidden.unshown import matching

_MARKED = re.compile("[\u202a\u202b\u202d\u202e\u2066\u2067]")
_MARKS = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI",
    "\u2068": "FSI",
}  # fmt: skip
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_TO_THE_RIGHT = frozenset(("LRE", "LRO", "LRI"))
_HINTS = re.compile(r"<bdo\b|\bdir\s*=|bidi-override|isolate-override|direction\s*:", re.IGNORECASE)
_TELLING = 'bdo, [dir], [style*="direction" i], [style*="bidi" i]'
_MOST = 2_000  # elements that are looked at
_LONGEST = 60  # characters of the stretch that is told
_LETTERS_TOLD = 2_000  # of one stretch that are looked at


def turned_by_marks(texts: Iterable[str]) -> Reason | None:
    """A remark on the first stretch of some texts that marks of direction turn; None where they turn none."""
    for text in texts:
        if text.isascii() or not _MARKED.search(text):
            continue
        for how, stretch in _stretches(text):
            if how not in ("", "FSI") and _turns(stretch, leftward=how not in _TO_THE_RIGHT, letters=how.endswith("O")):
                return _told(stretch, how)
    return None


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    """What stands under a mark, by the innermost that is open (UAX 9, X1 to X8); what marks alone divide is one."""
    marks: list[str] = []
    isolates = 0  # of the marks
    how, stretch = "", list[str]()
    for each in text:
        if each in _MARKS:
            marks.append(_MARKS[each])
            isolates += marks[-1] in _ISOLATES
        elif each == "\u202c":
            if marks and marks[-1] not in _ISOLATES:
                marks.pop()
        elif each == "\u2069":
            if isolates:
                isolates -= 1
                while marks.pop() not in _ISOLATES:
                    pass
        else:
            if each in "\r\n\u2029":
                marks.clear()
                isolates = 0
            now = marks[-1] if marks else ""
            if now != how:
                yield how, "".join(stretch)
                how, stretch = now, []
            stretch.append(each)
    yield how, "".join(stretch)


def turned_by_markup(html: str, page: HtmlPage) -> Reason | None:
    """A remark on the first element whose text its tags or styles turn; ``page`` is the same HTML, parsed."""
    if not _HINTS.search(html):
        return None
    for node in page.tree.css(_TELLING)[:_MOST]:
        found = _turned(node, declarations_of(node.attributes.get("style") or ""))
        if found is not None:
            return found
    left = _MOST
    for selector, body in rules_of(page.css):
        declared = declarations_of(body) if _HINTS.search(body) else {}
        for node in matching(page.tree, selector)[:left] if declared else ():
            left -= 1
            if (found := _turned(node, declared)) is not None:
                return found
    return None


def turned_in_page(html: str) -> Reason | None:
    """The same of a web page, which is parsed only where something in it may turn text."""
    return turned_by_markup(html, HtmlPage(html)) if _HINTS.search(html) else None


def _turned(node: Any, declared: dict[str, str]) -> Reason | None:
    said = (node.attributes.get("dir") or "").strip().lower()
    direction = declared.get("direction", said)
    override = "override" in declared.get("unicode-bidi", "") or (node.tag == "bdo" and bool(said))
    if not override and direction != "rtl":
        return None
    if override and not direction:
        direction = _inherited(node)
    text = (node.text() or "")[:_LETTERS_TOLD]
    how = "unicode-bidi" if "unicode-bidi" in declared else "bdo" if override else "direction"
    return _told(text, how) if _turns(text, leftward=direction == "rtl", letters=override) else None


def _inherited(node: Any) -> str:
    above = node.parent
    while above is not None:
        said = above.attributes.get("dir") if above.attributes else None
        if said:
            return str(said).strip().lower()
        above = above.parent
    return "ltr"


def _turns(text: str, *, leftward: bool, letters: bool) -> bool:
    """Whether a text stands otherwise when it runs to the left, or to the right; with ``letters`` each of them does."""
    text = text[:_LETTERS_TOLD].strip()
    kinds = [unicodedata.bidirectional(each) for each in text]
    hebrew, latin = sum(each in ("R", "AL") for each in kinds), sum(each in ("L", "EN") for each in kinds)
    against = latin if leftward else hebrew
    if letters:
        return against > 1
    if not leftward or hebrew or latin < 2:
        return False
    # A number goes with the letters before it (UAX 9, W7): only one before all letters changes its place, and only
    # where a blank divides it from what follows (N1).
    before = next((at for at, kind in enumerate(kinds) if kind == "L"), len(kinds))
    number = kinds.index("EN") if "EN" in kinds[:before] else before
    return any(each.isspace() for each in text[number:before])


def _told(text: str, how: str) -> Reason:
    words = " ".join(text.split())
    return Reason("reader.turned", text=words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…", how=how)
