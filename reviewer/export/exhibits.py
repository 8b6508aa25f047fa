"""Exhibits: their numbers, names and labels. Nothing in a file name comes from evidence."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.pages.passage import PAGE_BREAK, one_line

FOLDER = "exhibits"


@dataclass(frozen=True, slots=True)
class ExhibitName:
    """The names that follow from an exhibit's number (from 1) and its item's control number."""

    number: int
    control: str

    @property
    def file(self) -> str:
        """Where the exhibit is, relative to the report, with ``/`` between names."""
        return f"{FOLDER}/Exhibit-{self.number:03d}.pdf"

    @property
    def label(self) -> str:
        """What stands at the foot of each page, before the page number."""
        return f"Exhibit {self.number} · {self.control}"

    def page_label(self, page: int, pages: int) -> str:
        """The whole line at the foot of a page."""
        return f"{self.label} · page {page} of {pages}"


def holds_quote(
    exhibit_pages: list[str], name: ExhibitName, start: int, end: int, quote: str, *, by_words: bool = False
) -> bool:
    """Whether pages ``start`` to ``end`` (from 1, both included) of an exhibit hold a quote to the letter.

    The label at the foot of each page is no part of what the item says, and is left out before the quote is looked for.
    ``by_words`` is for pages that OCR read: the words laid on the picture must be the same, whatever is between them.
    """
    if not 1 <= start <= end <= len(exhibit_pages):
        return False
    pages = [
        without_label(exhibit_pages[number - 1], name.page_label(number, len(exhibit_pages)))
        for number in range(start, end + 1)
    ]
    text = PAGE_BREAK.join(pages)
    return one_line(quote) in one_line(text) if by_words else quote in text


def without_label(text: str, label: str) -> str:
    """A page's text without the label's block, which stands at its end or before form fields (they are read last)."""
    start = text.find(f"{label}\n")
    if start < 0:
        return text
    end = start + len(label) + 1
    if start == 0:
        return text[end:].removeprefix("\n")
    if text[:start].endswith("\n\n"):
        start -= 1  # the blank line that parts blocks
    return text[:start] + text[end:]
