"""A PDF as an item: its pages, its facts, what is attached to it or hidden in it, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from pymupdf import mupdf

from reviewer.domain.evidence.reading import LOOKED_FOR, SECOND, Hidden, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason, Reasons, pack
from reviewer.workers.pdf import second
from reviewer.workers.pdf.actions import Actions, actions_of
from reviewer.workers.pdf.document import LockedError, Opened, engine_of, unlock_pdf
from reviewer.workers.pdf.embedded import Embedded, embedded_files
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.forms import Form, form_of, notes_of
from reviewer.workers.pdf.hidden import MOST_PAGES, hidden_in_pdf
from reviewer.workers.pdf.objects import key
from reviewer.workers.pdf.pages import PdfText, read_opened

T = TypeVar("T")

_DAMAGED = ("pdf.page_damaged", "pdf.page_damaged_in_part")
_MOST_LOST = 200  # pages that the second reader is asked about
_MOST_CONTENT = 2**20  # bytes of what draws a page, of which the second reader makes a hundred times as many


def read_document(data: bytes, passwords: Sequence[str]) -> tuple[Reading, list[bytes]]:
    """Read one PDF and take out the files in it; Refusal when nothing of it can be used.

    A PDF that none of the passwords opens is a failed reading that says so.
    """
    try:
        opened = unlock_pdf(data, passwords)
    except LockedError as locked:
        return Reading(Kind.PDF, State.FAILED, (locked.reason,), locked=True), []
    document = opened.document
    told = second.facts(data, passwords) if opened.maker == second.NAME else None
    pdf = read_opened(document, engine_of(opened), told, in_part=True)
    remarks = [*pdf.remarks, *_by_copy(opened)]
    files = _or(lambda: embedded_files(document), Embedded((), []), "pdf.files_unread", remarks)
    form = _or(lambda: form_of(document), Form(), "pdf.form_unread", remarks)
    no_notes: list[str] = []
    nothing: tuple[Hidden, ...] = ()
    notes = _or(lambda: notes_of(document), no_notes, "pdf.notes_unread", remarks)
    actions = _or(lambda: actions_of(document), Actions(), "pdf.actions_unread", remarks)
    hidden = _or(lambda: hidden_in_pdf(document, remarks), nothing, "pdf.hidden_unread", remarks)
    hidden += tuple(islice(_lost(data, passwords, document, pdf), _MOST_LOST))
    facts = pdf.facts | _facts(document, form, notes, files) | actions.metadata()
    if opened.maker:
        facts[SECOND] = opened.maker
    reading = Reading(
        Kind.PDF,
        State.PARTIAL if remarks or files.remarks else State.OK,
        (*remarks, *files.remarks),
        pages=pdf.pages.pages,
        children=files.children,
        text="\n".join(filter(None, [form.text(), *notes])),
        hidden=hidden,
        password=opened.by,
        metadata=facts,
    )
    return reading, files.contents


def copy_of(data: bytes, passwords: Sequence[str]) -> tuple[str, Reason, bytes]:
    """What makes a copy of a PDF that is locked or damaged, why, and the copy; Refusal where none can be made."""
    opened = unlock_pdf(data, passwords)
    if opened.maker:
        return engine_of(opened), Reason("pdf.mended_copy", reader=opened.reader), opened.copy
    copy = bytes(opened.document.tobytes(encryption=1, no_new_id=True))  # 1: PDF_ENCRYPT_NONE
    return engine_of(opened), Reason("pdf.unlocked_copy"), copy


def _by_copy(opened: Opened) -> Reasons:
    """What is said of a PDF in which the first reader found no page."""
    if opened.maker == second.NAME:
        return (Reason("pdf.second_reader", reader=second.NAME),)
    return (Reason("pdf.pages_gathered", count=opened.document.page_count),) if opened.maker else ()


def _lost(data: bytes, passwords: Sequence[str], document: Any, pdf: PdfText) -> Iterator[Hidden]:
    """Words of pages that are damaged for the first reader, which the second one finds and no page of ours shows."""
    for each in pdf.remarks:
        if each.code in _DAMAGED:
            number = int(each["page"])
            if not _is_simple(document, number):
                continue
            words = second.lost_words(data, passwords, number, pdf.pages.pages[number - 1].text)
            if words:
                yield Hidden(words, Reason("hidden.damaged_page", reader=second.NAME), number)


def _is_simple(document: Any, number: int) -> bool:
    """Whether a page, counted from 1, may be given to the second reader, which follows forms that hold themselves.

    So a page with forms, or letters that are drawn as such, is not; nor one that says much.
    """
    try:
        drawn = any(font[2] == "Type3" for font in document.get_page_fonts(number - 1))
        if drawn or document.get_page_xobjects(number - 1):
            return False
        return len(document[number - 1].read_contents()) <= _MOST_CONTENT
    except MUPDF_ERRORS:
        return False


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
    looked = (Reason("pdf.hidden_looked_for", limit=MOST_PAGES),)
    facts = {
        "portfolio": "yes" if mupdf.pdf_is_dict(key(root, "Collection")) else "",
        "attached files": _count(len(files.children)),
        "form fields": _count(len(form.fields)),
        "signature fields": "; ".join(form.signatures)[:2_000],
        "XFA form": "yes" if key(root, "AcroForm", "XFA").m_internal else "",
        "notes on pages": _count(len(notes)),
        "encryption": encrypted,
        LOOKED_FOR: pack(looked) if document.page_count > MOST_PAGES else "",
    }
    return {name: value for name, value in facts.items() if value}


def _count(number: int) -> str:
    return f"{number:,}" if number else ""
