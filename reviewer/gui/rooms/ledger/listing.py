"""The ledger's entries as its tables hold them: with officer and station, and the words by which one finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger import ledger_rows as domain
from reviewer.domain.ledger.ledger_rows import BenefitRow
from reviewer.domain.people.officer import Officer
from reviewer.domain.query import fold
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_several
from reviewer.usecases.ledger import ledger_rows
from reviewer.usecases.ledger.ledger_rows import Rows

LOW = 28
"""How high a table is at least, in steps of the grid: some of its rows are in sight."""


class EntryWords(NamedTuple):
    """What it takes to find entries: the station of each, and its words without case and accents, by its number."""

    stations: Mapping[int, str]
    folded: Mapping[int, str]


def hold(case: Case) -> Rows:
    """Look the whole ledger up."""
    return ledger_rows.listed(case)


def words_of(rows: Rows) -> tuple[EntryWords, EntryWords]:
    """The words of benefits and of endorsements; worked out once for entries that share them."""
    folded, named = cache(fold), {id_: fold(_name(who)) for id_, who in rows.officers.items()}

    @cache
    def station(officer: OfficerId, earliest: str, latest: str) -> str:
        return domain.station(rows.officers[officer], earliest, latest)

    places: dict[int, str] = {}
    told: dict[int, str] = {}
    for row in rows.benefits:
        places[row.id] = where = station(row.officer, row.earliest, row.latest)
        more = (folded(each) for each in (row.donor, row.via, row.description, row.code, where) if each)
        told[row.id] = " ".join((named[row.officer], row.number.lower(), row.what, *more))
    elsewhere: dict[int, str] = {}
    praised: dict[int, str] = {}
    for praise in rows.endorsements:
        elsewhere[praise.id] = where = station(praise.officer, praise.earliest, praise.latest)
        more = (folded(each) for each in (praise.product, praise.medium, where) if each)
        praised[praise.id] = " ".join((named[praise.officer], praise.number.lower(), praise.audience, *more))
    return EntryWords(places, told), EntryWords(elsewhere, praised)


def _name(who: Officer) -> str:
    return f"{who.name} {who.serial} {who.rank}"


def years_of(rows: Iterable[BenefitRow]) -> list[str]:
    """The years that the known ends of dates name."""
    return sorted({end[:4] for row in rows for end in (row.earliest, row.latest) if end})


def may_be_in(row: BenefitRow, year: str) -> bool:
    """Whether a benefit may have been in a year."""
    return (not row.latest or row.latest[:4] >= year) and bool(row.earliest or row.latest) and row.earliest[:4] <= year


def prepare(made: QTableView, opened: Callable[[], None], *, several: bool = False) -> QTableView:
    """Let a table be sorted by its headings, and do something on Enter and on a double click."""
    if several:
        choose_several(made)
    else:
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setMinimumHeight(room_for(LOW))
    made.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    made.setSortingEnabled(True)
    made.doubleClicked.connect(lambda _index: opened())
    on_keys(made, {ENTER: opened})
    return made
