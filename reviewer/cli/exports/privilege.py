"""``reviewer privilege``: what counsel's privilege covers, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reviewer.cli.exports.lawyer import lawyer, suggest
from reviewer.cli.exports.leaving import language_option, paper_option
from reviewer.cli.session import case_options, json_option, opened, print_json, searching
from reviewer.cli.terminal import echo
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.ids import PassageId
from reviewer.errors import UsageError
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import privilege as calls
from reviewer.usecases.exports.papers import privilege_log
from reviewer.usecases.exports.privilege import Called, CalledEach

_KINDS = click.Choice([kind.value for kind in PrivilegeKind if kind is not PrivilegeKind.UNSPECIFIED])


@click.group()
def privilege() -> None:
    """Say what is privileged, and why."""


privilege.add_command(lawyer)
privilege.add_command(suggest)


@privilege.command("set")
@case_options
@json_option
@click.argument("control", metavar="[ITEM]", required=False, default="")
@click.option("--query", default="", help="All items that this finds, in place of ITEM, as one act.")
@click.option("--unexplained", is_flag=True, help="Of what the query finds, only what was marked and is not explained.")
@click.option("--kind", type=_KINDS, required=True, help="What is claimed.")
@click.option("--basis", required=True, help="Why, in a few words that give nothing away.")
@click.option("--description", default="", help="What may be said of it, beside its date and people.")
@click.option("--passage", type=int, help="Only this passage of it.")
@click.option("--alone", is_flag=True, help="Leave its duplicates as they are.")
@click.option("--replace", is_flag=True, help="Of what the query finds, also what was explained otherwise before.")
def put(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    query: str,
    unexplained: bool,
    kind: str,
    basis: str,
    description: str,
    passage: int | None,
    alone: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Call an item and its duplicates privileged, or not privileged although the rest of its message is.

    With --query the same is said of every item that it finds; what was explained otherwise keeps its claim, unless
    --replace is given.
    """
    query = query.strip()
    _refuse_unclear(control, query, {"--unexplained": unexplained, "--replace": replace}, passage=passage)
    claim, said = PrivilegeKind(kind), {"description": description, "reviewer": reviewer}
    with opened(path, passphrase_file) as case:
        if query:
            with searching(case):
                found = search.ids(case, query, reviewer=reviewer)
            places = [(item, None) for item in (calls.unexplained(case, found) if unexplained else found)]
            done = calls.put_each(case, places, claim, basis, alone=alone, replace=replace, **said)
            _tell_each(done, as_json=as_json)
            return
        which = None if passage is None else PassageId(passage)
        made = calls.put(case, items.find(case, control).id, claim, basis, passage=which, alone=alone, **said)
    if as_json:
        print_json(call_json(made))
        return
    with_copies = f"; with {', '.join(made.duplicates)}" if made.duplicates else ""
    echo(f"{made.control}: {made.call.kind.words}, {made.call.basis}{with_copies}")
    for each in made.warnings:
        echo(each, err=True)


def _refuse_unclear(control: str, query: str, of_query: Mapping[str, bool], *, passage: int | None) -> None:
    """UsageError for an item and a query, for neither, and for what goes with the other of them."""
    if bool(control) == bool(query):
        raise UsageError("say which items are meant", "Give an item, or --query for all that it finds.")
    if query and passage is not None:
        raise UsageError("--passage goes with one item", "Leave out --query.")
    for option, given in of_query.items():
        if given and not query:
            raise UsageError(f"{option} goes with --query", "Say among which items: --query is:privileged, say.")


def _tell_each(done: CalledEach, *, as_json: bool) -> None:
    """Say of how many it was said."""
    if as_json:
        told = {"duplicates": list(done.duplicates), "again": done.again, "kept": list(done.kept)}
        told |= {"replaced": list(done.replaced)}
        print_json({"items": done.places, **told, "warnings": list(done.warnings)})
        return
    with_copies = f"; with {', '.join(done.duplicates)}" if done.duplicates else ""
    echo(f"said of {done.places:,} item{'' if done.places == 1 else 's'}{with_copies}")
    if done.again:
        echo(f"{done.again:,} had been explained otherwise before")
    if done.replaced:
        echo(calls.replaced_words(done.replaced), err=True)
    if done.kept:
        echo(f"{done.kept_words}; --replace says it of them too")
    for each in done.warnings:
        echo(each, err=True)


@privilege.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all calls, in order of their items."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = calls.listed(case)
    if as_json:
        print_json([call_json(each) for each in found])
        return
    for each in found:
        part = "" if each.call.passage is None else f" passage {each.call.passage}"
        echo(f"{each.control}{part}  {each.call.kind.words}  {each.call.basis or 'no basis yet'}")
        for warning in each.warnings:
            echo(f"  {warning}")


@privilege.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
@click.option("--passage", type=int, help="Only what was said of this passage of it.")
@click.option("--alone", is_flag=True, help="Leave its duplicates as they are.")
def remove(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    passage: int | None,
    alone: bool,
    as_json: bool,
) -> None:
    """Take back what was said of an item and its duplicates; `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        found = items.find(case, control)
        which = None if passage is None else PassageId(passage)
        copies = calls.remove(case, found.id, passage=which, alone=alone, reviewer=reviewer)
    with_copies = f"; with {', '.join(copies)}" if copies else ""
    if as_json:
        print_json({"item": found.control, "passage": passage, "duplicates": list(copies)})
    else:
        echo(f"{found.control}: taken back{with_copies}")


@privilege.command()
@case_options
@json_option
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--production", type=int, metavar="N", help="Of what this production withholds or redacts.")
@paper_option("The paper of a PDF.")
@language_option("Of its headings and words.")
def log(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    out: Path,
    production: int | None,
    paper: str,
    language: str,
    as_json: bool,
) -> None:
    """Write the privilege log to OUT, a new file that ends in .csv, .xlsx or .pdf."""
    with opened(path, passphrase_file) as case:
        entries, sha256 = privilege_log.write(
            case, out, production=production, paper=Paper(paper), language=Language(language), reviewer=reviewer
        )
    if as_json:
        print_json({"path": str(out), "entries": entries, "sha256": sha256})
    else:
        echo(f"{out}: {entries:,} entr{'y' if entries == 1 else 'ies'}")


def call_json(each: Called) -> dict[str, Any]:
    """A call as the documented JSON object."""
    return {
        "call": each.call.id,
        "item": each.control,
        "passage": each.call.passage,
        "kind": each.call.kind.value,
        "basis": each.call.basis,
        "description": each.call.description,
        "reviewer": each.call.reviewer,
        "at": each.call.at,
        "duplicates": list(each.duplicates),
        "family": [
            {"item": one.control, "kind": None if one.call is None else one.call.kind.value} for one in each.family
        ],
        "warnings": list(each.warnings),
    }
