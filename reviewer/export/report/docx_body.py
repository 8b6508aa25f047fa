"""The body of the report as WordprocessingML (ECMA-376 part 1, 17): paragraphs, tables, drawings, links, bookmarks."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.parts.document import DocumentPart

from reviewer.errors import ExportError
from reviewer.export.report.model import (
    Block,
    Cite,
    Definitions,
    Figure,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Report,
    Spans,
    Table,
    plain,
)
from reviewer.export.shown import spelled_out
from reviewer.export.typeset import LOGO

_TWIPS, _EMU = 20, 12_700
"""In a point."""
_CHAR, _WIDE_CHAR = 4.8, 5.6
"""Points that a character of a cell takes, about, and that of a word which must not be parted, in any usual font."""
_BESIDE = 7.0
"""Points that stay free beside what a cell holds."""
_MOST_WORD, _MOST_NARROW = 110.0, 140.0
"""Points that a word is given to stay whole, and a column that is as narrow as what it holds."""
_LONG = 1_500
"""Characters of a row that may go on on the next page; a shorter one stays whole."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_]")
_KEEP = "<w:keepNext/>"
_MARGINS = '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
_STYLES = {
    Kind.BODY: "",
    Kind.LEAD: "ReportLead",
    Kind.POINT: "ReportPoint",
    Kind.QUOTATION: "Quote",
    Kind.REMARK: "ReportRemark",
    Kind.WARNING: "ReportWarning",
}
_LOOKS = {
    Look.PLAIN: "",
    Look.STRONG: "<w:b/>",
    Look.QUIET: '<w:color w:val="595959"/>',
    Look.NOTE: "<w:i/>",
    Look.CODE: '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:sz w:val="14"/>',
    Look.QUOTE: "",
    Look.LACK: '<w:b/><w:color w:val="9A3412"/>',
}
_LINK = '<w:color w:val="1F3A5F"/><w:u w:val="single"/>'
_PICTURE = b"""
#let said = json(bytes(sys.inputs.picture))
#set page(width: said.width * 1pt, height: said.height * 1pt, margin: 0pt)
#set text(font: "Liberation Sans")
#image(bytes(said.svg), format: "svg", width: said.width * 1pt)
"""


def run(text: str, look: str = "") -> str:
    """Some words, with what is said of their look."""
    said = escape(spelled_out(text), quote=False)
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{said}</w:t></w:r>'


def paragraph(runs: str, style: str, more: str = "") -> str:
    """A paragraph in a style; empty for the usual one."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{named}{more}</w:pPr>' if named or more else ''}{runs}</w:p>"


class Body:
    """Writes the sections; links and pictures become relations of the part they stand in."""

    def __init__(self, part: DocumentPart, report: Report, fonts: Path) -> None:
        self._part = part
        self._fonts = fonts
        self._report = report
        self._count = 0
        self._keys: dict[str, str] = {}
        self._width = 6.5 * 72 if report.paper == "letter" else 6.27 * 72

    @staticmethod
    def bookmark(anchor: str) -> str:
        """The name of a place: letters, digits and underscores, 40 at most."""
        return "p_" + _UNSAFE.sub("_", anchor)[:38]

    def sections(self) -> Iterator[str]:
        """All of them, one after the other."""
        for section in self._report.sections:
            yield self._heading(Heading(section.title, 1, section.key))
            for at, block in enumerate(section.blocks):
                yield self._block(block, section.blocks[at + 1] if at + 1 < len(section.blocks) else None)

    def _block(self, block: Block, following: Block | None) -> str:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            dated = block.kind is Kind.QUOTATION and isinstance(following, Paragraph)
            together = _KEEP if isinstance(following, Table | Figure) or dated else ""
            return paragraph(self._spans(block.spans), _STYLES[block.kind], together)
        if isinstance(block, Definitions):
            return self._definitions(block)
        return self._figure(block) if isinstance(block, Figure) else self._table(block)

    def _heading(self, block: Heading) -> str:
        return paragraph(self._place(block.anchor, run(block.text)), f"Heading{block.level}")

    def _place(self, anchor: str, runs: str) -> str:
        if not anchor:
            return runs
        self._count += 1
        number = self._count
        start = f'<w:bookmarkStart w:id="{number}" w:name="{self.bookmark(anchor)}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'

    # -- words ----------------------------------------------------------------------------------------------------

    def _spans(self, spans: Spans) -> str:
        made = []
        for each in spans:
            if isinstance(each, Cite):
                target = f"{self._report.files[each.exhibit]}#page={each.page}"
                made.append(f'<w:hyperlink r:id="{self._key(target)}">{run(each.text, _LINK)}</w:hyperlink>')
            elif isinstance(each, Ref):
                made.append(
                    f'<w:hyperlink w:anchor="{self.bookmark(each.target)}">{run(each.text, _LINK)}</w:hyperlink>'
                )
            else:
                made.append(run(each.text, _LOOKS[each.look]))
        return "".join(made)

    def _key(self, target: str) -> str:
        """The relation that leads to a file; looked up here, as the part goes through all that it has."""
        if target not in self._keys:
            key = self._keys[target] = f"rIdCite{len(self._keys) + 1}"
            self._part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, target, key, is_external=True)
        return self._keys[target]

    # -- tables ---------------------------------------------------------------------------------------------------

    def _definitions(self, block: Definitions) -> str:
        widths = [1.4 * 72, self._width - 1.4 * 72]
        quiet = _LOOKS[Look.QUIET]
        keep = _KEEP if sum(len(plain(said)) for _, said in block.rows) <= _LONG else ""
        rows = [
            self._row(
                [
                    paragraph(run(name, quiet), "ReportCell", kept),
                    paragraph(self._spans(said), "ReportCell", kept),
                ],
                widths,
            )
            for at, (name, said) in enumerate(block.rows)
            for kept in (keep if at < len(block.rows) - 1 else "",)
        ]
        return self._grid(rows, widths, ruled=False)

    def _table(self, table: Table) -> str:
        widths = self._widths(table)
        sides = ['<w:jc w:val="right"/>' if each.numeric else "" for each in table.columns]
        names = [run(each.name, '<w:b/><w:color w:val="1F3A5F"/>') for each in table.columns]
        caption = ""
        if table.caption:
            caption = paragraph(self._place(table.anchor, run(table.caption)), "Caption")
        else:
            names[0] = self._place(table.anchor, names[0])
        head = [paragraph(name, "ReportCell", _KEEP + side) for name, side in zip(names, sides, strict=True)]
        rows = [self._row(head, widths, first=True)]
        for row in table.rows:
            cells = [paragraph(self._spans(cell), "ReportCell", side) for cell, side in zip(row, sides, strict=True)]
            rows.append(self._row(cells, widths, long=sum(len(plain(cell)) for cell in row) > _LONG))
        return caption + self._grid(rows, widths)

    def _grid(self, rows: list[str], widths: list[float], *, ruled: bool = True) -> str:
        edge = '<w:{} w:val="single" w:sz="4" w:color="B8BEC6"/>'
        edges = f"<w:tblBorders>{edge.format('bottom')}{edge.format('insideH')}</w:tblBorders>" if ruled else ""
        columns = "".join(f'<w:gridCol w:w="{round(each * _TWIPS)}"/>' for each in widths)
        whole = (
            f'<w:tblW w:w="{round(sum(widths) * _TWIPS)}" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/>{_MARGINS}'
        )
        return f"<w:tbl><w:tblPr>{whole}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>" + paragraph(
            "", "ReportGap"
        )

    def _row(self, cells: list[str], widths: list[float], *, first: bool = False, long: bool = False) -> str:
        kept = ("" if long else "<w:cantSplit/>") + ("<w:tblHeader/>" if first else "")
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr>{f'<w:trPr>{kept}</w:trPr>' if kept else ''}{made}</w:tr>"

    def _widths(self, table: Table) -> list[float]:
        """Points: no word is parted that fits; a column without a share takes what it holds, the others the rest."""
        texts = [[each.name, *(plain(row[at]) for row in table.rows)] for at, each in enumerate(table.columns)]
        least = [_BESIDE + min(_MOST_WORD, _WIDE_CHAR * max(map(_longest_word, each))) for each in texts]
        whole = [_BESIDE + min(_MOST_NARROW, _CHAR * max(map(len, each))) for each in texts]
        narrow = [
            0.0 if each.share else max(low, wanted)
            for each, low, wanted in zip(table.columns, least, whole, strict=True)
        ]
        if sum(narrow) + sum(low for low, each in zip(least, table.columns, strict=True) if each.share) > self._width:
            narrow = [min(each, low) for each, low in zip(narrow, least, strict=True)]
        made = self._shared(table, narrow, least)
        return [each * self._width / sum(made) for each in made]

    def _shared(self, table: Table, narrow: list[float], least: list[float]) -> list[float]:
        """The widths of all columns: those with a share part what is left, each with room for its longest word."""
        open_ones = {at for at, each in enumerate(table.columns) if each.share}
        made = list(narrow)
        while open_ones:
            rest = self._width - sum(made)
            shares = sum(table.columns[at].share for at in open_ones)
            given = {at: rest * table.columns[at].share / shares for at in open_ones}
            tight = {at for at in open_ones if given[at] < least[at]}
            for at in tight or open_ones:
                made[at] = least[at] if tight else given[at]
            open_ones = open_ones - tight if tight else set()
        return made

    # -- drawings -------------------------------------------------------------------------------------------------

    def logo(self) -> str:
        """The agency's logo in a paragraph of its own; nothing where there is none."""
        logo = self._report.agency.logo
        if logo is None:
            return ""
        self._count += 1
        key, _ = self._part.get_or_add_image(io.BytesIO(logo.png))
        across = min(LOGO[0], LOGO[1] * logo.width / logo.height)
        size = f'cx="{round(across * _EMU)}" cy="{round(across * logo.height / logo.width * _EMU)}"'
        return paragraph(_inline(self._count, f'<a:blip r:embed="{key}"/>', size, self._report.frame.logo), "")

    def _figure(self, figure: Figure) -> str:
        """The drawing as a vector, with a picture of it for readers that know none (Office's SVG extension)."""
        self._count += 1
        number, part = self._count, self._part
        key, _ = part.get_or_add_image(_png(figure, self._fonts))
        vector = Part(PackURI(f"/word/media/figure{number}.svg"), "image/svg+xml", figure.svg.encode(), part.package)
        vector_key = part.relate_to(vector, RELATIONSHIP_TYPE.IMAGE)
        across = min(self._width, figure.width)
        size = f'cx="{round(across * _EMU)}" cy="{round(across * figure.height / figure.width * _EMU)}"'
        svg = (
            '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
            'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
            f'r:embed="{vector_key}"/></a:ext></a:extLst>'
        )
        drawing = _inline(number, f'<a:blip r:embed="{key}">{svg}</a:blip>', size, figure.words)
        return paragraph(self._place(figure.anchor, drawing), "", _KEEP) + paragraph(
            run(figure.caption), "ReportRemark"
        )


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _inline(number: int, picture: str, size: str, words: str) -> str:
    """A picture within a line, with what it says in words."""
    said = escape(spelled_out(words)).replace("\n", "&#10;")
    return (
        f'<w:r><w:drawing><wp:inline {nsdecls("a", "pic")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Figure {number}" descr="{said}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="figure{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f"{picture}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _png(figure: Figure, fonts: Path) -> io.BytesIO:
    """The drawing in pixels, 110 to the inch. ExportError when it cannot be drawn."""
    values = {"svg": spelled_out(figure.svg), "width": figure.width, "height": figure.height}
    options: dict[str, Any] = {"font_paths": [fonts], "sys_inputs": {"picture": json.dumps(values)}}
    try:
        return io.BytesIO(typst.compile(_PICTURE, None, format="png", ppi=110, **options))
    except typst.TypstError as error:
        raise ExportError(f"a chart of the report could not be drawn: {error.message}") from error
