"""Take in the history of complaints, count its conflicts of interest, and find what of it this case meets again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.people import officers
from reviewer.casefile.policy import allegations, clauses, complaints, findings
from reviewer.domain import clock
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.roster import DATES, Problem
from reviewer.domain.policy import complaint_figures
from reviewer.domain.policy.allegation import Allegation, AllegationId
from reviewer.domain.policy.complaint import COLUMNS, Complaint, ComplaintId, History, Plan, plan, read
from reviewer.domain.policy.complaint_figures import (
    ConflictGround,
    Ended,
    Figures,
    Group,
    Rules,
    ended,
    named_in,
    vendor_key,
)
from reviewer.domain.policy.complaint_places import CasePlace, Met, PlaceKind
from reviewer.domain.policy.finding import Outcome
from reviewer.errors import UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import agency_tables

__all__ = [
    "COLUMNS",
    "DATES",
    "Comparable",
    "ComplaintImport",
    "Ended",
    "Figures",
    "Group",
    "Known",
    "Overview",
    "Related",
    "comparable",
    "compared",
    "figures",
    "import_history",
    "listed",
    "overview",
    "related",
]

CUSTODIAN = "History of complaints"
"""Under whom a table is kept as evidence that was taken in for its complaints."""

_DATES = "dates"

_MOST_NAMED = 12
"""So many places where something is met are named."""


@dataclass(frozen=True, slots=True)
class ComplaintImport:
    """What an import did, or would do: numbers added, changed, no longer there, and how many were known as they are.

    ``problems`` are lines that could not be used, ``remarks`` what is odd about lines that could. ``columns`` tells
    which heading was taken for which column, ``unused`` those that were taken for none. ``item`` is the control number
    of the table as evidence, empty while it is none. ``missing`` are complaints of the case that this table does not
    have; they stay.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    columns: dict[str, str]
    unused: tuple[str, ...]
    dry_run: bool = False
    item: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A complaint with the serial number of its officer in the roster, how it ended, and why it is a conflict.

    ``serial`` and ``conflict`` are empty, and ``outcome`` is None, where there is none. ``table`` is the control
    number of the table in which it is written, or nothing where the table is no evidence.
    """

    complaint: Complaint
    serial: str
    outcome: Outcome | None
    conflict: str
    table: str = ""
    ground: ConflictGround | None = None

    @property
    def source(self) -> str:
        """Where it is written: the control number of the table and the line, or nothing."""
        return f"{self.table}, line {self.complaint.line}" if self.table else ""


@dataclass(frozen=True, slots=True)
class Related:
    """A complaint whose officer, vendor or clause this case meets again, and where."""

    known: Known
    officer: tuple[str, ...] = ()
    vendor: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """All reasons, in sentences."""
        return (*self.officer, *self.vendor, *self.clause)


@dataclass(frozen=True, slots=True)
class Overview:
    """All complaints by the day received, what they add up to, and those that this case meets again."""

    known: tuple[Known, ...]
    figures: Figures
    related: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Comparable:
    """How allegations like one of this case ended: of the same clause, against the same officer, about its vendor."""

    clause: Ended
    officer: Ended
    vendor: Ended


def import_history(
    case: Case,
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    dates: str = "",
    dry_run: bool = False,
    workers: Workers | None = None,
    reviewer: str,
) -> ComplaintImport:
    """Take in a table of complaints: new ones are added, known ones (by number) made to be as the table says.

    The table is kept as evidence, unless its bytes are an item already, and each complaint remembers its line in it.

    ``columns`` says which heading stands for which of our columns; that, and the order of ``dates``, is remembered for
    the next table. Good lines are taken in even when others are not; InputError when the file as a whole is no such
    table. Nothing is written by a ``dry_run``.
    """
    said = _said(columns or {}, dates)
    known = complaints.headings(case)
    dates = dates or known.pop(_DATES, "")
    known.pop(_DATES, None)
    file = agency_tables.opened(path)
    history = read(agency_tables.lines_of(file, workers), said, known, dates, today=clock.now()[:10])
    table = agency_tables.item_of(case, file)
    if table is None and history.complaints and not dry_run:
        table = agency_tables.keep(case, file, workers, custodian=CUSTODIAN, reviewer=reviewer)
    if table is not None:
        history.complaints = [(line, replace(each, item=table.id)) for line, each in history.complaints]
    kept = complaints.listed(case)
    todo = plan(kept, history)
    there = {each.number.casefold() for _, each in history.complaints} | history.spoilt
    if not dry_run:
        with case.act(reviewer, "complaint import", path.name) as act:
            _carry_out(act, todo)
            complaints.remember(act, said | ({_DATES: dates} if dates else {}))
    return ComplaintImport(
        tuple(dict.fromkeys(each.number for each in todo.added)),
        tuple(dict.fromkeys(after.number for _, after in todo.changed)),
        tuple(dict.fromkeys(each.number for each in todo.removed)),
        todo.unchanged,
        tuple(history.problems),
        tuple(_remarks(case, history)),
        history.headings,
        history.unused,
        dry_run,
        "" if table is None else table.control,
        tuple(dict.fromkeys(each.number for each in kept if each.number.casefold() not in there)),
    )


def _said(columns: Mapping[str, str], dates: str) -> dict[str, str]:
    """The headings that were said; UsageError for a column or an order of dates that there is not."""
    said = {column: heading for column, heading in columns.items() if heading.strip()}
    for column in said:
        if column not in COLUMNS:
            raise UsageError(f"complaints have no column “{column}”", f"There are {', '.join(COLUMNS)}.")
    if dates and dates not in DATES:
        raise UsageError(f"“{dates}” is no order of dates", f"There are {', '.join(DATES)}.")
    return said


def listed(case: Case) -> list[Known]:
    """All complaints, by the day received."""
    return _known(case, complaints.listed(case), _rules(case))


def figures(case: Case, *, first: str = "", last: str = "") -> Figures:
    """What the complaints received from one ISO day to another add up to; an empty day leaves that end open."""
    chosen = [
        each for each in complaints.listed(case) if each.received >= first and (not last or each.received <= last)
    ]
    return complaint_figures.figures(chosen, _rules(case))


def overview(case: Case, *, without: Collection[int] = ()) -> Overview:
    """What :func:`listed`, :func:`figures` and :func:`related` tell, looked up once; ``without`` some tables."""
    kept, rules = [each for each in complaints.listed(case) if each.item not in without], _rules(case)
    known = _known(case, kept, rules)
    places = _Places(case, allegations.listed(case), whole=True)
    return Overview(tuple(known), complaint_figures.figures(kept, rules), tuple(_meet(case, known, places)))


def related(case: Case, allegation: AllegationId | None = None) -> list[Related]:
    """The complaints whose officer, vendor or clause is met again in this case, or in one allegation of it.

    Those with most in common come first, then the latest.
    """
    alleged = allegations.listed(case) if allegation is None else [allegations.get(case, allegation)]
    places = _Places(case, alleged, whole=allegation is None)
    return _meet(case, _known(case, complaints.listed(case), _rules(case)), places)


def _meet(case: Case, known: Iterable[Known], places: _Places) -> list[Related]:
    """Those of the complaints that are met in these places, those with most in common first."""
    linked = complaints.officers(case)
    found = [made for each in known if (made := places.meet(each, linked.get(each.complaint.id))).why]
    found.sort(key=lambda each: each.known.complaint.received, reverse=True)
    found.sort(key=lambda each: -sum(map(bool, (each.officer, each.vendor, each.clause))))
    return found


def comparable(case: Case, allegation: AllegationId) -> Comparable:
    """How earlier allegations ended that have the clause, the officer, or the vendor in common with this one."""
    return compared(case, related(case, allegation))


def compared(case: Case, met: Sequence[Related]) -> Comparable:
    """How those ended that :func:`related` tells of an allegation."""
    rules = _rules(case)
    clause, officer, vendor = (
        ended((each.known.complaint for each in met if getattr(each, name)), rules)
        for name in ("clause", "officer", "vendor")
    )
    return Comparable(clause, officer, vendor)


class _Places:
    """Where officers, vendors and clauses are met in this case, or in the allegations given."""

    def __init__(self, case: Case, alleged: Sequence[Allegation], *, whole: bool) -> None:
        self.officers: dict[OfficerId, list[CasePlace]] = defaultdict(list)
        self.clauses: dict[str, list[CasePlace]] = defaultdict(list)
        self.vendors: dict[tuple[str, ...], list[CasePlace]] = defaultdict(list)
        self.title = vendor_key(complaints.title(case)) if whole else ()
        for each in alleged:
            place = CasePlace(PlaceKind.ALLEGATION, each.id)
            self.officers[each.officer].append(place)
            self.clauses[each.clause.code.casefold()].append(place)
            if each.vendor and not whole:
                self.vendors[vendor_key(each.vendor)].append(place)
        if whole:
            for name, met in complaints.vendors(case):
                self.vendors[vendor_key(name)].append(met)
            for officer, count in complaints.passages_of(case).items():
                self.officers[officer].append(CasePlace(PlaceKind.PASSAGES, count))

    def meet(self, known: Known, officer: OfficerId | None) -> Related:
        """Where a complaint's officer, vendor and clause are met."""
        complaint = known.complaint
        people = self.officers.get(officer, []) if officer is not None else []
        key = vendor_key(complaint.vendor)
        firms = self.vendors.get(key, []) if key else []
        if not firms and named_in(key, self.title):
            firms = [CasePlace(PlaceKind.TITLE)]
        rules = self.clauses.get(complaint.clause.casefold(), [])
        found = (
            Met("officer", known.serial or complaint.officer, tuple(people)),
            Met("vendor", complaint.vendor, tuple(firms)),
            Met("clause", complaint.clause, tuple(rules)),
        )
        people_said, firms_said, rules_said = map(_sentence, found)
        return Related(known, people_said, firms_said, rules_said, tuple(each for each in found if each.places))


def _sentence(met: Met) -> tuple[str, ...]:
    if not met.places:
        return ()
    more = len(met.places) - _MOST_NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    named = ", ".join(each.words for each in met.places[:_MOST_NAMED])
    return (f"{met.what} {met.name} is met in {named}{rest}",)


def _rules(case: Case) -> Rules:
    known = clauses.listed(case)
    outcomes = {outcome.value: outcome for outcome in Outcome}
    outcomes |= {name.casefold(): outcome for name, outcome in findings.labels(case).items()}
    here = {vendor_key(name) for name, _ in complaints.vendors(case)}
    title = vendor_key(complaints.title(case))
    return Rules(
        {each.code.casefold(): each.topic for each in known},
        {each.code.casefold(): each.name for each in known},
        outcomes,
        lambda name: vendor_key(name) in here or named_in(vendor_key(name), title),
    )


def _known(case: Case, kept: Iterable[Complaint], rules: Rules) -> list[Known]:
    linked = complaints.officers(case)
    serials = {officer.id: officer.serial for officer in officers.listed(case)}
    prefix = items.prefix(case)
    return [
        Known(
            each,
            _serial(each.id, linked, serials),
            rules.outcome(each),
            rules.conflict(each),
            "" if each.item is None else control_number(prefix, each.item),
            rules.ground(each),
        )
        for each in kept
    ]


def _serial(complaint: ComplaintId, linked: Mapping[ComplaintId, OfficerId], serials: Mapping[OfficerId, str]) -> str:
    officer = linked.get(complaint)
    return "" if officer is None else serials[officer]


def _carry_out(act: Act, todo: Plan) -> None:
    for each in todo.removed:
        complaints.remove(act, each.id)
    for after in [*(after for _, after in todo.changed), *todo.found]:
        complaints.change(act, after)
    for each in todo.added:
        complaints.add(act, each)


def _remarks(case: Case, history: History) -> list[Problem]:
    """What is odd, said once for each serial number and each finding, at the first line that has it."""
    serials = {officer.serial for officer in officers.listed(case)}
    merged = complaints.merged_serials(case)
    rules = _rules(case)
    found: dict[str, Problem] = {}
    for line, each in history.complaints:
        if each.serial and each.serial not in serials and each.serial not in merged:
            reason = f"serial number {each.serial} is not in the roster; the complaint is kept without a link"
            found.setdefault(reason, Problem(line, reason))
        if each.finding and rules.outcome(each) is None:
            reason = f"“{each.finding}” is none of the four outcomes; say which it is with `reviewer finding label`"
            found.setdefault(reason, Problem(line, reason))
    return list(found.values())
