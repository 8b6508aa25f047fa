"""OLE2 compound files held in memory: opened without trust, streams bounded, properties as facts."""

from __future__ import annotations

import io

import olefile

from reviewer.workers.office.oleprops import properties

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_STREAM = 200 * 2**20
_BAD = (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError, RecursionError, OverflowError)
"""What olefile raises over damaged files besides its own errors, which are OSErrors."""


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
    return properties(stream(ole, "\x05SummaryInformation"), stream(ole, "\x05DocumentSummaryInformation"))
