"""What PyMuPDF raises for a document that is damaged."""

from __future__ import annotations

from pymupdf import mupdf

MUPDF_ERRORS: tuple[type[Exception], ...] = (mupdf.FzErrorBase, RuntimeError, ValueError, OverflowError, IndexError)
"""MuPDF's own errors, and what its Python layer makes of them."""
