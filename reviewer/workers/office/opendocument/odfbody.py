"""The body of an OpenDocument file: paragraphs, lists, tables, frames, notes, comments, changes and fields."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Mark, Paragraph, Picture, Span, Table, line
from reviewer.workers.office.opendocument.odfstyles import OdfStyles, is_numbered
from reviewer.workers.office.package import Package
from reviewer.workers.office.xml import Element, attr, child, name, within, words
from reviewer.workers.refusal import Refusal

_DEEPEST = 60
_MOST_SPACES = 1000
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 48 * 2**20
_SILENT = {
    "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:tracked-changes",
    "text:ruby-text", "text:bibliography-configuration", "text:index-title-template",
    "text:table-of-content-source", "text:alphabetical-index-source", "table:table-column",
    "table:table-columns", "table:calculation-settings", "office:event-listeners", "office:scripts",
    "office:font-face-decls", "office:automatic-styles", "office:styles", "office:annotation-end",
    "office:settings", "office:binary-data", "presentation:settings", "draw:glue-point",
}  # fmt: skip
_SPECIAL = {
    "office:annotation", "text:note", "text:footnote", "text:endnote", "draw:frame", "draw:text-box",
    "draw:image", "draw:object", "draw:object-ole", "draw:custom-shape", "draw:g", "draw:line", "draw:rect",
    "draw:a", "draw:control",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _How:
    mark: Mark = Mark.PLAIN
    who: str = ""
    link: str = ""
    bold: bool = False
    italic: bool = False
    depth: int = 0


@dataclass(slots=True)
class Body:
    """Walks the elements of one document."""

    found: Found
    package: Package | None
    styles: OdfStyles
    changes: dict[str, tuple[str, Element]] = field(default_factory=dict)  # id → who, and the region
    inserting: dict[str, str] = field(default_factory=dict)  # id → who, of the insertions that are open
    pictures: int = 0
    picture_bytes: int = 0

    def blocks(self, parent: Element, depth: int = 0, list_level: int = 0) -> list[Block]:
        """The blocks below an element, in order."""
        if depth > _DEEPEST:
            self.found.remark(Reason("office.nested_deep", limit=60))
            return [line(words(parent))]
        found: list[Block] = []
        for each in parent:
            if name(each) == "text:tracked-changes":
                self._take_changes(each)
            else:
                found += self.piece(each, depth, list_level)
        return found

    def piece(self, each: Element, depth: int = 0, list_level: int = 0) -> list[Block]:  # noqa: PLR0911 - one for each kind
        """The blocks of one element."""
        what = name(each)
        if what in {"text:p", "text:h"}:
            return self._paragraph(each, depth)
        if what in {"text:list", "text:ordered-list", "text:unordered-list"}:
            return self._list(each, depth, list_level)
        if what == "table:table":
            return self._table(each, depth)
        if what in _SPECIAL:
            return self._special(each, what, depth)
        if what in {"text:change-start", "text:change-end"}:
            self._change(each, what)
            return []
        if what == "text:section" and attr(each, "display") in {"none", "condition"}:
            return [Box(f"Section {attr(each, 'name')}", tuple(self.blocks(each, depth + 1)), Reason("hidden.section"))]
        if what.startswith("form:"):
            return self._form(each, depth)
        if not what or what in _SILENT:
            return []
        return self.blocks(each, depth + 1, list_level)

    def _list(self, element: Element, depth: int, level: int) -> list[Block]:
        counted = name(element) == "text:ordered-list" or is_numbered(self.styles, element)
        found: list[Block] = []
        number = 0
        for item in element:
            if not name(item):
                continue
            inner = self.blocks(item, depth + 1, level + 1)
            is_item = name(item) == "text:list-item"
            number += is_item
            for at, block in enumerate(inner):
                if isinstance(block, Paragraph) and not block.marker and block.depth == 0:
                    marker = (f"{number}." if counted else "•") if at == 0 and is_item else ""
                    inner[at] = replace(block, marker=marker, depth=level)
            found += inner
        return found

    def _table(self, table: Element, depth: int) -> list[Block]:
        rows = []
        for row in within(table, "table:table-row"):
            owner = row.getparent()
            while owner is not None and name(owner) != "table:table":
                owner = owner.getparent()
            if owner is not table:
                continue
            cells = (cell for cell in row if name(cell) == "table:table-cell")
            rows.append(tuple(tuple(self.blocks(cell, depth + 3)) for cell in cells))
        return [Table(tuple(rows))] if rows else []

    def _paragraph(self, element: Element, depth: int) -> list[Block]:
        spans: list[Span] = []
        after: list[Block] = []
        style = attr(element, "style-name")
        how = _How(depth=depth, bold=style in self.styles.bold, italic=style in self.styles.italic)
        if style in self.styles.hidden_words:
            how = replace(how, mark=Mark.HIDDEN)
        self._inline(element, how, spans, after)
        heading = self.styles.headings.get(style, 0)
        if name(element) == "text:h":
            level = attr(element, "outline-level") or attr(element, "level", "1")
            heading = min(int(level), 6) if level.isascii() and level.isdigit() and len(level) < 3 else 1
        return [Paragraph(tuple(span for span in spans if span.text), heading), *after]

    def _inline(self, parent: Element, how: _How, spans: list[Span], after: list[Block]) -> None:
        if how.depth > _DEEPEST:
            spans.append(self._span(words(parent), how))
            return
        spans.append(self._span(collapsed(parent.text), how))
        for each in parent:
            self._inline_piece(each, name(each), replace(how, depth=how.depth + 1), spans, after)
            spans.append(self._span(collapsed(each.tail), how))

    def _inline_piece(self, each: Element, what: str, how: _How, spans: list[Span], after: list[Block]) -> None:
        if what in {"text:s", "text:tab", "text:tab-stop", "text:line-break"}:
            spans.append(self._span(_white(each, what), how))
        elif what == "text:span":
            style = attr(each, "style-name")
            hidden = style in self.styles.hidden_words and how.mark is Mark.PLAIN
            how = replace(how, mark=Mark.HIDDEN if hidden else how.mark, bold=how.bold or style in self.styles.bold)
            self._inline(each, replace(how, italic=how.italic or style in self.styles.italic), spans, after)
        elif what == "text:a":
            self._inline(each, replace(how, link=attr(each, "href")), spans, after)
        elif what in {"text:change-start", "text:change-end", "text:change"}:
            self._change(each, what, spans)
        elif what in {"text:hidden-text", "text:hidden-paragraph"}:
            text = attr(each, "string-value") or words(each)
            spans.append(self._span(text, replace(how, mark=Mark.HIDDEN)))
        elif what in _SPECIAL:
            spans.append(self._span(_note_mark(each, what), how))
            after += self._special(each, what, how.depth)
        elif what in {"text:p", "text:h", "text:list", "table:table"}:
            after += self.piece(each, how.depth)
        elif what and what not in _SILENT:
            self._inline(each, how, spans, after)

    def _span(self, text: str, how: _How) -> Span:
        mark, who = how.mark, how.who
        if self.inserting and mark is Mark.PLAIN:
            mark, who = Mark.INSERTED, next(reversed(self.inserting.values()))
        return Span(text, mark, who, how.link, how.bold, how.italic)

    def _special(self, each: Element, what: str, depth: int) -> list[Block]:  # noqa: PLR0911 - one for each kind
        if what == "office:annotation":
            return [self._comment(each, depth)]
        if what in {"text:note", "text:footnote", "text:endnote"}:
            kind = attr(each, "note-class") or what[5:]
            bodies = within(each, "text:note-body", "text:footnote-body", "text:endnote-body")
            inner = [block for body in bodies for block in self.blocks(body, depth + 1)]
            return [Box(f"{kind.capitalize()} {_citation(each)}".strip(), tuple(inner))]
        if what == "draw:image":
            return self._image(each) + self.blocks(each, depth + 1)
        if what in {"draw:object", "draw:object-ole"}:
            return self._object(each, depth)
        if what == "draw:a":
            target = attr(each, "href")
            return [*self.blocks(each, depth + 1), *([line("[Shape]", link=target)] if target else [])]
        inner = self.blocks(each, depth + 1)
        described = [words(part).strip() for part in each if name(part) in {"svg:title", "svg:desc"}]
        inner = [block for block in inner if block != Paragraph(())]
        inner += [line(f"[Described as: {text}]") for text in described if text]
        if what == "draw:text-box" and inner:
            return [Box("Text box", tuple(inner))]
        return inner

    def _comment(self, each: Element, depth: int) -> Block:
        creator, date = child(each, "dc:creator"), child(each, "dc:date")
        who = words(creator) if creator is not None else attr(each, "author")
        when = words(date).replace("T", " ")[:16] if date is not None else attr(each, "create-date")
        inner = [block for part in each if part not in {creator, date} for block in self.piece(part, depth + 1)]
        return Box(f"Comment by {who or 'an unnamed person'}" + (f", {when}" if when else ""), tuple(inner))

    def _image(self, image: Element) -> list[Block]:
        target = attr(image, "href").removeprefix("./").removeprefix("#")
        if not target or self.package is None:
            return [line("[Picture, not shown]")]
        if not self.package.has(target):
            return [line(f"[Picture that is not in the document, and was not fetched: {target[:300]}]")]
        media_type = _PICTURES.get(target.rpartition(".")[2].lower(), "")
        try:
            data = self.package.part(target) if media_type else b""
        except Refusal as refusal:
            self.found.remark(refusal.reason)
            return [line("[Picture that cannot be read]")]
        self.pictures += 1
        self.picture_bytes += len(data)
        if not data or self.pictures > _MOST_PICTURES or self.picture_bytes > _MOST_PICTURE_BYTES:
            return [line(f"[{target.rpartition('.')[2].upper()[:8]} picture, not shown]")]
        return [Picture(data, media_type)]

    def _object(self, each: Element, depth: int) -> list[Block]:
        """A chart, formula, sheet or text that is kept in a folder of the same package."""
        target = posixpath.normpath(attr(each, "href").removeprefix("#").removeprefix("./"))
        part = f"{target}/content.xml"
        if self.package is None or not self.package.has(part) or depth > _DEEPEST:
            return [*self.blocks(each, depth + 1), line(f"[Embedded file] {target if target != '.' else ''}".strip())]
        root = self.package.tree_or_none(part)
        if root is None:
            self.found.remark(Reason("office.part_unread", part=part[:80]))
            return []
        for image in list(within(root, "draw:object", "draw:object-ole")):
            image.getparent().remove(image)
        inner = Body(self.found, None, self.styles)
        told = next(within(root, "office:body"), root)
        return [Box("Embedded object", tuple(inner.blocks(told, depth + 1)))]

    def _form(self, each: Element, depth: int) -> list[Block]:
        found: list[Block] = []
        said = [attr(each, key) for key in ("label", "title", "current-value", "value", "current-state")]
        text = " ".join(dict.fromkeys(filter(None, said)))
        target = attr(each, "href")
        if text and name(each) not in {"form:property", "form:list-property"}:
            found.append(line(f"[Form field {attr(each, 'name')}] {text}", link=target if "://" in target else ""))
        return found + self.blocks(each, depth + 1)

    def _take_changes(self, regions: Element) -> None:
        for region in within(regions, "text:changed-region"):
            kind = next((each for each in region if name(each)), None)
            creator, date = next(within(region, "dc:creator"), None), next(within(region, "dc:date"), None)
            who = ", ".join(filter(None, (words(creator) if creator is not None else "", _day(date))))
            if kind is not None:
                self.changes[attr(region, "id")] = (who, kind)

    def _change(self, each: Element, what: str, spans: list[Span] | None = None) -> None:
        key = attr(each, "change-id")
        who, region = self.changes.get(key, ("", None))
        if what == "text:change-end":
            self.inserting.pop(key, None)
        elif region is not None and name(region) == "text:deletion":
            paragraphs = [words(part) for part in region if name(part) != "office:change-info"]
            if spans is not None:
                spans.append(Span("\n".join(paragraphs), Mark.DELETED, who))
        elif what == "text:change-start" and region is not None and name(region) == "text:insertion":
            self.inserting[key] = who


def _day(date: Element | None) -> str:
    return words(date).replace("T", " ")[:16] if date is not None else ""


def _white(each: Element, what: str) -> str:
    count = attr(each, "c", "1")
    many = min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() and len(count) < 9 else 1
    return {"text:s": " " * many, "text:line-break": "\n"}.get(what, "\t")


def _citation(note: Element) -> str:
    cited = next(within(note, "text:note-citation", "text:footnote-citation", "text:endnote-citation"), None)
    return words(cited).strip() if cited is not None else ""


def _note_mark(each: Element, what: str) -> str:
    if what in {"text:note", "text:footnote", "text:endnote"}:
        return f" [{attr(each, 'note-class') or what[5:]} {_citation(each)}] "
    return ""


def collapsed(text: str | None) -> str:
    """White space as OpenDocument means it: any run of it is one space (part 3, 6.1.2)."""
    if not text:
        return ""
    lead, trail = text[0] in " \t\r\n", text[-1] in " \t\r\n"
    inner = " ".join(text.split(None)) if not text.isspace() else ""
    return f"{' ' if lead else ''}{inner}{' ' if trail and inner else ''}"
