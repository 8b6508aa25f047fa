"""One item read by what it is; what no reader is for waits, and says so.

The heavy readers are loaded when first needed, which the warm-up sees to before the walls go up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer.domain.evidence.reading import Child, Kind, Reading, State
from reviewer.domain.evidence.split_parts import part_number
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.conversion import as_mail, is_outlook
from reviewer.workers.email.beginning import HEAD
from reviewer.workers.email.cms import Wrap, Wrapped, unwrap, wrap_of
from reviewer.workers.email.mbox import split
from reviewer.workers.email.message import read_mail
from reviewer.workers.email.names import fit_name
from reviewer.workers.email.smime import Protection, behind, encrypted, signed_message
from reviewer.workers.formats import READERS, Reader, kind_of, name_of
from reviewer.workers.lookalike import with_lookalikes
from reviewer.workers.refusal import Refusal
from reviewer.workers.turned import turned_by_marks

Read = tuple[Reading, list[bytes]]
"""A reading, and the bytes of its children in order."""


def identify(name: str, head: bytes) -> Kind:  # noqa: ARG001 - the name is a hint that is never trusted
    """The kind of an item by its first bytes."""
    return kind_of(head)


def read(one: ReadOne, data: bytes, passwords: Sequence[str] = ()) -> Read:
    """Read one item; the bytes of its children come in the order of ``Reading.children``."""
    if not data:
        return Reading(Kind.OTHER, State.PARTIAL, (Reason("reader.empty"),)), []
    kind = Kind.EMAIL if one.from_mbox else precise_kind(data)
    try:
        reading, children = _READ_BY[READERS[kind]](kind, one, data, passwords)
    except Refusal as refusal:
        return Reading(kind, State.FAILED, (refusal.reason,)), []
    texts = _texts(reading)
    if all(map(str.isascii, texts)):  # as nearly all mail is, and then there is nothing to look for
        return reading, children
    told = tuple(filter(None, (turned_by_marks(texts), with_lookalikes(texts))))
    return (replace(reading, remarks=(*reading.remarks, *told)) if told else reading), children


def _texts(reading: Reading) -> list[str]:
    """What is shown of an item, as a page or as a line of a list."""
    mail = reading.mail
    if mail is None:
        return [reading.text, *(page.text for page in reading.pages)]
    return [mail.subject, *[part for each in mail.people for part in (each.name, each.address)], mail.body]


def precise_kind(data: bytes) -> Kind:
    """The kind of an item by all its bytes."""
    kind = kind_of(data[:HEAD])
    if kind in (Kind.OTHER, Kind.TEXT) and (wrapped := unwrap(data)):
        return Kind.EMAIL if signed_message(data, wrapped) else Kind.OTHER
    if kind in (Kind.ARCHIVE, Kind.DOCUMENT, Kind.OTHER) or (kind is Kind.TEXT and data[:200].lstrip()[:1] == b"<"):
        from reviewer.workers.office.kinds import identify_office  # noqa: PLC0415 - heavy, and most items are mail

        office = identify_office(data)
        if office:
            return office[0]
    if kind is Kind.DOCUMENT:  # an OLE file that is no Office document
        return Kind.EMAIL if is_outlook(data) else Kind.OTHER
    if kind is Kind.OTHER:
        from reviewer.workers.archive.opening import ends_as_zip, holds_rar  # noqa: PLC0415

        return Kind.ARCHIVE if ends_as_zip(data) or holds_rar(data) else kind
    return kind


def _mail(_: Kind, one: ReadOne, data: bytes, __: Sequence[str]) -> Read:
    converted = as_mail(data)
    if converted is None:
        return read_mail(data, from_mbox=one.from_mbox)
    reading, children = read_mail(converted.mime, from_mbox=False)
    metadata = {**converted.metadata, **reading.metadata, "format": converted.format}
    reasons = (*reading.reasons, *converted.remarks)
    made = replace(
        reading,
        state=State.PARTIAL if reasons else reading.state,
        reasons=reasons,
        protection=reading.protection or converted.protection,
        metadata=metadata,
        remarks=converted.odd,
    )
    return made, children


def _mailbox(_: Kind, __: ReadOne, data: bytes, ___: Sequence[str]) -> Read:
    bounds = split(data)
    if len(bounds) > 1:
        return Reading(Kind.MBOX, State.OK, bounds=tuple(bounds)), []
    return read_mail(data, from_mbox=True)  # one message that carries its envelope along


def _container(kind: Kind, _: ReadOne, __: bytes, ___: Sequence[str]) -> Read:
    """A store or an archive: its members are taken out one by one, in a session (see container.py)."""
    return Reading(kind, State.OK), []


def _pdf(_: Kind, __: ReadOne, data: bytes, passwords: Sequence[str]) -> Read:
    from reviewer.workers.pdf.reading import read_document  # noqa: PLC0415

    return read_document(data, passwords)


def _office(_: Kind, __: ReadOne, data: bytes, passwords: Sequence[str]) -> Read:
    from reviewer.workers.office.reading import read_office  # noqa: PLC0415

    return read_office(data, passwords)


def _picture(_: Kind, __: ReadOne, data: bytes, ___: Sequence[str]) -> Read:
    from reviewer.workers.picture.reading import read_picture  # noqa: PLC0415

    return read_picture(data)


def _plain(_: Kind, one: ReadOne, data: bytes, __: Sequence[str]) -> Read:
    from reviewer.workers.plain.reading import read_with_files  # noqa: PLC0415

    return read_with_files(data, one.name)


def _other(_: Kind, one: ReadOne, data: bytes, __: Sequence[str]) -> Read:
    wrapped = unwrap(data)
    if wrapped:
        return _signed(wrapped, one.name)
    if part_number(one.name):
        return Reading(Kind.OTHER, State.FAILED, (Reason("archive.split"),)), []
    code = "reader.damaged" if wrap_of(data) else "reader.no_reader"
    return Reading(Kind.OTHER, State.FAILED, (Reason(code, format=name_of(data)),)), []


def _signed(wrapped: Wrapped, name: str) -> Read:
    """A signature, which says nothing but whose it is, or a signed file, which has what it holds below it."""
    if wrapped.wrap is Wrap.ENCRYPTED:
        return Reading(Kind.OTHER, State.FAILED, (encrypted("S/MIME"),)), []
    if wrapped.wrap is Wrap.OTHER:
        return Reading(Kind.OTHER, State.FAILED, (Reason("email.smime_form"),)), []
    protection = Protection()
    if wrapped.wrap in (Wrap.SIGNED, Wrap.SIGNATURE):
        protection.signed("S/MIME", wrapped.signers)
    reading = Reading(
        Kind.OTHER,
        State.PARTIAL if wrapped.behind else State.OK,
        behind(wrapped),
        protection=protection.told,
        metadata={"format": f"{wrapped.wrap} (S/MIME)"},
    )
    if wrapped.content is None:
        return reading, []
    child = Child(fit_name(re.sub(r"\.p7[ms]\Z", "", name, flags=re.IGNORECASE), "1", ""), "")
    return replace(reading, children=(child,)), [wrapped.content]


_READ_BY: dict[Reader, Callable[[Kind, ReadOne, bytes, Sequence[str]], Read]] = {
    Reader.MAIL: _mail,
    Reader.MAILBOX: _mailbox,
    Reader.CONTAINER: _container,
    Reader.PDF: _pdf,
    Reader.OFFICE: _office,
    Reader.PICTURE: _picture,
    Reader.PLAIN: _plain,
    Reader.NONE: _other,
}
