"""``reviewer saved``: searches and lists of terms that are kept under a name, and what is new since then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import Command, case_options, json_option, opened, print_json, searched
from reviewer.cli.terminal import counted, echo
from reviewer.cli.terms import lines_of
from reviewer.domain.analysis.saved_search import SavedSearch, of_terms
from reviewer.domain.ids import ItemId
from reviewer.errors import UsageError
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import items


@click.group()
def saved() -> None:
    """Searches that are kept under a name, and what is new in them."""


def _of_query_or_terms(help_of_terms: str) -> Callable[[Command], Command]:
    """The name of a kept search, and either the words of one or a file with a list of terms."""
    options = (
        click.argument("name"),
        click.argument("query", nargs=-1, callback=as_typed),
        click.option("--terms", "file", type=click.Path(path_type=Path), help=help_of_terms),
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _terms(query: tuple[str, ...], file: Path | None) -> list[str]:
    """The terms of either; UsageError when both are given, or neither."""
    if bool(query) == (file is not None):
        raise UsageError("it takes either a QUERY or --terms FILE")
    return [" ".join(query)] if file is None else lines_of(file)


def _tell(made: SavedSearch, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": made.name, "query": made.query, "items": len(made.found)})
    else:
        echo(f"{made.name}: {counted(len(made.found), 'item', 'items')}")


@saved.command(cls=QueryCommand)
@case_options
@json_option
@_of_query_or_terms("Keep this list of terms, one a line.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    name: str,
    query: tuple[str, ...],
    *,
    file: Path | None,
    as_json: bool,
) -> None:
    """Keep a search, or a list of terms, with what it finds now."""
    terms = _terms(query, file)
    with searched(path, passphrase_file, read_only=False) as case:
        made = saved_searches.add_terms(case, name, terms, reviewer=reviewer)
    _tell(made, as_json=as_json)


@saved.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the searches that are kept."""
    with opened(path, passphrase_file, read_only=True) as case:
        known = saved_searches.listed(case)
    if as_json:
        print_json(
            [
                {
                    "name": each.name,
                    "query": each.query,
                    "items": len(each.found),
                    "seen": each.seen,
                    "reviewer": each.reviewer,
                }
                for each in known
            ]
        )
        return
    for each in known:
        query = " ".join(each.query.splitlines())
        echo(f"{each.name}  {counted(len(each.found), 'item', 'items')} at {each.seen}  {query}")


@saved.command()
@case_options
@json_option
@click.argument("name")
@click.option("--new", is_flag=True, help="Only what it did not find when somebody last looked.")
@click.option("--seen", is_flag=True, help="Remember that somebody has looked at what it finds now.")
def run(
    path: Path, passphrase_file: Path | None, reviewer: str, name: str, *, new: bool, seen: bool, as_json: bool
) -> None:
    """Run a kept search again, and tell what is new."""
    with searched(path, passphrase_file, read_only=not seen) as case:
        told = saved_searches.run(case, name, seen=seen, reviewer=reviewer)
        shown = items.many(case, [ItemId(item) for item in (told.new if new else told.found)])
    if as_json:
        print_json(
            {
                "name": told.saved.name,
                "query": told.saved.query,
                "total": len(told.found),
                "new": len(told.new),
                "gone": told.gone,
                "items": [each.control for each in shown],
            }
        )
        return
    gone = f", {told.gone:,} found no more" if told.gone else ""
    echo(f"{len(told.found):,} found, {len(told.new):,} new since {told.saved.seen}{gone}")
    for each in shown:
        echo(f"{each.control}  {each.date or '-':20}  {each.title}")


@saved.command(cls=QueryCommand)
@case_options
@json_option
@_of_query_or_terms("Let it be this list of terms, one a line.")
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    name: str,
    query: tuple[str, ...],
    *,
    file: Path | None,
    as_json: bool,
) -> None:
    """Let a name stand for another search; what names it follows."""
    terms = _terms(query, file)
    with searched(path, passphrase_file, read_only=False) as case:
        made = saved_searches.change(case, name, of_terms(terms), reviewer=reviewer)
    _tell(made, as_json=as_json)


@saved.command()
@case_options
@click.argument("name")
@click.argument("new")
def rename(path: Path, passphrase_file: Path | None, reviewer: str, name: str, new: str) -> None:
    """Call a kept search otherwise, unless something names it."""
    with opened(path, passphrase_file) as case:
        made = saved_searches.rename(case, name, new, reviewer=reviewer)
    echo(made.name)


@saved.command()
@case_options
@click.argument("name")
def remove(path: Path, passphrase_file: Path | None, reviewer: str, name: str) -> None:
    """Keep a search no longer, unless something names it; `undo` brings it back."""
    with opened(path, passphrase_file) as case:
        saved_searches.remove(case, name, reviewer=reviewer)
