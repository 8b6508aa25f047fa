"""Office documents for tests, written part by part by hand, so that what they hold is known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_OUTSIDE = ' TargetMode="External"'
_ROLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("presentation", "presentation"),
        ("meta", "meta"),
    )
)

Relations = Mapping[str, Sequence[tuple[str, str, str]]]
"""For each part, (id, role, target); a target with "://" is outside the package."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def package(main: str, parts: Mapping[str, str | bytes], relations: Relations | None = None) -> bytes:
    """An Office Open XML package with that main part."""
    told = {"": [("rId1", "officeDocument", main)], **(relations or {})}
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{_MAIN[main]}"/></Types>'
    }
    for source, entries in told.items():
        folder, _, base = source.rpartition("/")
        rows = "".join(
            f'<Relationship Id="{key}" Type="{_ROLES}/{role}" Target="{target}"{_OUTSIDE if "://" in target else ""}/>'
            for key, role, target in entries
        )
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        name = f"{folder}/_rels/{base}.rels".lstrip("/")
        made[name] = f'<Relationships xmlns="{space}">{rows}</Relationships>'
    return zipped({**made, **parts})


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, *entries: tuple[str, str, str]) -> bytes:
    """A Word document whose body is this XML; entries are relations of its main part."""
    main = f"<w:document {_W} {_R} {_A}><w:body>{body}</w:body></w:document>"
    return package("word/document.xml", {"word/document.xml": main, **(parts or {})}, {"word/document.xml": entries})


def word_part(root: str, inner: str) -> str:
    """A further part of a Word document, like its comments."""
    return f"<w:{root} {_W} {_R}>{inner}</w:{root}>"


def paragraph(text: str, properties: str = "") -> str:
    """A Word paragraph with one run."""
    return f"<w:p><w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t>{text}</w:t></w:r></w:p>"


def xlsx(
    sheets: Sequence[tuple[str, str, str]],
    strings: Sequence[str] = (),
    parts: Mapping[str, str | bytes] | None = None,
    relations: Relations | None = None,
    styles: str = "",
) -> bytes:
    """A workbook; sheets are (name, state, XML inside ``worksheet``)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state, _) in enumerate(sheets, 1)
    )
    made: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {_X} {_R}><sheets>{listed}</sheets></workbook>",
        "xl/sharedStrings.xml": f"<sst {_X}>{''.join(f'<si><t>{each}</t></si>' for each in strings)}</sst>",
        "xl/styles.xml": f"<styleSheet {_X}>{styles}</styleSheet>",
    }
    entries = [("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdF", "styles", "styles.xml")]
    for number, (_, _, inner) in enumerate(sheets, 1):
        made[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {_X} {_R}>{inner}</worksheet>"
        entries.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    return package("xl/workbook.xml", {**made, **(parts or {})}, {"xl/workbook.xml": entries, **(relations or {})})


def sheet_part(root: str, inner: str) -> str:
    """A further part of a workbook, like the comments of a sheet."""
    return f"<{root} {_X} {_R}>{inner}</{root}>"


def pptx(
    slides: Sequence[tuple[str, str]],
    parts: Mapping[str, str | bytes] | None = None,
    relations: Relations | None = None,
) -> bytes:
    """A presentation; slides are (attributes of ``p:sld``, XML of the shapes)."""
    listed = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number}"/>' for number in range(1, len(slides) + 1))
    made: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"<p:presentation {_P} {_R}><p:sldIdLst>{listed}</p:sldIdLst>"
        '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
    }
    entries = []
    for number, (attributes, shapes) in enumerate(slides, 1):
        made[f"ppt/slides/slide{number}.xml"] = slide_part("sld", shapes, attributes)
        entries.append((f"rId{number}", "slide", f"slides/slide{number}.xml"))
    told = {"ppt/presentation.xml": entries, **(relations or {})}
    return package("ppt/presentation.xml", {**made, **(parts or {})}, told)


def slide_part(root: str, shapes: str, attributes: str = "") -> str:
    """A slide, or the notes to one."""
    return f"<p:{root} {_P} {_A} {_R} {attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{root}>"


def shape(text: str, name: str = 'id="2" name="Box"', place: str = "") -> str:
    """A shape with one paragraph; ``place`` is XML of its position."""
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr {name}/></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def odf(kind: str, body: str, styles: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument file of a kind (text, spreadsheet, presentation) with this body."""
    content = (
        f"<office:document-content {_ODF} xmlns:dc='http://purl.org/dc/elements/1.1/' "
        f"xmlns:xlink='http://www.w3.org/1999/xlink'><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mime, "content.xml": content, **(parts or {})})
