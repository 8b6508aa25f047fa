"""Encrypt a finished PDF with a passphrase: AES-256 as of PDF 2.0 (ISO 32000-2, revision 6).

By pypdf: its keys come from the system's source of randomness, where those of MuPDF follow from the second in which
its process began. It is Python alone, so that a hostile exhibit that broke another reader does not break this one,
which knows the passphrase.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
from collections.abc import Sequence
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Encrypt
from reviewer.isolation.protocol import Printed
from reviewer.workers import character_sets
from reviewer.workers.refusal import Refusal

ENGINE = f"pypdf {pypdf.__version__}"
_ALGORITHM = "AES-256"
_HEADER = "%PDF-1.7"
_EXTENSIONS = DictionaryObject(
    {
        NameObject("/ADBE"): DictionaryObject(
            {NameObject("/BaseVersion"): NameObject("/1.7"), NameObject("/ExtensionLevel"): NumberObject(8)}
        )
    }
)
"""With these PDF 1.7 has the encryption that PDF 2.0 has."""
_OTHERWISE = frozenset({"/Length", "/Pages", "/Parent"})
"""What is encrypted is longer, and pages are listed anew, one after the other; what stands above leads down as well."""
_INHERITED = ("/Rotate", "/MediaBox", "/CropBox", "/Resources")
"""What a page has from the branch that it stands on; pypdf takes a null for a value of its own."""
_UNSAID = "what nobody was told"


def encrypt(request: Encrypt, blobs: Sequence[bytes]) -> tuple[Printed, bytes]:
    """The PDF (first blob) encrypted, with the files attached that follow it; Refusal where it does not come out whole.

    What is made is opened again: not without the passphrase, and with it each object has what it had.
    """
    if len(blobs) != len(request.attached) + 1:
        raise Refusal(Reason("pdf.not_encrypted"))
    try:
        plain = pypdf.PdfReader(io.BytesIO(blobs[0]), strict=True)  # else it leaves out what it does not understand
        writer = pypdf.PdfWriter(clone_from=plain)
        for name, data in zip(request.attached, blobs[1:], strict=True):
            held = writer.add_attachment(name, data)
            held.alternative_name = TextStringObject(name)  # as PDF/UA asks for it
        writer.pdf_header = max(plain.pdf_header, _HEADER)
        writer.root_object.setdefault(NameObject("/Extensions"), _EXTENSIONS)
        writer.encrypt(request.passphrase, algorithm=_ALGORITHM)
        out = io.BytesIO()
        writer.write(out)
        made = pypdf.PdfReader(io.BytesIO(out.getvalue()), strict=True)
        whole = _opens_by(made, request.passphrase) and _holds(made, plain)
        for name, data in zip(request.attached, blobs[1:], strict=True):
            whole = whole and made.attachments.get(name) == [data]
    except (PyPdfError, RecursionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Refusal(Reason("pdf.not_encrypted")) from error
    if not whole:
        raise Refusal(Reason("pdf.not_encrypted"))
    return Printed(ENGINE, ()), out.getvalue()


def _opens_by(made: pypdf.PdfReader, passphrase: str) -> bool:
    """Whether it is opened by the passphrase, and by no other."""
    return made.is_encrypted and not made.decrypt("") and not made.decrypt(_UNSAID) and bool(made.decrypt(passphrase))


def _holds(made: pypdf.PdfReader, plain: pypdf.PdfReader) -> bool:
    """Whether a document has all that another one has, object by object; it may have more."""
    had, has = list(plain.pages), list(made.pages)
    if len(had) != len(has) or any(isinstance(page.get(name), NullObject) for page in had for name in _INHERITED):
        return False
    pairs: list[tuple[Any, Any]] = [(plain.trailer["/Root"], made.trailer["/Root"]), *zip(had, has, strict=True)]
    seen: set[tuple[int, int]] = set()
    while pairs:
        had, has = pairs.pop()
        if isinstance(had, IndirectObject) and isinstance(has, IndirectObject):
            if (had.idnum, has.idnum) in seen:
                continue
            seen.add((had.idnum, has.idnum))
        within = _parts(had.get_object(), has.get_object())
        if within is None:
            return False
        pairs += within
    return True


def _parts(had: Any, has: Any) -> list[tuple[Any, Any]] | None:
    """What two objects are made of, which has to be alike as well; None where they are not alike."""
    if isinstance(had, DictionaryObject):
        names = [name for name in had if name not in _OTHERWISE]
        alike = isinstance(has, type(had)) and all(name in has and name.isascii() for name in names)
        if alike and isinstance(had, StreamObject):
            alike = had._data == has._data  # noqa: SLF001 - as they are packed
        return [(had.raw_get(name), has.raw_get(name)) for name in names] if alike else None
    if isinstance(had, ArrayObject):
        return list(zip(had, has, strict=True)) if isinstance(has, ArrayObject) and len(had) == len(has) else None
    if isinstance(had, TextStringObject | ByteStringObject):
        return [] if had.original_bytes == has.original_bytes else None
    if isinstance(had, NameObject) and not had.isascii():
        return None  # it may be written in other bytes than it was, and fonts are known by them
    return [] if had == has else None


def warm_up() -> None:
    """Load all that encrypting takes: behind the walls no file can be opened."""
    character_sets.load_all()
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with contextlib.suppress(ImportError):  # what is for a package that is not here
            importlib.import_module(module.name)
    empty = pypdf.PdfWriter()
    empty.add_blank_page(72, 72)
    out = io.BytesIO()
    empty.write(out)
    encrypt(Encrypt("warm", ("a",)), [out.getvalue(), b"a"])
