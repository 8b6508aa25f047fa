"""Section 8, the annex: officers without an allegation, statements without support, exhibits, logs, a glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.casefile.pages import notes
from reviewer.domain.ids import OfficerId, PassageId
from reviewer.domain.ledger.benefit import Outcome as BenefitOutcome
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Link, Role
from reviewer.domain.policy.finding import Outcome
from reviewer.export.report.model import (
    Block,
    Cite,
    Definitions,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Section,
    Spans,
    Table,
    TableColumn,
    Text,
    joined,
    plain,
    words,
)
from reviewer.usecases.exports import privilege
from reviewer.usecases.exports.papers import redaction_log
from reviewer.usecases.exports.papers.redaction_log import Covering
from reviewer.usecases.exports.report_sections import wording
from reviewer.usecases.exports.report_sections.sources import Sources, named, no_bates
from reviewer.usecases.exports.report_values import Cited

_MANY = 3
"""So many exhibits are worth a remark that is said once for all of them."""
EXHIBITS = "exhibits"
"""What the place of their index is called."""


def blocks(sources: Sources, before: Sequence[Section]) -> Iterator[Block]:
    """The annex; ``before`` are the sections that it gathers the statements without support from."""
    say = sources.say
    yield Heading(say("annex.officers"), 2, "others")
    yield from _others(sources)
    yield from _whole(sources)
    yield Heading(say("annex.unlinked"), 2, "unlinked")
    yield from _unlinked(sources)
    yield Heading(say("annex.unsupported"), 2, "unsupported")
    yield from _unsupported(sources, before)
    yield Heading(say("annex.exhibits"), 2, EXHIBITS)
    yield from _exhibits(sources)
    log = tuple(_privilege_log(sources))
    if sources.withheld or log:
        yield Heading(say("annex.withheld"), 2, "withheld")
        if sources.withheld:
            yield from _withheld(sources)
        yield from log
    if sources.gate.withheld.redactions or any(each.boxes for each in sources.cited):
        yield Heading(say("annex.redactions"), 2, "redactions")
        yield from _redaction_log(sources)
    yield Heading(say("annex.glossary"), 2, "glossary")
    yield from _glossary(sources)


# ── passages that no allegation tells of ────────────────────────────────────────────────────────────────────────


def _others(sources: Sources) -> Iterator[Block]:
    say = sources.say
    accused = {each.id for each in sources.accused}
    found: dict[OfficerId, list[tuple[Cited, MarkedPassage, list[Link]]]] = {}
    for exhibit, marked in sources.marked:
        for who in dict.fromkeys(officer.id for _, officer in marked.officers if officer.id not in accused):
            links = [link for link, officer in marked.officers if officer.id == who]
            found.setdefault(who, []).append((exhibit, marked, links))
    if not found:
        yield Paragraph(words(say("annex.no_others")))
        return
    rows: list[tuple[Spans, ...]] = []
    for officer in sources.by_name(found):
        told: list[Spans] = []
        alike: dict[str, list[PassageId]] = {}
        for _, marked, links in found[officer.id]:
            alike.setdefault(wording.roles(say, links), []).append(marked.passage.id)
        for role, passages in alike.items():
            told.append((*words(f"{role} ("), *sources.cites(passages), *words(")")))
        told += [wording.note(each) for each in sources.gate.notes(notes.on_officer(sources.gate.case, officer.id))]
        rows.append((words(named(officer)), joined(told, say.semicolon)))
    columns = (TableColumn(say("word.officer"), 1), TableColumn(say("annex.roles"), 2.6))
    yield Paragraph(words(say("annex.others_count", count=len(found))))
    yield Table("", columns, tuple(rows), "table-others")
    once = {marked.passage.id: (exhibit, marked) for each in found.values() for exhibit, marked, _ in each}
    apart = {who for who, (_, marked) in once.items() if not any(o.id in accused for _, o in marked.officers)}
    words_of = tuple(
        _passage(sources, exhibit, marked) for exhibit, marked in sources.marked if marked.passage.id in apart
    )
    if words_of:
        yield Table(say("annex.others_words"), _passage_columns(sources), words_of, "table-others-words")
    if len(apart) < len(once):
        yield Paragraph(words(say("annex.others_told")), Kind.REMARK)


def _whole(sources: Sources) -> Iterator[Block]:
    """What is linked as a whole to officers whom no allegation tells of."""
    accused = {each.id for each in sources.accused}
    for officer in sources.by_name(each for each in sources.whole if each not in accused):
        said = sources.say("annex.whole", officer=named(officer), items=sources.whole[officer.id])
        yield Paragraph(words(said), Kind.POINT)


def _unlinked(sources: Sources) -> Iterator[Block]:
    say = sources.say
    rows = tuple(_passage(sources, exhibit, marked) for exhibit, marked in sources.marked if not marked.officers)
    if not rows:
        yield Paragraph(words(say("annex.all_linked")))
        return
    yield Table("", _passage_columns(sources), rows, "table-unlinked")


def _passage_columns(sources: Sources) -> tuple[TableColumn, ...]:
    say = sources.say
    return TableColumn(say("word.date")), TableColumn(say("word.passage"), 2.6), TableColumn(say("word.cite"))


def _passage(sources: Sources, exhibit: Cited, marked: MarkedPassage) -> tuple[Spans, ...]:
    say = sources.say
    said = (*wording.quote(say, marked, context=False), *wording.around(say, marked))
    return words(say.day(exhibit.date[:10])), said, sources.cites([marked.passage.id])


# ── statements without support ──────────────────────────────────────────────────────────────────────────────────


def _unsupported(sources: Sources, before: Sequence[Section]) -> Iterator[Block]:
    say = sources.say
    found = list(unsupported(before, say.colon))
    if not found:
        yield Paragraph(words(say("annex.all_supported")))
        return
    yield Paragraph(words(say("annex.lacks", count=len(found))))
    columns = (TableColumn(say("word.statement"), 3), TableColumn(say("word.place"), 1))
    rows = tuple((words(text), (Ref(place, anchor),)) for text, place, anchor in found)
    yield Table("", columns, rows, "table-unsupported")


def unsupported(sections: Sequence[Section], colon: str = ": ") -> Iterator[tuple[str, str, str]]:
    """Every statement that is marked so, with the heading it stands under and where that is."""
    for section in sections:
        place, anchor, under = section.title, section.key, ""
        for block in section.blocks:
            if isinstance(block, Heading):
                under = "" if block.anchor else f"{block.text}{colon}"
                place, anchor = (block.text, block.anchor) if block.anchor else (place, anchor)
            elif isinstance(block, Table):
                yield from ((said, place, block.anchor or anchor) for said in _rows(block))
            elif isinstance(block, Paragraph) and _lacks(block.spans):
                yield under + _statement(block.spans), place, anchor
            elif isinstance(block, Definitions):
                yield from (
                    (f"{name}{colon}{_statement(said)}", place, anchor) for name, said in block.rows if _lacks(said)
                )


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        if any(map(_lacks, row)):
            yield " · ".join(filter(None, map(_statement, row)))


def _lacks(spans: Spans) -> bool:
    return any(isinstance(each, Text) and each.look is Look.LACK for each in spans)


def _statement(spans: Spans) -> str:
    kept = tuple(each for each in spans if not (isinstance(each, Text) and each.look is Look.LACK))
    return plain(kept).replace(" []", "").strip()


# ── exhibits, and what was left out ─────────────────────────────────────────────────────────────────────────────


def _exhibits(sources: Sources) -> Iterator[Block]:
    say = sources.say
    if not sources.exhibits:
        yield Paragraph(words(say("annex.no_exhibits")))
        return
    usual = usual_remark([row.remark for row in sources.exhibits])
    said = f"{say('annex.exhibits_note')} {say('annex.usual_remark', remark=usual) if usual else ''}"
    yield Paragraph(words(said.rstrip()))
    known = {each.name.number: each for each in sources.cited}
    rows = []
    for row in sources.exhibits:
        exhibit = known[row.number]
        first = sources.bates(row.control, 1)
        number = (*words(row.control, Look.CODE), *(words(f" {first}", Look.CODE) if first else ()))
        what: list[Text] = [Text(row.title or say("word.no_subject"))]
        what.append(Text(f" · {wording.sender(say, exhibit)}", Look.QUIET))
        if exhibit.item.recipients:
            what.append(Text(f" · {say('word.to')} {exhibit.item.recipients}", Look.QUIET))
        if row.remark not in {"", usual}:
            what.append(Text(f" · {row.remark}", Look.NOTE))
        cite = Cite(row.number, 1, say("annex.exhibit", number=str(row.number)))
        rows.append(((cite,), number, words(say.moment(row.date)), tuple(what), words(say.number(row.pages))))
    columns = (
        TableColumn(say("word.exhibit")),
        TableColumn(say("word.control"), 0),
        TableColumn(say("word.date"), 0.5),
        TableColumn(say("word.subject"), 2),
        TableColumn(say("word.pages"), 0, numeric=True),
    )
    yield Table("", columns, tuple(rows), "table-exhibits")
    yield from _hashes(sources)


def _hashes(sources: Sources) -> Iterator[Block]:
    """The hashes by their exhibits; an exhibit without a file here has that of the original alone."""
    say = sources.say
    absent = "" if all(row.sha256 for row in sources.exhibits) else say("annex.hashes_absent")
    yield Paragraph(words(f"{say('annex.hashes_note')} {absent}".rstrip()))
    columns = (TableColumn(say("word.exhibit")), TableColumn(say("word.what")), TableColumn("SHA-256", 1))
    rows: list[tuple[Spans, ...]] = []
    for row in sources.exhibits:
        name: Spans = words(say("annex.exhibit", number=str(row.number)))
        for what, sha256 in (("word.exhibit", row.sha256), ("word.original", row.original_sha256)):
            if sha256:
                rows.append((name, words(say(what)), words(sha256, Look.CODE)))
                name = ()
    yield Table(say("annex.hashes"), columns, tuple(rows), "table-hashes")


def usual_remark(remarks: Sequence[str]) -> str:
    """The remark of most exhibits, to be said once; empty where one has none, for then its silence would mislead."""
    if len(remarks) < _MANY or not all(remarks):
        return ""
    remark, count = Counter(remarks).most_common(1)[0]
    return remark if count > len(remarks) / 2 else ""


def _withheld(sources: Sources) -> Iterator[Block]:
    say = sources.say
    yield Paragraph(words(say("annex.withheld_note")))
    columns = (
        TableColumn(say("word.what"), 1),
        TableColumn(say("word.count"), 0, numeric=True),
        TableColumn(say("word.numbers"), 2),
    )
    rows = tuple(
        (
            words(say.word("withheld", each.what)),
            words(say.number(len(each.numbers))),
            words(", ".join(each.numbers) or say("word.none")),
        )
        for each in sources.withheld
    )
    yield Table("", columns, rows, "table-withheld")


def _privilege_log(sources: Sources) -> Iterator[Block]:
    say = sources.say
    if sources.gate.terms.privileged:
        return
    found = [each for each in privilege.listed(sources.gate.case) if each.call.withholds]
    if not found:
        return
    columns = (
        TableColumn(say("word.control")),
        TableColumn(say("word.part")),
        TableColumn(say("word.privilege"), 1),
        TableColumn(say("word.basis"), 2),
    )
    rows = tuple(
        (
            words(each.control, Look.CODE),
            words(say("word.whole") if each.call.passage is None else say("word.words")),
            words(say.word("privilege", each.call.kind.words)),
            words(each.call.basis) or words(say("word.not_said"), Look.QUIET),
        )
        for each in found
    )
    yield Table(say("annex.privilege"), columns, rows, "table-privilege")


def _redaction_log(sources: Sources) -> Iterator[Block]:
    say = sources.say
    rows = tuple(
        (
            (sources.cite(exhibit, each.page),),
            words(each.control, Look.CODE),
            words(say.number(each.boxes)),
            words(f"{each.code}{say.colon}{redaction_log.meaning(each, say)}"),
            words(_decided(sources, each)),
        )
        for exhibit in sources.cited
        if exhibit.boxes
        for each in redaction_log.coverings(sources.gate, exhibit.item.id)
    )
    if not rows:
        yield Paragraph(words(f"{say('annex.no_boxes')} {say('annex.redactions_note')}"))
        return
    yield Paragraph(words(say("annex.redactions_note")))
    columns = (
        TableColumn(say("word.cite")),
        TableColumn(say("word.control")),
        TableColumn(say("word.boxes"), numeric=True),
        TableColumn(say("word.why"), 1),
        TableColumn(say("word.decision"), 2),
    )
    yield Table("", columns, rows, "table-redactions")


def _decided(sources: Sources, each: Covering) -> str:
    say = sources.say
    first = say(
        "annex.claimed" if each.privileged else "annex.proposed", name=each.proposed_by, day=say.day(each.proposed_on)
    )
    if each.privileged:
        return first
    if not each.decided_by:
        return f"{first}{say.semicolon}{say('annex.not_approved')}"
    return f"{first}{say.semicolon}{say('annex.approved', name=each.decided_by, day=say.day(each.decided_on))}"


# ── glossary ────────────────────────────────────────────────────────────────────────────────────────────────────


def _glossary(sources: Sources) -> Iterator[Block]:
    say = sources.say
    named = [(say.word("outcome", each.value), say(f"definition.{_key(each.value)}")) for each in Outcome]
    named += [(say.word("role", each.words), say(f"glossary.role_{each.value}")) for each in Role]
    named += [(say.word("came", each.value), say(f"glossary.came_{_key(each.value)}")) for each in BenefitOutcome]
    numbered = "" if sources.bates is no_bates else say("glossary.exhibit_numbered")
    named.append((say("glossary.exhibit"), say("glossary.exhibit_means") + numbered))
    named += [(say(f"glossary.{each}"), say(f"glossary.{each}_means")) for each in ("control", "unsupported")]
    columns = (TableColumn(say("word.term"), 1), TableColumn(say("word.meaning"), 3))
    rows = tuple((words(wording.capital(name), Look.STRONG), words(means)) for name, means in named)
    yield Table("", columns, rows, "table-glossary")


def _key(value: str) -> str:
    return value.replace(" ", "_")
