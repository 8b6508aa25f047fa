"""``reviewer item mark``, ``tag``, ``officer`` and ``note``: the same said of many items, as one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, opened, print_json, searching
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.ids import ItemId
from reviewer.errors import UsageError
from reviewer.usecases import search
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.pages import notes


@dataclass(frozen=True, slots=True)
class Many:
    """The case, the items that are meant, and how a command answers about them."""

    path: Path
    passphrase_file: Path | None
    reviewer: str
    query: tuple[str, ...]
    everything: bool
    scope: CodingScope
    as_json: bool

    @contextmanager
    def opened(self, *, read_only: bool = False) -> Iterator[tuple[Case, list[ItemId]]]:
        """The case, open, and the items in it."""
        with opened(self.path, self.passphrase_file, read_only=read_only) as case:
            with searching(case):
                found = chosen(case, self.query, everything=self.everything, reviewer=self.reviewer)
            yield case, found

    def tell(self, done: bulk_coding.Coded) -> None:
        """Say how many of them were changed."""
        if self.as_json:
            print_json(asdict(done))
        else:
            echo(f"{done.changed:,} of {done.items:,} items changed")


def many_items(command: Callable[..., None]) -> Callable[..., None]:
    """A command on :class:`Many`: its case, the query that chooses items, ``--all`` in its place, and ``--scope``."""

    @case_options
    @json_option
    @click.argument("query", nargs=-1, callback=as_typed)
    @click.option("--all", "everything", is_flag=True, help="All items of the case, in place of a query.")
    @click.option(
        "--scope",
        type=click.Choice([each.value for each in CodingScope]),
        default=CodingScope.ITEM.value,
        help="What is meant with each item: nothing else, its family, its thread, its duplicates.",
    )
    @wraps(command)
    def called(
        path: Path,
        passphrase_file: Path | None,
        reviewer: str,
        *,
        query: tuple[str, ...],
        everything: bool,
        scope: str,
        as_json: bool,
        **said: Any,
    ) -> None:
        command(Many(path, passphrase_file, reviewer, query, everything, CodingScope(scope), as_json), **said)

    return called


@click.command(cls=QueryCommand)
@many_items
@click.option("--relevant", "relevance", flag_value="relevant", help="They bear on the case.")
@click.option("--not-relevant", "relevance", flag_value="not relevant", help="They do not.")
@click.option("--undecided", "relevance", flag_value="", help="Nobody has decided.")
@click.option("--privileged/--not-privileged", default=None, help="Whether counsel's privilege covers them.")
@click.option("--trial", is_flag=True, help="Tell what would change, and change nothing.")
def mark(many: Many, *, relevance: str | None, privileged: bool | None, trial: bool) -> None:
    """Mark all items that QUERY finds as relevant or not, as privileged or not."""
    if relevance is None and privileged is None:
        raise UsageError("say what they are", "Use --relevant, --not-relevant, --undecided or --privileged.")
    with many.opened(read_only=trial) as (case, found):
        done = bulk_coding.mark(
            case,
            found,
            relevance=relevance,
            privileged=privileged,
            scope=many.scope,
            subject=" ".join(many.query),
            trial=trial,
            reviewer=many.reviewer,
        )
    if many.as_json:
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
@many_items
@click.option("--tag", "name", required=True, metavar="NAME", help="A tag of the codebook.")
@click.option("--remove", is_flag=True, help="Take it off.")
def tag(many: Many, *, name: str, remove: bool) -> None:
    """Tag all items that QUERY finds, each as a whole."""
    with many.opened() as (case, found):
        done = bulk_coding.tag(case, found, name, remove=remove, scope=many.scope, reviewer=many.reviewer)
    many.tell(done)


@click.command(cls=QueryCommand)
@many_items
@click.option("--officer", "who", required=True, metavar="OFFICER", help="By serial number, address or name.")
@click.option("--remove", is_flag=True, help="Take the officer off.")
def officer(many: Many, *, who: str, remove: bool) -> None:
    """Link all items that QUERY finds to an officer, each as a whole."""
    with many.opened() as (case, found):
        done = bulk_coding.link(case, found, who, remove=remove, scope=many.scope, reviewer=many.reviewer)
    many.tell(done)


@click.command(cls=QueryCommand)
@many_items
@click.option("--text", required=True, metavar="TEXT", help="What to note.")
def note(many: Many, *, text: str) -> None:
    """Write the same note on all items that QUERY finds."""
    with many.opened() as (case, found):
        for_report = notes.rule(case)
        done = bulk_coding.note(case, found, text, scope=many.scope, reviewer=many.reviewer)
    if many.as_json:
        print_json({**asdict(done), "for_report": for_report})
        return
    many.tell(done)
    if for_report and done.changed:
        echo("the notes are for the report")


def chosen(case: Case, query: tuple[str, ...], *, everything: bool, reviewer: str) -> list[ItemId]:
    """The items that a query finds. UsageError for none, lest a slip of the finger be about the whole case."""
    words = " ".join(query).strip()
    if not words and not everything:
        raise UsageError("say which items are meant", "Give a query, or --all for all items of the case.")
    if words and everything:
        raise UsageError("a query and --all exclude each other")
    return search.ids(case, words, reviewer=reviewer)
