"""``reviewer production``: number what a receiver gets, look at it before it leaves, and keep what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import (
    WIDTH,
    Production,
    ProductionOrder,
    ScopeReason,
    order_words,
    reason_words,
)
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.note import rule_words
from reviewer.errors import UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.productions import Member, Mock, NumberedMock, ProductionPlan
from reviewer.usecases.pages.item_pages import PAPERS

_COUNTED = (
    (Way.GOES, "item goes", "items go"),
    (Way.REDACTED, "goes redacted", "go redacted"),
    (Way.PLACEHOLDER, "has a slip sheet", "have a slip sheet"),
    (Way.STAYS, "stays", "stay"),
)
_LEFT_OUT = {
    ScopeReason.DELIVERED: "the receiver has",
    ScopeReason.RECALLED: "called back from the receiver",
}
_WAYS = {Way.GOES: "goes", Way.REDACTED: "redacted", Way.PLACEHOLDER: "slip sheet", Way.STAYS: "stays"}
_NAMED = 6
"""So many items are named in one line."""
_NATIVE = click.option(
    "--native",
    "natives",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind if kind.has_pages] + ["none"]),
    help="Kinds of which the file itself goes, on a slip sheet; else sheets.",
)


_ORDER = click.option(
    "--order",
    type=click.Choice([order.value for order in ProductionOrder]),
    help="In which order families are numbered; control numbers if not said.",
)
_SOURCES = click.option(
    "--include-sources",
    "sources",
    is_flag=True,
    help="The receiver may see confidential sources; what names one stays as a rule.",
)


@click.group()
def production() -> None:
    """Number what a receiver gets, page by page."""


@production.command()
@case_options
@sandbox_option
@json_option
@click.argument("title")
@click.option("--receiver", required=True, metavar="NAME", help="Who gets it.")
@click.option("--query", required=True, help="What goes: what this finds, with the rest of each family.")
@click.option("--prefix", required=True, help="Stands before each page number.")
@click.option("--start", type=int, metavar="N", help="The first number of a new prefix; else 1.")
@click.option("--width", type=int, metavar="N", help=f"Digits of a number; else as before, or {WIDTH}.")
@click.option("--confidentiality", default="", metavar="TEXT", help="Stands beside each page number.")
@_NATIVE
@_ORDER
@_SOURCES
@click.option("--without-delivered", is_flag=True, help="Leave out what this receiver already has.")
@click.option("--paper", type=click.Choice(PAPERS), default="Letter", help="For pages that are still to be made.")
def create(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    natives: tuple[str, ...],
    order: str | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Number the pages of what a query finds, for one receiver."""
    with opened(path, passphrase_file) as case, Workers() as workers, progress() as bar, case.watched(bar):
        made = productions.create(
            case,
            workers,
            ProductionPlan(**wanted, natives=_kinds(natives), order=_order(order)),
            reviewer=reviewer,
            progress=bar,
        )
        mock = productions.mock(case, made.id, reviewer=reviewer)
    _tell_made(mock, as_json=as_json)


@production.command()
@case_options
@sandbox_option
@json_option
@click.argument("number", metavar="N", type=int)
@click.option("--title", required=True, help="How the supplement is called.")
def supplement(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, title: str, as_json: bool
) -> None:
    """Number what the receiver of production N does not have yet, after its last number."""
    with opened(path, passphrase_file) as case, Workers() as workers, progress() as bar, case.watched(bar):
        made = productions.supplement(case, workers, number, title, reviewer=reviewer, progress=bar)
        mock = productions.mock(case, made.id, reviewer=reviewer)
    _tell_made(mock, as_json=as_json)


@production.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all productions."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = productions.listed(case)
    if as_json:
        print_json([production_json(each) for each in found])
        return
    for each in found:
        echo(_line(each))


@production.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
def show(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool) -> None:  # noqa: ARG001
    """Show what became of each item of production N."""
    with opened(path, passphrase_file, read_only=True) as case:
        made = productions.get(case, number)
        gaps = productions.dropped_before(case, number)
        members = list(productions.members(case, made.id))
    if as_json:
        unused = [
            {"production": each.id, "bates_first": each.bates_first, "bates_last": each.bates_last} for each in gaps
        ]
        items_of = [_member_json(made, each) for each in members]
        print_json({**production_json(made), "not_used": unused, "items": items_of})
        return
    echo(_line(made))
    for gap in gaps:
        echo(f"  {gap.numbers}: not used, production {gap.id} was dropped")
    for each in members:
        echo(f"  {_member_line(made, each)}")


@production.command()
@case_options
@sandbox_option
@json_option
@click.argument("number", metavar="[N]", type=int, required=False)
@click.option("--receiver", metavar="NAME", help="Who is to get what is not numbered yet.")
@click.option("--query", help="What is to go, in place of N.")
@click.option("--prefix", metavar="PREFIX", help="Tell the numbers that would be given.")
@_NATIVE
@_ORDER
@_SOURCES
@click.option("--without-delivered", is_flag=True, help="Leave out what this receiver already has.")
def mock(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int | None, as_json: bool, **wanted: Any
) -> None:
    """Say what would leave with production N, or with one not made yet, and what is wrong. Nothing is written."""
    given = [name for name, value in wanted.items() if value]
    if number is None:
        _try(path, passphrase_file, reviewer, _plan(**wanted), as_json=as_json)
        return
    if given or wanted["query"] is not None:
        raise UsageError("production N has its receiver and its query already", "Give N, or the options without N.")
    with opened(path, passphrase_file, read_only=True) as case, progress() as bar, case.watched(bar):
        found = productions.mock(case, number, reviewer=reviewer)
        controls = {each.item: items.get(case, each.item).control for each in found.problems if each.item is not None}
    if as_json:
        print_json({"production": number, **_mock_json(found, controls)})
        return
    _tell_mock(found, controls)


def _plan(*, receiver: str | None, query: str | None, prefix: str | None, **others: Any) -> ProductionPlan:
    if receiver is None or query is None:
        raise UsageError("a mock run needs a production", "Give its number, or --receiver and --query of a new one.")
    natives, order = _kinds(others.pop("natives")), _order(others.pop("order"))
    return ProductionPlan("", receiver, query, prefix or "", natives=natives, order=order, **others)


def _try(path: Path, passphrase_file: Path | None, reviewer: str, plan: ProductionPlan, *, as_json: bool) -> None:
    """The mock run of what is not numbered yet."""
    with (
        opened(path, passphrase_file, read_only=True) as case,
        Workers() as workers,
        progress() as bar,
        case.watched(bar),
    ):
        found = productions.tried(case, workers, plan, reviewer=reviewer, progress=bar)
    controls = {each.part.item: each.control for each in found.members}
    if as_json:
        ahead = {"pages": found.pages, "to_be_made": found.unmade}
        numbers = {"bates_first": found.first or None, "bates_last": found.last or None}
        print_json({"production": None, **numbers, **ahead, **_mock_json(found, controls)})
        return
    _tell_mock(found, controls)
    pages = f"{found.pages:,} page{'s' * (found.pages != 1)}"
    if found.unmade:
        items_of = f"{found.unmade:,} item{'s' * (found.unmade != 1)}"
        echo(f"{pages}, and those of {items_of} that are still to be made: nothing on them was looked at yet")
    else:
        echo(f"{pages}: {found.first} to {found.last}" if found.first else pages)


def _tell_mock(found: Mock, controls: Mapping[ItemId, str]) -> None:
    echo(_counted(found))
    for each in found.problems:
        echo(f"  {'stops it' if each.wrong.stops else 'look at it'}: {each.words}")
    if found.unread:
        names, more = [controls[each] for each in found.unread[:_NAMED]], len(found.unread) - _NAMED
        told = ", ".join(names) + (f" and {more:,} more" if more > 0 else "")
        echo(f"{len(found.unread):,} cited item{'s' * (len(found.unread) != 1)} nobody has read: {told}")
    if not found.problems:
        echo("nothing is wrong with it")
    echo(f"new notes of this case are {rule_words(for_report=found.notes_for_report)}, unless something else is said")
    if found.ways[Way.REDACTED]:
        echo("redacted pages are made and searched only as the bundle is written")


def _mock_json(found: Mock, controls: Mapping[ItemId, str]) -> dict[str, Any]:
    problems = [
        {
            "item": None if each.item is None else controls[each.item],
            "problem": each.words,
            "code": each.wrong.value,
            "stops": each.wrong.stops,
        }
        for each in found.problems
    ]
    counts = {way.value: found.ways[way] for way in Way}
    unread = [controls[each] for each in found.unread]
    return {
        **counts,
        "left_out": _left_out(found),
        "problems": problems,
        "unread": unread,
        "notes_for_report": found.notes_for_report,
    }


@production.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
@click.option("--remark", default="", metavar="TEXT", help="How it was handed over.")
def deliver(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, remark: str, as_json: bool
) -> None:
    """Say that production N was handed over. It stays as it is from then on."""
    with opened(path, passphrase_file) as case:
        done = productions.deliver(case, number, remark, reviewer=reviewer)
    if as_json:
        print_json(production_json(done))
    else:
        echo(f"production {done.id} delivered to {done.receiver}: {done.bates_first} to {done.bates_last}")


@production.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
@click.argument("control", metavar="ITEM")
@click.option("--reason", required=True, metavar="TEXT", help="Why; the receiver is told.")
def recall(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    control: str,
    reason: str,
    as_json: bool,
) -> None:
    """Say that an item of production N, which was delivered, is called back."""
    with opened(path, passphrase_file) as case:
        done = productions.recall(case, number, control, reason, reviewer=reviewer)
        made = productions.get(case, number)
    if as_json:
        print_json({"production": number, **_member_json(made, done)})
    else:
        echo(f"called back: {_member_line(made, done)}")


@production.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
@click.option("--reason", required=True, metavar="TEXT", help="Why; who gets later numbers is told.")
def drop(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, reason: str, as_json: bool) -> None:
    """Say that production N, which was not delivered, never will be. Its numbers are given to nothing else."""
    with opened(path, passphrase_file) as case:
        done = productions.drop(case, number, reason, reviewer=reviewer)
    if as_json:
        print_json(production_json(done))
    else:
        echo(f"production {done.id} dropped: {done.numbers} will not be used")


def production_json(made: Production) -> dict[str, Any]:
    """A production as the documented JSON object."""
    return {
        "production": made.id,
        "title": made.title,
        "receiver": made.receiver,
        "query": made.query,
        "prefix": made.numbering.prefix,
        "width": made.numbering.width,
        "bates_first": made.bates_first,
        "bates_last": made.bates_last,
        "confidentiality": made.confidentiality,
        "order": made.order.value,
        "sources": made.sources,
        "follows": made.follows,
        "reviewer": made.reviewer,
        "at": made.at,
        "delivered": None if made.delivery is None else made.delivery.at,
        "dropped": None
        if made.drop is None
        else {"reviewer": made.drop.reviewer, "at": made.drop.at, "reason": made.drop.reason},
    }


def _order(order: str | None) -> ProductionOrder:
    return ProductionOrder(order) if order else ProductionOrder.CONTROL


def _kinds(natives: tuple[str, ...]) -> frozenset[Kind]:
    return frozenset(Kind(name) for name in natives if name != "none") if natives else productions.NATIVES


def _tell_made(mock: NumberedMock, *, as_json: bool) -> None:
    made = mock.production
    if as_json:
        print_json(
            {
                **production_json(made),
                **{way.value: mock.ways[way] for way in Way},
                "left_out": _left_out(mock),
                "problems": len(mock.problems),
            }
        )
        return
    echo(_line(made))
    echo(_counted(mock))
    if mock.problems:
        echo(f"{len(mock.problems):,} to look at: `reviewer production mock CASE {made.id}`", err=True)


def _left_out(mock: Mock) -> dict[str, int]:
    return {reason.value: mock.left_out.get(reason, 0) for reason in ScopeReason if reason in _LEFT_OUT}


def _counted(mock: Mock) -> str:
    told = [f"{mock.left_out[reason]:,} {words}" for reason, words in _LEFT_OUT.items() if mock.left_out.get(reason)]
    return _ways(mock) + (f" ({', '.join(told)})" if told else "")


def _ways(mock: Mock) -> str:
    return " · ".join(f"{mock.ways[way]:,} {one if mock.ways[way] == 1 else more}" for way, one, more in _COUNTED)


def _line(made: Production) -> str:
    handed = "" if made.delivery is None else f", delivered {made.delivery.at[:10]}"
    follows = "" if made.follows is None else f", supplements {made.follows}"
    gone = "" if made.drop is None else f", dropped {made.drop.at[:10]} by {made.drop.reviewer}: {made.drop.reason}"
    order = "" if made.order is ProductionOrder.CONTROL else f", {order_words(made.order)}"
    sources = ", who may see confidential sources" if made.sources else ""
    return (
        f"production {made.id}  {made.title}  for {made.receiver}{sources}: {made.bates_first} to {made.bates_last}"
        f"{order}{follows}{handed}{gone}"
    )


def _member_json(made: Production, each: Member) -> dict[str, Any]:
    part, written = each.part, made.numbering.written
    return {
        "item": each.control,
        "way": part.way.value,
        "reason": part.reason,
        "native": part.native,
        "pages": part.pages,
        "bates_first": written(part.first) if part.numbered else None,
        "bates_last": written(part.last) if part.numbered else None,
        "recalled": part.recalled,
    }


def _member_line(made: Production, each: Member) -> str:
    part, written = each.part, made.numbering.written
    numbers = written(part.first) if part.numbered else "no number"
    if part.last != part.first:
        numbers += f" to {written(part.last)}"
    how = "file itself, with a slip sheet" if part.native else _WAYS[part.way]
    why = reason_words(part.reason)
    back = f"  called back: {part.recalled}" if part.recalled else ""
    return f"{numbers}  {each.control}  {how}{f' ({why})' if why else ''}{back}"
