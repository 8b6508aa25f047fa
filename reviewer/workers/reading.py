"""One item read by what it is: e-mail, mailbox or PDF; everything else waits for its reader, and says so."""

from __future__ import annotations

from reviewer.domain.reading import Kind, Reading, State
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.email.mbox import split
from reviewer.workers.email.message import read_mail
from reviewer.workers.kind import HEAD, kind_of, looks_like
from reviewer.workers.refusal import Refusal


def identify(name: str, head: bytes) -> Kind:  # noqa: ARG001 - the name is a hint that is never trusted
    """The kind of an item by its first bytes."""
    return kind_of(head)


def read(one: ReadOne, data: bytes) -> tuple[Reading, list[bytes]]:
    """Read one item; the bytes of its children come in the order of ``Reading.children``."""
    kind = Kind.EMAIL if one.from_mbox else kind_of(data[:HEAD])
    if kind is Kind.MBOX:
        bounds = split(data)
        if len(bounds) > 1:
            return Reading(kind, State.OK, bounds=tuple(bounds)), []
        return read_mail(data, from_mbox=True)  # one message that carries its envelope along
    if kind is Kind.EMAIL:
        return read_mail(data, from_mbox=one.from_mbox)
    if kind is Kind.PDF:
        return _read_pdf(data), []
    reason = f"no reader yet for {looks_like(data)}" if data else "it is empty: there is not one byte in it"
    return Reading(Kind.OTHER, State.FAILED, reason), []


def _read_pdf(data: bytes) -> Reading:
    from reviewer.workers.pdf.pages import read_pdf  # noqa: PLC0415 - heavy, and most items are mail

    try:
        pdf = read_pdf(data)
    except Refusal as refusal:
        return Reading(Kind.PDF, State.FAILED, str(refusal))
    state = State.PARTIAL if pdf.remarks else State.OK
    return Reading(Kind.PDF, state, "; ".join(pdf.remarks), pages=pdf.pages.pages, metadata=pdf.facts)
