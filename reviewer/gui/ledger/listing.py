"""The ledger's entries as its tables hold them: with officer and station, and the words by which one finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTableView

from reviewer.casefile.case import Case
from reviewer.domain import ledger_rows as domain
from reviewer.domain.ledger_rows import BenefitRow, EndorsementRow
from reviewer.domain.officer import Officer
from reviewer.domain.query import fold
from reviewer.usecases import ledger_rows


class HeldBenefit(NamedTuple):
    """A benefit in a table."""

    row: BenefitRow
    officer: Officer
    station: str
    folded: str


class HeldEndorsement(NamedTuple):
    """An endorsement in a table."""

    row: EndorsementRow
    officer: Officer
    station: str
    folded: str


class Held(NamedTuple):
    """The ledger, ready to be shown."""

    benefits: list[HeldBenefit]
    endorsements: list[HeldEndorsement]


def hold(case: Case) -> Held:
    """Look the whole ledger up. Stations and folded words are worked out once for those who share them."""
    found = ledger_rows.listed(case)
    folded = cache(fold)

    @cache
    def named(officer: int) -> str:
        who = found.officers[officer]  # type: ignore[index]
        return fold(f"{who.name} {who.serial} {who.rank}")

    @cache
    def station(officer: int, earliest: str, latest: str) -> str:
        return domain.station(found.officers[officer], earliest, latest)  # type: ignore[index]

    benefits, endorsements = [], []
    for row in found.benefits:
        where = station(row.officer, row.earliest, row.latest)
        told = (row.giver, row.via, row.description, row.code, where)
        words = " ".join((named(row.officer), *(folded(each) for each in told if each), row.what, row.number.lower()))
        benefits.append(HeldBenefit(row, found.officers[row.officer], where, words))
    for praise in found.endorsements:
        where = station(praise.officer, praise.earliest, praise.latest)
        said = (praise.product, praise.medium, praise.audience, where)
        words = " ".join((named(praise.officer), *(folded(each) for each in said if each), praise.number.lower()))
        endorsements.append(HeldEndorsement(praise, found.officers[praise.officer], where, words))
    return Held(benefits, endorsements)


def years_of(rows: Iterable[BenefitRow]) -> list[str]:
    """The years that the known ends of dates name."""
    return sorted({end[:4] for row in rows for end in (row.earliest, row.latest) if end})


def may_be_in(row: BenefitRow, year: str) -> bool:
    """Whether a benefit may have been in a year."""
    return (not row.latest or row.latest[:4] >= year) and bool(row.earliest or row.latest) and row.earliest[:4] <= year


def prepare(made: QTableView, opened: Callable[[], None], *, several: bool = False) -> QTableView:
    """Let a table be sorted by its headings, and do something on Enter and on a double click."""
    mode = QAbstractItemView.SelectionMode
    made.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
    made.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    made.setSortingEnabled(True)
    made.doubleClicked.connect(lambda _index: opened())
    for key in ("Return", "Enter"):
        shortcut = QShortcut(QKeySequence(key), made)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(opened)
    return made
