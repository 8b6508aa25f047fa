"""The pages to print of an Office document, and its words as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain.reasons.reason import Reasons
from reviewer.workers.office.content import Found, line
from reviewer.workers.office.finding import find
from reviewer.workers.office.pages import page_of
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.rest import rest_of
from reviewer.workers.office.sheets.unvalued import remark_on_formulas


@dataclass(frozen=True, slots=True)
class Laid:
    """A page to print: ``pictures`` are (name in the HTML, media type, bytes); ``text`` is its words without markup.

    ``plain`` says what of it is too much to be laid out, so that it is set as plain text.
    """

    html: str
    text: str
    pictures: tuple[tuple[str, str, bytes], ...]
    plain: Reasons = ()


def lay_out_office(data: bytes, title: str, passwords: Sequence[str]) -> Laid:
    """Lay out a document under its title; Refusal if it cannot be read, or if no password opens it."""
    found = find(data, passwords).found
    remark_on_formulas(found)
    return _laid(found, title)


def _laid(found: Found, title: str) -> Laid:
    page = page_of(found, title)
    said = "\n".join(f"{key}: {value}" for key, value in page.head)
    return Laid(page.html, f"{said}\n\n{text_of(found.blocks)}\n", page.pictures, page.plain)


def lay_out_rest(data: bytes, pages: Iterable[str], title: str, passwords: Sequence[str]) -> Laid:
    """Lay out the facts about a document, and what pages made of it, given as their texts, do not show."""
    found = find(data, passwords).found
    remark_on_formulas(found)
    rest = rest_of(found.blocks, pages)
    told = "What the pages before this one do not show" if rest else "About the pages before this one"
    none = () if rest else (line("They show all words that were found in the document."),)
    found.blocks = [line(told, heading=1), *none, *rest]
    return _laid(found, title)
