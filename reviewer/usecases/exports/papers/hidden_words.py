"""The list of hidden words: what the PDFs of a bundle hold and no page of them shows.

It is what intake found; PDFs are not searched again. Pages that LibreOffice made are, as intake has not seen them.
Pages that are rebuilt without what is redacted, and slip sheets, hold none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis.fingerprint import squeezed
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import MORE_HIDDEN, MOST_HIDDEN, Hidden, Kind
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.sheet import Column, ColumnKind, Table
from reviewer.export.texts import Texts
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

OFFICE = frozenset({Kind.DOCUMENT, Kind.SHEET, Kind.SLIDES})
"""What LibreOffice makes pages of. It keeps white words, which no reader of such documents looks for everywhere."""
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


def rows(
    gate: Gate, item: Item, found: Sequence[Hidden], pages: int, *, number: Callable[[int], str], say: Texts
) -> tuple[HiddenRow, ...]:
    """Hidden words of a document of so many pages as they are listed; ``number`` writes that of a page, from 1."""
    made: list[HiddenRow] = []
    for each in found:
        page = each.page if 1 <= each.page <= pages else 0
        how = sentence(each.by, say.language)
        made.append(HiddenRow(number(page or 1), item.control, page, how, _fitted(gate.masked(each.text), say)))
    for reason in items.hidden_not_searched(gate.case, item.id):
        how = say("hidden_words.not_searched", reason=sentence(reason, say.language))
        made.append(HiddenRow(number(1), item.control, 0, how, ""))
    return tuple(made)


def held(case: Case, item: Item, rendition: Rendition, texts: Sequence[str], unseen: Sequence[Hidden]) -> list[Hidden]:
    """The hidden words that the PDF of an item's pages, with these texts, holds.

    ``unseen`` is what was found in it just now, of Office documents.
    """
    known = items.hidden(case, item.id)
    codes = {code for each in rendition.remarks for code in each.codes}
    if item.kind is Kind.PDF:
        found = [each for each in known if each.by.code != _NOTE]
        cut = sum(len(each.text) for each in known) >= MOST_HIDDEN
    elif item.kind in OFFICE:
        shown = () if _REST_MISSING in codes else known  # else pages of ours follow that show them
        found = list(_lines_without(unseen, " ".join(squeezed(each.text) for each in shown)))
        cut = sum(len(each.text) for each in unseen) >= MOST_HIDDEN
    elif _PLAIN in codes:  # set as plain text, which shows all
        return []
    else:
        found = list(_printed(known, texts))
        cut = MORE_HIDDEN in known
    return [*found, MORE_HIDDEN] if found and cut else found


def _lines_without(found: Sequence[Hidden], shown: str) -> Iterator[Hidden]:
    """Hidden words without the lines that are shown elsewhere."""
    for each in found:
        lines = [line for line in each.text.split("\n") if squeezed(line) not in shown]
        if lines:
            yield replace(each, text="\n".join(lines))


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


def table(found: Sequence[HiddenRow], say: Texts) -> Table:
    """The list as a table."""
    columns = tuple(Column(say(f"hidden_words.{name}"), kind) for name, kind in _COLUMNS)
    cells = [(each.number, each.control, each.page or None, each.how, each.words) for each in found]
    return Table(say("hidden_words.name"), columns, cells)
