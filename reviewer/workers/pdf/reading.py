"""A PDF as an item: its pages, its facts, what is attached to it or hidden in it, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pymupdf import mupdf

from reviewer.domain.evidence.reading import Hidden, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.pdf.actions import Actions, actions_of
from reviewer.workers.pdf.document import MUPDF_ERRORS, LockedError, unlock_pdf
from reviewer.workers.pdf.embedded import Embedded, embedded_files
from reviewer.workers.pdf.forms import Form, form_of, notes_of
from reviewer.workers.pdf.hidden import MOST_PAGES, hidden_in_pdf
from reviewer.workers.pdf.objects import key
from reviewer.workers.pdf.pages import read_opened

T = TypeVar("T")


def read_document(data: bytes, passwords: Sequence[str]) -> tuple[Reading, list[bytes]]:
    """Read one PDF and take out the files in it; Refusal when nothing of it can be used.

    A PDF that none of the passwords opens is a failed reading that says so.
    """
    try:
        document, opened_by = unlock_pdf(data, passwords)
    except LockedError as locked:
        return Reading(Kind.PDF, State.FAILED, (locked.reason,), locked=True), []
    pdf = read_opened(document)
    remarks = list(pdf.remarks)
    files = _or(lambda: embedded_files(document), Embedded((), []), "pdf.files_unread", remarks)
    form = _or(lambda: form_of(document), Form(), "pdf.form_unread", remarks)
    no_notes: list[str] = []
    nothing: tuple[Hidden, ...] = ()
    notes = _or(lambda: notes_of(document), no_notes, "pdf.notes_unread", remarks)
    actions = _or(lambda: actions_of(document), Actions(), "pdf.actions_unread", remarks)
    hidden = _or(lambda: hidden_in_pdf(document), nothing, "pdf.hidden_unread", remarks)
    told = pdf.facts | _facts(document, form, notes, files) | actions.metadata()
    reading = Reading(
        Kind.PDF,
        State.PARTIAL if remarks or files.remarks else State.OK,
        (*remarks, *files.remarks),
        pages=pdf.pages.pages,
        children=files.children,
        text="\n".join(filter(None, [form.text(), *notes])),
        hidden=hidden,
        password=opened_by,
        metadata=told,
    )
    return reading, files.contents


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes:
    """A copy of an encrypted PDF that needs no password, for its pages; Refusal when none of those given opens it."""
    document, _ = unlock_pdf(data, passwords)
    return bytes(document.tobytes(encryption=1, no_new_id=True))  # 1: PDF_ENCRYPT_NONE


def _or(look: Callable[[], T], nothing: T, otherwise: str, remarks: list[Reason]) -> T:
    """What ``look`` finds, or nothing and a remark: damage in one corner must not cost the pages."""
    try:
        return look()
    except MUPDF_ERRORS:
        remarks.append(Reason(otherwise))
        return nothing


def _facts(document: Any, form: Form, notes: list[str], files: Embedded) -> dict[str, str]:
    root = key(mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(document)), "Root")
    encrypted = str((document.metadata or {}).get("encryption") or "")
    facts = {
        "portfolio": "yes" if mupdf.pdf_is_dict(key(root, "Collection")) else "",
        "attached files": _count(len(files.children)),
        "form fields": _count(len(form.fields)),
        "signature fields": "; ".join(form.signatures)[:2_000],
        "XFA form": "yes" if key(root, "AcroForm", "XFA").m_internal else "",
        "notes on pages": _count(len(notes)),
        "encryption": encrypted,
        "hidden words": f"looked for on the first {MOST_PAGES:,} pages" if document.page_count > MOST_PAGES else "",
    }
    return {name: value for name, value in facts.items() if value}


def _count(number: int) -> str:
    return f"{number:,}" if number else ""
