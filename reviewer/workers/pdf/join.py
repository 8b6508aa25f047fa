"""One PDF of several: their pages and links, and nothing else of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Printed
from reviewer.workers.pdf.document import ENGINE, open_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.refusal import Refusal

MOST_PAGES = 2_000
"""As many as a print has at most."""


LEAST_POINTS = 6.0
"""Letters below that cannot be read on paper."""
_LOOKED_AT = 5


def join(pdfs: Sequence[bytes], *, legible: bool = False) -> tuple[Printed, bytes]:
    """The pages one after the other; ``starts`` tell on which page each further PDF begins. Refusal if that is vain.

    With ``legible`` also where more than half of the letters on the first pages of one are smaller than 6 points.

    Scripts, forms, files inside and everything else that belongs to a document and not to a page stay behind.
    """
    starts: list[int] = []
    with pymupdf.open() as joined:
        for pdf in pdfs:
            with open_pdf(pdf) as document:
                if len(joined) + len(document) > MOST_PAGES:
                    raise Refusal(Reason("pages.would_fill", count=len(joined) + len(document), limit=MOST_PAGES))
                if legible and _too_small(document):
                    raise Refusal(Reason("libre.small_letters", limit=int(LEAST_POINTS)))
                starts += [len(joined) + 1] if len(joined) else []
                try:
                    joined.insert_pdf(document, widgets=False, final=True)
                except MUPDF_ERRORS as error:
                    raise Refusal(Reason("pdf.pages_not_copied")) from error
        made = bytes(joined.tobytes(garbage=3, deflate=True, no_new_id=True))
    return Printed(ENGINE, starts=tuple(starts)), made


def _too_small(document: Any) -> bool:
    spans = [span for page in document.pages(0, min(_LOOKED_AT, len(document))) for span in page.get_texttrace()]
    small = sum(len(span["chars"]) for span in spans if span["size"] < LEAST_POINTS - 0.05)
    return small > sum(len(span["chars"]) for span in spans) / 2
