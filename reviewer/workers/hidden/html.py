"""Words that HTML carries and its printed page does not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain, islice
from typing import Any

from reviewer.domain.evidence.reading import MORE_HIDDEN, Hidden
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.beside import words_beside
from reviewer.workers.email.html_text import HtmlPage, html_text
from reviewer.workers.hidden.colours import WHITE, alike, colour_of
from reviewer.workers.hidden.looks import PAPER, Look, Sheets, look_of
from reviewer.workers.hidden.unshown import unshown

MOST_CHARS = 1_000_000
"""Characters of hidden text of one item that are kept."""

_MOST_NODES = 300_000
_TELLING = (
    "[style], [bgcolor], font, body, details, summary, input, iframe, noembed, noframes, template, xmp, svg, math, "
    "audio, video, canvas, rp"
)
"""The elements that can look otherwise than their parent without a sheet."""
_FOLDED = Reason("hidden.folded")
_LEFT_OUT = frozenset(
    ["iframe", "noembed", "noframes", "template", "xmp", "svg", "math", "audio", "video", "canvas", "rp"]
)
"""Elements that the sanitised page leaves out with all that they hold."""

_HINTS: tuple[tuple[str, re.Pattern[str] | None], ...] = (
    ("display", re.compile(r"display\s*:\s*none")),
    ("visibility", re.compile(r"visibility\s*:\s*[hc]")),
    ("opacity", re.compile(r"opacity\s*:\s*0?\.?0")),
    ("font", re.compile(r"font(?:-size)?\s*:\s*[^;\"']{0,60}?(?<![\d.])(?:0|1(?=px|pt|[.;\"' ])|\.\d)")),
    ("transparent", re.compile(r"color\s*:\s*transparent")),
    ("hidden", re.compile(r"hidden(?<=[\s\"'=]hidden)|hidden(?<=:hidden)")),
    ("overflow", re.compile(r"overflow\s*:\s*[hc]")),
    ("indent", re.compile(r"indent\s*:\s*-")),
    ("-", re.compile(r"-\d{3}(?<=[:\s]....)|-\s\d{3}")),
    ("clip", re.compile(r"clip\s*:|clip-path")),
    ("scale(0", None),
    *((f"<{name}", None) for name in sorted(_LEFT_OUT | {"details"})),
)
"""What all hidden words have about them: a word to look for, and what it must stand in; all in small letters."""

_LETTERS = re.compile(r"color(?<![\w-]color)\s*[:=]\s*[\"']?\s*((?:rgb|hsl)a?\([^()]{1,60}\)|[#\w]{3,20})")
_BODY_TEXT = re.compile(r"<body[^>]{0,500}?\stext\s*=\s*[\"']?([#\w]{3,20})")
_GROUNDS = re.compile(
    r"(?:bgcolor\s*=\s*[\"']?\s*|background(?:-color)?\s*:\s*)((?:rgb|hsl)a?\([^()]{1,60}\)|[#\w]{3,20})"
)
_ASIDE = re.compile(
    r"<(style|script|xmp|textarea|title)\b.*?(?:</\1|\Z)"
    r"|<!--(?!-?>)(.*?)(?:--!?>|\Z)"
    r"|<(?:!\[CDATA\[|\?(?!xml))([^>]*)(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BOGUS = re.compile(r"<(?:!\[cdata\[|\?(?!xml))", re.IGNORECASE)
"""What browsers take for a comment (HTML, section 13.2.5.6), but for what Word and Outlook write everywhere."""
_CONDITION = re.compile(r"\s*\[if\b([^\]]{0,80})\]>|<!\[endif\]\s*\Z", re.IGNORECASE)
_OFFICE = re.compile(r"<xml\b(?:(?!<xml\b).)*?</xml>|<[ow]:[^<>]*>", re.IGNORECASE | re.DOTALL)
_TOOLTIP = re.compile(r"""<[a-z][^<>]{0,2000}?\stitle\s*=\s*(?:"([^"]+)|'([^']+)|([^\s"'<>=]+))""", re.IGNORECASE)
"""For what the tree does not reach: comments, templates, frames."""
_TITLED = re.compile(r"title\s*=", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2}")
_WORDS = re.compile(r"[^\W_]+")
_MOST_PIECES = 3_000
_BLANK = re.compile(  # letters that leave no mark, with which previews are filled up
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2800\u3164\ufeff\uffa0]"
)


def hidden_in_html(html: str, page: HtmlPage | None = None) -> tuple[Hidden, ...]:
    """The words that are not shown, one entry for each way in which they are hidden; none twice, none that are shown.

    Shown is what the page shows that :func:`reviewer.workers.email.sanitise.sanitise` makes of it. ``page`` is the same
    HTML if it was parsed already.
    """
    comments = list(_comments(html)) if "<!--" in html or _BOGUS.search(html) else []
    low = html.lower()
    if _TITLED.search(html):
        page = page or HtmlPage(html)
        comments += islice(_tooltips(html, page), _MOST_PIECES + 1)
    walked = _hinted(low) or _maybe_unseen_colour(low)
    if not comments and not walked:
        return ()
    page = page or HtmlPage(html)
    shown, pieces = _walk(page) if walked else (None, [])
    pieces += comments
    if not pieces:
        return ()
    return tuple(_gathered(pieces, _words(page.text if shown is None else " ".join(shown))))


def seen_across(html: str, page: HtmlPage) -> str:
    """Words that the page shows and its text lacks, as others are hidden within them; each once, line by line."""
    low = html.lower()
    if not (_hinted(low) or _maybe_unseen_colour(low)):
        return ""
    shown, _ = _walk(page)
    known = set(_WORDS.findall(page.text.lower()))
    found = (word for word in _WORDS.findall("".join(shown or ())) if word.lower() not in known)
    return "\n".join(dict.fromkeys(found))[:MOST_CHARS]


def _hinted(low: str) -> bool:
    return any(word in low and (within is None or within.search(low)) for word, within in _HINTS)


def _maybe_unseen_colour(html: str) -> bool:
    """Whether letters of some colour could stand on a ground that is too like it."""
    if "color" not in html and "background" not in html:
        return False
    letters = {found[0] for name in set(_LETTERS.findall(html)) if (found := colour_of(name))}
    letters |= {found[0] for name in _BODY_TEXT.findall(html) if (found := colour_of(name))}
    grounds = {found[0] for name in set(_GROUNDS.findall(html)) if (found := colour_of(name))} | {WHITE}
    if any(alike((0, 0, 0), ground) for ground in grounds):
        return True
    return any(alike(one, other) for one in letters for other in grounds)


def _comments(html: str) -> Iterator[tuple[Reason, str]]:
    for match in _ASIDE.finditer(html):
        inner = match[2] or (match[3] or "").removesuffix("]]").removesuffix("?")
        if not inner or not _WORD.search(inner):
            continue
        condition = _CONDITION.match(inner)
        if condition:
            inner = _OFFICE.sub(" ", _CONDITION.sub(" ", inner))
        text = html_text(inner) if "<" in inner else inner
        if _WORD.search(text):
            yield Reason("hidden.for_outlook" if condition else "hidden.comment"), text


def _tooltips(html: str, page: HtmlPage) -> Iterator[tuple[Reason, str]]:
    """What shows under the mouse alone, but for what the page shows as well in place of a picture or in a field."""
    beside: set[str] = set()
    in_tree = (node.attributes.get("title") or "" for node in page.tree.css("[title]"))
    elsewhere = (unescape(match[match.lastindex or 0]) for match in _TOOLTIP.finditer(html))
    for text in chain(in_tree, elsewhere):
        beside = beside or {"", *map(_words, words_beside([html]).split("\n"))}
        if _WORD.search(text) and _words(text) not in beside:
            yield Reason("hidden.tooltip"), text


def _walk(page: HtmlPage) -> tuple[list[str] | None, list[tuple[Reason, str]]]:
    """The words that are seen, or None where no element is unseen, and (how, words) of those that are not."""
    tree = page.tree
    apart = [(Reason("hidden.not_printed", tag="template"), _held_apart(node)) for node in tree.css("template")]
    apart = [(how, text) for how, text in apart if text]
    root = tree.body or tree.root
    if root is None:
        return [], apart
    sheets = Sheets(tree, page.css)
    means = list(unshown(tree, page.css))
    apart += [(MORE_HIDDEN.by, "")] if sheets.cut else []
    telling = tree.css(_TELLING)
    hows = {node.mem_id: how for node, how in means}
    glance = _Walker(sheets, hows, telling)
    if not any(glance.look(node).why_unseen() for node in (*telling, *(node for node, _ in means), *sheets.nodes)):
        return None, apart + glance.pieces
    walker = _Walker(sheets, hows, telling)
    for count, node in enumerate(root.traverse(include_text=True)):
        if count > _MOST_NODES:
            walker.pieces.append((MORE_HIDDEN.by, ""))
            break
        walker.visit(node)
    return walker.shown, apart + walker.pieces


def _held_apart(node: Any) -> str:
    """The words of a template, which is a document of its own that the tree does not reach."""
    return html_text((node.html or "")[:MOST_CHARS].partition(">")[2].replace("<template", "<div"))


class _Walker:
    """Goes through a tree from the outside in, with the look of each element that is open."""

    def __init__(self, sheets: Sheets, means: dict[int, Reason], telling: Iterable[Any]) -> None:
        self.shown: list[str] = []
        self.pieces: list[tuple[Reason, str]] = []
        self._sheets = sheets
        self._means = means
        self._telling = {node.mem_id for node in telling}
        self._looks: dict[int, Look] = {}

    def look(self, node: Any) -> Look:
        """The look of one element, by those of what it stands in."""
        chain = []
        while node is not None and node.mem_id not in self._looks:
            chain.append(node)
            node = node.parent
        look = PAPER if node is None else self._looks[node.mem_id]
        for one in reversed(chain):
            look = self._open(one, one.tag, look)
        return look

    def visit(self, node: Any) -> None:
        tag = node.tag
        parent = node.parent
        look = self._looks.get(parent.mem_id, PAPER) if parent is not None else PAPER
        if tag == "-text":
            self._text(node.text_content or "", look)
        elif tag and tag[0] != "-":
            self._open(node, tag, look)

    def _open(self, node: Any, tag: str, outer: Look) -> Look:
        number = node.mem_id
        below = outer.how is not None and not (tag == "summary" and outer.how == _FOLDED)
        look = self._looks[number] = outer if below or self._plain(number) else self._element(node, tag, outer)
        return look

    def _plain(self, element: int) -> bool:
        """Whether an element looks as its parent does, by what it is and by what sheets say."""
        return element not in self._telling and element not in self._means and not self._sheets.declares(element)

    def _element(self, node: Any, tag: str, parent: Look) -> Look:
        attributes = node.attributes
        how = self._means.get(node.mem_id)
        if tag in _LEFT_OUT:
            how = Reason("hidden.not_printed", tag=tag)
            if attributes.get("srcdoc"):
                self._piece(how, html_text((attributes["srcdoc"] or "")[:MOST_CHARS]))
        elif tag == "summary":
            return Look(parent.letters, parent.ground, parent.size)
        elif tag == "details" and "open" not in attributes:
            how = _FOLDED
        elif tag == "input" and (attributes.get("type") or "").lower() == "hidden":
            self._piece(Reason("hidden.field"), attributes.get("value") or "")
        if how is not None:
            return Look(how=how)
        declared = self._sheets.of(node)
        return look_of(node, attributes, parent, declared) if attributes or declared else parent

    def _text(self, text: str, look: Look) -> None:
        if not text.strip():
            return
        how = look.why_unseen()
        if how is not None:
            self._piece(how, html_text(text) if "<" in text else text)
        else:
            self.shown.append(text)

    def _piece(self, how: Reason, text: str) -> None:
        text = " ".join(_BLANK.sub("", text).split())
        if text:
            self.pieces.append((how, text))


def _gathered(pieces: list[tuple[Reason, str]], shown: str) -> Iterator[Hidden]:
    """The pieces by how they are hidden, without those whose words the page shows all the same."""
    held: dict[Reason, list[str]] = {}
    seen: set[str] = set()
    room = MOST_CHARS
    cut = len(pieces) > _MOST_PIECES or (MORE_HIDDEN.by, "") in pieces
    for how, piece in pieces[:_MOST_PIECES]:
        text = "\n".join(" ".join(line.split()) for line in _BLANK.sub("", piece).split("\n") if line.strip())[:room]
        words = _words(text)
        if not words.strip() or words in seen or words in shown:
            continue
        if len(text) >= room:
            cut = True
            if not room:
                continue
        seen.add(words)
        room -= len(text)
        held.setdefault(how, []).append(text)
    for how, texts in held.items():
        joined = "\n".join(texts)
        if _WORD.search(joined):
            yield Hidden(joined, how)
    if cut:
        yield MORE_HIDDEN


def _words(text: str) -> str:
    """The words alone, so that two texts can be compared."""
    return f" {' '.join(_WORDS.findall(text.lower()))} "
