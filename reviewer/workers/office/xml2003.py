"""The XML formats of Office 2003: workbooks and documents that are one file, and packages written as one file."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile

from lxml import etree

from reviewer.domain.evidence.reading import MACROS
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Grid, Mark, Paragraph, Row, Span, Table, line
from reviewer.workers.office.opendocument.odf import DAMAGED
from reviewer.workers.office.sheets.cells import MOST_CELLS
from reviewer.workers.office.sheets.unvalued import formula_text
from reviewer.workers.office.xml import Element, attr, name, parse, qualified, within, words
from reviewer.workers.refusal import Refusal

_DEEPEST = 40
_FACTS = {
    "Title": "title", "Subject": "subject", "Author": "author", "LastAuthor": "last author", "Created": "created",
    "LastSaved": "modified", "Company": "company", "Manager": "manager", "Keywords": "keywords",
    "Description": "description", "Version": "application version", "LastPrinted": "last printed",
}  # fmt: skip


def _local(element: Element) -> str:
    return name(element).partition(":")[2]


def _root(data: bytes, found: Found) -> Element:
    parsed = parse(data)
    if parsed.mended:
        found.remark(DAMAGED)
    if parsed.entities:
        found.remark(Reason("office.entities_left_out"))
    return parsed.root


def _facts(root: Element, found: Found) -> None:
    for properties in root.iter():
        if _local(properties) == "DocumentProperties":
            for each in properties:
                if _local(each) in _FACTS and words(each).strip():
                    found.facts[_FACTS[_local(each)]] = " ".join(words(each).split())[:1000]


def read_sheet_xml(data: bytes, found: Found) -> None:
    """Read a workbook (SpreadsheetML 2003) into ``found``."""
    root = _root(data, found)
    room = MOST_CELLS
    for sheet in (each for each in root if _local(each) == "Worksheet"):
        rows: list[Row] = []
        beside: list[Block] = []
        hidden_columns: set[int] = set()
        for table in (each for each in sheet if _local(each) == "Table"):
            room -= _table(table, rows, hidden_columns, beside)
        if room < 0:
            found.remark(Reason("office.cells_over", limit=MOST_CELLS))
            break
        hidden = (
            Reason("hidden.sheet")
            if any(words(each).startswith("Sheet") for each in _named(sheet, "Visible"))
            else None
        )
        blocks: list[Block] = [Grid(tuple(rows), frozenset(hidden_columns)), *beside]
        found.blocks.append(Box(f"Sheet: {attr(sheet, 'Name')}", tuple(blocks), hidden, section=True))
    _facts(root, found)


def _named(parent: Element, local: str) -> list[Element]:
    return [each for each in parent.iter() if _local(each) == local]


def _table(table: Element, rows: list[Row], hidden_columns: set[int], beside: list[Block]) -> int:
    number = column = count = 0
    for each in table:
        if _local(each) == "Column":
            column = _index(each, column)
            span = min(_number(attr(each, "Span", "0")), 16_384)
            if attr(each, "Hidden") == "1":
                hidden_columns.update(range(column - 1, column + span))
            column += span
        elif _local(each) == "Row":
            number = _index(each, number)
            cells: list[tuple[int, str]] = []
            formulas: set[int] = set()
            at = 0
            for cell in (one for one in each if _local(one) == "Cell"):
                at = _index(cell, at)
                _cell(cell, at, number, cells, beside)
                if attr(cell, "Formula") and not any(_local(one) == "Data" for one in cell):
                    cells.append((at - 1, formula_text(attr(cell, "Formula"))))
                    formulas.add(at - 1)
            count += len(cells)
            if cells:
                rows.append(Row(number, tuple(cells), attr(each, "Hidden") == "1", frozenset(formulas)))
            number += min(_number(attr(each, "Span", "0")), 1_048_576)
    return count


def _cell(cell: Element, at: int, row: int, cells: list[tuple[int, str]], beside: list[Block]) -> None:
    for each in cell:
        if _local(each) == "Data" and words(each).strip():
            text = words(each)
            cells.append((at - 1, text.removesuffix("T00:00:00.000") if attr(each, "Type") == "DateTime" else text))
        elif _local(each) == "Comment":
            text = "".join(words(one) for one in each if _local(one) == "Data")
            who = attr(each, "Author") or "an unnamed person"
            beside.append(Box(f"Comment in row {row} by {who}", (line(text),)))
    if attr(cell, "HRef"):
        beside.append(line(f"Row {row}", link=attr(cell, "HRef")))


def _index(element: Element, last: int) -> int:
    return _number(attr(element, "Index")) or last + 1


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def read_word_xml(data: bytes, found: Found) -> None:
    """Read a document (WordprocessingML 2003) into ``found``."""
    root = _root(data, found)
    body = next((each for each in root if _local(each) == "body"), None)
    if body is None:
        raise Refusal(Reason("office.text_part_missing"))
    found.blocks += _blocks(body, 0)
    if any(_local(each) == "docSuppData" for each in root):
        found.say(MACROS, Reason("office.macros"))
    _facts(root, found)


def _blocks(parent: Element | tuple[Element, ...], depth: int) -> list[Block]:
    if depth > _DEEPEST:
        return [line(words(parent))]
    found: list[Block] = []
    for each in parent:
        what = _local(each)
        if what == "p":
            found += _paragraph(each, depth)
        elif what == "tbl":
            rows = [row for row in each.iter() if _local(row) == "tr" and _owner(row, "tbl") is each]
            cells = (
                [cell for cell in row.iter() if _local(cell) == "tc" and _owner(cell, "tr") is row] for row in rows
            )
            made = tuple(tuple(tuple(_blocks(cell, depth + 1)) for cell in row) for row in cells)
            found += [Table(made)] if made else []
        elif what in {"hdr", "ftr", "footnote", "endnote"}:
            titles = {"hdr": "Header", "ftr": "Footer"}
            found.append(Box(titles.get(what, what.capitalize()), tuple(_blocks(each, depth + 1))))
        elif what:
            found += _blocks(each, depth + 1)
    return found


def _owner(element: Element, local: str) -> Element | None:
    return next((each for each in element.iterancestors() if _local(each) == local), None)


def _paragraph(element: Element, depth: int) -> list[Block]:
    spans: list[Span] = []
    after: list[Block] = []
    for each in element.iter():
        what = _local(each)
        if what in {"t", "delText"} and _owner(each, "p") is element:
            spans.append(_span(each))
        elif what in {"tab", "br"} and _local(each.getparent()) == "r" and _owner(each, "p") is element:
            spans.append(Span("\t" if what == "tab" else "\n"))
        elif what in {"footnote", "endnote", "txbxContent", "hdr", "ftr"} and _owner(each, "p") is element:
            title = {"txbxContent": "Text box", "hdr": "Header", "ftr": "Footer"}.get(what, what.capitalize())
            after.append(Box(title, tuple(_blocks(each, depth + 1))))
        elif what == "annotation" and attr(each, "type") == "Word.Comment":
            title = f"Comment by {attr(each, 'author') or 'an unnamed person'}"
            inner = [block for content in each for block in _blocks(content, depth + 1)]
            after.append(Box(title, tuple(inner)))
        elif what == "tbl" and _owner(each, "p") is element:
            after += _blocks((each,), depth + 1)
    return [Paragraph(tuple(spans)), *after]


def _span(text: Element) -> Span:
    mark, who, link = Mark.PLAIN, "", ""
    for each in text.iterancestors():
        what, kind = _local(each), attr(each, "type")
        if what == "annotation" and kind in {"Word.Insertion", "Word.Deletion"}:
            mark = Mark.INSERTED if kind == "Word.Insertion" else Mark.DELETED
            who = ", ".join(filter(None, (attr(each, "author"), attr(each, "createdate").replace("T", " ")[:16])))
        elif what == "hlink":
            link = attr(each, "dest")
        elif what == "r" and any(_local(one) == "vanish" for one in within(each, "w:vanish", ":vanish")):
            mark = Mark.HIDDEN if mark is Mark.PLAIN else mark
        elif what == "p":
            break
    return Span(text.text or "", mark, who, link)


def zip_of_flat(data: bytes, found: Found) -> bytes:
    """The zip package that a package in one XML file stands for ("flat OPC")."""
    packed = io.BytesIO()
    types: list[str] = []
    with zipfile.ZipFile(packed, "w") as made:
        for part in (each for each in _root(data, found) if _local(each) == "part"):
            label = qualified(part, ":name") or attr(part, "name")
            types.append(f'<Override PartName="{_quoted(label)}" ContentType="{_quoted(attr(part, "contentType"))}"/>')
            for content in part:
                if _local(content) == "xmlData" and len(content):
                    made.writestr(label.lstrip("/"), etree.tostring(content[0]))
                elif _local(content) == "binaryData":
                    try:
                        made.writestr(label.lstrip("/"), base64.b64decode(words(content)))
                    except binascii.Error as why:
                        raise Refusal(Reason("office.flat_part_damaged")) from why
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        made.writestr("[Content_Types].xml", f'<Types xmlns="{space}">{"".join(types)}</Types>')
    return packed.getvalue()


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
