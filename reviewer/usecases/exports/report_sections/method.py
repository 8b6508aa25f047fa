"""Section 7, how it was done: the account, custody, searches, what was read by whom and what not, the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

from reviewer import __version__
from reviewer.casefile.engine import audit
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.evidence.reading_rule import Counts, ReadingRule
from reviewer.domain.policy.allegation import Side
from reviewer.export.account_paper import brought, mark, row_name, state, warning
from reviewer.export.model import CustodyRow, FailureRow, IntakeRow, IntakeSection
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
    words,
)
from reviewer.export.texts import Texts
from reviewer.usecases.analysis import coverage, review_queues
from reviewer.usecases.analysis.review_queues import QueueStatus
from reviewer.usecases.exports.papers.account_sheet import intake_section
from reviewer.usecases.exports.report_sections.sources import Sources, allegation_anchor


def blocks(sources: Sources) -> Iterator[Block]:
    """How the evidence was taken in, searched and read."""
    say = sources.say
    found = intake_section(sources.gate, say)
    yield Heading(say("method.account"), 2, "account")
    yield from account(say, found)
    yield Heading(say("method.custody"), 2, "custody")
    yield _custody(sources, found.custody) if found.custody else Paragraph(words(say("method.no_evidence")))
    yield Heading(say("method.searches"), 2, "searches")
    yield from _searches(sources)
    yield Heading(say("method.read"), 2, "read")
    yield from _read(sources)
    yield Heading(say("method.failed"), 2, "failed")
    yield from _failures(sources, found.failures, "method.nothing_failed", "table-failed")
    if found.partial:
        yield Heading(say("method.partial"), 2, "partial")
        yield from _failures(sources, found.partial, "method.nothing_failed", "table-partial")
    yield Heading(say("method.proof"), 2, "proof")
    yield from _proof(sources)


def account(say: Texts, found: IntakeSection) -> Iterator[Block]:
    """The account by container, and whether it adds up."""
    totals = found.totals
    if not found.containers:
        yield Paragraph(words(say("method.no_evidence")))
        return
    yield Paragraph(words(say("method.every_file")))
    warns = warning(totals, say)
    numbers = {name: getattr(totals, name) for name in ("declared", "extracted", "failed", "duplicates")}
    if warns:
        yield Paragraph(words(warns), Kind.WARNING)
    else:
        yield Paragraph(words(say("method.adds_up", **numbers)))
    columns = (
        TableColumn(say("word.container"), 1),
        *(
            TableColumn(say(f"word.{name}"), 0, numeric=True)
            for name in ("declared", "extracted", "failed", "duplicates")
        ),
    )
    whole = replace(totals, name=say("ledger.in_all"))
    rows = tuple(_balance(say, each) for each in (*found.containers, whole))
    yield Table("", columns, rows, "table-account")


def _balance(say: Texts, row: IntakeRow) -> tuple[Spans, ...]:
    marked, name = mark(row, say), [Text(row_name(row, say))]
    if row.control:
        name.append(Text(f" {row.control}", Look.CODE))
    if marked:
        name.append(Text(f" {marked}", Look.STRONG))
    numbers = (row.declared, row.extracted, row.failed, row.duplicates)
    return tuple(name), *(words(say.number(number)) for number in numbers)


def _custody(sources: Sources, rows: Sequence[CustodyRow]) -> Table:
    """Who took in what, when, from which medium, with which version."""
    say = sources.say
    columns = (
        TableColumn(say("word.number")),
        TableColumn(say("method.taken_in"), 2.1),
        TableColumn(say("method.from"), 1),
        TableColumn(say("method.custodian"), 0.9),
        TableColumn(say("method.source"), 0.8),
        TableColumn(say("method.brought"), 1.5),
    )
    return Table("", columns, tuple(_intake(sources, each) for each in rows), "table-custody")


def _intake(sources: Sources, row: CustodyRow) -> tuple[Spans, ...]:
    say = sources.say
    same_minute, same_day = (row.finished[:length] == row.started[:length] for length in (16, 10))
    ended = f"{row.finished[11:16]} UTC" if same_day else say.moment(row.finished)
    until = say("method.until", until=ended) if row.finished and not same_minute else ""
    said = brought(row, say)
    if row.limits:
        said += f"{say.semicolon}{say('method.limits')}{say.colon}{row.limits}"
    return (
        words(str(row.number)),
        words(f"{say.moment(row.started)}{until}{say.colon}{row.reviewer}, {row.program}{state(row, say)}"),
        words(say.semicolon.join(row.media)),
        words(row.custodian),
        words(row.source),
        words(said),
    )


def _searches(sources: Sources) -> Iterator[Block]:
    """The searches by which something was looked for and not found, with their counts."""
    say = sources.say
    rows = []
    for one, _ in sources.alleged:
        for line in one.matrix:
            for confirmed in line.confirmations:
                for each in confirmed.searches:
                    side = say("method.side_for" if confirmed.side is Side.FOR else "method.side_against")
                    where = say("method.for_element", number=str(one.id), element=str(line.number), side=side)
                    rows.append(
                        (
                            words(sources.query(each.query)),
                            words(say.number(each.hits)),
                            words(say.number(each.items)),
                            words(f"{each.reviewer}, {say.day(each.created[:10])}"),
                            (Ref(where, allegation_anchor(one.id)),),
                        )
                    )
    if not rows:
        yield Paragraph(words(say("method.no_searches")))
        return
    yield Paragraph(words(say("method.searches_note")))
    columns = (
        TableColumn(say("word.query"), 2),
        TableColumn(say("word.hits"), 0, numeric=True),
        TableColumn(say("word.of_items"), 0, numeric=True),
        TableColumn(say("word.by"), 1),
        TableColumn(say("word.why"), 1.4),
    )
    yield Table("", columns, tuple(rows), "table-searches")


def _read(sources: Sources) -> Iterator[Block]:
    say, case = sources.say, sources.gate.case
    told, kinds = coverage.whole(case), coverage.unread_kinds(case)
    rows = [
        (words(each.value), words(say.number(each.read.read)), words(say.number(told.items)))
        for each in coverage.by_reviewer(case)
    ]
    if rows:
        columns = (
            TableColumn(say("word.reviewer"), 1),
            TableColumn(say("word.read"), 0, numeric=True),
            TableColumn(say("word.of_items"), 0, numeric=True),
        )
        yield Table("", columns, tuple(rows), "table-read")
    yield Paragraph(words(say("method.unread", count=told.items - told.read, total=told.items)))
    parts = {name: getattr(told, name) for name in ("read", "marked", "opened", "covered", "unreadable")}
    yield Paragraph(words(f"{say('method.coverage', **parts)} {_counts(say, coverage.rule(case))}"))
    if told.unseen:
        yield Paragraph(words(say("method.unseen", count=told.unseen)))
    if kinds:
        of_kinds = (TableColumn(say("word.kind"), 1), TableColumn(say("word.not_read"), 0, numeric=True))
        lines = tuple((words(say.word("kind", kind)), words(say.number(count))) for kind, count in kinds.items())
        yield Table("", of_kinds, lines, "table-unread")
    yield from _queues(say, review_queues.read_through(case))
    yield from _samples(say, review_queues.samples(case), unread=bool(kinds))


def _counts(say: Texts, rule: ReadingRule) -> str:
    if rule.counts is Counts.MARKED:
        return say("method.counts_marked")
    return say("method.counts_pace", pace=rule.pace) if rule.pace else say("method.counts_opened")


def _queues(say: Texts, made: Sequence[QueueStatus]) -> Iterator[Block]:
    """In which order each queue was read; its name and query are the reviewers' own."""
    if not made:
        return
    yield Paragraph(words(say("method.queues")))
    columns = (
        TableColumn(say("word.order"), 1),
        TableColumn(say("word.read"), 0, numeric=True),
        TableColumn(say("word.of_items"), 0, numeric=True),
    )
    orders = {
        Arrangement.TIME: say("method.order_time"),
        Arrangement.THREAD: say("method.order_thread"),
        Arrangement.RELEVANCE: say("method.order_relevance"),
    }
    rows = []
    for each in made:
        order = orders[each.queue.arranged]
        if each.queue.arranged is Arrangement.RELEVANCE:
            order += f" {say('method.order_seed', seed=str(each.queue.seed))}"
        rows.append((words(order), words(say.number(each.read)), words(say.number(each.items))))
    yield Table("", columns, tuple(rows), "table-queues")


def _samples(say: Texts, drawn: Sequence[QueueStatus], *, unread: bool) -> Iterator[Block]:
    """What samples of the unread held; recall is rounded to the outside."""
    for each in drawn:
        numbers = {"sampled": len(each.queue.items), "unread": len(each.queue.unread)}
        told = each.elusion
        if told is None:
            yield Paragraph(words(say("method.sample_open", **numbers)))
            continue
        ends = {"low": floor(told.missed.low), "high": ceil(told.missed.high)}
        # A seed is written as it is typed, and not as an amount.
        said = say("method.sample", **numbers, **ends, seed=str(each.queue.seed), relevant=told.relevant)
        if told.recall is not None:
            said += f" {say('method.recall', low=floor(told.recall.low * 100), high=ceil(told.recall.high * 100))}"
        yield Paragraph(words(said))
    if unread and not drawn:
        yield Paragraph(words(say("method.no_sample")), Kind.REMARK)


def _failures(sources: Sources, rows: Sequence[FailureRow], nothing: str, anchor: str) -> Iterator[Block]:
    say = sources.say
    if not rows:
        yield Paragraph(words(say(nothing)))
        return
    columns = (TableColumn(say("word.control")), TableColumn(say("word.file"), 1), TableColumn(say("word.why"), 1))
    cells = tuple(
        (words(each.control or say("word.none"), Look.CODE), words(each.path), words(each.reason)) for each in rows
    )
    yield Table("", columns, cells, anchor)


def _proof(sources: Sources) -> Iterator[Block]:
    say, case = sources.say, sources.gate.case
    number, head = audit.head(case)
    yield Paragraph(words(say("method.proof_note")))
    yield Definitions(
        (
            (say("method.program"), words(f"Evidence Reviewer {__version__}")),
            (say("method.format"), words(str(sources.record.format_version))),
            (say("method.case"), words(sources.record.uuid, Look.CODE)),
            (say("method.entries"), words(say.number(number))),
            (say("method.head"), words(head.hex(), Look.CODE)),
        )
    )
