"""OLE2 compound files held in memory: opened without trust, streams bounded, properties as facts."""

from __future__ import annotations

import io
from datetime import datetime

import olefile

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_STREAM = 200 * 2**20
_BAD = (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError, RecursionError, OverflowError)
"""What olefile raises over damaged files besides its own errors, which are OSErrors."""

_FACTS = {
    "title": "title",
    "subject": "subject",
    "author": "author",
    "keywords": "keywords",
    "comments": "description",
    "template": "template",
    "last_saved_by": "last author",
    "revision_number": "revision",
    "create_time": "created",
    "last_saved_time": "modified",
    "last_printed": "last printed",
    "creating_application": "application",
    "company": "company",
    "manager": "manager",
    "category": "category",
}


def open_ole(data: bytes) -> olefile.OleFileIO | None:
    """The compound file; None if it is too damaged to have a directory."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except _BAD:
        return None


def stream(ole: olefile.OleFileIO, path: str) -> bytes:
    """The bytes of a stream; empty if it is missing or cannot be read."""
    try:
        if ole.get_type(path) != olefile.STGTY_STREAM or ole.get_size(path) > _MOST_STREAM:
            return b""
        with ole.openstream(path) as opened:
            return bytes(opened.read())
    except _BAD:
        return b""


def listed(ole: olefile.OleFileIO) -> list[str]:
    """The paths of all streams, '/' between names."""
    try:
        return ["/".join(path) for path in ole.listdir(streams=True, storages=False)]
    except _BAD:
        return []


def ole_facts(ole: olefile.OleFileIO) -> dict[str, str]:
    """Title, people, times and program as the property sets tell them."""
    try:
        told = ole.get_metadata()
    except _BAD:
        return {}
    facts = {}
    codepage = getattr(told, "codepage", None)
    for attribute, label in _FACTS.items():
        value = _as_text(getattr(told, attribute, None), codepage)
        if value:
            facts[label] = value
    return facts


def _as_text(value: object, codepage: object) -> str:
    if isinstance(value, bytes):
        encoding = "utf-8" if codepage in {65001, -535} else f"cp{codepage}" if isinstance(codepage, int) else "cp1252"
        try:
            text = value.decode(encoding, "replace")
        except LookupError:
            text = value.decode("cp1252", "replace")
        return " ".join(text.replace("\0", " ").split())[:1000]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value.year > 1601 else ""
    return str(value)[:1000] if value else ""
