"""The words of HTML as plain text, those it hides included."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST = 400
"""Levels of open elements that are kept; both HTML parsers are quadratic in depth (100,000 levels take minutes)."""

MOST_ATTRIBUTES = 2_000
"""Attributes of one tag that are kept; the parser is quadratic in their number, too (100,000 take half a minute)."""

_BLOCK = (
    "a(?:ddress|rticle|side)|b(?:lockquote|r)|c(?:aption|enter)|d(?:d|ir|iv|l|t)|f(?:ieldset|igure|ooter|orm)"
    "|h(?:[1-6]|eader|r)|l(?:i|egend)|m(?:ain|enu)|nav|o(?:l|ption)|p(?:re)?|section|t(?:able|body|foot|head|itle|r)|ul"
)
_BREAKS = re.compile(rf"<(?=/?(?:{_BLOCK})\b)", re.IGNORECASE)
_CELLS = re.compile(r"<(?=t[dh]\b)", re.IGNORECASE)
FIELDS = re.compile(
    "<(?=/?(?:button|dialog|dir|fieldset|form|hgroup|input|legend|listing|marquee|meter|optgroup|option|progress|search"
    r"|select|textarea)\b)",
    re.IGNORECASE,
)
"""Where a field of a form, or a box that no printed page has, begins or ends: words beside it are words apart."""
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*>?")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{2 * MOST_ATTRIBUTES},}}")
_VOID_NAMES = "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_OPENS_NOTHING = ("</", "<br>", "<BR>", "<!")
_TITLE = re.compile("<title", re.IGNORECASE)
_RUBY = re.compile("<ruby", re.IGNORECASE)
_GLOSSES = "rt, rtc, rp"
_LETTER = re.compile(r"[^\W_]")
_STYLE = re.compile("<style", re.IGNORECASE)
UNREAD = ["script", "style", "head"]


class HtmlPage:
    """An HTML document or fragment, parsed once.

    ``text`` has blocks on lines of their own and white space collapsed. ``tree`` is without :data:`UNREAD`, ``css`` is
    what the style elements held.
    """

    def __init__(self, html: str) -> None:
        html = " ".join(flatten(html).replace("\x00", "").split())
        html = FIELDS.sub(" <", html)
        html = _CELLS.sub("\t<", _BREAKS.sub("\n<", html))
        self.tree = tree = LexborHTMLParser(html)
        self.css = "\n".join(node.text() or "" for node in tree.css("style")) if _STYLE.search(html) else ""
        title = tree.css_first("title") if _TITLE.search(html) else None
        heading = title.text() if title is not None else ""
        tree.strip_tags(UNREAD)
        glosses = ""
        if _RUBY.search(html):
            tree, glosses = _without_ruby(html)
        root = tree.body or tree.root
        self.text = tidy(f"{heading}\n{root.text()}\n{glosses}" if root is not None else heading)


def _without_ruby(html: str) -> tuple[LexborHTMLParser, str]:
    """The tree without what stands above or beside words in small letters, and all of that for itself, each once.

    Both are words: what stands above each letter would tear the word below apart, and the other way round. What stands
    above nothing, outside any ruby, is a word among others and stays.
    """
    tree = LexborHTMLParser(html)
    tree.strip_tags(UNREAD)
    told = ""
    before = None
    apart = _outermost(tree.css("ruby"), _GLOSSES)
    for node in apart:
        text = node.text()
        if node.tag == "rt":
            base = node.parent
            if before is None or base is None or base.mem_id != before:
                beside = base.prev if base is not None else None
                told += "" if beside is not None and beside.mem_id == before else " "
            before = base.mem_id if base is not None else None
            told += text
        elif _LETTER.search(text):  # brackets for browsers without ruby are none
            told += f" {text} "
    for node in apart:
        node.decompose()
    return tree, told


def _outermost(nodes: list[LexborNode], selector: str) -> list[LexborNode]:
    """What a selector finds within some nodes, without what lies in another such; each node is looked into once."""
    seen: set[int] = set()
    found: list[LexborNode] = []
    within: set[int] = set()
    for node in nodes:
        if node.mem_id in seen:
            continue
        seen.update(each.mem_id for each in node.css("ruby"))
        for one in node.css(selector):
            if one.mem_id not in within:
                within.update(each.mem_id for each in one.css(selector))
                found.append(one)
    return found


def html_text(html: str) -> str:
    """The text of an HTML document or fragment."""
    return HtmlPage(html).text


_UNSEEN = "evr-unseen"
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def visible_text(html: str, sheet: str = "") -> str:
    """The same of a sanitised page, without what its styles or its sheet do not display."""
    tree = LexborHTMLParser(flatten(html))
    hidden = [one for one in tree.css("[style]") if _HIDING.search(one.attributes.get("style") or "")]
    for rule in sheet.split("\n"):
        if _HIDING.search(rule):
            selectors = rule.partition("{")[0].replace(".evr-body ", "").replace(".evr-mail", "body")
            hidden += tree.css(selectors)
    for node in hidden:
        node.attrs["class"] = _UNSEEN
    for node in reversed(tree.css(f".{_UNSEEN}")):  # from the inside out: what is removed must not be touched again
        node.decompose()
    root = tree.body or tree.root
    return html_text((root.inner_html or "") if root is not None else "")


def tidy(text: str) -> str:
    """Trim lines and keep at most one blank line between two."""
    lines: list[str] = []
    for line in (each.strip(" \t") for each in text.split("\n")):
        if line.strip("\xa0 \t"):
            lines.append(line)
        elif lines and lines[-1]:
            lines[-1] = lines[-1].rstrip("\xa0 \t")
            lines.append("")
    return "\n".join(lines).strip()


def flatten(html: str) -> str:
    """Leave out tags that would open more than :data:`DEEPEST` levels, and attributes beyond :data:`MOST_ATTRIBUTES`.

    The text of a tag that is left out stays.
    """
    html = _LONG_TAG.sub(_shortened, html)
    if html.count("<") - sum(html.count(tag) for tag in _OPENS_NOTHING) <= DEEPEST:
        return html
    depth = 0
    pieces: list[str] = []
    at = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _VOID:
            continue
        if match[1]:
            depth = max(0, depth - 1)
        elif depth >= DEEPEST:
            pieces.append(html[at : match.start()])
            at = match.end()
        else:
            depth += 1
    if not at:
        return html
    pieces.append(html[at:])
    return " ".join(pieces)


def _shortened(tag: re.Match[str]) -> str:
    """A long tag with no more words in it than attributes are kept; a long word, such as a picture's bytes, stays."""
    words = tag[0].split(None, MOST_ATTRIBUTES)
    return tag[0] if len(words) <= MOST_ATTRIBUTES else " ".join(words[:-1])
