"""Write a PDF to bytes, the same for the same document: no date, no random identifier, nothing that is not used.

PyMuPDF's own way hands each piece of some bytes to Python; MuPDF gathers them here.
"""

from __future__ import annotations

from typing import Any

from pymupdf import mupdf

_WITHOUT_DOUBLES = 3
"""What is not used goes, and of equal objects one stays."""


def saved(document: Any) -> bytes:
    """The bytes of a PyMuPDF document, packed, not encrypted."""
    return saved_pdf(mupdf.pdf_document_from_fz_document(document))


def saved_pdf(pdf: Any) -> bytes:
    """The same of MuPDF's own document."""
    options = mupdf.PdfWriteOptions()
    options.do_garbage = _WITHOUT_DOUBLES
    options.do_compress = 1
    options.dont_regenerate_id = 1
    options.do_encrypt = mupdf.PDF_ENCRYPT_NONE
    options.do_preserve_metadata = 1
    options.reproducible = 1
    pdf.m_internal.resynth_required = 0
    buffer = mupdf.FzBuffer(0)
    out = mupdf.FzOutput(buffer)
    mupdf.pdf_write_document(pdf, out, options)
    out.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
