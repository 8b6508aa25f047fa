"""Form fields with what was typed into them, signatures, and what people noted on the pages of a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pymupdf import mupdf

from reviewer.workers.email.html_text import html_text
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.objects import clean, items_of, key, moment_of, name_at, text_at, text_of

_MOST_FIELDS = 20_000
_MOST_NOTES = 20_000
_DEEPEST = 30
_LONGEST = 100_000  # characters of one value
_LARGEST_XFA = 20_000_000  # bytes
_NO_NOTES = frozenset({"Popup", "Link", "Widget"})
_HIDDEN = 1 << 1 | 1 << 5  # Hidden, NoView (ISO 32000-2, table 167)
_NO_KIND = "Unsigned"
"""A kind of field that there is not: what the file draws in such a field is drawn."""
_PASSWORD = 1 << 13  # a field of which nobody may see what is typed (ISO 32000-2, table 231)


@dataclass(slots=True)
class Form:
    """Fields as (name, value), with an empty value when nothing was filled in, signatures, and data of an XFA form."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    xfa: list[tuple[str, str]] = field(default_factory=list)

    def text(self) -> str:
        """What was filled in, one field a line."""
        filled = [f"{name}: {value}" for name, value in self.fields if value]
        return "\n".join([*filled, *(f"{name}: {value}" for name, value in self.xfa), *self.signatures])


def form_of(document: Any) -> Form:
    """The form of a document; empty for one that has none."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    held = key(mupdf.pdf_trailer(pdf), "Root", "AcroForm")
    form = Form()
    if not mupdf.pdf_is_dict(held):
        return form
    try:
        for name, one in _terminal_fields(key(held, "Fields")):
            _note_field(name, one, form)
        form.xfa = list(_xfa_data(key(held, "XFA")))
    except MUPDF_ERRORS:
        pass  # what was read until here stays
    return form


def _terminal_fields(root: Any) -> Iterator[tuple[str, Any]]:
    """Each field with its full name (ISO 32000-2, 12.7.4.2), in the order of the document."""
    waiting = [("", one, 0) for one in reversed(list(items_of(root)))]
    seen: set[int] = set()
    given = 0
    while waiting and given < _MOST_FIELDS:
        prefix, one, depth = waiting.pop()
        number = mupdf.pdf_to_num(one)
        if not mupdf.pdf_is_dict(one) or (number and number in seen):
            continue
        seen.add(number)
        name = ".".join(filter(None, (prefix, text_at(one, "T"))))
        kids = [kid for kid in items_of(key(one, "Kids")) if mupdf.pdf_is_dict(kid) and key(kid, "T").m_internal]
        if kids and depth < _DEEPEST:
            waiting += [(name, kid, depth + 1) for kid in reversed(kids)]
            continue
        given += 1
        yield name, one


def show_unsigned_as_drawn(document: Any) -> Callable[[], None]:
    """Have signature fields that nobody signed show what the file draws there, as in exhibits; what undoes that.

    MuPDF draws a sign of its own, with the word SIGN on it, over what the file has.
    """
    try:
        kinds = list(_kinds_of_unsigned(document))
    except MUPDF_ERRORS:  # a damaged form must not cost the pages
        kinds = []
    for one in kinds:
        mupdf.pdf_dict_puts(one, "FT", mupdf.pdf_new_name(_NO_KIND))

    def undo() -> None:
        for one in kinds:
            mupdf.pdf_dict_puts(one, "FT", mupdf.pdf_new_name("Sig"))

    return undo


def _kinds_of_unsigned(document: Any) -> Iterator[Any]:
    """Where it is said of a field and of what shows it that it is a signature, and it is none yet."""
    held = key(mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(document)), "Root", "AcroForm")
    if not mupdf.pdf_is_dict(held):
        return
    for _, field_ in _terminal_fields(key(held, "Fields")):
        value = _inherited(field_, "V")
        if value is None or not mupdf.pdf_is_dict(value):
            places = [field_, key(field_, "Parent"), *items_of(key(field_, "Kids"), _MOST_FIELDS)]
            yield from (each for each in places if mupdf.pdf_is_dict(each) and name_at(each, "FT") == "Sig")


def _note_field(name: str, one: Any, form: Form) -> None:
    kind = _inherited(one, "FT")
    value = _inherited(one, "V")
    label = text_at(one, "TU")
    shown = f"{name} ({label})" if label and label != name else name or label
    if kind is not None and mupdf.pdf_is_name(kind) and mupdf.pdf_to_name(kind) == "Sig":
        form.signatures.append(_signature(shown, value))
        return
    flags = _inherited(one, "Ff")
    secret = flags is not None and mupdf.pdf_to_int(flags) & _PASSWORD
    text = "" if value is None else _value(value)
    form.fields.append((shown, "(a password)" if secret and text else text[:_LONGEST]))


def _inherited(one: Any, name: str) -> Any:
    """The value of a field or of what it stands under; None where there is none."""
    for _ in range(_DEEPEST):
        value = key(one, name)
        if value.m_internal:
            return value
        one = key(one, "Parent")
        if not mupdf.pdf_is_dict(one):
            break
    return None


def _value(value: Any) -> str:
    if mupdf.pdf_is_array(value):
        return ", ".join(text_of(one) for one in items_of(value, 1_000))
    text = text_of(value)
    return "" if mupdf.pdf_is_name(value) and text == "Off" else text


def _signature(name: str, value: Any) -> str:
    """One signature field in words; whether a signature holds is not looked at."""
    if value is None or not mupdf.pdf_is_dict(value):
        return f"Signature field {name}: not signed"
    facts = [("by", text_at(value, "Name")), ("on", moment_of(text_at(value, "M")))]
    facts += [("reason", text_at(value, "Reason")), ("at", text_at(value, "Location"))]
    facts += [("kind", name_at(value, "SubFilter"))]
    said = ", ".join(f"{what} {words}" for what, words in facts if words)
    return f"Signature field {name}: signed{f' ({said})' if said else ''}; not verified"


def _xfa_data(held: Any) -> Iterator[tuple[str, str]]:
    """The data of an XFA form (XFA 3.3, “datasets”), which the pages of a dynamic form do not show."""
    parts = list(items_of(held, 1_000))
    packets = [value for name, value in zip(parts[::2], parts[1::2], strict=False) if text_of(name) == "datasets"]
    for packet in packets or ([held] if mupdf.pdf_is_stream(held) else []):
        raw = bytes(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(packet)))
        if len(raw) > _LARGEST_XFA:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
        root = etree.fromstring(raw, parser)
        data = root if packets else None if root is None else root.find(".//{*}datasets")
        for node in data.iter("*") if data is not None else ():
            text = clean(node.text or "").strip()
            if text:
                yield etree.QName(node).localname, text[:_LONGEST]


# ── notes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def notes_of(document: Any) -> list[str]:
    """What people noted on the pages, one note a line: page, kind, author, date and words; hidden ones are left out."""
    found: list[str] = []
    pdf = mupdf.pdf_document_from_fz_document(document)
    for number in range(document.page_count):
        try:
            page = mupdf.pdf_lookup_page_obj(pdf, number)
            for one in items_of(key(page, "Annots"), _MOST_NOTES):
                if name_at(one, "Subtype") not in _NO_NOTES and not mupdf.pdf_to_int(key(one, "F")) & _HIDDEN:
                    found += _note(one, number + 1)
        except MUPDF_ERRORS:
            continue  # a page that cannot be found is named by the reader of its text
        if len(found) > _MOST_NOTES:
            break
    return found[:_MOST_NOTES]


def _note(one: Any, number: int) -> list[str]:
    words = text_at(one, "Contents").strip()
    rich = text_at(one, "RC")
    if not words and rich:
        words = html_text(rich[:_LONGEST])
    author, subject = text_at(one, "T").strip(), text_at(one, "Subj").strip()
    if not (words or author):
        return []
    when = moment_of(text_at(one, "M") or text_at(one, "CreationDate"))
    kind = name_at(one, "Subtype") or "Note"
    head = ", ".join(filter(None, (f"page {number}", subject or kind, author and f"by {author}", when)))
    return [f"Note ({head}): {words[:_LONGEST]}"]
