"""Which documents are handed to LibreOffice, in the clear, and under which ending it knows them."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.kinds import identify_office
from reviewer.workers.office.locked import is_locked, unlock
from reviewer.workers.office.ole import OLE_MAGIC, open_ole
from reviewer.workers.refusal import Refusal

_ENDINGS = {
    "Word document": "docx",
    "Word template": "docx",
    "Excel sheet": "xlsx",
    "Excel template": "xlsx",
    "PowerPoint presentation": "pptx",
    "PowerPoint template": "pptx",
    "OpenDocument text": "odt",
    "OpenDocument sheet": "ods",
    "OpenDocument presentation": "odp",
    "RTF document": "rtf",
    "older Word document": "doc",
    "older Excel sheet": "xls",
    "older PowerPoint presentation": "ppt",
}
_ENDINGS_OF_TEXT = {"odt": "fodt", "ods": "fods", "odp": "fodp"}
"""An OpenDocument file that is one XML text goes by another ending."""


def plain_document(data: bytes, passwords: Sequence[str]) -> tuple[bytes, str]:
    """The document without its lock, and its ending by what it is. Refusal for what is not given to LibreOffice."""
    ole = open_ole(data) if data.startswith(OLE_MAGIC) else None
    if ole is not None:
        with ole:
            data = unlock(data, ole, passwords)[0] if is_locked(ole) else data
    identified = identify_office(data)
    if identified is None:
        raise Refusal(Reason("office.none"))
    form = identified[1]
    ending = _ENDINGS.get(form)
    if ending is None:
        raise Refusal(Reason("libre.format", format=form))
    return data, ending if data.startswith((b"PK", OLE_MAGIC)) else _ENDINGS_OF_TEXT.get(ending, ending)
