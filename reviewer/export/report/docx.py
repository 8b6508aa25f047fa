"""The findings report as a Word document that counsel can edit: real headings, styles, tables, links and fields.

``python-docx`` holds the package and the styles; the body is written as WordprocessingML (ECMA-376), as it has no call
for links, bookmarks and fields. Its template's author, date, comment and thumbnail are taken out. Fields hold their
results, so that nothing has to be renewed first. The same report gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Package
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from reviewer.export.report.docx_body import Body, paragraph, run
from reviewer.export.report.model import Heading, Report, Section, texts_of
from reviewer.export.shown import count_spelled, spelled_out

_ACCENT, _QUIET, _MARK = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x59, 0x59, 0x59), RGBColor(0x9A, 0x34, 0x12)
_FONT = "Times New Roman"
_LANGUAGES = {"en": "en-US", "fr": "fr-FR"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each part in the package: the earliest that a zip can hold."""


def document(report: Report, fonts: Path) -> bytes:
    """The report as the bytes of a ``.docx`` file; ``fonts`` is a folder of fonts for its charts."""
    made = Document()
    _properties(made, report)
    _styles(made, report)
    _page(made, report)
    body = Body(made.part, report, fonts)
    parts = [_front(report, body), _contents(report), *body.sections()]
    out = io.BytesIO()
    made.save(out)
    return _whole(out.getvalue(), "".join(parts))


def _property(text: str) -> str:
    """A text as a package's properties can hold it, 255 characters at most; the first page has all of it."""
    return spelled_out(text)[:255]


def _properties(made: Package, report: Report) -> None:
    """Title, authors and date are the report's; nothing is left of the template's maker."""
    core, moment = made.core_properties, datetime.fromisoformat(report.made)
    core.title = _property(f"{report.frame.kind}{report.frame.colon}{report.title}")
    core.author = core.last_modified_by = _property(", ".join(report.reviewers))
    core.subject, core.comments, core.keywords, core.category = _property(report.reference), "", "", ""
    core.created = core.modified = moment.replace(tzinfo=None)
    core.language, core.revision = report.language, 1
    package = made.part.package
    for key, each in list(package.rels.items()):
        if each.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _styles(made: Package, report: Report) -> None:
    styles = made.styles
    language = f'<w:lang {nsdecls("w")} w:val="{_LANGUAGES[report.language]}"/>'
    for held in styles.element.iter(qn("w:lang")):
        held.getparent().replace(held, parse_xml(language))
    _look(styles["Normal"], 10.5, after=6)
    for level, size in ((1, 18), (2, 13), (3, 11), (4, 10.5)):
        _look(styles[f"Heading {level}"], size, color=_ACCENT, before=12, after=5).font.italic = False
    styles["Heading 1"].paragraph_format.page_break_before = True
    _look(styles["Title"], 26, color=_ACCENT, after=14)
    _look(styles["Caption"], 9.5, color=_ACCENT, before=10, after=3)
    styles["Caption"].paragraph_format.keep_with_next = True
    _look(styles["Quote"], 10.5, after=6).paragraph_format.left_indent = Inches(0.3)
    for name, size, color, indent in (
        ("Report Lead", 11.5, None, 0.0),
        ("Report Point", 10.5, None, 0.25),
        ("Report Remark", 9, _QUIET, 0.0),
        ("Report Warning", 10.5, _MARK, 0.25),
        ("Report Address", 10.5, None, 0.0),
        ("Report Contents", 10.5, None, 0.0),
        ("Report Contents Below", 10.5, None, 0.25),
        ("Report Cell", 9, None, 0.0),
        ("Report Gap", 4, None, 0.0),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        close = name.startswith(("Report Cell", "Report Contents", "Report Address", "Report Gap"))
        _look(style, size, color=color, after=1 if close else 6).paragraph_format.left_indent = Inches(indent)


def _look(
    style: ParagraphStyle, size: float, *, color: RGBColor | None = None, before: float = 0, after: float = 0
) -> ParagraphStyle:
    """A style in the report's font; the theme's own fonts would win over it."""
    style.font.size, style.font.name = Pt(size), _FONT
    fonts = style.element.rPr.rFonts
    for name in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[name]
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _page(made: Package, report: Report) -> None:
    """The paper, and what stands at the head and foot of each page but the first."""
    section = made.sections[0]
    letter = report.paper == "letter"
    section.page_width, section.page_height = (Inches(8.5), Inches(11)) if letter else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    section.different_first_page_header_footer = True
    reference = report.reference or report.title
    head = paragraph(run(f"{reference}  ·  {report.confidentiality.upper()}"), "ReportRemark")
    frame = report.frame
    foot = paragraph(
        run(f"{frame.kind}  ·  {frame.page} ") + _field("PAGE", "2") + run(f" {frame.of} ") + _field("NUMPAGES", "2"),
        "ReportRemark",
    )
    for place, said in ((section.header, head), (section.footer, foot)):
        place.is_linked_to_previous = False
        for old in list(place.paragraphs):
            fields = parse_xml(said.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
            old._p.getparent().replace(old._p, fields)  # noqa: SLF001 - python-docx cannot write fields


def _field(code: str, result: str) -> str:
    """A field with its result, which Word and LibreOffice renew by themselves as they lay out pages."""
    return f'<w:fldSimple w:instr=" {code} ">{run(result)}</w:fldSimple>'


def _front(report: Report, body: Body) -> str:
    spelled = count_spelled(texts_of(report))
    said = [
        body.logo(),
        paragraph(run(report.agency.name, "<w:b/>"), "ReportAddress") if report.agency.name else "",
        *(paragraph(run(line), "ReportAddress") for line in report.agency.lines),
        paragraph(run(report.confidentiality.upper()), "ReportRemark"),
        paragraph(run(report.frame.kind, "<w:b/>"), "ReportLead"),
        paragraph(run(report.title), "Title"),
        *(
            paragraph(run(f"{name}{report.frame.colon}", '<w:color w:val="595959"/>') + run(value), "")
            for name, value in report.frame.facts
        ),
        paragraph(run(report.frame.note), "ReportRemark"),
        paragraph(run(report.frame.spelled.replace("{count}", str(spelled))), "ReportRemark") if spelled else "",
        paragraph(run(report.program), "ReportRemark"),
    ]
    return "".join(said)


def _contents(report: Report) -> str:
    """A table of contents as a field, with its entries in it; Word adds page numbers when it is renewed."""
    entries = [entry for section in report.sections for entry in _entries(section)]
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h '
    begin += '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'  # within the last entry: a paragraph of its own may be a page
    lines = [
        paragraph(
            (begin if at == 0 else "")
            + f'<w:hyperlink w:anchor="{Body.bookmark(anchor)}">{run(text)}</w:hyperlink>'
            + (end if at == len(entries) - 1 else ""),
            "ReportContentsBelow" if level == 2 else "ReportContents",
        )
        for at, (text, anchor, level) in enumerate(entries)
    ]
    head = paragraph('<w:r><w:br w:type="page"/></w:r>' + run(report.frame.contents, "<w:b/>"), "ReportLead")
    return head + "".join(lines)


def _entries(section: Section) -> list[tuple[str, str, int]]:
    below = [each for each in section.blocks if isinstance(each, Heading) and each.level == 2 and each.anchor]
    return [(section.title, section.key, 1), *((each.text, each.anchor, 2) for each in below)]


def _whole(data: bytes, body: str) -> bytes:
    """The package with its body, which goes in as text, and with nothing in it of when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(out, "w") as made:
        for name in held.namelist():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            part = held.read(name)
            if name == "word/document.xml":  # moved node by node, a long body takes longer than all else
                part = part.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
            made.writestr(info, part)
    return out.getvalue()
