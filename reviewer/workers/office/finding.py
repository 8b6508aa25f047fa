"""The reader for each Office format, and the passwords tried on those that are locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office import ooxml
from reviewer.workers.office.content import Found
from reviewer.workers.office.kinds import identify_office
from reviewer.workers.office.locked import is_locked, unlock
from reviewer.workers.office.ole import OLE_MAGIC, open_ole
from reviewer.workers.office.ooxml import Parts
from reviewer.workers.office.opendocument.odf import read_flat_odf, read_odf
from reviewer.workers.office.opendocument.odflocked import unlock_odf
from reviewer.workers.office.package import Package
from reviewer.workers.office.sheets import xlsb, xlsx
from reviewer.workers.office.sheets.xls import read_xls
from reviewer.workers.office.slides import pptx
from reviewer.workers.office.slides.ppt import read_ppt
from reviewer.workers.office.word import docxparts
from reviewer.workers.office.word.doc import read_doc, read_word_2
from reviewer.workers.office.word.rtf import read_rtf
from reviewer.workers.office.xml2003 import read_sheet_xml, read_word_xml, zip_of_flat
from reviewer.workers.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as read, and which of the passwords has opened it (from 1), or 0."""

    found: Found
    password: int = 0


def find(data: bytes, passwords: Sequence[str]) -> Opened:
    """Read a document by what it is; Locked, or Refusal, when that cannot be done."""
    data, password = _opened(data, passwords)
    identified = identify_office(data)
    if identified is None:
        raise Refusal(Reason("office.none"))
    kind, form = identified
    found = Found(kind, form)
    if data.startswith(b"PK\x03\x04"):
        package = Package(data)
        if form.startswith(("OpenDocument", "OpenOffice")):
            password = unlock_odf(package, passwords)
            read_odf(package, found)
        else:
            _read_ooxml(package, found)
        for part in package.mended:
            found.remark(Reason("office.part_damaged", part=part[:80]))
        for part in package.entities:
            found.remark(Reason("office.part_entities", part=part[:80]))
    else:
        _reader(form)(data, found)
    return Opened(found, password)


def _opened(data: bytes, passwords: Sequence[str]) -> tuple[bytes, int]:
    """The bytes with the lock taken off, and which password did it."""
    ole = open_ole(data) if data.startswith(OLE_MAGIC) else None
    if ole is None:
        return data, 0
    with ole:
        return unlock(data, ole, passwords) if is_locked(ole) else (data, 0)


_READERS: dict[str, Callable[[bytes, Found], None]] = {
    "RTF document": read_rtf,
    "older Word document": read_doc,
    "Word 2 document": read_word_2,
    "older Excel sheet": read_xls,
    "Excel sheet of version 2 to 5": read_xls,
    "older PowerPoint presentation": read_ppt,
    "Excel 2003 XML sheet": read_sheet_xml,
    "Word 2003 XML document": read_word_xml,
}


def _reader(form: str) -> Callable[[bytes, Found], None]:
    if form == "Word document in one XML file":
        return _read_flat_package
    if form.startswith("OpenDocument"):
        return read_flat_odf
    if form not in _READERS:
        raise Refusal(Reason("office.no_reader", format=form))
    return _READERS[form]


def _read_flat_package(data: bytes, found: Found) -> None:
    _read_ooxml(Package(zip_of_flat(data, found)), found)


def _read_ooxml(package: Package, found: Found) -> None:
    parts = Parts(package, found)
    if package.damaged:
        found.remark(Reason("office.end_missing"))
    main = ooxml.main_part(package)
    if main.lower().endswith(".bin"):
        xlsb.read_xlsb(parts, main)
    elif found.kind is Kind.DOCUMENT:
        docxparts.read_docx(parts, main)
    elif found.kind is Kind.SHEET:
        xlsx.read_xlsx(parts, main)
    else:
        pptx.read_pptx(parts, main)
    ooxml.facts(parts)
    ooxml.embedded_files(parts)
