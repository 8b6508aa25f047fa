"""The list of hidden words: what the PDFs of a bundle hold and no page of them shows, as intake found it.

The PDFs are not searched again. Pages that are rebuilt without what is redacted, and slip sheets, hold none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.evidence import items
from reviewer.domain.analysis.fingerprint import squeezed
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import MORE_HIDDEN, MOST_HIDDEN, Hidden, Kind
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.sheet import Column, ColumnKind, Table
from reviewer.export.report_texts import Texts
from reviewer.usecases.exports.gate import Gate

FILE = "hidden-words.csv"

_COLUMNS = (
    ("number", ColumnKind.TEXT),
    ("control", ColumnKind.TEXT),
    ("page", ColumnKind.COUNT),
    ("how", ColumnKind.TEXT),
    ("words", ColumnKind.TEXT),
)
_MOST = 30_000
"""Characters in one cell: spreadsheets have room for 32,767."""

_OFFICE = frozenset({Kind.DOCUMENT, Kind.SHEET, Kind.SLIDES})
_REST_MISSING, _PLAIN = "pages.rest_missing", "pages.plain_only"
_NOTE, _NO_SIZE = "hidden.note", "hidden.no_size"
"""What stood in a hidden note goes with the note: copies have none."""
_PRINTED = frozenset(
    {
        "hidden.background",
        "hidden.invisible",
        "hidden.small_letters",
        "hidden.transparent",
        "hidden.transparent_letters",
        "hidden.white_or_tiny",
    }
)
"""Ways of hiding that may leave words in pages that are printed; all others leave them out."""


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """Words that a PDF holds and no page of it shows, masked, and how they are hidden, in words.

    ``page`` is 0 if not known; ``number`` is then that of the first page. Without ``words`` it says what was not
    searched.
    """

    number: str
    control: str
    page: int
    how: str
    words: str


def of_pages(
    gate: Gate, item: Item, rendition: Rendition, texts: Sequence[str], *, number: Callable[[int], str], say: Texts
) -> tuple[HiddenRow, ...]:
    """The hidden words of pages, with these texts, that go whole; ``number`` writes that of a page, from 1."""
    rows: list[HiddenRow] = []
    for each in _held(item, rendition, items.hidden(gate.case, item.id), texts):
        page = each.page if 1 <= each.page <= len(texts) else 0
        how = sentence(each.by, say.language)
        rows.append(HiddenRow(number(page or 1), item.control, page, how, _fitted(gate.masked(each.text), say)))
    for reason in items.hidden_not_searched(gate.case, item.id):
        how = say("hidden_words.not_searched", reason=sentence(reason, say.language))
        rows.append(HiddenRow(number(1), item.control, 0, how, ""))
    return tuple(rows)


def _held(item: Item, rendition: Rendition, found: Sequence[Hidden], texts: Sequence[str]) -> Iterator[Hidden]:
    """Those of an item's hidden words that the PDF of its pages holds."""
    if item.kind is Kind.PDF:
        yield from (each for each in found if each.by.code != _NOTE)
        if sum(len(each.text) for each in found) >= MOST_HIDDEN:
            yield MORE_HIDDEN
        return
    codes = {code for each in rendition.remarks for code in (each.code, *(code for code, _ in each.within))}
    if _PLAIN in codes or (item.kind in _OFFICE and _REST_MISSING not in codes):
        return  # these pages show them
    printed = list(_printed(found, texts))
    yield from printed
    if printed and MORE_HIDDEN in found:
        yield MORE_HIDDEN


def _printed(found: Sequence[Hidden], texts: Sequence[str]) -> Iterator[Hidden]:
    """Those that are in the words of printed pages, line by line.

    Letters without size may be printed, too small to be read again: they are told in any case.
    """
    yield from (each for each in found if each.by.code == _NO_SIZE)
    those = [each for each in found if each.by.code in _PRINTED]
    pages = [squeezed(text) for text in texts] if those else []
    for each in those:
        on: dict[int, list[str]] = {}
        for line in each.text.split("\n"):
            words = squeezed(line)
            at = next((at for at, text in enumerate(pages, 1) if words in text), 0) if words else 0
            if at:
                on.setdefault(at, []).append(line)
        for at, lines in on.items():
            yield replace(each, text="\n".join(lines), page=at)


def _fitted(words: str, say: Texts) -> str:
    if len(words) <= _MOST:
        return words
    return words[:_MOST] + say("hidden_words.cut", shown=_MOST, all=len(words))


def table(rows: Sequence[HiddenRow], say: Texts) -> Table:
    """The list as a table."""
    columns = tuple(Column(say(f"hidden_words.{name}"), kind) for name, kind in _COLUMNS)
    cells = [(each.number, each.control, each.page or None, each.how, each.words) for each in rows]
    return Table(say("hidden_words.name"), columns, cells)
