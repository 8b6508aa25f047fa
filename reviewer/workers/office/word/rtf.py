"""RTF documents: all stories, with changes, comments, notes, text boxes, hidden words, fields and embedded files.

The format is Microsoft's "Rich Text Format (RTF) Specification", version 1.9.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Embedded, Found, Mark, Picture, Span, line
from reviewer.workers.office.embedded import from_ole1
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.word.fields import Fields, OpenField, fetches, link_of, whole
from reviewer.workers.office.word.rtfstory import Story
from reviewer.workers.office.word.rtftokens import Token, charset, codepage, paired, tokens

_DEEPEST = 5000
_MOST_PIECES = 2_000_000
_STORIES = {
    "header": "Header", "headerl": "Header", "headerr": "Header", "headerf": "Header", "footer": "Footer",
    "footerl": "Footer", "footerr": "Footer", "footerf": "Footer", "footnote": "Footnote", "annotation": "Comment",
    "shptxt": "Text box", "dptxbxtext": "Text box",
}  # fmt: skip
_WHITE = {"tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "page": "\n", "column": "\n"}
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_COLLECTED = {
    "title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment",
    "doccomm", "generator", "fldinst", "atnauthor", "atndate", "fonttbl", "revtbl", "objdata", "objclass", "sn",
    "sv", "ffdeftext", "ffl", "ffhelptext", "ffstattext", "ffname", "hlinkbase", "xe", "template", "pict",
}  # fmt: skip
_FACTS = {
    "title": "title", "subject": "subject", "author": "author", "manager": "manager", "company": "company",
    "operator": "last author", "category": "category", "keywords": "keywords", "comment": "comment",
    "doccomm": "description", "generator": "application", "hlinkbase": "hyperlink base", "template": "template",
}  # fmt: skip
_SKIPPED = {
    "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "nonshppict", "filetbl", "ftnsep",
    "ftnsepc", "aftnsep", "aftnsepc", "ftncn", "aftncn", "mmathPr", "tc", "private", "datafield", "atnref",
    "atnid", "atnicn", "atnparent", "shprslt",
}  # fmt: skip
_THROUGH = {
    "shpinst", "shppict", "do", "mmath", "moMath", "moMathPara", "ud", "background", "formfield", "result",
    "object", "shp", "field", "fldrslt", "info", "sp", "pntext", "listtext", "shpgrp",
}  # fmt: skip
_SHAPE_WORDS = {"gtextUNICODE": "", "wzDescription": "Described as: ", "pihlShape": "Link: ", "wzTooltip": "Tip: "}


@dataclass(slots=True)
class _State:
    """What holds in one group."""

    into: str = "body"  # body, skip, or the word of a destination whose words are collected
    codec: str = "cp1252"
    skip_after_unicode: int = 1
    hidden: bool = False
    bold: bool = False
    italic: bool = False
    deleted: bool = False
    revised: bool = False
    reviser: int = 0
    deleter: int = 0
    in_table: bool = False
    heading: int = 0
    link: str = ""
    open_field: OpenField | None = None
    picture: str = ""
    opens: str = ""  # "story" or the word whose collected words are used when the group ends
    before: str = "body"
    around: list[str] | None = None  # what a field has collected of its instruction, while one within it does


@dataclass(slots=True)
class Reader:
    """Reads one document, piece by piece."""

    found: Found
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    stories: list[Story] = field(default_factory=lambda: [Story()])
    margins: list[tuple[str, list[Block]]] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)  # bytes of the text run, decoded together
    collected: dict[str, list[str]] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    revisers: list[str] = field(default_factory=list)
    commenter: str = ""
    shape_word: str = ""
    object_class: str = ""
    default: str = "cp1252"
    starred: bool = False
    fresh: bool = False  # a group has just begun: only there does an asterisk mean what it says
    skip: int = 0  # characters that stand for a Unicode character already taken
    fetching: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    whole: bool = False

    def read(self, data: bytes) -> None:
        """Take in the whole document."""
        for count, token in enumerate(tokens(data)):
            if count >= _MOST_PIECES:
                self.found.remark(Reason("office.commands_many", limit=_MOST_PIECES))
                self.whole = True
            if self.whole:
                break
            self._take(token)
        self._flush()
        self._tell_unclosed()
        if not self.whole:
            self.found.remark(Reason("office.group_open"))
        self._finish()

    def _take(self, token: Token) -> None:
        if token.kind == "word":
            if not self._skips(1):
                self._word(token)
            self.starred = self.fresh = False
        elif token.kind in {"text", "byte"}:
            self._bytes(token.data)
        elif token.kind == "group":
            self._group(token)
        elif token.kind == "symbol":
            self._symbol(token.text)
        elif self.state.picture and self.state.into == "pict":
            self._collect(token.data.hex())

    def _finish(self) -> None:
        while len(self.stories) > 1:
            self._close_story()
        heads = [Box(title, tuple(blocks)) for title, blocks in self.margins if title == "Header"]
        feet = [Box(title, tuple(blocks)) for title, blocks in self.margins if title != "Header"]
        self.found.blocks += [*heads, *self.stories[0].close(), *feet]
        if self.fetching:
            told = tuple(map(line, self.fetching))
            self.found.blocks.append(Box("Fields that would fetch or run something (nothing was)", told))

    def _skips(self, count: int) -> bool:
        if self.skip >= count:
            self.skip -= count
            return True
        return False

    def _group(self, token: Token) -> None:
        self._flush()
        self.skip = 0
        self.starred = False
        self.fresh = token.text == "{"
        if self.fresh:
            if len(self.stack) < _DEEPEST:
                self.stack.append(self.state)
            self.state = replace(self.state, opens="", around=None)
            return
        opened = self.state.opens
        if opened == "story":
            self._close_story()
        elif opened:
            self._use(opened, "".join(self.collected.pop(opened, [])))
            if self.state.around is not None:
                self.collected[opened] = self.state.around
        if self.stack:
            self.state = self.stack.pop()
        self.whole = not self.stack

    def _close_story(self) -> None:
        story = self.stories.pop()
        blocks = story.close()
        if story.title in {"Header", "Footer"}:
            if (story.title, blocks) not in self.margins and text_of(blocks).strip():
                self.margins.append((story.title, blocks))
        else:
            self.stories[-1].after.append(Box(story.title, tuple(blocks), story.hidden))

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.starred = self.fresh
        elif symbol in "\\{}":
            self._bytes(symbol.encode())
        elif symbol in "~_":
            self._text("\u00a0" if symbol == "~" else "\u2011")
        elif symbol in "\r\n":
            self._flush()
            self._paragraph("par")

    def _bytes(self, data: bytes) -> None:
        if self.skip:
            taken = min(self.skip, len(data))
            self.skip -= taken
            data = data[taken:]
        self.fresh = False
        if self.state.into != "skip" and data:
            self.waiting += data

    def _flush(self) -> None:
        if self.waiting:
            text = self.waiting.decode(self.state.codec, "replace")
            self.waiting.clear()
            self._put(text)

    def _text(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        state = self.state
        if state.into == "skip":
            return
        if state.into != "body":
            self._collect(text)
            return
        mark, who = Mark.PLAIN, ""
        if state.deleted:
            mark, who = Mark.DELETED, self._reviser(state.deleter)
        elif state.revised:
            mark, who = Mark.INSERTED, self._reviser(state.reviser)
        elif state.hidden:
            mark = Mark.HIDDEN
        self.stories[-1].write(Span(text, mark, who, state.link, state.bold, state.italic))
        self.fields.show(text)

    def _reviser(self, number: int) -> str:
        return self.revisers[number] if 0 <= number < len(self.revisers) else ""

    def _collect(self, text: str) -> None:
        self.collected.setdefault(self.state.into, []).append(text)

    def _word(self, token: Token) -> None:
        self._flush()
        word, number = token.text, token.number
        if word == "u":
            self._unicode(number or 0)
        elif word in _WHITE or word in _SIGNS:
            self._put(_WHITE.get(word) or _SIGNS[word])
        elif self.state.into == "skip":
            if word == "ud" and self.state.before:
                self.state.into = self.state.before
        elif self._format(word, number) or self._place(word, number):
            pass
        elif word in {"par", "sect", "cell", "nestcell", "row", "nestrow"}:
            self._paragraph(word)
        else:
            self._destination(word)

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF if number < 0 or number > 0x10FFFF else number
        self._put(chr(code))
        self.skip = self.state.skip_after_unicode

    def _format(self, word: str, number: int | None) -> bool:
        """Take a word about the looks of characters; False if it is none."""
        state, on = self.state, number != 0
        if word == "v":
            state.hidden = on
        elif word == "b":
            state.bold = on
        elif word == "i":
            state.italic = on
        elif word == "deleted":
            state.deleted = on
        elif word == "revised":
            state.revised = on
        elif word == "revauth":
            state.reviser = number or 0
        elif word == "revauthdel":
            state.deleter = number or 0
        elif word == "plain":
            state.hidden = state.bold = state.italic = state.deleted = state.revised = False
        else:
            return False
        return True

    def _place(self, word: str, number: int | None) -> bool:
        """Take a word about character sets, or about where a paragraph is; False if it is none."""
        state = self.state
        if word == "f":
            self._font(number or 0)
        elif word in {"fcharset", "cpg"} and state.into == "fonttbl" and number is not None:
            self.fonts[self.font] = charset(number, self.default) if word == "fcharset" else codepage(number)
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            named = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
            self.default = named.get(word) or codepage(number or 0)
            state.codec = self.default
        elif word == "uc":
            state.skip_after_unicode = min(max(number or 0, 0), 10)
        elif word in {"pard", "intbl", "outlinelevel"}:
            state.in_table = word == "intbl" or (state.in_table and word != "pard")
            state.heading = min((number or 0) + 1, 6) if word == "outlinelevel" and (number or 0) < 9 else 0
        else:
            return False
        return True

    def _font(self, number: int) -> None:
        if self.state.into == "fonttbl":
            self.font = number
        else:
            self.state.codec = self.fonts.get(number, self.default)

    def _paragraph(self, word: str) -> None:
        if self.state.into == "fldinst":
            self._collect("\n")
        if self.state.into != "body":
            return
        story = self.stories[-1]
        if word == "cell":
            story.end_cell()
        elif word == "row":
            story.end_row()
        elif word == "nestcell":
            self._put("\t")
        else:
            story.end_paragraph(in_table=self.state.in_table, heading=self.state.heading)

    def _destination(self, word: str) -> None:
        state = self.state
        if word in _STORIES:
            title = _STORIES[word]
            if word == "annotation":
                title = f"Comment by {self.commenter or 'an unnamed person'}"
            self.stories.append(Story(title))
            self.state = replace(state, into="body", opens="story", in_table=False, link="", hidden=False)
        elif word in _COLLECTED:
            state.around = self.collected.get(word) if word == "fldinst" else None
            state.into = state.opens = word
            self.collected[word] = []
        elif word == "upr":
            state.before, state.into = state.into, "skip"
        elif word in _SKIPPED or (self.starred and word not in _THROUGH):
            state.into = "skip"
        elif word == "field":
            state.open_field, state.opens = self.fields.begin(), state.opens or word
        elif word == "fldrslt" and state.open_field is not None:
            self.fields.come(state.open_field)
            state.link = link_of(state.open_field.instruction) or state.link
        elif word in {"pngblip", "jpegblip", "emfblip", "wmetafile", "dibitmap", "macpict"}:
            state.picture = word

    def _use(self, word: str, text: str) -> None:
        """Use what a destination held, once its group ends."""
        text = paired(text)
        if word in _FACTS and text.strip():
            self.found.facts[_FACTS[word]] = " ".join(text.split()).strip(";")[:1000]
        elif word == "fldinst":
            self._instruction(text)
        elif word == "field" and self.state.open_field is not None:
            self._close_field(self.state.open_field)
        elif word == "atnauthor":
            self.commenter = text.strip()
        elif word == "revtbl":
            self.revisers = [each.strip() for each in text.split(";")]
        elif word in {"sn", "objclass"}:
            self.shape_word = text.strip()
            self.object_class = self.shape_word if word == "objclass" else self.object_class
        elif word == "sv" and self.shape_word in _SHAPE_WORDS and text.strip():
            self.stories[-1].after.append(line(f"[{_SHAPE_WORDS[self.shape_word]}{text.strip()}]"))
        elif word in {"objdata", "pict"}:
            self._bytes_of(word, text)
        elif word in {"ffdeftext", "ffl", "ffhelptext", "ffstattext", "xe"} and text.strip():
            kind = "Index entry" if word == "xe" else "Form field"
            self.stories[-1].after.append(line(f"[{kind}: {text.strip()}]"))

    def _instruction(self, text: str) -> None:
        opened = self.state.open_field
        if opened is not None:
            opened.told.append(text)
        elif told := self.fields.untold(OpenField([text])):
            self.stories[-1].write(told)
        if fetches(text) and text.strip() not in self.fetching:
            self.fetching.append(text.strip())

    def _tell_unclosed(self) -> None:
        """Tell of fields that nothing closes, with all that an instruction without an end has taken up."""
        around = [piece for state in (*self.stack, self.state) for piece in state.around or ()]
        if told := whole(OpenField([paired("".join([*around, *self.collected.pop("fldinst", [])]))])):
            self.stories[-1].write(Span(told, Mark.HIDDEN))
        for opened in self.fields.opened[:1]:
            self._close_field(opened)

    def _close_field(self, ended: OpenField) -> None:
        for opened in self.fields.close_element(ended):
            if told := self.fields.untold(opened):
                self.stories[-1].write(told)

    def _bytes_of(self, word: str, text: str) -> None:
        digits = re.sub(r"[^0-9A-Fa-f]", "", text)
        data = bytes.fromhex(digits[: len(digits) & ~1])
        if word == "objdata":
            label = f"object {len(self.found.embedded) + 1}"
            self.found.embedded += from_ole1(data, Embedded(label, "application/octet-stream", data))
            self.stories[-1].after.append(line(f"[Embedded file] {self.object_class}".strip()))
        elif data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
            media_type = "image/png" if data.startswith(b"\x89") else "image/jpeg"
            self.stories[-1].after.append(Picture(data, media_type))
        elif data:
            self.stories[-1].after.append(line("[Picture, not shown]"))


def read_rtf(data: bytes, found: Found) -> None:
    """Read a document into ``found``."""
    Reader(found).read(data)
