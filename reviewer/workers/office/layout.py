"""The pages to print of an Office document, and its words as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.workers.office.content import line
from reviewer.workers.office.finding import find
from reviewer.workers.office.pages import page_of
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.rest import rest_of
from reviewer.workers.office.sheets.unvalued import remark_on_formulas


@dataclass(frozen=True, slots=True)
class Laid:
    """A page to print: ``pictures`` are (name in the HTML, media type, bytes); ``text`` is its words without markup."""

    html: str
    text: str
    pictures: tuple[tuple[str, str, bytes], ...]


def lay_out_office(data: bytes, title: str, passwords: Sequence[str]) -> Laid:
    """Lay out a document under its title; Refusal if it cannot be read, or if no password opens it."""
    found = find(data, passwords).found
    remark_on_formulas(found)
    html, pictures = page_of(found, title)
    return Laid(html, f"{title}\n{text_of(found.blocks)}\n", pictures)


def lay_out_rest(data: bytes, pages: Iterable[str], title: str, passwords: Sequence[str]) -> Laid:
    """Lay out the facts about a document, and what pages made of it, given as their texts, do not show."""
    found = find(data, passwords).found
    remark_on_formulas(found)
    rest = rest_of(found.blocks, pages)
    told = "What the pages before this one do not show" if rest else "About the pages before this one"
    none = () if rest else (line("They show all words that were found in the document."),)
    found.blocks = [line(told, heading=1), *none, *rest]
    html, pictures = page_of(found, title)
    return Laid(html, f"{title}\n{text_of(found.blocks)}\n", pictures)
