"""The numbers that a production gave to pages, for a report that is to cite them."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.report_sections.sources import Bates


def numbers_of(case: Case, production: int) -> Bates:
    """The Bates number of each page of a production that its receiver has as a page.

    NotFoundError, and InputError for one that was dropped.

    What went as a file or as a slip sheet, and what was called back, has no page to cite by number.
    """
    known = productions.live(case, production)
    parts = {
        each.control: each.part
        for each in productions.members(case, known.id)
        if each.part.numbered and each.part.rendition is not None and not each.part.native and not each.part.recalled
    }

    def bates(control: str, page: int) -> str:
        part = parts.get(control)
        return known.numbering.written(part.first + page - 1) if part is not None and 1 <= page <= part.pages else ""

    return bates
