"""``reviewer item mark``, ``tag`` and ``note``: the same said of many items, as one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.ids import ItemId
from reviewer.errors import UsageError
from reviewer.usecases import search
from reviewer.usecases.analysis import bulk_coding

F = TypeVar("F", bound=Callable[..., Any])


def many_items(command: F) -> F:
    """The query that chooses items, ``--all`` in its place, and what is meant with each."""
    scope = click.option(
        "--scope",
        type=click.Choice([each.value for each in CodingScope]),
        default=CodingScope.ITEM.value,
        help="What is meant with each item: nothing else, its family, its thread, its duplicates.",
    )
    everything = click.option("--all", "everything", is_flag=True, help="All items of the case, in place of a query.")
    query = click.argument("query", nargs=-1, callback=as_typed)
    made: F = query(everything(scope(command)))
    return made


@click.command(cls=QueryCommand)
@case_options
@json_option
@many_items
@click.option("--relevant", "relevance", flag_value="relevant", help="They bear on the case.")
@click.option("--not-relevant", "relevance", flag_value="not relevant", help="They do not.")
@click.option("--undecided", "relevance", flag_value="", help="Nobody has decided.")
@click.option("--privileged/--not-privileged", default=None, help="Whether counsel's privilege covers them.")
@click.option("--trial", is_flag=True, help="Tell what would change, and change nothing.")
def mark(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    query: tuple[str, ...],
    everything: bool,
    scope: str,
    relevance: str | None,
    privileged: bool | None,
    trial: bool,
    as_json: bool,
) -> None:
    """Mark all items that QUERY finds as relevant or not, as privileged or not."""
    if relevance is None and privileged is None:
        raise UsageError("say what they are", "Use --relevant, --not-relevant, --undecided or --privileged.")
    with opened(path, passphrase_file, read_only=trial) as case:
        done = bulk_coding.mark(
            case,
            chosen(case, query, everything=everything, reviewer=reviewer),
            relevance=relevance,
            privileged=privileged,
            scope=CodingScope(scope),
            subject=" ".join(query),
            trial=trial,
            reviewer=reviewer,
        )
    if as_json:
        print_json(asdict(done))
        return
    echo(f"{done.changed:,} of {done.items:,} items {'would be' if trial else ''} changed".replace("  ", " "))
    for number, words in (
        (done.overturned, "had the other relevance before"),
        (done.withheld, "are privileged, and so are withheld whatever their relevance"),
        (done.copies_differ, "duplicates of them are marked otherwise: see is:conflicting, or use --scope duplicates"),
    ):
        if number:
            echo(f"{number:,} {words}")


@click.command(cls=QueryCommand)
@case_options
@json_option
@many_items
@click.option("--tag", "name", required=True, metavar="NAME", help="A tag of the codebook.")
@click.option("--remove", is_flag=True, help="Take it off.")
def tag(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    query: tuple[str, ...],
    everything: bool,
    scope: str,
    name: str,
    remove: bool,
    as_json: bool,
) -> None:
    """Tag all items that QUERY finds, each as a whole."""
    with opened(path, passphrase_file) as case:
        found = chosen(case, query, everything=everything, reviewer=reviewer)
        done = bulk_coding.tag(case, found, name, remove=remove, scope=CodingScope(scope), reviewer=reviewer)
    _tell(done, as_json=as_json)


@click.command(cls=QueryCommand)
@case_options
@json_option
@many_items
@click.option("--text", required=True, metavar="TEXT", help="What to note.")
def note(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    query: tuple[str, ...],
    everything: bool,
    scope: str,
    text: str,
    as_json: bool,
) -> None:
    """Write the same note on all items that QUERY finds."""
    with opened(path, passphrase_file) as case:
        found = chosen(case, query, everything=everything, reviewer=reviewer)
        done = bulk_coding.note(case, found, text, scope=CodingScope(scope), reviewer=reviewer)
    _tell(done, as_json=as_json)


def chosen(case: Case, query: tuple[str, ...], *, everything: bool, reviewer: str) -> list[ItemId]:
    """The items that a query finds. UsageError for none, lest a slip of the finger be about the whole case."""
    words = " ".join(query).strip()
    if not words and not everything:
        raise UsageError("say which items are meant", "Give a query, or --all for all items of the case.")
    if words and everything:
        raise UsageError("a query and --all exclude each other")
    return search.ids(case, words, reviewer=reviewer)


def _tell(done: bulk_coding.Coded, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(done))
    else:
        echo(f"{done.changed:,} of {done.items:,} items changed")
