"""HTML of mail made fit to be printed: as sent to look at, unable to run, fetch, move or follow anything.

First the tree is rewritten (images, links, fields, style sheets); then nh3 has the last word on tags and attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import nh3
from selectolax.lexbor import LexborHTMLParser

from reviewer.workers.email.css import ID_CLASS, clean_declarations, clean_sheet
from reviewer.workers.email.html_text import FIELDS, flatten
from reviewer.workers.hidden.unshown import unshown

_TAGS_NAMES = """
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details
    dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p
    pre q rb rt rtc ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead
    time tr tt u ul var wbr
"""
_TAGS = set(_TAGS_NAMES.split())
_UNSEEN = {
    "script",
    "style",
    "title",
    "iframe",
    "noembed",
    "noframes",
    "template",
    "xmp",
    "svg",
    "math",
    "audio",
    "video",
    "canvas",
    "rp",
}
_EVERYWHERE = {"align", "bgcolor", "class", "dir", "lang", "style", "title", "valign"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace"},
    "table": {"width", "height", "border", "cellpadding", "cellspacing", "rules", "frame"},
    "td": {"width", "height", "colspan", "rowspan", "nowrap"},
    "th": {"width", "height", "colspan", "rowspan", "nowrap"},
    "tr": {"height"},
    "col": {"width", "span"},
    "colgroup": {"width", "span"},
    "font": {"color", "face", "size"},
    "hr": {"width", "size", "color", "noshade"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"type", "value"},
    "div": {"width"},
}
_SIZE = re.compile(r"\s*[+-]?\d{1,4}(?:\.\d{1,3})?\s*(?:%|px|pt)?\s*\Z")
_SPAN = re.compile(r"\s*\d{1,3}\s*\Z")
_WORDY = re.compile(r"[\w #%,.'-]{0,200}\Z")
_CLASS = re.compile(r"(?:evr-blocked|evr-field|(?!evr-)[\w-]{1,60})\Z", re.IGNORECASE)
_RESOURCE = re.compile(r"r\d{1,4}\.(?:png|jpg|gif|webp|bmp)\Z")
_PATTERNS = {
    "src": _RESOURCE,
    **dict.fromkeys(("colspan", "rowspan", "span"), _SPAN),
    **dict.fromkeys(("width", "height", "border", "cellpadding", "cellspacing", "hspace", "vspace"), _SIZE),
    **dict.fromkeys(("size", "start", "value"), _SIZE),
}
_ADDRESS = re.compile(r"url\(\s*[\"']?\s*([^\"')\s]{1,2000})", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:(?://)?")
_FETCHING = (
    "[background], [poster], [srcset], iframe[src], frame[src], embed[src], object[data], input[src], audio[src], "
    "video[src], source[src], track[src], link[href], bgsound[src]"
)
_MOST = 2_000  # images, links or addresses of one mail that are looked at
_TINY = 3  # pixels; a picture of this size is there to be counted, not to be seen


@dataclass(slots=True)
class Sanitised:
    """Harmless HTML, its style sheet, and what it would have fetched or led to."""

    html: str = ""
    sheet: str = ""
    blocked: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def sanitise(html: str, images: Mapping[str, str]) -> Sanitised:
    """Make HTML harmless; ``images`` gives the resource name for each Content-ID that may be shown."""
    done = Sanitised()
    tree = LexborHTMLParser(flatten(FIELDS.sub(" <", html.replace("\x00", ""))))
    tree.unwrap_tags(["noscript"])  # no script runs, so it is shown; nh3 would take its tags for words
    for node in tree.css('[class*="evr-" i]'):
        del node.attrs["class"]  # such names are ours
    _hide_what_was_out_of_sight(tree)
    _take_sheets(tree, done)
    if f".{ID_CLASS}" in done.sheet:
        _name_by_class(tree)
    _list_fetches(tree, done)
    _list_links(tree, done)
    _list_images(tree, images, done)
    _rewrite_images(tree, images)
    _rewrite_fields(tree)
    done.html = _clean(f"<div{_body_look(tree)}>{_inner(tree)}</div>")
    done.blocked = list(dict.fromkeys(done.blocked))
    return done


def _inner(tree: LexborHTMLParser) -> str:
    root = tree.body or tree.root
    return (root.inner_html or "") if root is not None else ""


def _body_look(tree: LexborHTMLParser) -> str:
    """The look that the body tag gives, as attributes of the box that stands for it."""
    if tree.body is None:
        return ""
    attributes = tree.body.attributes
    style = attributes.get("style") or ""
    if attributes.get("text"):
        style = f"color:{_colour(attributes['text'])};{style}"
    if attributes.get("bgcolor"):  # which means nothing on a box
        style = f"background-color:{_colour(attributes['bgcolor'])};{style}"
    look = {
        "style": style,
        "bgcolor": attributes.get("bgcolor"),
        "dir": attributes.get("dir"),
        "class": attributes.get("class"),
    }
    return "".join(f' {name}="{_quoted(value)}"' for name, value in look.items() if value)


def _colour(value: str | None) -> str:
    """A colour as CSS has it: older HTML leaves out the number sign."""
    value = (value or "").strip()
    return f"#{value}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else value


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _hide_what_was_out_of_sight(tree: LexborHTMLParser) -> None:
    """Positions and clips are taken out below; what they kept out of sight must not come into it by that."""
    css = "\n".join(node.text() or "" for node in tree.css("style"))
    for node, _ in list(unshown(tree, css)):
        node.attrs["style"] = "display:none!important"


def _name_by_class(tree: LexborHTMLParser) -> None:
    """Identifiers are taken out, as they could be ours; what a sheet declares for them follows a class."""
    for node in tree.css("[id]")[:_MOST]:
        name = f"{ID_CLASS}{(node.attributes.get('id') or '').strip()}"
        if _CLASS.match(name):
            node.attrs["class"] = f"{node.attributes.get('class') or ''} {name}".strip()


def _take_sheets(tree: LexborHTMLParser, done: Sanitised) -> None:
    sheets: list[str] = []
    for node in reversed(tree.css("style")):  # inside SVG one may hold another; the outer one must go last
        css = node.text() or ""
        sheets.insert(0, css)
        done.blocked += _ADDRESS.findall(css)[:_MOST]
        node.decompose()
    done.sheet = clean_sheet("\n".join(sheets))


def _list_fetches(tree: LexborHTMLParser, done: Sanitised) -> None:
    for node in tree.css(_FETCHING)[:_MOST]:
        for name in ("background", "poster", "src", "data", "srcset", "href"):
            value = (node.attributes.get(name) or "").strip()
            if value and not (node.tag == "img" and name == "src") and not (node.tag == "a" and name == "href"):
                done.blocked.append(value[:2_000])
    for node in tree.css("[style]")[:_MOST]:
        style = node.attributes.get("style") or ""
        if "(" in style:
            done.blocked += _ADDRESS.findall(style)[:_MOST]


def _list_images(tree: LexborHTMLParser, images: Mapping[str, str], done: Sanitised) -> None:
    for node in tree.css("img[src]")[:_MOST]:
        source = (node.attributes.get("src") or "").strip()
        if source and _own_image(source, images) is None:
            done.blocked.append(source[:2_000])


def _rewrite_images(tree: LexborHTMLParser, images: Mapping[str, str]) -> None:
    for node in reversed(tree.css("img")):
        source = (node.attributes.get("src") or "").strip()
        name = _own_image(source, images)
        if name is not None:
            node.attrs["src"] = name
            continue
        alt = " ".join((node.attributes.get("alt") or "").split())
        if source and not _tiny(node):
            words = f"[{_blocked_words(source)}]{' ' + alt if alt else ''}"
            _replace(tree, node, words, "evr-blocked", _room(node))
        elif alt:
            _replace(tree, node, alt, "evr-blocked")
        else:
            node.decompose()


def _own_image(source: str, images: Mapping[str, str]) -> str | None:
    return images.get(unquote(source[4:]).strip("<>")) if source[:4].lower() == "cid:" else None


def _blocked_words(source: str) -> str:
    scheme = _SCHEME.match(source)
    kind = scheme[0].rstrip(":/").lower() if scheme else ""
    if kind == "cid":
        return "image missing"
    if kind == "data":
        return "image inside the page blocked"
    return f"remote image blocked: {shortened(source)}"


def shortened(address: str) -> str:
    """An address as host and path, at most 80 characters, without what is behind the question mark."""
    plain = _SCHEME.sub("", address, count=1).partition("?")[0].partition("#")[0].strip("/")
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _pixels(node: Any, name: str) -> int | None:
    digits = re.match(r"\s*(\d{1,6})\s*(?:px)?\s*\Z", node.attributes.get(name) or "")
    return int(digits[1]) if digits else None


def _tiny(node: Any) -> bool:
    return any((size := _pixels(node, name)) is not None and size <= _TINY for name in ("width", "height"))


def _room(node: Any) -> str:
    """About as much room as the image would have taken, but enough to be read: a wider box would tear tables apart."""
    width = min(_pixels(node, "width") or 220, 2_000)
    return f"min-width:{min(max(width, 40), 110)}px;max-width:{max(width, 110)}px"


def _replace(tree: LexborHTMLParser, node: Any, words: str, name: str, style: str = "") -> None:
    box = tree.create_node("span")
    box.attrs["class"] = name
    if style:
        box.attrs["style"] = style
    box.insert_child(words)
    node.insert_before(box)
    node.decompose()


def _rewrite_fields(tree: LexborHTMLParser) -> None:
    """Fields of a form are shown with what they hold."""
    for node in reversed(tree.css("input")):
        value = " ".join((node.attributes.get("value") or "").split())
        if value and (node.attributes.get("type") or "").lower() not in ("hidden", "image"):
            _replace(tree, node, f"[{value}]", "evr-field")
        else:
            node.decompose()


def _list_links(tree: LexborHTMLParser, done: Sanitised) -> None:
    for node in tree.css("a[href], area[href]")[:_MOST]:
        address = (node.attributes.get("href") or "").strip()
        text = " ".join((node.text() or "").split())
        if address and not address.startswith("#") and not _same(text, address):
            done.links.append((text, address[:2_000]))


def _same(text: str, address: str) -> bool:
    def bare(value: str) -> str:
        return _SCHEME.sub("", value, count=1).strip("/ ").lower()

    return bare(text) == bare(address)


def _filter(tag: str, name: str, value: str) -> str | None:
    """The last word on every attribute: its value as it may stand, or None."""
    if name == "style":
        return clean_declarations(value) or None
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.match(word)) or None
    if name in ("alt", "title"):
        return " ".join(value.split())[:500].replace(":", "∶")  # a ratio sign: no address survives, not even as words
    pattern = _WORDY if tag == "font" else _PATTERNS.get(name, _WORDY)
    return value if pattern.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_UNSEEN,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter,
    strip_comments=True,
    link_rel=None,
    url_schemes=set(),
)


_PARTED_AT = 1_000
_PIECE = re.compile(r"<!--.*?-->|<[^\s<>]+(?: =?[^\s=>]*=\"[^\"]*\")*>|<|[^<]+", re.DOTALL)
"""Comments, tags and texts as a parser writes them; a sign by itself is none of these."""


def _clean(html: str) -> str:
    """Have nh3 clean what a parser has written, in parts where it is long: for each entity it looks through a text.

    The parts are put together again, for what stands between them is a comment.
    """
    if html.count("&") > _PARTED_AT:
        pieces = [found[0] for found in _PIECE.finditer(html)]
        if "<" not in pieces:
            html = "".join(each if each[0] == "<" else _parted(each) for each in pieces)
    return _CLEANER.clean(html)


def _parted(text: str) -> str:
    some = text.split("&")
    return "<!---->&".join("&".join(some[at : at + _PARTED_AT]) for at in range(0, len(some), _PARTED_AT))
