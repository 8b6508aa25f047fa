"""XML from hostile files: no entities, no network, bounded; element names as short prefixes whatever the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.refusal import Refusal

_ENCODING = re.compile(rb"""\s+encoding\s*=\s*["'][^"']{0,60}["']""")
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_:][\w:.-]{0,200});")
_DOCTYPE_STEP = re.compile(rb"""<!--.*?-->|"[^"]*"|'[^']*'|[\[\]>]""", re.DOTALL)

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2003/wordml": "w",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:excel": "ve",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0": "presentation",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "urn:oasis:names:tc:opendocument:xmlns:script:1.0": "script",
    "urn:oasis:names:tc:opendocument:xmlns:form:1.0": "form",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "http://openoffice.org/2000/office": "office",
    "http://openoffice.org/2000/text": "text",
    "http://openoffice.org/2000/table": "table",
    "http://openoffice.org/2000/drawing": "draw",
    "http://openoffice.org/2000/style": "style",
    "http://openoffice.org/2000/presentation": "presentation",
    "http://openoffice.org/2000/meta": "meta",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1999/XSL/Format": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}


@lru_cache(maxsize=20_000)
def short(tag: str) -> str:
    """``{namespace}local`` as ``prefix:local``; the prefix of an unknown namespace is empty."""
    namespace, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(namespace[1:], '')}:{local}"


@lru_cache(maxsize=20_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def name(element: Element) -> str:
    """The short name of an element; empty for comments, instructions and entities."""
    tag = element.tag
    return short(tag) if isinstance(tag, str) else ""


def attr(element: Element, local: str, default: str = "") -> str:
    """The attribute of that local name, whatever its namespace."""
    value = element.get(local)
    if value is not None:
        return str(value)
    for key, value in element.items():
        if _local(key) == local:
            return str(value)
    return default


def qualified(element: Element, short_name: str) -> str:
    """The attribute of that short name ("r:id"), or empty."""
    for key, value in element.items():
        if short(key) == short_name:
            return str(value)
    return ""


def child(element: Element, short_name: str) -> Element | None:
    """The first child of that short name."""
    return next((each for each in element if name(each) == short_name), None)


def within(element: Element, *short_names: str) -> Iterator[Element]:
    """Every descendant of these short names, in document order."""
    tags = ["{*}" + each.partition(":")[2] for each in short_names]  # looked for by libxml2, which is much faster
    return (each for each in element.iter(*tags) if name(each) in short_names)


def words(element: Element) -> str:
    """All character data below an element."""
    return "".join(element.itertext())


@dataclass(frozen=True, slots=True)
class Parsed:
    """The root of an XML part, whether it had to be mended, so that words may be missing, and whether entities are."""

    root: Element
    mended: bool = False
    entities: bool = False


def parse(data: bytes) -> Parsed:
    """The XML of a part, without the entities that it declares. Refusal if nothing can be read."""
    data, entities = without_entities(data)
    root = _parsed(data, recover=False)
    mended = root is None
    if mended:
        root = _parsed(data, recover=True)
    if root is None:
        raise Refusal(Reason("office.xml_unreadable"))
    return Parsed(root, mended, entities)


def without_entities(data: bytes) -> tuple[bytes, bool]:
    """XML without its document type and with a mark for each entity that this declares, and whether it declares any.

    No Office document does. An entity may name a file or an address, or itself many times; none is ever followed.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] in (b"<\0?\0", b"\0<\0?"):
        wide = "utf-16-be" if data[:1] in (b"\xfe", b"\0") else "utf-16-le"
        data = _ENCODING.sub(b"", data.decode(wide, "replace").removeprefix("\ufeff").encode("utf-8", "replace"), 1)
    if b"<!ENTITY" not in data:
        return data, False
    start = data.find(b"<!DOCTYPE")
    end = _end_of_doctype(data, start) if start >= 0 else 0
    if not end:
        raise Refusal(Reason("office.entities"))
    return _REFERENCE.sub(rb"[&amp;\1;]", data[:start] + data[end:]), True


def _end_of_doctype(data: bytes, start: int) -> int:
    """Where what stands behind the document type begins; 0 when it does not end."""
    depth = 0
    for found in _DOCTYPE_STEP.finditer(data, start + 9):
        step = found[0]
        depth += (step == b"[") - (step == b"]")
        if step == b">" and depth <= 0:
            return found.end()
    return 0


def _parsed(data: bytes, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
