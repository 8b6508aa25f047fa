"""The documents of a bundle as EDRM XML, written and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Part
from reviewer.domain.ids import ItemId
from reviewer.export.edrm import EdrmDocument, edrm, fields, read_edrm
from reviewer.export.xml_text import fit
from reviewer.usecases.exports.bundle_documents import Document, Making

FILE = "load/production.xml"


def make(making: Making, documents: Sequence[Document]) -> bytes:
    """The load file."""
    return edrm(list(_told(making, documents)), making.production.title)


def is_whole(making: Making, documents: Sequence[Document]) -> bool:
    """Whether what stands in the bundle is what XML can hold of each field, with files and families."""
    wanted = list(_told(making, documents))
    found = read_edrm(making.bag.place.read(f"data/{FILE}"))
    return found == [EdrmDocument(fields(one.row), one.hashes, one.parent, fit(one.media_type)) for one in wanted]


def _told(making: Making, documents: Sequence[Document]) -> Iterator[EdrmDocument]:
    parts = {each.part.item: each.part for each in documents}
    for each in documents:
        links = [each.row[name] for name in ("NATIVELINK", "TEXTLINK", "PDFLINK") if each.row.get(name)]
        hashes = {link: making.bag.payload[f"data/{link}"] for link in links}
        yield EdrmDocument(each.row, hashes, _parent(making, parts, each.part), _media_type(making, each.part))


def _parent(making: Making, parts: Mapping[ItemId, Part], part: Part) -> str:
    """The number of the nearest document that holds this one in its family, if one has a number."""
    above = making.known[part.item].parent
    while above is not None and above in making.known:
        if above in parts and parts[above].family == part.family:
            return making.number(parts[above].first)
        above = making.known[above].parent
    return ""


def _media_type(making: Making, part: Part) -> str:
    item = making.known[part.item]
    if part.way is not Way.GOES:
        return ""
    return "message/rfc822" if item.kind is Kind.EMAIL else item.media_type
