"""An Office document as a reading: text to search, hidden words, facts, and the files inside it."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.evidence.reading import Child, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.office.content import Found
from reviewer.workers.office.finding import Opened, find
from reviewer.workers.office.kinds import identify_office
from reviewer.workers.office.locked import Locked
from reviewer.workers.office.plain import hidden_in, text_of
from reviewer.workers.office.sheets.unvalued import remark_on_formulas
from reviewer.workers.refusal import Refusal

_MOST_TEXT = 50_000_000


def read_office(data: bytes, passwords: Sequence[str]) -> tuple[Reading, list[bytes]]:
    """Read an Office document; the bytes of the files inside it come in the order of ``Reading.children``."""
    kind, form = identify_office(data) or (Kind.DOCUMENT, "Office document")
    try:
        opened = find(data, passwords)
    except Locked as locked:
        told = {"format": form}
        return Reading(kind, State.FAILED, (locked.reason,), locked=locked.by_password, metadata=told), []
    except Refusal as refusal:
        return Reading(kind, State.FAILED, (refusal.reason,), metadata={"format": form}), []
    return _reading(opened)


def _reading(opened: Opened) -> tuple[Reading, list[bytes]]:
    found = opened.found
    remark_on_formulas(found)
    text = text_of(found.blocks)
    if len(text) > _MOST_TEXT:
        text = text[:_MOST_TEXT]
        found.remark(Reason("office.text_long", limit=_MOST_TEXT))
    reading = Reading(
        found.kind,
        State.PARTIAL if found.remarks else State.OK,
        tuple(found.remarks),
        text=text,
        hidden=tuple(hidden_in(found.blocks)),
        password=opened.password,
        metadata={"format": found.form, **found.facts},
        children=tuple(_child(found)),
    )
    return reading, [each.data for each in found.embedded]


def _child(found: Found) -> list[Child]:
    return [Child(each.name, each.media_type, reasons=reasons_of(each.reason)) for each in found.embedded]
