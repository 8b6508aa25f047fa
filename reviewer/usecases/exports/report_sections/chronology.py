"""Section 3, the chronology of the case, and its charts: each a drawing with its words, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from reviewer.domain.dates import When
from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger import figures as counting
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.entries import Entries
from reviewer.domain.pictures.network import network
from reviewer.domain.pictures.picture import Picture, rewritten
from reviewer.domain.pictures.stations import stations
from reviewer.domain.pictures.timeline import timeline
from reviewer.export import svg
from reviewer.export.report.model import (
    Block,
    Figure,
    Heading,
    Kind,
    Paragraph,
    Ref,
    Spans,
    Table,
    TableColumn,
    Text,
    joined,
    words,
)
from reviewer.usecases.exports.report_sections import wording
from reviewer.usecases.exports.report_sections.sources import Sources, filing_order


def blocks(sources: Sources) -> Iterator[Block]:
    """Every dated fact in order, then the charts."""
    say = sources.say
    yield Heading(say("chronology.facts"), 2, "facts")
    rows = sorted([*_entries(sources), *_complaints(sources), *_interviews(sources)], key=itemgetter(0, 1))
    if rows:
        yield Paragraph(words(say("chronology.note")))
        columns = (
            TableColumn(say("word.date"), 0.62),
            TableColumn(say("word.fact"), 2.7),
            TableColumn(say("word.cite"), 1.05),
        )
        yield Table(
            "", columns, tuple((words(day), said, cites) for _, _, day, said, cites in rows), "table-chronology"
        )
    else:
        yield Paragraph(words(say("chronology.nothing")))
    if sources.lines or sources.praised:
        yield Heading(say("chronology.charts"), 2, "charts")
        yield from _charts(sources)


Row = tuple[tuple[bool, str], str, str, Spans, Spans]
"""The day to sort by (those without one come last), a key that keeps the order, the day, what is said, its cites."""

_MOST_NAMED = 15
ALIKE = 3
"""So many entries of the same day, words and cites are one row."""


@dataclass(frozen=True, slots=True)
class _LedgerEntry:
    """An entry of the ledger: its number and who it is of, and what is said of it without these."""

    number: int
    officer: Officer
    when: When
    said: str
    cites: Spans


def _entries(sources: Sources) -> Iterator[Row]:
    """Benefits, then endorsements; those that differ in nothing but the officer are told together."""
    say = sources.say
    benefits = (
        _LedgerEntry(one.id, each.officer, one.facts.when, wording.benefit(say, one.facts, each.organisation), cites)
        for each in sources.benefits
        for one, cites in ((each.benefit, sources.cites_of(each.benefit.passages)),)
    )
    praised = (
        _LedgerEntry(one.id, each.officer, one.praise.when, wording.endorsement(say, one.praise), cites)
        for each in sources.endorsements
        for one, cites in ((each.endorsement, sources.cites_of(each.endorsement.passages)),)
    )
    for kind, found in (("B", benefits), ("E", praised)):
        alike: dict[tuple[When, str, Spans], list[_LedgerEntry]] = {}
        for entry in found:
            alike.setdefault((entry.when, entry.said, entry.cites), []).append(entry)
        for group in alike.values():
            for part in [group] if len(group) >= ALIKE else [[each] for each in group]:
                yield _row(sources, kind, part)


def _row(sources: Sources, kind: str, group: Sequence[_LedgerEntry]) -> Row:
    say, first = sources.say, group[0]
    days = first.when.days
    who = [
        (*sources.entry(each.number, kind), Text(" " if len(group) > 1 else say.colon), *sources.who(each.officer))
        for each in group
    ]
    if len(group) > 1:
        head = say("chronology.together", count=len(group), said=first.said)
        sentence: Spans = (Text(f"{head} "), *joined(who, say.semicolon), Text("."))
    else:
        sentence = (*who[0], Text(f"{say.colon}{first.said}."))
    key = f"{kind}{first.number:09}"
    return _key(days.earliest, days.latest), key, wording.when(say, first.when), sentence, first.cites


def _key(earliest: str, latest: str) -> tuple[bool, str]:
    day = earliest or latest
    return not day, day


def _complaints(sources: Sources) -> Iterator[Row]:
    """The complaints about a conflict of interest."""
    say = sources.say
    for each in sources.history.known:
        if each.conflict:
            said = say("chronology.complaint", number=each.complaint.number, who=each.complaint.officer or "–")
            source = sources.source(each) if each.table else sources.unsupported
            yield (
                _key(each.complaint.received, ""), f"H{each.complaint.id:09}", say.day(each.complaint.received),
                (Ref(said, "table-conflicts"),), source,
            )  # fmt: skip


def _interviews(sources: Sources) -> Iterator[Row]:
    say = sources.say
    for each in sources.interviews:
        if each.started:
            said = say("chronology.interview", number=str(each.id), name=each.name)
            yield (
                _key(each.started[:10], ""), f"I{each.id:09}", say.day(each.started[:10]),
                (Ref(said, f"interview-{each.id}"),), words(sources.record_of(each)),
            )  # fmt: skip


# ── charts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _charts(sources: Sources) -> Iterator[Block]:
    say = sources.say
    entries = Entries(tuple(sources.lines), tuple(sources.praised), sources.officers, say.of_pictures)
    counted = counting.stations(sources.officers.values(), [line for line in sources.lines if line.counts])
    drawn = (
        ("timeline", timeline(entries), "table-chronology"),
        ("stations", stations(counted, say.of_pictures), "table-stations"),
        ("network", network(entries), "table-network"),
    )
    for name, picture, behind in drawn:
        yield Paragraph((Ref(say("chronology.behind"), behind),))
        yield figure(sources, picture, f"figure-{name}", say(f"chronology.{name}"))
    yield from _network_table(sources, entries)
    yield Paragraph(words(say("chronology.how")), Kind.REMARK)


def figure(sources: Sources, shown: Picture, anchor: str, caption: str) -> Figure:
    """A picture of the ledger as a figure, with all that its marks say in words; what stays is not cut off in it."""
    picture = rewritten(shown, sources.gate.masked)
    said = "\n".join([picture.words, *(mark.words for mark in picture.marks if mark.words)])
    return Figure(svg.svg(picture).decode(), picture.width, picture.height, said, caption, anchor)


def _network_table(sources: Sources, entries: Entries) -> Iterator[Block]:
    """Who gave to whom, and to whom these recommended: officers who are alike in this on one line."""
    say = sources.say
    donors: dict[OfficerId, dict[str, int]] = {}
    audiences: dict[OfficerId, dict[str, int]] = {}
    for line in entries.benefits:
        held = donors.setdefault(line.officer, {})
        held[line.donor] = held.get(line.donor, 0) + 1
    for each in entries.endorsements:
        held = audiences.setdefault(each.officer, {})
        audience = say.word("audience", each.audience)
        held[audience] = held.get(audience, 0) + 1
    alike: dict[tuple[str, str], list[OfficerId]] = {}
    for who in sorted({*donors, *audiences}, key=lambda who: filing_order(sources.officers[who])):
        ends = _counted(donors.get(who, {})), _counted(audiences.get(who, {}))
        alike.setdefault(ends, []).append(who)
    columns = (
        TableColumn(say("word.donor"), 1),
        TableColumn(say("word.officers"), 3),
        TableColumn(say("word.count"), 0, numeric=True),
        TableColumn(say("word.audience"), 1.2),
    )
    rows = tuple(
        (
            words(donor or "–"),
            _people(sources, people, gifts=bool(donor)),
            words(say.number(len(people))),
            words(audience or "–"),
        )
        for (donor, audience), people in sorted(alike.items(), key=lambda each: each[0][::-1])
    )
    yield Table(say("chronology.network_table"), columns, rows, "table-network")


def _people(sources: Sources, people: Sequence[OfficerId], *, gifts: bool) -> Spans:
    """Officers by name; many with benefits as a number that leads to the table in which all of these stand."""
    if gifts and len(people) > _MOST_NAMED:
        return (Ref(sources.say("chronology.listed", count=len(people)), "table-officers"),)
    return joined(sources.who(sources.officers[who]) for who in people)


def _counted(found: dict[str, int]) -> str:
    return ", ".join(f"{name or '–'} ({count})" for name, count in sorted(found.items()))
