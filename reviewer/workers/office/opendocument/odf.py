"""OpenDocument files, and those of OpenOffice 1: texts, sheets, presentations and drawings."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.evidence.reading import MACROS, SIGNED
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Embedded, Found, line
from reviewer.workers.office.embedded import unwrap
from reviewer.workers.office.opendocument.odfbody import Body
from reviewer.workers.office.opendocument.odfsheet import sheet_box
from reviewer.workers.office.opendocument.odfstyles import OdfStyles, read_styles
from reviewer.workers.office.package import Package
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.xml import Element, attr, child, name, parse, within, words
from reviewer.workers.refusal import Refusal

_FACTS = {
    "dc:title": "title",
    "dc:subject": "subject",
    "dc:description": "description",
    "dc:creator": "last author",
    "dc:date": "modified",
    "dc:language": "language",
    "meta:initial-creator": "author",
    "meta:creation-date": "created",
    "meta:printed-by": "last printed by",
    "meta:print-date": "last printed",
    "meta:keyword": "keywords",
    "meta:generator": "application",
    "meta:editing-cycles": "revision",
    "meta:editing-duration": "time edited",
}
_BODIES = {"office:text", "office:spreadsheet", "office:presentation", "office:drawing", "office:chart", "office:image"}
_MOST_EMBEDDED = 2000
DAMAGED = Reason("office.xml_damaged")
"""What to say of a document in one XML file that has faults."""


def read_odf(package: Package, found: Found) -> None:
    """Read a package into ``found``."""
    if package.damaged:
        found.remark(Reason("office.end_missing"))
    content = package.tree("content.xml")
    styles = package.tree_or_none("styles.xml")
    meta = package.tree_or_none("meta.xml")
    for part, root in (("styles.xml", styles), ("meta.xml", meta)):
        if root is None and package.has(part):
            found.remark(Reason("office.part_unread", part=part))
    _read(found, package, content, styles if styles is not None else content, meta)
    _inner_files(package, found)


def read_flat_odf(data: bytes, found: Found) -> None:
    """Read a document that is one XML file into ``found``."""
    parsed = parse(data)
    if parsed.mended:
        found.remark(DAMAGED)
    if parsed.entities:
        found.remark(Reason("office.entities_left_out"))
    _read(found, None, parsed.root, parsed.root, parsed.root)


def _read(found: Found, package: Package | None, content: Element, styles: Element, meta: Element | None) -> None:
    told: OdfStyles = read_styles(*(root for root in (styles, content) if root is not None))
    body = Body(found, package, told)
    inner = next(within(content, "office:body"), None)
    if inner is None:
        raise Refusal(Reason("office.text_is_other"))
    found.blocks += _margins(body, styles, "header")
    for part in _parts_of(inner):
        if name(part) == "office:spreadsheet":
            found.blocks += _sheets(body, part)
        elif name(part) in {"office:presentation", "office:drawing"}:
            found.blocks += _slides(body, part)
        else:
            found.blocks += body.blocks(part)
    found.blocks += _margins(body, styles, "footer")
    found.blocks += _masters(body, styles)
    _facts(found, meta)
    if any(
        True
        for _ in within(content, "script:module", "office:script", "script:event-listener", "script:library-embedded")
    ):
        found.say(MACROS, Reason("office.macros"))


def _parts_of(body: Element) -> list[Element]:
    """The bodies; in OpenOffice 1 the paragraphs, sheets or pages stand in ``office:body`` themselves."""
    parts = [each for each in body if name(each) in _BODIES]
    return parts or [body]


def _sheets(body: Body, parent: Element) -> list[Block]:
    found: list[Block] = []
    for each in parent:
        what = name(each)
        if what == "table:table":
            found.append(sheet_box(body, each))
        elif what == "table:named-expressions":
            named = [
                f"{attr(one, 'name')} = {attr(one, 'cell-range-address') or attr(one, 'expression')}"
                for one in each
                if attr(one, "name")
            ]
            found += [Box("Defined names", tuple(map(line, named)))] if named else []
        elif what:
            found += body.blocks(each)
    return found


def _slides(body: Body, parent: Element) -> list[Block]:
    found: list[Block] = []
    number = 0
    for each in parent:
        if name(each) != "draw:page":
            found += body.blocks(each)
            continue
        number += 1
        label = attr(each, "name")
        title = f"Slide {number}" + (f": {label}" if label and not label.startswith("page") else "")
        hidden = Reason("hidden.slide") if body.styles.page_hidden(attr(each, "style-name")) else None
        notes = child(each, "presentation:notes")
        if notes is not None:
            each.remove(notes)
        blocks = body.blocks(each)
        said = body.blocks(notes) if notes is not None else []
        if text_of(said).strip():
            blocks.append(Box("Speaker notes", tuple(said)))
        found.append(Box(title, tuple(blocks), hidden, section=True))
    return found


def _margins(body: Body, styles: Element, side: str) -> list[Block]:
    found: list[Block] = []
    said = set()
    for master in within(styles, "style:master-page"):
        for each in master:
            if name(each) in {f"style:{side}", f"style:{side}-left", f"style:{side}-first"}:
                blocks = body.blocks(each)
                text = text_of(blocks)
                if text.strip() and text not in said:
                    said.add(text)
                    found.append(Box(side.capitalize(), tuple(blocks)))
    return found


def _masters(body: Body, styles: Element) -> list[Block]:
    """What the master pages of a presentation say on every slide, and how its header, footer and date are set."""
    found: list[Block] = []
    said = set()
    for master in within(styles, "style:master-page"):
        drawn = [each for each in master if name(each).startswith("draw:") and not attr(each, "placeholder")]
        blocks = [block for each in drawn for block in body.piece(each)]
        text = text_of(blocks)
        if text.strip() and text not in said:
            said.add(text)
            found.append(Box("On the slide master", tuple(blocks)))
    return found


def _facts(found: Found, meta: Element | None) -> None:
    for each in meta.iter() if meta is not None else ():
        what = name(each)
        parent = name(each.getparent()) if each.getparent() is not None else ""
        if what in _FACTS and parent in {"office:meta", "office:document-meta", "meta:keywords"}:
            text = " ".join(words(each).split())[:1000]
            if text:
                label = _FACTS[what]
                found.facts[label] = f"{found.facts[label]}; {text}" if label in found.facts else text
        elif what == "meta:user-defined" and words(each).strip():
            found.facts[f"property {attr(each, 'name')[:100]}"] = words(each).strip()[:1000]


def _inner_files(package: Package, found: Found) -> None:
    low = [each.lower() for each in package.names]
    if any(each.startswith(("basic/", "scripts/")) and not each.endswith(("/", "-lc.xml", "-lb.xml")) for each in low):
        found.say(MACROS, Reason("office.macros"))
    if "meta-inf/documentsignatures.xml" in low:
        found.say(SIGNED, Reason("office.signed"))
    for part in _objects(package):
        if len(found.embedded) >= _MOST_EMBEDDED:
            found.remark(Reason("office.files_many", limit=_MOST_EMBEDDED))
            return
        try:
            found.embedded += unwrap(Embedded(part.rpartition("/")[2], "application/octet-stream", package.part(part)))
        except Refusal as refusal:
            found.remark(refusal.reason)


def _objects(package: Package) -> Iterator[str]:
    """Files of other programs: OLE objects, and whatever is kept as a plug-in or media."""
    for part in package.names:
        base = part.rpartition("/")[2]
        of_ole = base.startswith("Object ") and "/" not in part
        if of_ole or (part.startswith(("Media/", "EmbeddedFiles/")) and base):
            yield part
