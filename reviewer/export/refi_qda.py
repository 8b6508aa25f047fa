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
from itertools import chain
from xml.etree import ElementTree as ET

from reviewer.domain.ids import named_uuid
from reviewer.export.xml_text import fit, xml_bytes

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = "project.qde"
_HERE = "\0"
"""Stands where documents and notes go that were written before; no text that is fit for XML has it."""
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
    """What is said of the whole. ``made`` is UTC."""

    name: str
    program: str
    made: str
    says: str
    codes: tuple[Code, ...]


class Packing:
    """The bytes of a ``.qdpx`` file at work: its documents are added one by one, and then what is said of the whole.

    ``project`` is its id. The same values give the same bytes. For one thread at a time.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._reviewers: dict[str, None] = {}
        self._authors: dict[str, None] = {}
        """Who wrote notes; users are listed in the order of passages, and then of notes."""
        self._sources: list[str] = []
        self._notes: list[str] = []
        self._out = io.BytesIO()
        self._made = zipfile.ZipFile(self._out, "w")
        weakref.finalize(self, self._made.close)  # of a bundle that is given up, before its bytes are gone

    def add(self, document: CodedDocument, text: str) -> None:
        """Pack the text of the pages of a document, a line feed between them, and write what is coded in it."""
        _add(self._made, f"sources/{_text_of(self._project, document.id)}.txt", text.encode("utf-8", "replace"))
        sources, notes = ET.Element("Sources"), ET.Element("Notes")
        _add_document(sources, notes, self._project, document)
        self._sources += map(_xml, sources)
        self._notes += map(_xml, notes)
        for each in document.coded:
            self._reviewers[each.reviewer] = None
            self._authors.update((note.reviewer, None) for note in each.notes)

    def finish(self, project: Project) -> bytes:
        """The file, with what is said of the whole."""
        _add(self._made, PROJECT, self._written(project))
        self._made.close()
        return self._out.getvalue()

    def _written(self, project: Project) -> bytes:
        root = ET.Element("Project", {"xmlns": NAMESPACE, "name": fit(project.name), "origin": project.program})
        root.set("creationDateTime", project.made)
        people = self._reviewers | self._authors
        if people:
            users = ET.SubElement(root, "Users")
            for name in people:
                ET.SubElement(users, "User", {"guid": _user(self._project, name), "name": fit(name)})
        if project.codes:
            _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), project.codes, "")
        filled = {"Sources": self._sources, "Notes": self._notes}
        for name in (name for name, written in filled.items() if written):
            ET.SubElement(root, name).text = _HERE
        ET.SubElement(root, "Description").text = fit(project.says)
        first, *rest = xml_bytes(root).split(_HERE.encode())
        written = ("".join(each).encode() for each in filled.values() if each)
        return b"".join([first, *chain.from_iterable(zip(written, rest, strict=True))])


def _add(made: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    made.writestr(info, data)


def _text_of(project: str, document: str) -> str:
    return named_uuid(project, f"{document}/text")


def _guid(project: str, *parts: object) -> str:
    """An id for a part of a project, the same each time."""
    return named_uuid(project, "/".join(map(str, parts)))


def _user(project: str, name: str) -> str:
    return _guid(project, "user", name)


def _xml(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _add_codes(above: ET.Element, codes: Sequence[Code], parent: str) -> None:
    for each in codes:
        if each.parent == parent:
            made = ET.SubElement(above, "Code", {"guid": each.id, "name": fit(each.name), "isCodable": "true"})
            made.set("color", each.color)
            if each.definition:
                ET.SubElement(made, "Description").text = fit(each.definition)
            _add_codes(made, codes, each.id)


def _add_document(sources: ET.Element, notes: ET.Element, project: str, document: CodedDocument) -> None:
    """A PDF with what is coded on its pages, and the same in its text; a note is told where the text is coded."""
    made = ET.SubElement(sources, "PDFSource", {"guid": document.id, "name": fit(document.name)})
    made.set("path", f"relative:///{document.file}")
    for each in document.coded:
        for number, area in enumerate(each.areas):
            at = {"guid": _guid(project, each.id, "area", number), "name": fit(each.name), "page": str(area.page)}
            corners = zip(("firstX", "firstY", "secondX", "secondY"), (*area.first, *area.second), strict=True)
            at |= {name: str(value) for name, value in corners}
            _add_codings(ET.SubElement(made, "PDFSelection", at | _by(project, each)), project, each, f"area {number}")
    text = _text_of(project, document.id)
    whole = ET.SubElement(made, "Representation", {"guid": text, "plainTextPath": f"internal://{text}.txt"})
    for each in document.coded:
        at = {"guid": each.id, "name": fit(each.name), "startPosition": str(each.start), "endPosition": str(each.end)}
        selection = ET.SubElement(whole, "PlainTextSelection", at | _by(project, each))
        _add_codings(selection, project, each, "text")
        for said in each.notes:
            ET.SubElement(selection, "NoteRef", {"targetGUID": said.id})
            note = ET.SubElement(notes, "Note", {"guid": said.id, "name": fit(each.name)} | _by(project, said))
            ET.SubElement(note, "PlainTextContent").text = fit(said.text)


def _by(project: str, each: Coded | CodedNote) -> dict[str, str]:
    return {"creatingUser": _user(project, each.reviewer), "creationDateTime": each.created}


def _add_codings(selection: ET.Element, project: str, each: Coded, where: str) -> None:
    for code in each.codes:
        coding = ET.SubElement(selection, "Coding", {"guid": _guid(project, each.id, where, code)})
        ET.SubElement(coding, "CodeRef", {"targetGUID": code})
