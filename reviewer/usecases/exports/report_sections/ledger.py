"""Section 4, the ledger: its entries with how each value was found, totals with their arithmetic, what counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.casefile.ledger import limits as kept_limits
from reviewer.casefile.people import organisations
from reviewer.domain import money
from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId
from reviewer.domain.ledger import limits, totals
from reviewer.domain.ledger.figures import Station
from reviewer.domain.ledger.limits import Measured, Verdict, Year
from reviewer.domain.ledger.totals import Sum, Summand
from reviewer.export.report.model import Block, Heading, Paragraph, Spans, Table, TableColumn, joined, words
from reviewer.export.texts import Texts
from reviewer.usecases.exports.report_sections import wording
from reviewer.usecases.exports.report_sections.chronology import ALIKE
from reviewer.usecases.exports.report_sections.sources import Sources, filing_order
from reviewer.usecases.ledger.limits import with_organisations


def blocks(sources: Sources) -> Iterator[Block]:
    """The ledger."""
    say = sources.say
    if not sources.benefits and not sources.endorsements:
        yield Paragraph(words(say("ledger.empty")))
        return
    yield Paragraph(words(say("ledger.rule")))
    yield Heading(say("ledger.officers"), 2, "ledger-officers")
    yield _officers(sources)
    yield Heading(say("ledger.benefits"), 2, "ledger-benefits")
    yield _benefits(sources)
    yield from _apart(sources)
    yield Heading(say("ledger.endorsements"), 2, "ledger-endorsements")
    yield _endorsements(sources)
    yield Heading(say("ledger.totals"), 2, "ledger-totals")
    yield _stations(sources)
    yield _donors(sources)
    yield from _codes(sources)
    yield from _years(sources)


def _worth(say: Texts, sums: Mapping[str, Sum]) -> str:
    return wording.worth(say, sums) or "–"


def _numbers(sources: Sources, kind: str, entries: Iterable[int]) -> Spans:
    return joined(sources.entry(each, kind) for each in entries)


# ── who is counted ──────────────────────────────────────────────────────────────────────────────────────────────


def _officers(sources: Sources) -> Table:
    """The table behind the first three key figures: every officer with a benefit, once."""
    say, found = sources.say, sources.figures
    sums = totals.by_officer(sources.lines)
    rows = [
        (
            sources.who(officer),
            _numbers(sources, "B", found.with_benefit.benefits[officer.id]),
            _numbers(sources, "B", found.with_device.benefits.get(officer.id, ())) or words("–"),
            _numbers(sources, "E", found.with_benefit_and_endorsement.endorsements.get(officer.id, ())) or words("–"),
            words(_worth(say, sums.get(officer.id, {}))),
        )
        for officer in sources.by_name(found.with_benefit.benefits)
    ]
    rows.append(
        (
            words(f"{say('ledger.in_all')}{say.colon}{say.number(found.with_benefit.count)}"),
            words(say.number(sum(map(len, found.with_benefit.benefits.values())))),
            words(say("ledger.of_them", count=found.with_device.count)),
            words(say("ledger.of_them", count=found.with_benefit_and_endorsement.count)),
            words(_worth(say, found.sums)),
        )
    )
    columns = (
        TableColumn(say("word.officer"), 1.6),
        TableColumn(say("word.benefits"), 1),
        TableColumn(say("word.devices"), 1),
        TableColumn(say("word.endorsements"), 1),
        TableColumn(say("word.value"), 1, numeric=True),
    )
    return Table("", columns, tuple(rows), "table-officers")


# ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _benefits(sources: Sources) -> Table:
    """Every benefit, officer by officer, in order of time, with the arithmetic and how its value was found."""
    say = sources.say
    order = sorted(sources.benefits, key=lambda each: filing_order(each.officer))
    rows = []
    for at, each in enumerate(order):
        one, facts = each.benefit, each.benefit.facts
        again = at > 0 and order[at - 1].officer.id == each.officer.id
        valued = say("ledger.valued", how=facts.valued) if facts.valued else ""
        counts = "" if facts.counts else f" {say('ledger.no')}"
        rows.append(
            (
                () if again else sources.who(each.officer),
                words(f"B-{one.id}"),
                words(wording.when(say, facts.when)),
                words(f"{wording.benefit(say, facts, each.organisation)}.{counts}"),
                words(f"{wording.value(say, facts)}{valued}"),
                sources.cites_of(one.passages),
            )
        )
    columns = (
        TableColumn(say("word.officer"), 1.1),
        TableColumn(say("word.number")),
        TableColumn(say("word.date"), 0.8),
        TableColumn(say("word.benefit"), 1.9),
        TableColumn(say("word.value"), 1.4),
        TableColumn(say("word.cite"), 0.9),
    )
    return Table(say("ledger.benefits_caption"), columns, tuple(rows), "table-benefits")


def _apart(sources: Sources) -> Iterator[Block]:
    """The entries that do not count, and why."""
    say = sources.say
    found = [each for each in sources.benefits if not each.benefit.facts.counts]
    if not found:
        yield Paragraph(words(say("ledger.all_count")))
        return
    columns = (TableColumn(say("word.number")), TableColumn(say("word.officer"), 1), TableColumn(say("word.why"), 1.5))
    rows = []
    for each in found:
        facts = each.benefit.facts
        why = (
            say("ledger.why_disproved")
            if facts.status.value == "disproved"
            else say("ledger.why", outcome=say.word("came", facts.outcome.value))
        )
        rows.append((sources.entry(each.benefit.id, "B"), sources.who(each.officer), words(why)))
    yield Table(say("ledger.apart"), columns, tuple(rows), "table-apart")


def _endorsements(sources: Sources) -> Table:
    say = sources.say
    order = sorted(sources.endorsements, key=lambda each: filing_order(each.officer))
    rows = tuple(
        (
            sources.who(each.officer),
            words(f"E-{each.endorsement.id}"),
            words(wording.when(say, each.endorsement.praise.when)),
            words(f"{wording.endorsement(say, each.endorsement.praise)}."),
            sources.cites_of(each.endorsement.passages),
        )
        for each in order
    )
    columns = (
        TableColumn(say("word.officer"), 1.1),
        TableColumn(say("word.number")),
        TableColumn(say("word.date"), 0.8),
        TableColumn(say("word.endorsement"), 2),
        TableColumn(say("word.cite"), 0.9),
    )
    return Table("", columns, rows, "table-endorsements")


# ── totals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _stations(sources: Sources) -> Table:
    say = sources.say
    rows = tuple(
        (
            words(each.name or say("word.station_unknown")),
            words(say.number(each.received.count)),
            words(say.number(_possible(each))),
            words(_worth(say, each.sums)),
            words(_worth(say, each.possible_sums)),
        )
        for each in sources.figures.stations
    )
    columns = (
        TableColumn(say("word.station"), 1.4),
        TableColumn(say("word.officers"), 0, numeric=True),
        TableColumn(say("word.possibly_more"), 0, numeric=True),
        TableColumn(say("word.value_range"), 1, numeric=True),
        TableColumn(say("word.possible_value"), 1, numeric=True),
    )
    return Table(say("ledger.stations"), columns, rows, "table-stations")


def _possible(station: Station) -> int:
    return len(set(station.possible.benefits) - set(station.received.benefits))


def _unknown(say: Texts, organisation: str) -> str:
    """A donor without a name, by the organisation where that is known."""
    said = say("ledger.donor_unknown")
    return say("ledger.donor_of", donor=said, organisation=organisation) if organisation else said


def _donors(sources: Sources) -> Table:
    say = sources.say
    groups: dict[tuple[str, str], list[Summand]] = {}
    names: dict[int | None, str] = {each.id: each.name for each in organisations.listed(sources.gate.case)}
    for line in sources.lines:
        if line.counts:
            donor = " ".join(line.donor.split()).casefold()
            groups.setdefault((donor, "" if donor else names.get(line.organisation, "")), []).append(line)
    rows = tuple(
        (
            words(min(line.donor for line in group) or _unknown(say, organisation)),
            words(say.number(len({line.officer for line in group}))),
            words(say.number(len(group))),
            words(_worth(say, totals.sums(group))),
        )
        for (_, organisation), group in sorted(groups.items())
    )
    columns = (
        TableColumn(say("word.donor"), 2),
        TableColumn(say("word.officers"), 0, numeric=True),
        TableColumn(say("word.benefits"), 0, numeric=True),
        TableColumn(say("word.value_range"), 1, numeric=True),
    )
    return Table(say("ledger.donors"), columns, rows, "table-donors")


def _codes(sources: Sources) -> Iterator[Block]:
    say = sources.say
    if not sources.figures.codes:
        return
    rows = []
    for each in sources.figures.codes:
        arithmetic = "–"
        if each.threshold is not None and each.most is not None and each.more is not None:
            uses, earned = say.number(each.most), say.number(each.threshold)
            reached = each.most >= each.threshold
            arithmetic = f"{uses} ≥ {earned}" if reached else f"{earned} − {uses} = {say.number(each.more)}"
        rows.append(
            (
                words(each.code),
                words("–" if each.uses is None else say.number(each.uses)),
                words(say.number(len(each.counted))),
                words("–" if each.threshold is None else say.number(each.threshold)),
                words(arithmetic),
                words(each.reward),
                (*_numbers(sources, "B", each.benefits), *_cite(sources, each.benefits)),
            )
        )
    columns = (
        TableColumn(say("word.code")),
        TableColumn(say("word.uses"), 1.1, numeric=True),
        TableColumn(say("word.uses_counted"), 1.1, numeric=True),
        TableColumn(say("word.threshold"), 0, numeric=True),
        TableColumn(say("word.more"), 0),
        TableColumn(say("word.reward"), 1.1),
        TableColumn(say("word.benefits"), 1.6),
    )
    yield Table(say("ledger.codes"), columns, tuple(rows), "table-codes")


def _cite(sources: Sources, entries: Iterable[BenefitId]) -> Spans:
    wanted = set(entries)
    return sources.supported(p for each in sources.benefits if each.benefit.id in wanted for p in each.benefit.passages)


def _years(sources: Sources) -> Iterator[Block]:
    """The limits, and what each donor gave each officer in each year against them."""
    say, known = sources.say, kept_limits.listed(sources.gate.case)
    found = with_organisations(sources.gate.case, limits.years(sources.lines, known))
    if not found:
        return
    if known:
        of_limits = (
            TableColumn(say("word.number")),
            TableColumn(say("word.rule"), 2),
            TableColumn(say("word.limit"), 1, numeric=True),
            TableColumn(say("word.in_force"), 1.6),
        )
        rows = tuple(
            (
                words(f"L-{each.id}"),
                words(each.rule),
                words(say.amount(each.amount, each.amount, each.currency)),
                words(wording.days(say, each.days) if each.days != Days() else say("ledger.always")),
            )
            for each in known
        )
        yield Table(say("ledger.limits"), of_limits, rows, "table-limits")
    found.sort(key=lambda each: (filing_order(sources.officers[each.officer]), each.year or 0))
    made = tuple(_year_rows(sources, found))
    columns = (
        TableColumn(say("word.officer"), 1.3 if len(made) == len(found) else 4),
        TableColumn(say("word.donor"), 0.8),
        TableColumn(say("word.year")),
        TableColumn(say("word.arithmetic"), 1.8),
        TableColumn(say("word.verdict"), 1.6),
    )
    yield Paragraph(words(say("ledger.years_note")))
    yield Table(say("ledger.years"), columns, made, "table-years")


def _year_rows(sources: Sources, years: Sequence[Year]) -> Iterator[tuple[Spans, ...]]:
    """A row for each officer, donor and year; those with one benefit of the same value and year are told together."""
    alike: dict[object, list[Year]] = {}
    for year in years:
        (one,) = year.certain if len(year.certain) == 1 and not year.possible else (None,)
        who = year.donor, year.organisation
        sort = (who, year.year, one.net, one.currency, _verdicts(sources, year)) if one and one.net else (year,)
        alike.setdefault(sort, []).append(year)
    for group in alike.values():
        if len(group) < ALIKE:
            yield from (_year(sources, year) for year in group)
        else:
            yield _together(sources, group)


def _together(sources: Sources, group: Sequence[Year]) -> tuple[Spans, ...]:
    """Officers who each had one benefit of the same value from the same donor in the same year."""
    say, first = sources.say, group[0]
    one = first.certain[0]
    people = joined(
        (*sources.who(sources.officers[each.officer]), *words(" "), *sources.entry(each.certain[0].id, "B"))
        for each in group
    )
    worth = say.amount(*(one.net or (0, 0)), one.currency)
    said = say("ledger.each", count=len(group), worth=worth)
    return (people, *_ends_of(sources, first), words(said), words(_verdicts(sources, first)))


def _year(sources: Sources, year: Year) -> tuple[Spans, ...]:
    return (
        sources.who(sources.officers[year.officer]),
        *_ends_of(sources, year),
        words(_addition(sources, year.certain, year.possible)),
        words(_verdicts(sources, year)),
    )


def _ends_of(sources: Sources, year: Year) -> tuple[Spans, Spans]:
    """The donor and the year."""
    donor = year.donor or _unknown(sources.say, year.organisation_name)
    return words(donor), words(str(year.year) if year.year else "–")


def _verdicts(sources: Sources, year: Year) -> str:
    measured = sorted(year.measured, key=lambda each: each.limit.id)
    alike = ((verdict, [each for each in measured if each.verdict is verdict]) for verdict in Verdict)
    said = [
        sources.say(f"verdict.{verdict.name.lower()}", limits=", ".join(_limit(sources, year, each) for each in limits))
        for verdict, limits in alike
        if limits
    ]
    if year.unmeasured:
        apart = ", ".join(f"L-{each}" for each in sorted(limit.id for limit in year.unmeasured))
        said.append(sources.say("verdict.not_compared", limits=apart, currency=year.currency))
    return sources.say.semicolon.join(said) or "–"


def _limit(sources: Sources, year: Year, each: Measured) -> str:
    """The number of a limit; of one that was in force in a part of the year, with the sum of that part."""
    say, said = sources.say, f"L-{each.limit.id}"
    if (each.certain, each.possible) == (year.certain, year.possible):
        return said
    part = _addition(sources, each.certain, each.possible)
    return f"{said} ({wording.days(say, each.days)}{say.colon}{part})"


def _addition(sources: Sources, certain: Iterable[Summand], possible: Iterable[Summand]) -> str:
    """Each summand with its entry, and the sum: “$199.00 (B-1) + $50.00 (B-3) = $249.00”."""
    say = sources.say
    said = _summed(sources, certain)
    more = _summed(sources, possible)
    return f"{said}{say('ledger.possibly', sum=more)}" if more != "–" else said


def _summed(sources: Sources, lines: Iterable[Summand]) -> str:
    say, parts, low, high, currency = sources.say, [], 0, 0, money.DOLLARS
    for line in sorted(lines, key=lambda each: (each.latest or "9", each.id)):
        currency = line.currency
        if line.net is None:
            parts.append(f"{say('value.unknown')} (B-{line.id})")
            continue
        low, high = low + line.net[0], high + line.net[1]
        parts.append(f"{say.amount(*line.net, currency)} (B-{line.id})")
    whole = " + ".join(parts) or "–"
    return f"{whole} = {say.amount(low, high, currency)}" if len(parts) > 1 else whole
