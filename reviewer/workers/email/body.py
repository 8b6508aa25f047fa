"""What of a message is its shown body, and what is attached: every part is one or the other, none is left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.charsets import Decoded, codec_of, decode, decode_or_tell
from reviewer.workers.email.flowed import unflow
from reviewer.workers.email.html_text import HtmlPage
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.structure import Part, parts_outside
from reviewer.workers.email.transfer import Content, Uu, undo, uu_blocks

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_META_CHARSET = re.compile(rb"""<meta[^>]{1,400}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,60})""", re.IGNORECASE)
_LOSSY = Reason("email.body_lossy")
_WORD = re.compile(r"\w+")
_TEXTS = ("text/plain", "text/html")
_GUESSED = ("email.charset_unnamed", "email.charset_wrong")


@dataclass(slots=True)
class Block:
    """One stretch of the shown body: plain text, HTML, or both as alternatives; ``page`` is the HTML once parsed."""

    plain: str | None = None
    html: str | None = None
    page: HtmlPage | None = None

    @property
    def shown(self) -> str:
        """The HTML as text."""
        return "" if self.page is None else self.page.text


@dataclass(slots=True)
class Body:
    """The blocks of the shown body in order, and the parts that are not shown."""

    blocks: list[Block] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)
    uuencoded: list[Uu] = field(default_factory=list)
    defects: list[Reason] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)  # why the text may not be what was sent
    charset: str = ""  # of its text, where that is neither ASCII nor UTF-8

    @property
    def html(self) -> str:
        """All HTML of the body."""
        return "\n".join(block.html for block in self.blocks if block.html is not None)


class BodyReader:
    """Sorts the parts of one message. ``unquote`` undoes the ``>From `` of a mailbox in shown text."""

    def __init__(self, data: bytes, *, unquote: bool) -> None:
        self._data = data
        self._unquote = unquote
        self.body = Body()

    def read(self, root: Part) -> Body:
        """The body of the message whose root part this is; the tree is bounded in depth, so recursion is."""
        if root.is_multipart:
            self._walk(root)
        elif root.undivided or (root.media_type in _TEXTS and not _is_attachment(root)):
            self._show(root)
        elif root.media_type.startswith("text/") and not _is_attachment(root) and not name_of(root):
            self._show(root, plain=True)
        else:
            self.body.attached.append(root)
        return self.body

    def _walk(self, part: Part) -> None:
        if not part.is_multipart:
            named = name_of(part) and not part.undivided  # a multipart is no file, whatever it is called
            if part.media_type in _TEXTS and not _is_attachment(part) and not named:
                self._show(part)
            else:
                self.body.attached.append(part)
        elif part.media_type == "multipart/alternative":
            self._alternative(part)
        else:
            for inner in part.parts:
                self._walk(inner)
        for start, end in (part.preamble, part.epilogue):
            files, rest = parts_outside(part, start, end)
            if files:
                self.body.defects.append(Reason("email.parts_outside", count=len(files)))
                self.body.attached += files
            self._aside(rest, alone=not any(inner.content.strip() for inner in part.parts))

    def _alternative(self, part: Part) -> None:
        """The richest is shown, the plain one beside it; what is neither is listed as a part."""
        before = len(self.body.blocks)
        for inner in part.parts:
            self._walk(inner)
        made = self.body.blocks[before:]
        plain = [block.plain for block in made if block.plain is not None and block.html is None]
        html = [block.html for block in made if block.html is not None]
        if plain and html and len(made) == len(plain) + len(html):
            self.body.blocks[before:] = [Block("\n\n".join(plain), "\n".join(html))]

    def _show(self, part: Part, *, plain: bool = False) -> None:
        content = self._content(part)
        text = self._text(part, content.data)
        if part.media_type == "text/html" and not plain:
            self.body.blocks.append(Block(html=text))
        else:
            if part.parameters.get("format", "").lower() == "flowed":
                text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
            self.body.blocks.append(Block(plain=text.replace("\r\n", "\n").replace("\r", "\n")))

    def _content(self, part: Part) -> Content:
        raw = part.content
        if self._unquote and part.source is self._data and b">From " in raw:  # not what a signature holds
            raw = _QUOTED_FROM.sub(rb"\1", raw)
        encoding = parse_value(part.headers.first("content-transfer-encoding"))[0]
        if part.undivided and "quoted" not in encoding.lower() and not _BASE64.fullmatch(raw.strip()):
            encoding = ""  # a multipart has none of its own (RFC 2045, 6.4)
        content = undo(raw, encoding)
        if content.reason:
            self.body.defects.append(content.reason.because_of("email.body"))
            self.body.reasons.append(content.reason.because_of("email.body"))
        blocks = uu_blocks(content.data)
        if blocks and part.media_type == "text/plain":
            self.body.uuencoded += blocks
            content = Content(_without(content.data, blocks), content.reason)
        return content

    def _text(self, part: Part, data: bytes) -> str:
        charset = part.parameters.get("charset", "")
        if part.media_type == "text/html" and not charset:
            meta = _META_CHARSET.search(data[:4096])
            charset = meta[1].decode("ascii") if meta else ""
        decoded = decode_or_tell(data, charset)
        guessed = decoded.defect is not None and decoded.defect.code in _GUESSED
        named = str(decoded.defect["charset"]) if decoded.defect and guessed else charset
        if not self.body.charset and codec_of(named) not in ("", "ascii", "utf-8"):
            self.body.charset = named.lower()
        return self._note(decoded)

    def _note(self, decoded: Decoded) -> str:
        if decoded.defect and decoded.defect not in self.body.defects:
            self.body.defects.append(decoded.defect)
        if not decoded.whole and _LOSSY not in self.body.reasons:
            self.body.reasons.append(_LOSSY)
        return decoded.text.replace("\x00", "")

    def _aside(self, between: bytes, *, alone: bool) -> None:
        """Words before the first and after the last boundary, which mail programs do not show.

        What such programs write there for others is left out, unless it stands ``alone``, with nothing between.
        """
        raw = between.strip()
        if not raw or (_MIME_NOTICE.match(raw) and not alone):
            return
        packed = sum(len(block) for block in _PACKED.findall(raw))
        self.body.defects.append(
            Reason("email.base64_outside", count=packed) if packed else Reason("email.text_outside")
        )
        self.body.blocks.append(Block(plain=self._note(decode(raw, "")).replace("\r\n", "\n")))


_PACKED = re.compile(  # lines of base64; the last one may be short, and padded
    rb"(?:^[A-Za-z0-9+/]{40,76}(?:\r?\n|\Z)){2,}"
    rb"(?:(?:[A-Za-z0-9+/]{4}){0,18}[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==)(?:\r?\n|\Z))?",
    re.MULTILINE,
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\r\n]*")
_MIME_NOTICE = re.compile(
    rb"(?:this (?:is|message is|message contains|e-?mail) [^\n]{0,40}?\b(?:mime|multi-?part)\b|--- ?multipart)[^\n]*"
    rb"(?:\n[^\n]+){0,3}\s*\Z",
    re.IGNORECASE,
)


def body_text(body: Body) -> str:
    """The text to search: plain where there is plain text, HTML's words else, both where the two differ a lot.

    Where they differ a little, the lines of the HTML with words that the plain text lacks follow it: every word that
    the page shows is found.
    """
    texts: list[str] = []
    for block in body.blocks:
        if block.html is not None:
            block.page = HtmlPage(block.html)
        shown = block.shown
        plain = block.plain or ""
        if not plain.strip():
            texts.append(shown)
        elif block.html is None:
            texts.append(plain)
        elif not _differ(plain, shown):
            texts += [plain, _only_in(shown, plain)]
        else:
            body.defects.append(Reason("email.alternatives_differ"))
            texts += [plain, shown]
    return "\n\n".join(text for text in texts if text)


def _differ(plain: str, shown: str) -> bool:
    """Whether more than a tenth of the HTML's words (and more than ten) are missing from the plain text."""
    words = Counter(_WORD.findall(shown.lower()))
    missing = words - Counter(_WORD.findall(plain.lower()))
    return missing.total() > max(10, words.total() // 10)


def _only_in(shown: str, plain: str) -> str:
    """The lines of one text that have a word which the other lacks."""
    known = set(_WORD.findall(plain.lower()))
    return "\n".join(line for line in shown.splitlines() if not known.issuperset(_WORD.findall(line.lower())))


def name_of(part: Part) -> str:
    """The file name a part gives itself, as it stands, or empty."""
    if not part.headers.fields:
        return ""
    _, disposition = parse_value(part.headers.first("content-disposition"))
    return disposition.get("filename", "") or part.parameters.get("name", "")


def _is_attachment(part: Part) -> bool:
    return parse_value(part.headers.first("content-disposition"))[0] == "attachment"


def _without(data: bytes, blocks: list[Uu]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for block in blocks:
        pieces += [data[at : block.start], b"[file: " + block.name + b"]\n"]
        at = block.end
    return b"".join([*pieces, data[at:]])
