"""The tables of the ledger, of the history and of term lists, as they leave the program: CSV, or a workbook.

A list lacks the rows that stay, and says so; a sum would be false without them, and is refused. What a list of terms
finds is counted with what stays, and the table says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import tags
from reviewer.domain import money
from reviewer.domain.dates import When
from reviewer.domain.exports.leaving import Export
from reviewer.domain.ids import ItemId
from reviewer.domain.ledger.benefit import RULE, VALUE_RULE, Facts, sum_in_words
from reviewer.domain.ledger.figures import Station
from reviewer.domain.ledger.totals import Sum
from reviewer.domain.sheet import Cell, Column, ColumnKind, Table, day_cell, money_cell, table_csv
from reviewer.errors import InputError
from reviewer.export.sheets import workbook
from reviewer.export.texts import Texts
from reviewer.usecases.analysis import term_report
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.report_sections import wording
from reviewer.usecases.ledger import benefits as ledger
from reviewer.usecases.ledger import endorsements as praise
from reviewer.usecases.ledger import figures as counting
from reviewer.usecases.ledger import limits, pairings
from reviewer.usecases.ledger.benefits import BenefitEntry
from reviewer.usecases.ledger.endorsements import EndorsementEntry
from reviewer.usecases.policy import complaints as history

_COUNT, _MONEY, _DAY = ColumnKind.COUNT, ColumnKind.MONEY, ColumnKind.DAY


def check_ledger(gate: Gate) -> None:
    """WordsStayError when a benefit or an endorsement that may leave repeats words that stay."""
    _benefits(gate, None)
    _endorsements(gate, "")


def _benefits(gate: Gate, wanted: Wanted | None) -> list[BenefitEntry]:
    found = [each for each in ledger.listed(gate.case, wanted) if gate.benefit(each.benefit.id) is None]
    gate.check_written({f"benefit B-{each.benefit.id}": each.benefit.facts.written for each in found})
    return found


def _endorsements(gate: Gate, who: str) -> list[EndorsementEntry]:
    found = [each for each in praise.listed(gate.case, who) if gate.endorsement(each.endorsement.id) is None]
    gate.check_written({f"endorsement E-{each.endorsement.id}": each.endorsement.praise.written for each in found})
    return found


def benefits(gate: Gate, wanted: Wanted | None = None, say: Texts | None = None) -> Table:
    """The benefits that are meant and may leave, in order of time, in the words of ``say``; without them as data.

    WordsStayError where one repeats words that stay.
    """
    rows: list[tuple[Cell, ...]] = []
    for each in _benefits(gate, wanted):
        one, facts = each.benefit, each.benefit.facts
        net, days = facts.net or (None, None), facts.when.days
        rows.append(
            (
                one.id, each.officer.serial, each.officer.name, facts.donor, facts.via, facts.what.value,
                facts.description, facts.quantity, money_cell(facts.low), money_cell(facts.high), facts.currency,
                facts.valued, money_cell(facts.paid), money_cell(net[0]), money_cell(net[1]), _sum_said(facts, say),
                facts.code, facts.uses, one.counted_uses, facts.threshold, facts.reward, facts.outcome.value,
                _when_said(facts.when, say), day_cell(days.earliest), day_cell(days.latest), facts.status.value,
                _yes(facts.counts and one.merged_into is None), one.merged_into, _numbers(one.passages),
            )
        )  # fmt: skip
    columns = _columns(
        ("benefit", _COUNT), "officer", "name", "giver", "via", "what", "description", ("quantity", _COUNT),
        ("value low", _MONEY), ("value high", _MONEY), "currency", "valued", ("paid", _MONEY), ("net low", _MONEY),
        ("net high", _MONEY), "arithmetic", "code", ("uses", _COUNT), ("uses counted", _COUNT), ("threshold", _COUNT),
        "reward", "outcome", "date", ("earliest", _DAY), ("latest", _DAY), "status", "counts", ("merged into", _COUNT),
        "passages",
    )  # fmt: skip
    return _said(Table("Benefits", columns, rows, f"{RULE} {VALUE_RULE}"), say)


def endorsements(gate: Gate, who: str = "", say: Texts | None = None) -> Table:
    """All endorsements that may leave, or those of one officer, in order of time, otherwise as benefits."""
    rows: list[tuple[Cell, ...]] = []
    for each in _endorsements(gate, who):
        said, days = each.endorsement.praise, each.endorsement.praise.when.days
        rows.append(
            (
                each.endorsement.id, each.officer.serial, each.officer.name, said.product, said.audience.value,
                said.medium, said.reach, _when_said(said.when, say), day_cell(days.earliest), day_cell(days.latest),
                _numbers(each.endorsement.passages),
            )
        )  # fmt: skip
    columns = _columns(
        ("endorsement", _COUNT), "officer", "name", "product", "audience", "medium", ("reach", _COUNT), "date",
        ("earliest", _DAY), ("latest", _DAY), "passages",
    )  # fmt: skip
    return _said(Table("Endorsements", columns, rows), say)


_VOCABULARIES = {
    "what": "what",
    "outcome": "came",
    "status": "proof",
    "counts": "paper",
    "audience": "audience_cell",
}
"""The families of the catalogue that have the words for the cells of a column."""


def _said(table: Table, say: Texts | None) -> Table:
    """The table with its heads, and what is of a vocabulary, in the words of a language."""
    if say is None:
        return table
    families = [_VOCABULARIES.get(column.name, "") for column in table.columns]
    return Table(
        say.word("word", table.name.lower()),
        tuple(replace(each, name=say.word("ledger_column", each.name)) for each in table.columns),
        [
            tuple(
                say.word(family, cell) if family and isinstance(cell, str) else cell
                for family, cell in zip(families, row, strict=True)
            )
            for row in table.rows
        ],
        say("ledger.rule") if table.about else "",
    )


def _sum_said(facts: Facts, say: Texts | None) -> str:
    return sum_in_words(facts) if say is None else wording.value(say, facts)


def _when_said(when: When, say: Texts | None) -> str:
    return str(when) if say is None else wording.when(say, when)


def pairs(gate: Gate, who: str = "") -> Table:
    """Each endorsement with each benefit received by the same officer, the nearest in time first.

    Without pairs of which one stays.
    """
    rows: list[tuple[Cell, ...]] = [
        (officer.serial, officer.name, pair.endorsement, pair.benefit, pair.least, pair.most, pair.words)
        for officer, pair in pairings.listed(gate.case, who)
        if gate.benefit(pair.benefit) is None and gate.endorsement(pair.endorsement) is None
    ]
    columns = _columns(
        "officer", "name", ("endorsement", _COUNT), ("benefit", _COUNT), ("days least", _COUNT), ("days most", _COUNT),
        "in words",
    )  # fmt: skip
    return Table("Pairs", columns, rows, pairings.NOTE)


def totals(gate: Gate, who: str = "") -> list[Table]:
    """What counts, by officer, and by donor, officer and calendar year against each limit.

    ExportError when a sum has an entry in it that stays.
    """
    found = limits.totals_of(gate.case, who)
    gate.check_ledger(entry for each in found.officers for one in each.sums.values() for entry in one.entries)
    gate.check_ledger(line.id for year, _ in found.years for line in (*year.certain, *year.possible))
    officers: list[tuple[Cell, ...]] = [
        (each.officer.serial, each.officer.name, *_sum(one)) for each in found.officers for one in each.sums.values()
    ]
    years: list[tuple[Cell, ...]] = []
    for year, officer in found.years:
        base = (year.donor, year.organisation_name, officer.serial, officer.name, year.year, year.currency)
        entries = (_numbers(line.id for line in year.certain), _numbers(line.id for line in year.possible))
        for each in year.measured:
            verdict = (each.limit.rule, money_cell(each.limit.amount), each.verdict.value, each.words)
            years.append((*base, *entries, day_cell(each.days.earliest), day_cell(each.days.latest), *verdict))
        years += [
            (*base, *entries, None, None, "", None, "not compared", f"{year.words}; {said}")
            for said in year.not_compared
        ]
        if not year.measured and not year.unmeasured:
            years.append((*base, *entries, None, None, "", None, "", year.words))
    columns = _columns(
        "giver", "organisation", "officer", "name", ("year", ColumnKind.TEXT), "currency", "benefits", "possible",
        ("from", _DAY), ("to", _DAY), "rule", ("limit", _MONEY), "verdict", "arithmetic",
    )  # fmt: skip
    return [
        Table("Officers", (*_columns("officer", "name"), *_SUM), officers, f"{RULE} {VALUE_RULE}"),
        Table("Years", columns, years, limits_rule()),
    ]


def limits_rule() -> str:
    """How benefits are assigned to years, in words."""
    return (
        "A benefit belongs to a year when every day on which it may have been lies in that year; one whose days reach "
        "into several years, or are open at an end, is possible in each of them. So is what another donor of the same "
        "organisation gave. Whether benefits of donors who are not known come from one is not known: they are above a "
        "limit only where one of them is by itself."
    )


def complaints(gate: Gate, found: Sequence[history.Known]) -> Table:
    """Complaints of the history, without those whose table stays."""
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        table = each.complaint.item
        if table is not None and gate.item(table) is not None:
            continue
        values = each.complaint.values
        cells: list[Cell] = [day_cell(values[name]) if name in _DAYS else values[name] for name in history.COLUMNS]
        outcome = "" if each.outcome is None else each.outcome.value
        rows.append((*cells, each.serial, outcome, _yes(bool(each.conflict)), each.conflict, each.source))
    named = [(name, _DAY) if name in _DAYS else (name, ColumnKind.TEXT) for name in history.COLUMNS]
    columns = _columns(*named, "known officer", "outcome", "conflict", "why conflict", "source")
    return Table("Complaints", columns, rows)


def figures(gate: Gate) -> list[Table]:
    """The key figures; stations with their officers and values; codes with their uses; complaints by year.

    ExportError when a figure counts an entry that stays.
    """
    counted = counting.count(gate.case).figures
    past = history.figures(gate.case)
    entries = [number for each in counted.with_benefit.benefits.values() for number in each]
    entries += [*counted.apart, *(number for each in counted.codes for number in each.benefits)]
    praised = counted.with_benefit_and_endorsement.endorsements.values()
    gate.check_ledger(entries, [number for each in praised for number in each])
    named: list[tuple[Cell, ...]] = [
        ("officers with a benefit", counted.with_benefit.count),
        ("officers with a device", counted.with_device.count),
        ("officers with a benefit who endorsed", counted.with_benefit_and_endorsement.count),
        ("benefits that do not count", len(counted.apart)),
        ("of them only asked for or offered", sum(map(len, counted.alleged.benefits.values()))),
        ("complaints", len(past.complaints)),
        ("complaints: conflicts of interest", len(past.conflicts)),
        ("complaints: about a vendor of this case", len(past.vendor)),
    ]
    codes: list[tuple[Cell, ...]] = [
        (each.code, each.uses, len(each.counted), each.threshold, each.more, each.reward, _numbers(each.benefits))
        for each in counted.codes
    ]
    of_code = _columns(
        "code", ("uses", _COUNT), ("uses counted", _COUNT), ("threshold", _COUNT), ("more", _COUNT), "reward",
        "benefits",
    )  # fmt: skip
    stations = [row for station in counted.stations for row in _station(station)]
    of_station = (
        *_columns("station", ("officers", _COUNT), ("possibly more officers", _COUNT)), *_SUM,
        *_columns(("possibly low", _MONEY), ("possibly high", _MONEY)),
    )  # fmt: skip
    return [
        Table("Figures", _columns("figure", ("count", _COUNT)), named, f"{RULE} {VALUE_RULE}"),
        Table("Stations", of_station, stations),
        Table("Codes", of_code, codes),
    ]


def terms(gate: Gate, lines: Sequence[str], *, reviewer: str, before: Collection[ItemId] | None = None) -> Table:
    """The report on a list of terms, with a column for each custodian. InputError for terms that are not understood.

    ``before`` is what a kept list had found; then one column tells what is new. A term that names an internal tag,
    looks in notes, which may be private, or repeats words that stay, is not told.
    """
    found = term_report.report(gate.case, lines, reviewer=reviewer, before=before)
    custodians = sorted({name for each in found for name in each.custodians})
    rows: list[tuple[Cell, ...]] = [
        (
            _term(gate, each.term), each.items, each.with_family, each.unique, each.unread,
            *(() if each.new is None else (each.new,)),
            *(each.custodians.get(name, 0) for name in custodians),
        )
        for each in found
    ]  # fmt: skip
    counted = [
        *("items", "with family", "unique", "not seen by you"),
        *(() if before is None else ("new",)),
        *(name or "no custodian" for name in custodians),
    ]
    about = (
        "A line for each search of the list. Items: what it finds. With family: the same with what is attached to it "
        "or holds it. Unique: what no other search of the list finds. Not seen by you: what the reviewer "
        "neither had open nor said to have read, whatever is marked. "
        + ("" if before is None else "New: what nothing of the list had found when somebody last looked. ")
        + "What stays in the case is counted as well."
    )
    return Table("Terms", _columns("term", *((name, _COUNT) for name in counted)), rows, about)


def _term(gate: Gate, term: str) -> str:
    if tags.names_internal(gate.case, term):
        return "a search that names an internal tag"
    if tags.searches_notes(gate.case, term):
        return "a search in reviewers’ notes"
    return "a search that repeats words that stay" if gate.repeats_held(term) else term


def written(tables: Sequence[Table], out: Path) -> bytes:
    """The bytes of a file of some tables, as its name ends: several as ``.xlsx``, one also as ``.csv``.

    InputError for another name; ExportError for more rows than a workbook holds.
    """
    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        return workbook(tables)
    if suffix == ".csv" and len(tables) == 1:
        return table_csv(tables[0]).encode("utf-8-sig")
    raise InputError(f"“{out.name}” does not end in .xlsx", "Let the name end so.")


def write(gate: Gate, tables: Sequence[Table], out: Path) -> None:
    """Write tables to a file that must not exist yet; fails as :func:`written` and as the gate does."""
    facts = {"tables": [[each.name, len(each.rows)] for each in tables]}
    gate.write_file(out, written(masked(gate, tables), out), Export.TABLE, facts=facts)


def masked(gate: Gate, tables: Sequence[Table]) -> list[Table]:
    """Tables with the codes of reasons in place of words that are redacted, in the heads of columns as well."""
    return [
        replace(
            each,
            columns=tuple(replace(column, name=gate.masked(column.name)) for column in each.columns),
            rows=[tuple(_masked(gate, cell) for cell in row) for row in each.rows],
        )
        for each in tables
    ]


def _masked(gate: Gate, cell: Cell) -> Cell:
    return gate.masked(cell) if isinstance(cell, str) else cell


_DAYS = frozenset({"received", "closed"})


def _columns(*said: str | tuple[str, ColumnKind]) -> tuple[Column, ...]:
    return tuple(Column(each) if isinstance(each, str) else Column(*each) for each in said)


_SUM = _columns(
    "currency", ("value low", _MONEY), ("value high", _MONEY), ("entries", _COUNT), ("unvalued", _COUNT), "benefits"
)


def _sum(one: Sum) -> tuple[Cell, ...]:
    low, high = money_cell(one.low), money_cell(one.high)
    return one.currency, low, high, len(one.entries), len(one.unvalued), _numbers(one.entries)


def _station(station: Station) -> list[tuple[Cell, ...]]:
    """A row for each currency; one at least."""
    more = len(set(station.possible.benefits) - set(station.received.benefits))
    head = (station.name or "not known", station.received.count, more)
    currencies = sorted({*station.sums, *station.possible_sums}) or [money.DOLLARS]
    rows = []
    for currency in currencies:
        one = station.sums.get(currency, Sum(currency, 0, 0, (), ()))
        maybe = station.possible_sums.get(currency, Sum(currency, 0, 0, (), ()))
        rows.append((*head, *_sum(one), money_cell(maybe.low), money_cell(maybe.high)))
    return rows


def _numbers(ids: Iterable[int]) -> str:
    return " ".join(map(str, ids))


def _yes(value: bool) -> str:  # noqa: FBT001 - a cell
    return "yes" if value else "no"
