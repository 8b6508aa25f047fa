"""A load file as EDRM XML 1.2: the documents with their fields, files and families.

It has the same fields as the DAT. Those that the format knows have its names, which begin with ``#``; a moment is one
field, as in ISO 8601. A field that is empty is not there. Signs that XML cannot hold are blanks, and line ends are
line feeds; no other sign is replaced. Source: EDRM XML Interchange Format, version 1.2 of 2010.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from reviewer.export.load_files import FIELDS, dates
from reviewer.export.xml_text import fit, xml_bytes

_KNOWN = {
    "FROM": "#From", "TO": "#To", "CC": "#CC", "BCC": "#BCC", "SUBJECT": "#Subject", "FILENAME": "#FileName",
    "FILEEXT": "#FileExtension", "FILESIZE": "#FileSize",
}  # fmt: skip
_NAMES = {tag: name for name, tag in _KNOWN.items()}
_SENT = "#DateSent"
_FILES = {"NATIVELINK": "Native", "TEXTLINK": "Text", "PDFLINK": "Image"}
_MOMENT = ("DATESENT", "TIMESENT", "DATETIMESENT", "TIMEZONE")
_NUMBERS = frozenset({"FILESIZE", "PAGECOUNT"})
_OWN = [name for name in FIELDS if name not in {*_FILES, *_MOMENT, "BEGBATES", "CUSTODIAN"}]


@dataclass(frozen=True, slots=True)
class EdrmDocument:
    """A document: its fields as in the DAT, the number of the one it belongs to or empty, and what it is.

    ``media_type`` is empty where nothing is told of it; ``hashes`` are the SHA-256 of its files by their paths.
    """

    row: Mapping[str, str]
    hashes: Mapping[str, str]
    parent: str = ""
    media_type: str = ""


def fields(row: Mapping[str, str]) -> dict[str, str]:
    """The fields of a document as the format can carry them."""
    return {name: fit(row.get(name, "")) for name in FIELDS}


def edrm(documents: Sequence[EdrmDocument], title: str) -> bytes:
    """The load file; ``title`` names the whole."""
    root = ET.Element("Root", {"MajorVersion": "1", "MinorVersion": "2", "DataInterchangeType": "Update"})
    batch = ET.SubElement(root, "Batch", {"name": fit(title)})
    within = ET.SubElement(batch, "Documents")
    for each in documents:
        _add_document(within, each)
    family = [each for each in documents if each.parent]
    if family:
        relationships = ET.SubElement(batch, "Relationships")
        for each in family:
            ends = {"ParentDocId": each.parent, "ChildDocId": each.row["BEGBATES"]}
            ET.SubElement(relationships, "Relationship", {"Type": "Attachment", **ends})
    ET.indent(root)
    return xml_bytes(root) + b"\n"


def _add_document(within: ET.Element, document: EdrmDocument) -> None:
    row = fields(document.row)
    made = ET.SubElement(within, "Document", {"DocID": row["BEGBATES"]})
    if document.media_type:
        made.set("DocType", "Message" if document.media_type == "message/rfc822" else "File")
        made.set("MimeType", fit(document.media_type))
    tags = ET.SubElement(made, "Tags")
    for name in _OWN:
        if row[name]:
            _add_tag(tags, _KNOWN.get(name, name), "LongInteger" if name in _NUMBERS else "Text", row[name])
    if row["DATETIMESENT"]:
        _add_tag(tags, _SENT, "DateTime", _moment(row["DATETIMESENT"]))
    files = ET.SubElement(made, "Files")
    for name, kind in _FILES.items():
        if row[name]:
            path = PurePosixPath(row[name])
            told = {"FilePath": str(path.parent), "FileName": path.name, "Hash": document.hashes[row[name]]}
            ET.SubElement(ET.SubElement(files, "File", {"FileType": kind}), "ExternalFile", told)
    if row["CUSTODIAN"]:
        location = ET.SubElement(ET.SubElement(made, "Locations"), "Location")
        ET.SubElement(location, "Custodian").text = row["CUSTODIAN"]


def _add_tag(tags: ET.Element, name: str, kind: str, value: str) -> None:
    ET.SubElement(tags, "Tag", {"TagName": name, "TagDataType": kind, "TagValue": value})


def _moment(us: str) -> str:
    """``05/03/2016 16:15:00`` as ``2016-05-03T16:15:00Z``."""
    return f"{us[6:10]}-{us[:2]}-{us[3:5]}T{us[11:]}Z"


def read_edrm(data: bytes) -> list[EdrmDocument]:
    """The documents of a load file that :func:`edrm` wrote; ValueError when it is none."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - what was written here a moment ago
    except ET.ParseError as error:
        raise ValueError("it is no XML") from error
    if (root.tag, root.get("MajorVersion"), root.get("MinorVersion")) != ("Root", "1", "2"):
        raise ValueError("it is no EDRM XML 1.2")
    parents = {each.get("ChildDocId", ""): each.get("ParentDocId", "") for each in root.iter("Relationship")}
    return [_document(each, parents) for each in root.iter("Document")]


def _document(each: ET.Element, parents: Mapping[str, str]) -> EdrmDocument:
    number = each.get("DocID", "")
    row = dict.fromkeys(FIELDS, "") | {"BEGBATES": number, "CUSTODIAN": each.findtext(".//Custodian", "")}
    for tag in each.iter("Tag"):
        name, value = tag.get("TagName", ""), tag.get("TagValue", "")
        row |= dates(value) if name == _SENT else {_NAMES.get(name, name): value}
    hashes, links = {}, {kind: name for name, kind in _FILES.items()}
    for file in each.iter("File"):
        for found in file.iter("ExternalFile"):
            path = f"{found.get('FilePath')}/{found.get('FileName')}"
            row[links[file.get("FileType", "")]] = path
            hashes[path] = found.get("Hash", "")
    return EdrmDocument(row, hashes, parents.get(number, ""), each.get("MimeType", ""))
