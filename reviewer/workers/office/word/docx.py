"""Word documents (Office Open XML): all stories, with changes, comments, notes, text boxes, fields and hidden words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Mark, Paragraph, Span, Table, line
from reviewer.workers.office.ooxml import Parts, drawing_blocks
from reviewer.workers.office.package import Relation
from reviewer.workers.office.word.fields import Fields, OpenField, fetches, link_of
from reviewer.workers.office.word.wordstyles import Styles, is_unseen, switch
from reviewer.workers.office.xml import Element, attr, child, name, qualified, within, words

_DEEPEST = 40
_CHANGED = {"w:ins": Mark.INSERTED, "w:moveTo": Mark.INSERTED, "w:del": Mark.DELETED, "w:moveFrom": Mark.DELETED}
_WORDS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:ptab": "\t"}
_UNSEEN = {
    "w:pPr",
    "w:rPr",
    "w:sectPr",
    "w:tblPr",
    "w:tblGrid",
    "w:trPr",
    "w:tcPr",
    "w:sdtPr",
    "w:sdtEndPr",
    "w:fldData",
}
_EMBEDDED_NOTE = "[Embedded file]"


@dataclass(frozen=True, slots=True)
class _How:
    """What holds for the words met at one place of the walk."""

    mark: Mark = Mark.PLAIN
    who: str = ""
    link: str = ""
    depth: int = 0
    veiled: bool = False  # by the style of the paragraph, which a run can undo


@dataclass(slots=True)
class _Line:
    """A paragraph in the making: its words, what is to stand after it, and the fields that are open."""

    spans: list[Span] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    glosses: list[Span] = field(default_factory=list)  # what stands above words
    glossed: int = 0  # how many spans there were behind the last of them
    stray: str = ""  # more of the instruction of a field that an earlier paragraph began


@dataclass(slots=True)
class Story:
    """Walks one part of a Word document: the body, a header, a note, a comment."""

    parts: Parts
    relations: dict[str, Relation]
    styles: Styles
    notes: dict[str, Element]  # "footnote 1", "endnote 2", "comment 3" → element
    note_relations: dict[str, dict[str, Relation]]
    used: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    fetching: list[str] = field(default_factory=list)

    def blocks(self, parent: Element, how: _How | None = None) -> list[Block]:
        """The blocks below an element, in order."""
        how = how or _How()
        if how.depth > _DEEPEST:
            self.parts.found.remark(Reason("office.nested_deep", limit=40))
            return [line(words(parent))]
        found: list[Block] = []
        for each in parent:
            what = name(each)
            if what == "w:p":
                found += self._paragraph(each, how)
            elif what == "w:tbl":
                found += self._table(each, replace(how, depth=how.depth + 1))
            elif what in _CHANGED:
                found += self.blocks(each, self._changed(each, how))
            elif what == "mc:AlternateContent":
                found += self.blocks(_chosen(each), replace(how, depth=how.depth + 1))
            elif what == "w:altChunk":
                found.append(line("[Part of another document that is placed here; it is a file of its own]"))
            elif what and what not in _UNSEEN and len(each):
                found += self.blocks(each, replace(how, depth=how.depth + 1))
        return found

    def _table(self, table: Element, how: _How) -> list[Block]:
        rows = []
        for row in _rows(table):
            cells = [self.blocks(cell, replace(how, depth=how.depth + 1)) for cell in _cells(row)]
            if cells:
                rows.append(tuple(tuple(cell) for cell in cells))
        return [Table(tuple(rows))] if rows else []

    def _paragraph(self, paragraph: Element, how: _How) -> list[Block]:
        made = _Line()
        properties = child(paragraph, "w:pPr")
        style = self.styles.of(properties)
        how = replace(how, veiled=bool(style.hidden))
        self._inline(paragraph, how, made)
        self._tell_unfinished(made)
        made.spans += _above(made.glosses)
        spans = _merged(made.spans)
        found: list[Block] = []
        if spans or not made.after:
            marker, depth = self.styles.marker(properties, style)
            found.append(Paragraph(spans, style.heading, marker if spans else "", depth))
        return found + made.after

    def _inline(self, parent: Element, how: _How, made: _Line) -> None:
        if how.depth > _DEEPEST:
            made.spans.append(Span(words(parent), how.mark, how.who, how.link))
            return
        deeper = replace(how, depth=how.depth + 1)
        for each in parent:
            what = name(each)
            if what == "w:r":
                self._run(each, deeper, made)
            elif what in _CHANGED:
                self._inline(each, self._changed(each, deeper), made)
            elif what == "w:hyperlink":
                self._link(each, replace(deeper, link=self._target(each)), made)
            elif what == "w:fldSimple":
                self._simple_field(each, replace(deeper, link=self._instruction(attr(each, "instr")) or how.link), made)
            elif what == "mc:AlternateContent":
                self._inline(_chosen(each), deeper, made)
            else:
                self._rarer(each, what, deeper, made)

    def _rarer(self, each: Element, what: str, how: _How, made: _Line) -> None:
        if what == "m:t":
            made.spans.append(Span(each.text or "", how.mark, how.who, how.link))
        elif what == "w:subDoc":
            made.after.append(line("[A further document belongs here; it is a file of its own]"))
        elif what == "w:p":  # where no paragraph may be; seen in real files
            made.after += self._paragraph(each, how)
        elif what == "w:tbl":
            made.after += self._table(each, how)
        elif what and what not in _UNSEEN:
            self._inline(each, how, made)

    def _run(self, run: Element, how: _How, made: _Line) -> None:
        properties = child(run, "w:rPr")
        bold = italic = False
        if properties is not None:
            bold, italic = bool(switch(properties, "w:b")), bool(switch(properties, "w:i"))
            hidden = self.styles.run_hidden(properties)
            if hidden is not None:
                how = replace(how, veiled=hidden)
            if how.mark is Mark.PLAIN and not how.veiled and is_unseen(run, properties):
                how = replace(how, mark=Mark.UNSEEN)
        if how.veiled and how.mark is Mark.PLAIN:
            how = replace(how, mark=Mark.HIDDEN)
        link = how.link or made.fields.link
        for each in run:
            text = self._run_text(each, how, made)
            if text:
                made.spans.append(Span(text, how.mark, how.who, link, bold, italic))
                made.fields.show(text)

    def _run_text(self, each: Element, how: _How, made: _Line) -> str:
        what = name(each)
        if what in {"w:t", "w:delText"}:
            return each.text or ""
        if what in _WORDS:
            return _WORDS[what]
        if what == "w:sym":
            return _symbol(attr(each, "char"))
        if what == "w:fldChar":
            return self._field(each, how, made)
        if what in {"w:instrText", "w:delInstrText"}:
            if made.fields.opened:
                made.fields.tell(each.text or "")
            else:
                made.stray += each.text or ""
        elif what in {"w:footnoteReference", "w:endnoteReference", "w:commentReference"}:
            return self._note(f"{what[2:-9]} {attr(each, 'id')}", made)
        else:
            self._inner(each, what, how, made)
        return ""

    def _inner(self, each: Element, what: str, how: _How, made: _Line) -> None:
        if what == "w:ruby":
            self._ruby(each, how, made)
        elif what == "w:r":
            self._run(each, replace(how, depth=how.depth + 1), made)
        elif what in {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}:
            inner = _chosen(each) if what == "mc:AlternateContent" else each
            made.after += self._drawn(inner, replace(how, depth=how.depth + 1))
        elif what == "w:tbl":
            made.after += self._table(each, replace(how, depth=how.depth + 1))

    def _ruby(self, ruby: Element, how: _How, made: _Line) -> None:
        """Words with others above them: those below stay together, and so do those above, at the paragraph's end."""
        above = _Line()
        close = made.glossed == len(made.spans)
        self._ruby_parts(ruby, replace(how, link=how.link or made.fields.link), made, above)
        self._tell_unfinished(above)
        if made.glosses and not close:
            made.glosses.append(Span(" "))
        made.glosses += above.spans + above.glosses
        made.after += above.after
        made.glossed = len(made.spans)

    def _ruby_parts(self, parent: Element, how: _How, made: _Line, above: _Line) -> None:
        if how.depth > _DEEPEST:
            made.spans.append(Span(words(parent), how.mark, how.who, how.link))
            return
        deeper = replace(how, depth=how.depth + 1)
        for each in parent:
            what = name(each)
            if what in {"w:rt", "w:rubyBase"}:
                self._inline(each, deeper, above if what == "w:rt" else made)
            elif what in _CHANGED:
                self._ruby_parts(each, self._changed(each, deeper), made, above)
            elif what == "w:r":
                self._run(each, deeper, made)
            elif what and what not in _UNSEEN:
                self._ruby_parts(each, deeper, made, above)

    def _field(self, mark: Element, how: _How, made: _Line) -> str:
        kind = attr(mark, "fldCharType")
        if kind == "begin":
            made.fields.begin()
            return _form_field(mark)
        if kind == "separate" and made.fields.telling:
            made.fields.come(made.fields.opened[-1])
            self._instruction(made.fields.opened[-1].instruction)
        elif kind == "end" and (opened := made.fields.close()):
            if not opened.come:
                self._instruction(opened.instruction)
            told = made.fields.untold(opened)
            if told and (told.mark is Mark.PLAIN or how.mark is Mark.DELETED):
                return told.text
            made.spans += filter(None, [told])
        return ""

    def _simple_field(self, field_: Element, how: _How, made: _Line) -> None:
        opened = made.fields.begin()
        opened.simple = True
        made.fields.tell(attr(field_, "instr"))
        made.fields.come(opened)
        self._inline(field_, how, made)
        for each in made.fields.close_element(opened):
            self._tell(each, made)

    def _tell_unfinished(self, made: _Line) -> None:
        """Tell of fields that reach beyond their paragraph: what this one has of them."""
        for opened in made.fields.opened:
            self._tell(opened, made)
        if made.stray.strip():
            made.spans.append(Span(f"[Field: {' '.join(made.stray.split())}]", Mark.HIDDEN))

    def _tell(self, opened: OpenField, made: _Line) -> None:
        if told := made.fields.untold(opened):
            made.spans.append(told)

    def _instruction(self, instruction: str) -> str:
        """Where a field leads, if it is a link; what would fetch or run something is remembered."""
        if fetches(instruction) and instruction not in self.fetching:
            self.fetching.append(instruction)
        return link_of(instruction)

    def _link(self, link: Element, how: _How, made: _Line) -> None:
        """A link, and what shows beside the mouse where it is no address."""
        before = len(made.spans)
        self._inline(link, how, made)
        tip = attr(link, "tooltip").strip()
        if tip and tip not in (how.link, "".join(each.text for each in made.spans[before:]).strip()):
            made.spans.append(Span(f"[Tip: {tip}]", Mark.HIDDEN))

    def _target(self, link: Element) -> str:
        relation = self.relations.get(qualified(link, "r:id"))
        anchor = attr(link, "anchor")
        target = relation.target if relation and relation.outside else ""
        return f"{target}#{anchor}" if anchor and target else target

    def _changed(self, change: Element, how: _How) -> _How:
        mark = _CHANGED[name(change)]
        who = ", ".join(filter(None, (attr(change, "author"), _when(attr(change, "date")))))
        if how.mark is Mark.DELETED:  # what one person put in and another took out is out
            mark, who = Mark.DELETED, f"{how.who}; put in by {who}" if mark is Mark.INSERTED else who
        elif mark is Mark.DELETED and how.mark is Mark.INSERTED:
            who = f"{who}; put in by {how.who}"
        return replace(how, mark=mark, who=who, depth=how.depth + 1)

    def _note(self, key: str, made: _Line) -> str:
        element = self.notes.get(key)
        if element is None or key in self.used:
            return ""
        made.after.append(self.note(key, element))
        return f" [{key}] " if not key.startswith("comment") else ""

    def note(self, key: str, element: Element) -> Block:
        """A footnote, endnote or comment as a box; each is shown once."""
        self.used.add(key)
        title = key.capitalize()
        if key.startswith("comment"):
            who = attr(element, "author") or attr(element, "initials")
            when = _when(attr(element, "date"))
            title = f"Comment by {who or 'an unnamed person'}" + (f", {when}" if when else "")
        kind = key.partition(" ")[0]
        inner = replace(self, relations=self.note_relations.get(kind, {}))
        return Box(title, tuple(inner.blocks(element)))

    def _drawn(self, element: Element, how: _How) -> list[Block]:
        if how.depth > _DEEPEST:
            return [line(words(element))]
        found: list[Block] = []
        boxed = _outermost(element, "w:txbxContent")
        for each in boxed:
            found.append(Box("Text box", tuple(self.blocks(each, how))))
            each.getparent().remove(each)
        found += drawing_blocks(self.parts, element, self.relations, self.seen)
        for each in within(element, "v:textpath", "o:OLEObject", "v:shape"):
            what = name(each)
            if what == "v:textpath" and attr(each, "string"):
                found.append(line(attr(each, "string")))
            elif what == "o:OLEObject":
                relation = self.relations.get(qualified(each, "r:id"))
                outside = f": {relation.target}" if relation and relation.outside else ""
                found.append(line(f"{_EMBEDDED_NOTE} {attr(each, 'ProgID')}{outside}"))
            elif what == "v:shape" and attr(each, "href"):
                found.append(line(attr(each, "alt") or "[Shape]", link=attr(each, "href")))
        for each in within(element, "a:p"):
            text = "".join(part.text or "" for part in within(each, "a:t"))
            if text.strip():
                found.append(line(text))
        return found


def _rows(table: Element) -> list[Element]:
    """The rows of a table, also those inside changes, controls and markup, but not those of inner tables."""
    return _through(table, "w:tr", "w:tc")


def _cells(row: Element) -> list[Element]:
    return _through(row, "w:tc", "w:p")


def _through(parent: Element, wanted: str, stop: str) -> list[Element]:
    found, waiting = [], list(reversed(parent))
    while waiting:
        each = waiting.pop()
        what = name(each)
        if what == wanted:
            found.append(each)
        elif what and what != stop:
            waiting += reversed(each)
    return found


def _outermost(element: Element, short_name: str) -> list[Element]:
    found, waiting = [], list(reversed(element))
    while waiting:
        each = waiting.pop()
        what = name(each)
        if what == short_name:
            found.append(each)
        elif what == "mc:AlternateContent":
            waiting.append(_chosen(each))
        elif what:
            waiting += reversed(each)
    return found


def _chosen(alternate: Element) -> Element:
    """One of several forms of the same content; the first that has any."""
    for each in alternate:
        if len(each):
            return each
    return alternate


def _above(glosses: list[Span]) -> list[Span]:
    """What stands above words, as it is told behind their paragraph."""
    if not any(span.text.strip() for span in glosses):
        return []
    return [Span(" [Above: "), *glosses, Span("]")]


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for span in spans:
        if made and replace(made[-1], text="") == replace(span, text=""):
            made[-1] = replace(span, text=made[-1].text + span.text)
        elif span.text:
            made.append(span)
    return tuple(made)


def _symbol(char: str) -> str:
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    return chr(code) if 32 <= code < 0xD800 or 0xE000 <= code < 0x10000 else ""


def _form_field(mark: Element) -> str:
    """What a form field shows that is not among the words: a ticked box, the choices of a list."""
    shown = []
    for each in within(mark, "w:checkBox", "w:ddList", "w:statusText", "w:helpText"):
        what = name(each)
        if what == "w:checkBox":
            ticked = child(each, "w:checked")
            ticked = child(each, "w:default") if ticked is None else ticked
            on = ticked is not None and attr(ticked, "val", "1") not in {"0", "false"}
            shown.append("☒" if on else "☐")
        elif what == "w:ddList":
            chosen = child(each, "w:result")
            entries = [attr(entry, "val") for entry in within(each, "w:listEntry")]
            index = int(attr(chosen, "val", "0")) if chosen is not None and attr(chosen, "val", "0").isdigit() else 0
            picked = entries[index] if index < len(entries) else ""
            shown.append(f"{picked} [of: {'; '.join(entries)}]")
    return " ".join(shown)


def _when(stamp: str) -> str:
    return stamp.replace("T", " ").removesuffix("Z")[:16]
