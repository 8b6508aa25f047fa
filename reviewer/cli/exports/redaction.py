"""``reviewer redaction``: what receivers must not see, word by word, page by page; and who decides on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import Command, case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.exports.redaction import Cover, RedactionState, is_followed
from reviewer.domain.exports.redaction_patterns import PATTERNS
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.domain.pages.passage import one_line
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.redaction import redaction_following, redaction_patterns, redactions
from reviewer.usecases.exports.redaction.redaction_following import Elsewhere
from reviewer.usecases.exports.redaction.redactions import Said
from reviewer.usecases.pages import item_pages

_REASON = click.option("--reason", required=True, metavar="CODE", help="Why: PRV, MED …; see `redaction reason`.")
_ONLY = click.option(
    "--only",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="N",
    help="Only this one, by its number in the dry run; may be given several times. No pages are made then.",
)
_COVER = click.option(
    "--words-only", is_flag=True, help="Cover no more than the words; the width of the box then tells of them."
)


@click.group()
def redaction() -> None:
    """Cover words, regions and pages before they leave."""


def adding(command: Command) -> Command:
    """The arguments of a command that redacts something in one item."""
    for wrap in (click.argument("control", metavar="ITEM"), json_option, sandbox_option, case_options):
        command = wrap(command)
    return command


@redaction.command()
@adding
@click.option("--quote", required=True, help="The words, verbatim; any white space stands for any other.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which, when they stand there more than once.")
@_REASON
@_COVER
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    quote: str,
    occurrence: int | None,
    reason: str,
    words_only: bool,
    as_json: bool,
) -> None:
    """Propose to redact the words of an item that QUOTE gives; it is said where else they stand."""
    with opened(path, passphrase_file) as case:
        item = _with_pages(case, control, reviewer)
        made = redactions.add_quote(
            case, item, quote, reason, occurrence=occurrence, cover=_cover(words_only=words_only), reviewer=reviewer
        )
        others = redaction_following.elsewhere(case, made.redaction.id)
    _print_made(made, others, as_json=as_json)


@redaction.command()
@adding
@click.argument("field", metavar="FIELD")
@_REASON
def header(
    path: Path, passphrase_file: Path | None, reviewer: str, *, control: str, field: str, reason: str, as_json: bool
) -> None:
    """Propose to redact a field of the head of a message, called as on its first page: From, To, Subject."""
    with opened(path, passphrase_file) as case:
        made = redactions.add_header(case, _with_pages(case, control, reviewer), field, reason, reviewer=reviewer)
        others = redaction_following.elsewhere(case, made.redaction.id)
    _print_made(made, others, as_json=as_json)


@redaction.command()
@adding
@click.argument("first", metavar="PAGE", type=click.IntRange(min=1))
@click.option("--to", "last", type=click.IntRange(min=1), metavar="PAGE", help="The last of several pages.")
@_REASON
def page(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    first: int,
    last: int | None,
    reason: str,
    as_json: bool,
) -> None:
    """Propose to redact whole pages of an item."""
    with opened(path, passphrase_file) as case:
        item = _with_pages(case, control, reviewer)
        made = redactions.add_page(case, item, first, last or first, reason, reviewer=reviewer)
    _print_made(made, Elsewhere(), as_json=as_json)


@redaction.command()
@adding
@click.argument("number", metavar="PAGE", type=click.IntRange(min=1))
@click.argument("box", metavar="LEFT,TOP,RIGHT,BOTTOM")
@_REASON
def region(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    number: int,
    box: str,
    reason: str,
    as_json: bool,
) -> None:
    """Propose to redact a region of a page, in points from its top left corner."""
    try:
        left, top, right, bottom = (float(side) for side in box.split(","))
    except ValueError as error:
        raise click.BadParameter(f"“{box}” is no box: give four numbers with commas between them") from error
    with opened(path, passphrase_file) as case:
        item = _with_pages(case, control, reviewer)
        made = redactions.add_region(case, item, number, (left, top, right, bottom), reason, reviewer=reviewer)
    _print_made(made, Elsewhere(), as_json=as_json)


@redaction.command()
@case_options
@sandbox_option
@json_option
@click.argument("pattern_name", metavar="PATTERN", type=click.Choice(PATTERNS))
@click.argument("query", metavar="[QUERY]", default="")
@click.option("--term", "terms", multiple=True, help="Words to look for, with the pattern `term`.")
@click.option("--reason", metavar="CODE", default="", help="Why; needed unless it is only a dry run.")
@_COVER
@_ONLY
@click.option("--dry-run", is_flag=True, help="Only list what is found.")
def pattern(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    pattern_name: str,
    query: str,
    terms: tuple[str, ...],
    reason: str,
    words_only: bool,
    only: tuple[int, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Propose to redact all that a pattern fits, in the items that a query finds, or in all."""
    if not dry_run and not reason:
        raise click.UsageError("give --reason CODE, or --dry-run to see what is found")
    _check_only(only, dry_run=dry_run)
    made: list[Said] = []
    cover = _cover(words_only=words_only)
    with opened(path, passphrase_file, read_only=dry_run) as case, progress() as bar, case.watched(bar):
        what = redaction_patterns.sought(case, pattern_name, terms, query)
        if dry_run:
            found = redaction_patterns.find(case, what, progress=bar)
        elif only:
            made, found = redaction_patterns.propose_some(
                case, what, only, reason, cover=cover, reviewer=reviewer, progress=bar
            )
        else:
            with Workers(1) as workers:
                made, found = redaction_patterns.propose(
                    case, workers, what, reason, cover=cover, reviewer=reviewer, progress=bar
                )
    hits = [
        {"item": hit.control, "page": hit.anchor.span.start.page, "quote": one_line(hit.anchor.quote)}
        for hit in found.hits
    ]
    if as_json:
        told = {"found": hits, "redactions": [redaction_json(each) for each in made]}
        lacks = {"pages_missing": list(found.pages_missing), "without_pages": list(found.without_pages)}
        print_json({**told, **lacks, "nowhere": list(found.nowhere)})
        return
    for number, each in enumerate(hits, 1):
        if not only or number in only:
            echo(f"{number:>5}  {each['item']} page {each['page']}  “{each['quote']}”")
    echo(f"{len(hits)} found, {len(made)} proposed")
    _tell_without([f"“{each}”" for each in found.nowhere], "stands nowhere, or is redacted already wherever it does")
    _tell_without(found.pages_missing, "have no pages yet, which are made when this is no dry run and without --only")
    _tell_without(found.without_pages, "cannot be redacted, for they have no pages; they stay with the case")


@redaction.command()
@case_options
@sandbox_option
@json_option
@click.argument("number", metavar="REDACTION", type=int)
@_ONLY
@click.option("--dry-run", is_flag=True, help="Only list the places.")
def follow(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    only: tuple[int, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Propose a redaction wherever the same words stand."""
    _check_only(only, dry_run=dry_run)
    made: list[Said] = []
    with opened(path, passphrase_file, read_only=dry_run) as case:
        if dry_run:
            found = redaction_following.elsewhere(case, RedactionId(number))
        elif only:
            made, found = redaction_following.follow_some(case, RedactionId(number), only, reviewer=reviewer)
        else:
            with Workers(1) as workers:
                made, found = redaction_following.follow(case, workers, RedactionId(number), reviewer=reviewer)
        without = [items.get(case, each).control for each in found.without_pages]
    if as_json:
        print_json(
            {
                "redactions": [redaction_json(each) for each in made],
                "open": [{"item": each.control, "page": each.anchor.span.start.page} for each in found.open],
                "without_pages": without,
                "beside": list(found.beside),
            }
        )
        return
    print_redactions(made)
    for at, each in enumerate(found.open, 1):
        echo(f"{at:>5}  {each.control} page {each.anchor.span.start.page}  not covered")
    _tell_without(without, "hold the words and have no pages")
    for place in found.beside:
        echo(f"{place}: holds the words; it does not leave with them")
    if not (made or found.count):
        echo("the words stand nowhere else uncovered")


@redaction.command("list")
@case_options
@json_option
@click.argument("control", metavar="[ITEM]", default="")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    control: str,
    as_json: bool,
) -> None:
    """List all redactions, or those of an item, in order of place."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = redactions.listed(case, items.find(case, control).id if control else None)
    if as_json:
        print_json([redaction_json(each) for each in found])
    else:
        print_redactions(found)


@redaction.command()
@case_options
@json_option
@click.argument("numbers", metavar="REDACTION...", type=int, nargs=-1, required=True)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, numbers: tuple[int, ...], *, as_json: bool) -> None:
    """Take back redactions that are not approved; `reviewer undo` brings them all back."""
    with opened(path, passphrase_file) as case:
        before = redactions.remove(case, [RedactionId(number) for number in numbers], reviewer=reviewer)
    if as_json:
        gone = [redaction_json(each) for each in before]
        print_json(gone[0] if len(numbers) == 1 else gone)
        return
    for each in before:
        echo(f"removed: redaction {each.redaction.id}, {each.where}")


def deciding(command: Command) -> Command:
    """The arguments of a command by which a second reviewer decides."""
    numbers = click.argument("numbers", metavar="REDACTION...", type=int, nargs=-1, required=True)
    for wrap in (numbers, json_option, case_options):
        command = wrap(command)
    return command


@redaction.command()
@deciding
def approve(
    path: Path, passphrase_file: Path | None, reviewer: str, *, numbers: tuple[int, ...], as_json: bool
) -> None:
    """Approve redactions as a second reviewer, with --reviewer; refused for the one who proposed them."""
    _decide(path, passphrase_file, reviewer, numbers, RedactionState.APPROVED, as_json=as_json)


@redaction.command()
@deciding
def decline(
    path: Path, passphrase_file: Path | None, reviewer: str, *, numbers: tuple[int, ...], as_json: bool
) -> None:
    """Decline redactions as a second reviewer: their words may leave. Refused for the one who proposed them."""
    _decide(path, passphrase_file, reviewer, numbers, RedactionState.DECLINED, as_json=as_json)


@redaction.command("reason")
@case_options
@json_option
@click.argument("code", metavar="[CODE]", default="")
@click.argument("meaning", metavar="[MEANING]", default="")
@click.option("--remove", "gone", is_flag=True, help="Take back what this case says of the code.")
def reason_table(
    path: Path, passphrase_file: Path | None, reviewer: str, *, code: str, meaning: str, gone: bool, as_json: bool
) -> None:
    """List the reasons for redactions; with a code and a meaning, add one or call it otherwise."""
    if bool(code) != bool(meaning or gone):
        raise click.UsageError("give a code and its meaning, a code and --remove, or nothing to list all")
    with opened(path, passphrase_file, read_only=not code) as case:
        if code:
            found = redactions.put_reason(case, code, "" if gone else meaning, reviewer=reviewer)
        else:
            found = redactions.reasons(case)
    if as_json:
        print_json([{"code": each, "meaning": words} for each, words in found.items()])
        return
    for each, words in found.items():
        echo(f"{each:<8} {words}")


def redaction_json(each: Said) -> dict[str, Any]:
    """A redaction as the documented JSON object."""
    found, what = each.redaction, each.redaction.what
    return {
        "redaction": found.id,
        "item": each.control,
        "kind": what.kind.value,
        "page": what.first_page,
        "last_page": what.last_page,
        "quote": one_line(found.quote),
        "box": None if what.box is None else list(what.box),
        "cover": what.cover.value,
        "reason": what.reason,
        "state": found.state.value,
        "found_by": what.found_by,
        "follows": what.follows,
        "reviewer": found.reviewer,
        "at": found.at,
        "decided_by": found.decided_by,
        "decided_at": found.decided_at,
    }


def print_redactions(found: Iterable[Said]) -> None:
    """Print redactions for people, one line each and one for the words."""
    for each in found:
        by = f" by {each.redaction.decided_by}" if each.redaction.decided_by else ""
        echo(f"{each.redaction.id:>5}  {each.where}  {each.redaction.what.reason}  {each.redaction.state.value}{by}")
        if each.redaction.quote:
            echo(f"       “{one_line(each.redaction.quote)}”")


def _decide(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    numbers: Sequence[int],
    state: RedactionState,
    *,
    as_json: bool,
) -> None:
    with opened(path, passphrase_file) as case:
        found = redactions.decide(case, [RedactionId(each) for each in numbers], state, reviewer=reviewer)
    if as_json:
        print_json([redaction_json(each) for each in found])
    else:
        print_redactions(found)


def _with_pages(case: Case, control: str, reviewer: str) -> ItemId:
    item = items.find(case, control).id
    if item_pages.of_item(case, item) is None:
        with Workers(1) as workers:
            item_pages.ensure(case, workers, item, reviewer=reviewer)
    return item


def _cover(*, words_only: bool) -> Cover:
    return Cover.WORDS if words_only else Cover.LINE


def _check_only(only: Sequence[int], *, dry_run: bool) -> None:
    if only and dry_run:
        raise click.UsageError("give --only or --dry-run, and not both")


def _print_made(made: Said, others: Elsewhere, *, as_json: bool) -> None:
    if as_json:
        print_json({**redaction_json(made), "elsewhere": others.count})
        return
    print_redactions([made])
    number = made.redaction.id
    if others.count:
        places = "1 other place holds" if others.count == 1 else f"{others.count:,} other places hold"
        echo(f"{places} the same words: `reviewer redaction follow CASE {number}`", err=True)
    elif made.redaction.quote and not is_followed(made.redaction.quote):
        echo("these words are too short for it to be looked where else they stand", err=True)


def _tell_without(controls: Sequence[str], words: str) -> None:
    if controls:
        more = f" and {len(controls) - 10} more" if len(controls) > 10 else ""
        echo(f"{', '.join(controls[:10])}{more}: {words}", err=True)
