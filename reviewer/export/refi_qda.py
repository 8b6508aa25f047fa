"""The codebook and what was coded by it as a REFI-QDA project (QDPX), for programs of qualitative analysis.

The exhibits themselves stay where they are in the bundle, and are named by relative paths; the words of their pages are
inside. Source: REFI-QDA 1.5, Project.xsd of 18 March 2019.
"""

from __future__ import annotations

import io
import weakref
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reviewer.domain.ids import named_uuid
from reviewer.export.xml_text import fit, xml_bytes

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = "project.qde"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each part: the earliest that a zip can hold."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook; ``parent`` is the id of the one above it, empty at the top."""

    id: str
    name: str
    color: str
    definition: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PageArea:
    """Where words stand on a page (from 1): points from its lower left corner, as two opposite corners."""

    page: int
    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CodedNote:
    """A note on a passage, by whom, and when (UTC)."""

    id: str
    text: str
    reviewer: str
    created: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage: from which to which code point of the document's text, where on its pages, and its codes by id."""

    id: str
    name: str
    start: int
    end: int
    areas: tuple[PageArea, ...]
    codes: tuple[str, ...]
    notes: tuple[CodedNote, ...]
    reviewer: str
    created: str


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """An exhibit by its path in the bundle."""

    id: str
    name: str
    file: str
    coded: tuple[Coded, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """All of it. ``made`` is UTC."""

    id: str
    name: str
    program: str
    made: str
    says: str
    codes: tuple[Code, ...]
    documents: tuple[CodedDocument, ...]

    def guid(self, *parts: object) -> str:
        """An id for a part of it, the same each time."""
        return named_uuid(self.id, "/".join(map(str, parts)))


class Packing:
    """The bytes of a ``.qdpx`` file at work: the texts of its documents are added, and then the project is.

    The same values give the same bytes. For one thread at a time.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._out = io.BytesIO()
        self._made = zipfile.ZipFile(self._out, "w")
        weakref.finalize(self, self._made.close)  # of a bundle that is given up, before its bytes are gone

    def add_text(self, document: str, text: str) -> None:
        """Pack the text of the pages of a document, a line feed between them, by its id."""
        _add(self._made, f"sources/{_text_of(self._project, document)}.txt", text.encode("utf-8", "replace"))

    def finish(self, project: Project) -> bytes:
        """The file, with the project that all the texts are of."""
        _add(self._made, PROJECT, _written(project))
        self._made.close()
        return self._out.getvalue()


def _add(made: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    made.writestr(info, data)


def _text_of(project: str, document: str) -> str:
    return named_uuid(project, f"{document}/text")


def _written(project: Project) -> bytes:
    root = ET.Element("Project", {"xmlns": NAMESPACE, "name": fit(project.name), "origin": project.program})
    root.set("creationDateTime", project.made)
    marks = [each for one in project.documents for each in one.coded]
    names = [*(each.reviewer for each in marks), *(note.reviewer for each in marks for note in each.notes)]
    people = {name: project.guid("user", name) for name in names}
    if people:
        users = ET.SubElement(root, "Users")
        for name, guid in people.items():
            ET.SubElement(users, "User", {"guid": guid, "name": fit(name)})
    if project.codes:
        _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), project.codes, "")
    notes = ET.Element("Notes")
    if project.documents:
        sources = ET.SubElement(root, "Sources")
        for each in project.documents:
            _add_document(sources, notes, project, each, people)
    if len(notes):
        root.append(notes)
    ET.SubElement(root, "Description").text = fit(project.says)
    return xml_bytes(root)


def _add_codes(above: ET.Element, codes: Sequence[Code], parent: str) -> None:
    for each in codes:
        if each.parent == parent:
            made = ET.SubElement(above, "Code", {"guid": each.id, "name": fit(each.name), "isCodable": "true"})
            made.set("color", each.color)
            if each.definition:
                ET.SubElement(made, "Description").text = fit(each.definition)
            _add_codes(made, codes, each.id)


def _add_document(
    sources: ET.Element, notes: ET.Element, project: Project, document: CodedDocument, people: dict[str, str]
) -> None:
    """A PDF with what is coded on its pages, and the same in its text; a note is told where the text is coded."""
    made = ET.SubElement(sources, "PDFSource", {"guid": document.id, "name": fit(document.name)})
    made.set("path", f"relative:///{document.file}")
    for each in document.coded:
        for number, area in enumerate(each.areas):
            at = {"guid": project.guid(each.id, "area", number), "name": fit(each.name), "page": str(area.page)}
            corners = zip(("firstX", "firstY", "secondX", "secondY"), (*area.first, *area.second), strict=True)
            at |= {name: str(value) for name, value in corners}
            _add_codings(ET.SubElement(made, "PDFSelection", at | _by(people, each)), project, each, f"area {number}")
    text = _text_of(project.id, document.id)
    whole = ET.SubElement(made, "Representation", {"guid": text, "plainTextPath": f"internal://{text}.txt"})
    for each in document.coded:
        at = {"guid": each.id, "name": fit(each.name), "startPosition": str(each.start), "endPosition": str(each.end)}
        selection = ET.SubElement(whole, "PlainTextSelection", at | _by(people, each))
        _add_codings(selection, project, each, "text")
        for said in each.notes:
            ET.SubElement(selection, "NoteRef", {"targetGUID": said.id})
            note = ET.SubElement(notes, "Note", {"guid": said.id, "name": fit(each.name)} | _by(people, said))
            ET.SubElement(note, "PlainTextContent").text = fit(said.text)


def _by(people: dict[str, str], each: Coded | CodedNote) -> dict[str, str]:
    return {"creatingUser": people[each.reviewer], "creationDateTime": each.created}


def _add_codings(selection: ET.Element, project: Project, each: Coded, where: str) -> None:
    for code in each.codes:
        coding = ET.SubElement(selection, "Coding", {"guid": project.guid(each.id, where, code)})
        ET.SubElement(coding, "CodeRef", {"targetGUID": code})
