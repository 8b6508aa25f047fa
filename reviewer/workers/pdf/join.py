"""One PDF of several: their pages and links, and nothing else of them."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf

from reviewer.isolation.protocol import Printed
from reviewer.workers.pdf.document import ENGINE, MUPDF_ERRORS, open_pdf
from reviewer.workers.refusal import Refusal

MOST_PAGES = 2_000
"""As many as a print has at most."""


def join(pdfs: Sequence[bytes]) -> tuple[Printed, bytes]:
    """The pages one after the other; the remark says on which page each further PDF begins. Refusal if that is vain.

    Scripts, forms, files inside and everything else that belongs to a document and not to a page stay behind.
    """
    starts: list[str] = []
    with pymupdf.open() as joined:
        for pdf in pdfs:
            with open_pdf(pdf) as document:
                if len(joined) + len(document) > MOST_PAGES:
                    raise Refusal(f"it would fill {len(joined) + len(document):,} pages; the limit is {MOST_PAGES:,}")
                starts += [str(len(joined) + 1)] if len(joined) else []
                try:
                    joined.insert_pdf(document, widgets=False, final=True)
                except MUPDF_ERRORS as error:
                    raise Refusal("its pages could not be copied") from error
        made = bytes(joined.tobytes(garbage=3, deflate=True, no_new_id=True))
    return Printed(ENGINE, ", ".join(starts)), made
