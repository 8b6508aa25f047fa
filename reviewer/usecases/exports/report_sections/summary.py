"""Section 1, the summary on one page: what was alleged and found, the key figures, who investigated and signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.domain.ledger.figures import Station
from reviewer.domain.policy.finding import Done, Finding, Outcome, State
from reviewer.export.report.model import Block, Heading, Kind, Paragraph, Ref, Spans, Table, TableColumn, joined, words
from reviewer.export.texts import Texts
from reviewer.usecases.exports.report_sections.sources import Sources, allegation_anchor, officer_anchor
from reviewer.usecases.exports.report_sections.wording import capital, clause, outcome, worth

MOST_ALLEGATIONS, MOST_STATIONS = 8, 5
"""So many lines of a table leave the summary on one page; the tables that it leads to have all."""


def blocks(sources: Sources) -> Iterator[Block]:
    """The summary."""
    say = sources.say
    yield Heading(say("summary.alleged"))
    yield from _alleged(sources)
    yield Heading(say("summary.found"))
    yield from _figures(sources)
    yield Heading(say("summary.who"))
    yield from _who(sources)


# ── allegations ─────────────────────────────────────────────────────────────────────────────────────────────────


def _alleged(sources: Sources) -> Iterator[Block]:
    say, alleged = sources.say, sources.alleged
    if not alleged:
        yield Paragraph(words(say("summary.nothing_alleged")))
        return
    clauses = list(dict.fromkeys(clause(one.clause) for one, _ in alleged))
    count, officers = len(alleged), len(sources.accused)
    said = say("summary.allegations", count=count)
    against = say("summary.against", count=officers)
    ended = _ended(sources, [found for _, found in alleged])
    yield Paragraph(
        say.spans("summary.stands", said=said, against=against, clauses=say.semicolon.join(clauses), ended=ended)
    )
    rows = []
    for one, found in alleged[:MOST_ALLEGATIONS]:
        name = f"{one.name} ({one.serial})"
        rows.append(
            (
                (Ref(str(one.id), allegation_anchor(one.id)),),
                (Ref(name, officer_anchor(one.officer)),),
                words(clause(one.clause)),
                words(capital(outcome(say, found))),
            )
        )
    columns = (
        TableColumn(say("word.number")),
        TableColumn(say("word.officer"), 2),
        TableColumn(say("word.clause"), 2),
        TableColumn(say("word.outcome"), 2),
    )
    yield Table(say("summary.table"), columns, tuple(rows), "summary-allegations")
    if count > MOST_ALLEGATIONS:
        more = Ref(say("summary.more", count=count - MOST_ALLEGATIONS), "findings")
        yield Paragraph((more,), Kind.REMARK)


def _ended(sources: Sources, found: Sequence[Finding | None]) -> str:
    """How many ended how; what is no final finding is counted apart, lest it be read as one."""
    say = sources.say
    final = Counter(_end(each) for each in found if each is not None and each.state is State.FINAL)
    open_ = Counter(_end(each) for each in found if each is not None and each.state is not State.FINAL)
    without = sum(each is None for each in found)
    said = [_counts(sources, final)] if final else []
    if without:
        said.append(f"{say.number(without)} {say('finding.without')}")
    if open_:
        said.append(say("summary.not_final", ended=_counts(sources, open_)))
    return say.semicolon.join(said)


def _counts(sources: Sources, ends: Counter[str]) -> str:
    return ", ".join(sources.say(f"ended.{outcome}", count=number) for outcome, number in ends.items())


def _end(found: Finding) -> str:
    return Outcome(found.words.outcome).value.replace(" ", "_")


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _figures(sources: Sources) -> Iterator[Block]:
    say, found, past = sources.say, sources.figures, sources.history.figures
    rows: list[tuple[str, int | str, str]] = [
        (say("figure.with_benefit"), found.with_benefit.count, "table-officers"),
        (say("figure.with_device"), found.with_device.count, "table-officers"),
        (say("figure.with_both"), found.with_benefit_and_endorsement.count, "table-officers"),
        (say("figure.worth"), worth(say, found.sums) or say("word.none"), "table-officers"),
        (say("figure.complaints", span=_span(sources)), len(past.complaints), "table-complaint-years"),
        (say("figure.conflicts"), len(past.conflicts), "table-conflicts"),
        (say("figure.vendor"), len(past.vendor), "table-conflicts"),
    ]
    told = [(name, each if isinstance(each, str) else say.number(each), anchor) for name, each, anchor in rows]
    cells = tuple((words(name), (Ref(each, anchor),)) for name, each, anchor in told)
    columns = (TableColumn(say("word.figure"), 1), TableColumn(say("word.count"), 0, numeric=True))
    yield Table(say("summary.figures"), columns, cells, "summary-figures")
    if found.stations:
        yield from _stations(sources, found.stations)
    if sources.complaints_held:
        yield Paragraph(words(say("complaints.held", count=sources.complaints_held)), Kind.WARNING)
    held = sources.entries_held
    if held:
        yield Paragraph(words(say("summary.held", count=len(held), entries=", ".join(held))), Kind.WARNING)


def _stations(sources: Sources, stations: Sequence[Station]) -> Iterator[Block]:
    say = sources.say
    rows = [
        (
            (Ref(each.name or say("word.station_unknown"), "table-stations"),),
            words(say.number(each.received.count)),
            words(worth(say, each.sums) or say("word.none")),
        )
        for each in stations[:MOST_STATIONS]
    ]
    columns = (
        TableColumn(say("word.station"), 2),
        TableColumn(say("word.officers"), 0, numeric=True),
        TableColumn(say("word.value_range"), 2, numeric=True),
    )
    yield Table(say("summary.stations"), columns, tuple(rows), "summary-stations")
    if len(stations) > MOST_STATIONS:
        more = Ref(say("summary.more_stations", count=len(stations) - MOST_STATIONS), "table-stations")
        yield Paragraph((more,), Kind.REMARK)


def _span(sources: Sources) -> str:
    past = sources.history.figures
    if not past.first:
        return sources.say("word.none")
    first, last = past.first[:4], past.last[:4]
    return first if first == last else f"{first}–{last}"


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _who(sources: Sources) -> Iterator[Block]:
    say = sources.say
    yield Paragraph(say.spans("summary.investigated", names=", ".join(investigators(sources))))
    signed = _signed(sources)
    yield Paragraph(say.spans("summary.signed", names=signed) if signed else words(say("summary.unsigned")))


def investigators(sources: Sources) -> list[str]:
    """Who marked what is cited, wrote what is told, and who made the report."""
    names = {sources.gate.reviewer}
    for _, marked in sources.marked:
        names.add(marked.passage.reviewer)
        names.update(each.reviewer for each in marked.notes)
    names.update(each.benefit.reviewer for each in sources.benefits)
    names.update(one.reviewer for one, _ in sources.alleged)
    return sorted(filter(None, names), key=str.casefold)


def _signed(sources: Sources) -> Spans:
    """Who reviewed findings or made them final, and when last."""
    last: dict[tuple[str, Done], tuple[str, int]] = {}
    for _, found in sources.alleged:
        for step in () if found is None else found.steps:
            if step.done in {Done.REVIEWED, Done.MADE_FINAL}:
                at, count = last.get((step.reviewer, step.done), ("", 0))
                last[step.reviewer, step.done] = max(at, step.at), count + 1
    say = sources.say
    return joined(
        words(_signature(say, name, done, count, at[:10])) for (name, done), (at, count) in sorted(last.items())
    )


def _signature(say: Texts, name: str, done: Done, count: int, day: str) -> str:
    what = say(f"signed.{done.value.replace(' ', '_')}", count=count)
    return say("summary.signature", name=name, what=what, count=count, day=say.day(day))
