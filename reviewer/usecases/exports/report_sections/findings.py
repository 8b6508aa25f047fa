"""Section 2, the findings, officer by officer: facts in order of time, then each allegation element by element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.casefile.pages import notes
from reviewer.domain.dates import Days
from reviewer.domain.ids import OfficerId, PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Officer, station_on
from reviewer.domain.policy.allegation import Allegation, Confirmation, Ground, GroundKind, MatrixRow, Search, Side
from reviewer.domain.policy.clause import Clause
from reviewer.domain.policy.element_searches import named as named_items
from reviewer.domain.policy.finding import Finding, Step
from reviewer.export.report.model import (
    Block,
    Definitions,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Spans,
    Table,
    TableColumn,
    Text,
    joined,
    words,
)
from reviewer.usecases.exports.report_sections import look_again, wording
from reviewer.usecases.exports.report_sections.sources import Sources, allegation_anchor, officer_anchor
from reviewer.usecases.exports.report_sections.wording import capital


def blocks(sources: Sources) -> Iterator[Block]:
    """Every officer with an allegation, by name."""
    say = sources.say
    if not sources.accused:
        yield Paragraph(words(say("findings.none")))
    yield from _look_again(sources)
    for officer in sources.accused:
        yield from _officer(sources, officer)


def _look_again(sources: Sources) -> Iterator[Block]:
    say = sources.say
    stale = [(one, found) for one, found in sources.alleged if found is not None and found.look_again]
    if not stale:
        return
    yield Heading(say("findings.look_again"), 2, "look-again")
    for one, found in stale:
        name = (Ref(say("findings.allegation", number=str(one.id)), allegation_anchor(one.id)),)
        yield Paragraph((*name, Text(f", {one.name}{say.colon}{wording.clause(one.clause)}")))
        for why in found.look_again:
            yield Paragraph(words(f"– {look_again.told(say, why)}"), Kind.POINT)


# ── an officer ──────────────────────────────────────────────────────────────────────────────────────────────────


def _officer(sources: Sources, officer: Officer) -> Iterator[Block]:
    say = sources.say
    yield Heading(officer.name, 2, officer_anchor(officer.id))
    said = [
        say("findings.serial", serial=officer.serial) if officer.serial else "",
        officer.rank,
        station_on(officer, "") or officer.unit,
    ]
    yield Paragraph(words("  ·  ".join(filter(None, said))), Kind.REMARK)
    for each in sources.gate.notes(notes.on_officer(sources.gate.case, officer.id)):
        yield Paragraph(wording.note(each), Kind.POINT)
    yield from _facts(sources, officer.id)
    if officer.id in sources.whole:
        yield Paragraph(words(say("findings.whole", items=sources.whole[officer.id])))
    yield from _between(sources, officer.id)
    for one, found in sources.alleged:
        if one.officer == officer.id:
            yield from _allegation(sources, one, found)


def _facts(sources: Sources, officer: OfficerId) -> Iterator[Block]:
    """What the officer received, recommended, wrote and read, in order of time."""
    say = sources.say
    rows = sorted([*_entries(sources, officer), *_passages(sources, officer)], key=lambda each: (not each[0], each[0]))
    if not rows:
        return
    yield Table(
        say("findings.facts"),
        (TableColumn(say("word.date")), TableColumn(say("word.fact"), 1), TableColumn(say("word.cite"))),
        tuple((words(day), said, cites) for _, day, said, cites in rows),
    )


Row = tuple[str, str, Spans, Spans]
"""The day to sort by, the day in words, what is said, and where it stands."""


def _entries(sources: Sources, officer: OfficerId) -> Iterator[Row]:
    say = sources.say
    for each in sources.benefits:
        one = each.benefit
        if one.facts.officer == officer:
            said = wording.benefit(say, one.facts, each.organisation)
            worth = say("findings.worth", value=wording.value(say, one.facts))
            apart = "" if one.facts.counts else say("findings.apart")
            sentence = (*sources.entry(one.id, "B"), Text(f"{say.colon}{said}{worth}{apart}."))
            days = one.facts.when.days
            yield (
                days.earliest or days.latest,
                wording.when(say, one.facts.when),
                sentence,
                sources.cites_of(one.passages),
            )
    for entry in sources.endorsements:
        praise = entry.endorsement.praise
        if praise.officer == officer:
            said = wording.endorsement(say, praise)
            sentence = (*sources.entry(entry.endorsement.id, "E"), Text(f"{say.colon}{said}."))
            days = praise.when.days
            cites = sources.cites_of(entry.endorsement.passages)
            yield days.earliest or days.latest, wording.when(say, praise.when), sentence, cites


def _passages(sources: Sources, officer: OfficerId) -> Iterator[Row]:
    say = sources.say
    for exhibit, marked in sources.marked:
        links = [link for link, who in marked.officers if who.id == officer]
        if not links:
            continue
        head = say.spans(
            "findings.wrote", roles=capital(wording.roles(say, links)), sender=wording.sender(say, exhibit)
        )
        sentence = (*head, *wording.quote(say, marked), *wording.around(say, marked))
        yield exhibit.date[:10], say.day(exhibit.date[:10]), sentence, sources.cites([marked.passage.id])


def _between(sources: Sources, officer: OfficerId) -> Iterator[Block]:
    say = sources.say
    found = sources.pairs.get(officer, ())
    if not found:
        return
    columns = (
        TableColumn(say("word.endorsement")),
        TableColumn(say("word.benefit")),
        TableColumn(say("word.days_between"), 1),
    )
    rows = tuple(
        (
            sources.entry(each.endorsement, "E"),
            sources.entry(each.benefit, "B"),
            words(capital(wording.between(say, each))),
        )
        for each in found
    )
    yield Table(say("findings.between"), columns, rows)
    yield Paragraph(words(say("findings.between_note")), Kind.REMARK)


# ── an allegation ───────────────────────────────────────────────────────────────────────────────────────────────


def _allegation(sources: Sources, one: Allegation, found: Finding | None) -> Iterator[Block]:
    say = sources.say
    title = say("findings.title", number=str(one.id), clause=wording.clause(one.clause))
    yield Heading(title, 3, allegation_anchor(one.id))
    rows = [
        (say("findings.act"), words(one.act)),
        (say("findings.period"), words(wording.days(say, _days(one)))),
        (say("findings.vendor"), words(one.vendor)),
        (say("findings.outcome"), words(capital(wording.outcome(say, found)), Look.STRONG)),
    ]
    if found is not None:
        rows += _finding(sources, one, found)
    yield Definitions(tuple(row for row in rows if row[1]))
    if found is not None and found.look_again:
        changed = say.semicolon.join(look_again.told(say, each) for each in found.look_again)
        yield Paragraph((Text(say("findings.changed") + " ", Look.STRONG), Text(f"{changed}.")), Kind.WARNING)
    if unknown := _limits_unknown(sources, one):
        yield Paragraph((Text(say("findings.limits_unknown") + " ", Look.STRONG), *unknown, Text(".")), Kind.WARNING)
    yield from _clause(sources, one.clause)
    for line in one.matrix:
        yield from _element(sources, line)


def _limits_unknown(sources: Sources, one: Allegation) -> Spans:
    """The benefits of which it was not kept what limits they were measured against, each once."""
    found = {each.target for line in one.matrix for each in line.grounds if each.unknown and not each.gone}
    return joined(sources.entry(each, "B") for each in sorted(found))


def _finding(sources: Sources, one: Allegation, found: Finding) -> Iterator[tuple[str, Spans]]:
    say, said = sources.say, found.words
    exemption = next((each.text for each in one.clause.exemptions if each.id == said.exemption), "")
    yield say("findings.means"), words(say(f"definition.{said.outcome.value.replace(' ', '_')}"))
    yield say("findings.standard"), words(capital(say.word("standard", said.standard.value)))
    if exemption:
        yield say("findings.exemption"), words(exemption)
    yield say("findings.reason"), (*words(said.reason), *sources.supported(basis(sources, one)))
    for step in found.steps:
        yield _signature(sources, step)


def basis(sources: Sources, one: Allegation) -> list[PassageId]:
    """The passages that an allegation's elements rest on."""
    return [
        each for line in one.matrix for ground in line.grounds if not ground.gone for each in proofs(sources, ground)
    ]


def _signature(sources: Sources, step: Step) -> tuple[str, Spans]:
    say = sources.say
    how = ""
    if step.signature is not None and step.signature.problem:
        how = say("signature.broken", problem=step.signature.problem)
    elif step.signature is not None:
        how = say("signature.key", fingerprint=step.signature.fingerprint)
    elif step.signed:
        how = say("signature.typed")
    said = say("findings.step", name=step.reviewer, day=say.moment(step.at))
    comment = f"{say.colon}{step.comment}" if step.comment else ""
    return capital(say.word("done", step.done.value)), words(f"{said}{f' ({how})' if how else ''}{comment}")


def _clause(sources: Sources, clause: Clause) -> Iterator[Block]:
    say = sources.say
    yield Heading(say("findings.clause", clause=wording.clause(clause)), 4)
    if clause.text:
        yield Paragraph(words(one_line(clause.text)), Kind.QUOTATION)
    force = say("findings.always")
    if clause.start or clause.end:
        start = say.day(clause.start) if clause.start else "…"
        still = say("findings.in_force_still", start=start)
        force = say("findings.in_force", start=start, end=say.day(clause.end)) if clause.end else still
    yield Paragraph(words(force), Kind.REMARK)


# ── an element ──────────────────────────────────────────────────────────────────────────────────────────────────


def _element(sources: Sources, line: MatrixRow) -> Iterator[Block]:
    say = sources.say
    yield Heading(f"{line.number}. {line.element.text}", 4)
    if line.explanation:
        yield Paragraph(words(line.explanation))
    for side in Side:
        confirmed = line.confirmation(side)
        grounds = line.on(side)
        head = Text(say(f"findings.{side.value}") + " ", Look.STRONG)
        if not grounds and confirmed is None:
            lack = sources.unsupported if side is Side.FOR else ()
            yield Paragraph((head, Text(say("findings.nothing")), *lack))
            continue
        for at, each in enumerate(grounds):
            lead = (head,) if at == 0 else ()
            yield Paragraph((*lead, *_ground(sources, each)), Kind.BODY if at == 0 else Kind.POINT)
        if confirmed is not None and confirmed.searches:
            yield Paragraph(((head,) if not grounds else ()) + words(_looked(sources, confirmed, line)))


def _ground(sources: Sources, ground: Ground) -> Spans:
    """What speaks so, and where it stands."""
    if ground.kind is GroundKind.PASSAGE and PassageId(ground.target) not in sources.places:
        return words(sources.say("findings.stays", number=str(ground.target)), Look.QUIET)
    if ground.kind is GroundKind.PASSAGE:
        said = sources.quote_of(PassageId(ground.target))
    else:
        kind = "B" if ground.kind is GroundKind.BENEFIT else "E"
        said = (*sources.entry(ground.target, kind), Text(f"{sources.say.colon}{_entry_words(sources, ground)}"))
    return (*said, *sources.supported(proofs(sources, ground)))


def _entry_words(sources: Sources, ground: Ground) -> str:
    say = sources.say
    if ground.kind is GroundKind.BENEFIT:
        for each in sources.benefits:
            if each.benefit.id == ground.target:
                return wording.benefit(say, each.benefit.facts, each.organisation)
    for entry in sources.endorsements:
        if ground.kind is GroundKind.ENDORSEMENT and entry.endorsement.id == ground.target:
            return wording.endorsement(say, entry.endorsement.praise)
    return one_line(ground.says)


def proofs(sources: Sources, ground: Ground) -> Sequence[PassageId]:
    """The passages behind something that speaks for or against an element."""
    if ground.kind is GroundKind.BENEFIT:
        return next((each.benefit.passages for each in sources.benefits if each.benefit.id == ground.target), ())
    if ground.kind is GroundKind.ENDORSEMENT:
        found = (each.endorsement for each in sources.endorsements if each.endorsement.id == ground.target)
        return next((each.passages for each in found), ())
    return (PassageId(ground.target),)


def _looked(sources: Sources, confirmed: Confirmation, line: MatrixRow) -> str:
    """Who looked how, what became of the hits, and what the same searches find now."""
    say = sources.say
    searches = say.semicolon.join(_search(sources, each) for each in confirmed.searches)
    said = say(
        "looked.overtaken" if line.overtaken(confirmed.side) else "looked.said",
        name=confirmed.reviewer,
        day=say.day(confirmed.created[:10]),
        note=f" {confirmed.note}" if confirmed.note else "",
        searches=searches,
    )
    for each in line.dismissed(confirmed.side):
        said += say(
            "looked.dismissed",
            name=each.reviewer,
            day=say.day(each.created[:10]),
            items=named_items(each.controls),
            reason=each.reason,
        )
    if confirmed.stale:
        return said + say(
            "looked.stale",
            count=confirmed.items_now,
            found=say.semicolon.join(
                look_again.told(say, each)
                for each in look_again.may_tell(
                    confirmed.stale, {query: sources.query(query) for query in confirmed.queries}
                )
            ),
        )
    return said + (say("looked.again", count=confirmed.items_now) if confirmed.unsearched else "")


def _search(sources: Sources, each: Search) -> str:
    say = sources.say
    said = say("looked.search", query=sources.query(each.query), count=each.hits, items=each.items)
    if not each.hits or each.found is None or each.opened is None:
        return said
    parts = [
        say(f"looked.{what}", count=number)
        for number, what in ((len(each.opened), "opened"), (len(each.found) - len(each.opened), "set_aside"))
        if number
    ]
    return f"{said} ({', '.join(parts)})"


def _days(one: Allegation) -> Days:
    return Days(one.period.first, one.period.last)
