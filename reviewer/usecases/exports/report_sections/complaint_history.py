"""Section 5, the history of complaints: the count by year, and the line of each complaint about a conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.policy.complaint_figures import ConflictGround, Ended, Group
from reviewer.domain.policy.complaint_places import CasePlace, Met, PlaceKind
from reviewer.export.report.model import Block, Heading, Kind, Paragraph, Spans, Table, TableColumn, words
from reviewer.usecases.exports.report_sections.sources import Sources
from reviewer.usecases.exports.report_sections.wording import capital
from reviewer.usecases.policy.complaints import Known

_MOST_PLACES = 12


def blocks(sources: Sources) -> Iterator[Block]:
    """The history of complaints."""
    say, found, held = sources.say, sources.history.figures, sources.complaints_held
    kept_back = [Paragraph(words(say("complaints.held", count=held)), Kind.REMARK)] if held else []
    if not found.complaints:
        yield from kept_back or [Paragraph(words(say("complaints.none")))]
        return
    span = say("days.both", first=say.day(found.first), last=say.day(found.last))
    yield Paragraph(
        words(
            say(
                "complaints.said",
                span=span,
                count=len(found.complaints),
                years=len(found.by_year),
                conflicts=len(found.conflicts),
                vendor=len(found.vendor),
            )
        ),
        Kind.LEAD,
    )
    yield from kept_back
    yield Paragraph(words(say("complaints.rule")), Kind.REMARK)
    yield Heading(say("complaints.conflicts"), 2, "complaint-conflicts")
    yield _conflicts(sources)
    yield Heading(say("complaints.years"), 2, "complaint-years")
    yield _groups(sources, found.by_year, say("word.year"), "table-complaint-years", total=True)
    yield Heading(say("complaints.clauses"), 2, "complaint-clauses")
    yield _groups(sources, found.by_clause, say("word.clause"), "table-complaint-clauses")
    if found.by_vendor:
        yield Heading(say("complaints.vendors"), 2, "complaint-vendors")
        yield _groups(sources, found.by_vendor, say("word.vendor"), "table-complaint-vendors", vendor=True)
    if sources.history.related:
        yield Heading(say("complaints.again"), 2, "complaint-again")
        yield from _again(sources)


def _conflicts(sources: Sources) -> Table:
    """The complaints behind the figure, one line each, with why it counts."""
    say, found = sources.say, sources.history.figures
    known = [each for each in sources.history.known if each.conflict]
    rows: list[tuple[Spans, ...]] = []
    counted: set[str] = set()
    for each in known:
        first = each.complaint.number not in counted
        counted.add(each.complaint.number)
        rows.append(
            (
                words(say.number(len(counted)) if first else ""),
                words(each.complaint.number),
                words(say.day(each.complaint.received)),
                words(_line(each)),
                words(_ground(sources, each, here=_here(each, found.vendor))),
                words(_end(sources, each)),
                sources.source(each),
            )
        )
    columns = (
        TableColumn(say("word.number")),
        TableColumn(say("word.complaint")),
        TableColumn(say("word.received")),
        TableColumn(say("word.about"), 1.6),
        TableColumn(say("word.why"), 1.2),
        TableColumn(say("word.outcome"), 1),
        TableColumn(say("word.source"), 1.1),
    )
    return Table("", columns, tuple(rows), "table-conflicts")


def _ground(sources: Sources, known: Known, *, here: bool) -> str:
    """Why a complaint is one about a conflict of interest."""
    say, one = sources.say, known.complaint
    clause = say("complaints.clause", clause=one.clause) if one.clause else say("complaints.its_clause")
    if known.ground is ConflictGround.VENDOR:
        said = say("complaints.by_vendor", vendor=one.vendor, clause=clause)
    else:
        topic = "" if known.ground is None else say.word("topic", known.ground.value)
        said = capital(say("complaints.by_clause", clause=clause, topic=topic))
    return f"{said} ({say('complaints.this_vendor')})" if here else said


def _here(known: Known, numbers: tuple[str, ...]) -> bool:
    return known.complaint.number in numbers and bool(known.complaint.vendor)


def _line(known: Known) -> str:
    """Who, where and what, as the agency's table has it."""
    one = known.complaint
    who = f"{one.officer} ({one.serial})" if one.serial else one.officer
    return ", ".join(filter(None, (who, one.station, one.allegation, one.clause, one.vendor)))


def _end(sources: Sources, known: Known) -> str:
    """How it ended, in the agency's words and in ours."""
    say, one = sources.say, known.complaint
    finding = one.finding
    if known.outcome is not None:
        ours = say.word("complaint_outcome", known.outcome.value)
        same = finding.casefold() in {ours.casefold(), say.word("outcome", known.outcome.value).casefold()}
        finding = finding if same else f"{finding} ({ours})"
    return say.semicolon.join(filter(None, (finding or say("complaints.open"), one.discipline)))


def _groups(
    sources: Sources, groups: tuple[Group, ...], name: str, anchor: str, *, total: bool = False, vendor: bool = False
) -> Table:
    say, found = sources.say, sources.history.figures
    rows: list[tuple[Spans, ...]] = [
        (
            words(_name(sources, each, vendor=vendor)),
            words(say.number(len(each.complaints))),
            words(say.number(len(each.conflicts))),
            words(say.number(len(each.vendor))),
            words(_ends(sources, each.ended)),
        )
        for each in groups
    ]
    if total:
        sums = (found.complaints, found.conflicts, found.vendor)
        rows.append((words(say("ledger.in_all")), *(words(say.number(len(each))) for each in sums), ()))
    columns = (
        TableColumn(name, 1),
        TableColumn(say("word.complaints"), 0, numeric=True),
        TableColumn(say("word.conflicts"), 0, numeric=True),
        TableColumn(say("word.this_vendor"), 0, numeric=True),
        TableColumn(say("word.ended"), 1.6),
    )
    return Table("", columns, tuple(rows), anchor)


def _name(sources: Sources, group: Group, *, vendor: bool) -> str:
    """The name of a group; a vendor of this case is said to be one."""
    if vendor and group.title:
        return f"{group.name} ({sources.say('complaints.this_vendor')})"
    return f"{group.name} {group.title}".strip() or sources.say("word.none")


def _ends(sources: Sources, ended: Ended) -> str:
    say = sources.say
    ours = [
        say(f"complaint_ended.{name.value.replace(' ', '_')}", count=count) for name, count in ended.outcomes.items()
    ]
    return ", ".join([*ours, *(f"{say.number(count)} {name}" for name, count in ended.others.items())])


def _again(sources: Sources) -> Iterator[Block]:
    """The complaints whose officer, vendor or clause this case meets again, and where.

    Those whose officer is met in nothing but passages are many, and named by their numbers alone.
    """
    say, related = sources.say, sources.history.related
    near = [each for each in related if not _by_passages(each.met)]
    rows = tuple(
        (
            words(each.known.complaint.number),
            words(say.day(each.known.complaint.received)),
            words(capital(say.semicolon.join(_met(sources, met) for met in each.met))),
            sources.source(each.known),
        )
        for each in near
    )
    columns = (
        TableColumn(say("word.complaint")),
        TableColumn(say("word.received")),
        TableColumn(say("word.met"), 2),
        TableColumn(say("word.source"), 0.8),
    )
    if rows:
        yield Table("", columns, rows, "table-again")
    others = list(dict.fromkeys(each.known.complaint.number for each in related if _by_passages(each.met)))
    if others:
        yield Paragraph(words(say("complaints.by_passages", count=len(others), numbers=", ".join(others))))


def _by_passages(met: Sequence[Met]) -> bool:
    return all(place.kind is PlaceKind.PASSAGES for each in met for place in each.places)


def _met(sources: Sources, met: Met) -> str:
    say, number = sources.say, len(met.places)
    name = say(f"complaints.{met.what}", **{met.what: met.name})
    places = ", ".join(_place(sources, each) for each in met.places[:_MOST_PLACES])
    if number > _MOST_PLACES:
        places += say("complaints.more_places", count=number - _MOST_PLACES)
    return say("complaints.met", name=name, places=places)


def _place(sources: Sources, place: CasePlace) -> str:
    say = sources.say
    if place.kind is PlaceKind.PASSAGES:
        return say("complaints.in_passages", count=place.number)
    return say(f"complaints.in_{place.kind.value}", number=str(place.number))
