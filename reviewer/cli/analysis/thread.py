"""``reviewer thread``: which message answers which, and what is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from reviewer.cli.analysis.duplicate import warn_of_waiting
from reviewer.cli.exports.leaving import tell_held, terms_options
from reviewer.cli.exports.spreadsheet import csv_text
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import counted, echo
from reviewer.domain.analysis.gaps import RULE, Gap
from reviewer.domain.analysis.quote_changes import QuoteDoubt
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import args_of
from reviewer.usecases.analysis import analysis, quoted_text, threads, timeline
from reviewer.usecases.analysis.quoted_text import QuotedMessage
from reviewer.usecases.analysis.threads import Missing, Silence, Summary, ThreadLine
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.gate import Gate, passing

csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")


@click.group()
def thread() -> None:
    """Follow threads of messages, and find what is missing."""


@thread.command()
@case_options
@sandbox_option
@json_option
def build(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:
    """Analyse what was taken in since the last time: duplicates, threads, near-duplicates."""
    with opened(path, passphrase_file) as case, progress() as bar:
        done = analysis.arrange(case, reviewer=reviewer, progress=bar)
    if as_json:
        print_json(asdict(done))
        return
    reasons = " · ".join(f"{number:,} by {reason}" for reason, number in done.answers.items() if number)
    echo(f"{counted(done.messages, 'message', 'messages')}, {done.copies:,} of them duplicates")
    answers = counted(sum(done.answers.values()), "answer", "answers") + (f" ({reasons})" if reasons else "")
    echo(f"{answers} · {counted(done.missing, 'message', 'messages')} missing")


@thread.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the threads of more than one message, the longest first."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = threads.listed(case)
        warn_of_waiting(case)
    if as_json:
        print_json([_summary_json(each) for each in found])
        return
    for each in found:
        sent = counted(each.messages, "message", "messages")
        sent += f" and {each.missing:,} missing" if each.missing else ""
        days = f"{each.start[:10] or '-'} to {each.end[:10] or '-'}"
        echo(f"{each.first.control}  {days:24}  {sent}  {each.first.title}")


@thread.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
def show(path: Path, passphrase_file: Path | None, reviewer: str, control: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show the thread of a message, and why each message is where it is."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = threads.of_item(case, items.find(case, control).id)
        warn_of_waiting(case)
    if as_json:
        print_json([_line_json(each) for each in found])
        return
    for each in found:
        indent = "    " * min(each.depth, 12)
        echo(f"{indent}{_line(each)}")
        if each.reason:
            echo(f"{indent}  {each.reason}: {_evidence(each)}")


@thread.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
def quotes(path: Path, passphrase_file: Path | None, reviewer: str, control: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Tell which lines of a message quote an earlier one, which that is, and where the quote differs from it."""
    with opened(path, passphrase_file, read_only=True) as case:
        item = items.find(case, control)
        told = quoted_text.of_item(case, item.id)
        places = quoted_text.on_pages(case, item.id, told) if as_json else None
        warn_of_waiting(case)
    if as_json:
        quoted = [_quote_json(each) for each in told.quotes]
        for entry, stretches in zip(quoted, places or (), strict=False):
            entry["pages"] = [asdict(stretch) for stretch in stretches]
        print_json({"item": item.control, "cut": told.cut, "not_compared": told.left, "quotes": quoted})
        return
    for each in told.quotes:
        _print_quote(each)
    if not told.quotes:
        echo("no line quotes an earlier message")
    if told.cut:
        echo("The text is too long: what comes after its first million characters was not looked at.")
    if told.left:
        were = counted(told.left, "message farther back was", "messages farther back were")
        echo(f"{were} not compared with what is quoted.")


@thread.command()
@case_options
@json_option
@csv_option
@terms_options()
def missing(
    path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool, as_csv: bool, terms: Terms
) -> None:
    """List the messages that others name or quote and that are not there, ready for a preservation request."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = threads.missing(case)
        if as_csv:
            with passing(case, reviewer=reviewer, terms=terms) as gate:
                found = [each for each in (_as_it_leaves(gate, one) for one in found) if each is not None]
                mask = gate.masked
                tell_held(gate.stays)
        warn_of_waiting(case)
    values = [_missing_json(each) for each in found]
    if as_csv:
        columns = [
            "message_id",
            "name",
            "address",
            "recipients",
            "date",
            "date_text",
            "subject",
            "not_after",
            "told_by",
        ]
        rows = [
            [
                *(mask(str(value[column] or "")) for column in columns),
                "; ".join(by["item"] for by in value["referrers"]),
            ]
            for value in values
        ]
        echo(csv_text([*columns, "referrers"], rows), nl=False)
    elif as_json:
        print_json(values)
    else:
        for each in found:
            name = each.message_id or "quoted, of no known Message-ID"
            echo(f"{name}  before {each.not_after or '?'}  referred to by {len(each.referrers):,}")
            if each.told is not None and each.told_by is not None:
                echo(f"    {_told(each.told)}  (says {each.told_by.control})")
            echo("    " + ", ".join(f"{item.control} ({how})" for item, how in each.referrers[:8]))
        echo(f"{counted(len(found), 'message is', 'messages are')} named or quoted and not there")


@thread.command()
@case_options
@json_option
@csv_option
@terms_options()
def gaps(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool, as_csv: bool, terms: Terms) -> None:
    """List when each mailbox was silent for longer than it usually is."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = threads.silences(case)
        if as_csv:
            with passing(case, reviewer=reviewer, terms=terms) as gate:
                found = [each for each in found if _may_be_told(gate, each)]
                mask = gate.masked
                tell_held(gate.stays)
        warn_of_waiting(case)
    values = [_gap_json(each) for each in found]
    if as_csv:
        columns = ["custodian", "mailbox", "after", "before", "days", "usual"]
        echo(csv_text(columns, [[mask(str(value[column])) for column in columns] for value in values]), nl=False)
    elif as_json:
        print_json({"rule": RULE, "gaps": values})
    else:
        for each in found:
            where = " › ".join(filter(None, (each.custodian, each.mailbox or "all mailboxes")))
            gap = each.gap
            echo(f"{gap.days:>5,} days  {gap.after} to {gap.before}  usually {gap.usual:,} at most  {where}")
        echo(RULE)


@thread.command()
@case_options
@json_option
def days(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Tell how many messages there are of each day, by custodian, with the gaps."""
    with opened(path, passphrase_file, read_only=True) as case:
        told = timeline.timeline(case)
        warn_of_waiting(case)
    if as_json:
        custodians = [
            {
                "custodian": each.custodian,
                "messages": each.messages,
                "days": [{"day": day.isoformat(), "messages": count} for day, count in each.days],
                "gaps": [_days_json(gap) for gap in each.gaps],
            }
            for each in told.custodians
        ]
        print_json({"rule": RULE, "left_out": told.left_out, "custodians": custodians})
        return
    for each in told.custodians:
        first, last = each.days[0][0], each.days[-1][0]
        sent = f"{counted(each.messages, 'message', 'messages')} on {counted(len(each.days), 'day', 'days')}"
        echo(f"{each.custodian or '-'}: {sent}, {first} to {last}")
        by_month = Counter[str]()
        for day, count in each.days:
            by_month[f"{day:%Y-%m}"] += count
        for month, count in by_month.items():
            echo(f"  {month}  {count:>8,}")
        for gap in each.gaps:
            echo(f"  none between {gap.after} and {gap.before}: {gap.days:,} days apart, usually {gap.usual:,} at most")
    if told.left_out:
        left = counted(told.left_out, "message is left out, which has", "messages are left out, which have")
        echo(f"{left} no date, or one that cannot be")
    echo(RULE)


@thread.command()
@case_options
@json_option
@click.argument("child", metavar="CHILD")
@click.argument("parent", metavar="PARENT")
def attach(path: Path, passphrase_file: Path | None, reviewer: str, child: str, parent: str, *, as_json: bool) -> None:
    """Say that CHILD answers PARENT, whatever was worked out. It can be undone."""
    with opened(path, passphrase_file) as case:
        below, above = items.find(case, child), items.find(case, parent)
        threads.attach(case, below.id, above.id, reviewer=reviewer)
    if as_json:
        print_json({"item": below.control, "parent": above.control})
    else:
        echo(f"{below.control} answers {above.control}")


@thread.command()
@case_options
@json_option
@click.argument("child", metavar="CHILD")
def detach(path: Path, passphrase_file: Path | None, reviewer: str, child: str, *, as_json: bool) -> None:
    """Say that CHILD answers no message, whatever was worked out. It can be undone."""
    with opened(path, passphrase_file) as case:
        below = items.find(case, child)
        threads.detach(case, below.id, reviewer=reviewer)
    if as_json:
        print_json({"item": below.control, "parent": None})
    else:
        echo(f"{below.control} answers none")


def _summary_json(each: Summary) -> dict[str, Any]:
    return {
        "item": each.first.control,
        "subject": each.first.subject,
        "messages": each.messages,
        "missing": each.missing,
        "start": each.start,
        "end": each.end,
    }


def _line_json(each: ThreadLine) -> dict[str, Any]:
    found = (
        {} if each.item is None else {"date": each.item.date, "sender": each.item.sender, "subject": each.item.subject}
    )
    return {
        "item": None if each.item is None else each.item.control,
        "message_id": each.message_id,
        "depth": each.depth,
        "parent": each.parent,
        "reason": each.reason,
        "evidence": _evidence(each),
        "evidence_code": "" if each.evidence is None else each.evidence.code,
        "evidence_args": {} if each.evidence is None else args_of(each.evidence),
        "copies": [copy.control for copy in each.copies],
        **found,
        "told": None if each.told is None else asdict(each.told),
    }


def _quote_json(each: QuotedMessage) -> dict[str, Any]:
    changes = None if each.changes is None else [asdict(change) for change in each.changes]
    return {
        "level": each.quote.level,
        "marked": each.quote.marked,
        "lines": [list(stretch) for stretch in each.quote.lines],
        "places": [list(stretch) for stretch in each.quote.places],
        "pages": None,
        "told": None if each.quote.header is None else asdict(each.quote.header),
        "item": None if each.item is None else each.item.control,
        "header_agrees": each.header_agrees,
        "header": [asdict(change) for change in each.header],
        "sure": each.sure,
        "differs": each.differs,
        "changes": changes,
    }


_DOUBTS = {
    QuoteDoubt.ENDS: "it may come from a program or a mailing list",
    QuoteDoubt.LINES: "it may be an answer's own",
    QuoteDoubt.SIGNS: "links, markup or damaged letters",
    QuoteDoubt.ORDER: "it stands elsewhere in the other",
    QuoteDoubt.OTHER: "too few words are the same",
}


def _print_quote(each: QuotedMessage) -> None:
    lines = ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in each.quote.lines)
    if each.item is not None:
        whose = f"{each.item.control}  {each.item.date or '-'}  {each.item.sender}  {each.item.title}"
    else:
        whose = "a message that is not in the case" if each.quote.header else "nothing above it says what it quotes"
        whose += "" if each.quote.header is None else f": {_told(each.quote.header)}"
    echo(f"lines {lines}  {whose}")
    if not each.quote.marked:
        echo("    The lines are not marked as a quote: some may be the message's own.")
    if each.header_agrees is False:
        echo("    The words are of that message, and the lines above the quote name another sender, recipient, time or")
        echo("    subject.")
    for told in each.header:
        same = " cannot be told to be the same" if told.doubt else ""
        echo(f"    {told.part} above it{same}: quoted «{told.quoted}», there «{told.original}»")
    if not each.sure:
        echo("    It is not sure that this message is quoted: its words are others. They were not compared.")
    elif each.item is not None and each.changes is None and each.quote.text:
        echo("    They were not compared: too long, or not to be told from another quote.")
    for change in each.changes or ():
        where = " at its beginning or end" if change.at_end else ""
        done = change.kind if change.doubt is None else f"not compared ({_DOUBTS[change.doubt]})"
        echo(f"    {done}{where}: quoted «{change.quoted}», there «{change.original}»")


def _evidence(each: ThreadLine) -> str:
    return "" if each.evidence is None else sentence(each.evidence)


def _missing_json(each: Missing) -> dict[str, Any]:
    return {
        "message_id": each.message_id,
        **asdict(each.told or QuotedHeader()),
        "told_by": None if each.told_by is None else each.told_by.control,
        "not_after": each.not_after,
        "referrers": [
            {"item": item.control, "header": how, "custodian": item.custodian, "path": item.path}
            for item, how in each.referrers
        ],
    }


def _as_it_leaves(gate: Gate, each: Missing) -> Missing | None:
    """A missing message without what only items tell that stay; None when nothing else tells of it."""
    referrers = tuple((item, how) for item, how in each.referrers if gate.item(item.id) is None)
    if not referrers:
        return None
    if each.told_by is not None and gate.item(each.told_by.id) is not None:
        return replace(each, referrers=referrers, told=None, told_by=None)
    return replace(each, referrers=referrers)


def _may_be_told(gate: Gate, each: Silence) -> bool:
    """Whether no message that stays is what a gap begins or ends with."""
    return not [
        item for item in threads.messages_at_ends(gate.case, each, gate.withheld.items) if gate.item(item) is not None
    ]


def _gap_json(each: Silence) -> dict[str, Any]:
    return {"custodian": each.custodian, "mailbox": each.mailbox, **_days_json(each.gap)}


def _days_json(gap: Gap) -> dict[str, Any]:
    return {
        "after": gap.after.isoformat(),
        "before": gap.before.isoformat(),
        "days": gap.days,
        "usual": gap.usual,
    }


def _line(each: ThreadLine) -> str:
    if each.item is None:
        told = "" if each.told is None else f"  {_told(each.told)}"
        return f"missing {each.message_id}{told}"
    more = len(each.copies) - 1
    copies = f"  ({more:,} {'duplicate' if more == 1 else 'duplicates'})" if more > 0 else ""
    return f"{each.item.control}  {each.item.date or '-'}  {each.item.sender}  {each.item.title}{copies}"


def _told(told: QuotedHeader) -> str:
    writer = f"{told.name} <{told.address}>" if told.name and told.address else told.name or told.address
    parts = (writer, f"to {told.recipients}" if told.recipients else "", told.date or told.date_text, told.subject)
    return "  ".join(filter(None, parts))
