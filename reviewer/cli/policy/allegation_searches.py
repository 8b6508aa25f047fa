"""``reviewer allegation dismiss``, ``searches``, ``affirm``: what searches for an element find, what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.domain.policy.allegation import AllegationId, Side
from reviewer.domain.policy.element_searches import named
from reviewer.errors import UsageError
from reviewer.usecases.evidence import items
from reviewer.usecases.policy import element_searches
from reviewer.usecases.policy.element_searches import StoredSearches

_SIDES = click.Choice([each.value for each in Side])


@click.command()
@case_options
@json_option
@click.argument("number", metavar="ALLEGATION", type=int)
@click.argument("element", metavar="ELEMENT", type=int)
@click.argument("controls", metavar="[ITEM]...", nargs=-1)
@click.option("--search", "query", default="", metavar="QUERY", help="All that it finds and is not opened yet.")
@click.option("--reason", required=True, metavar="TEXT", help="Why they do not speak so; told in the report.")
@click.option("--side", type=_SIDES, default=Side.AGAINST.value, help="Which side was looked for; else against.")
def dismiss(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    element: int,
    controls: tuple[str, ...],
    query: str,
    reason: str,
    side: str,
    as_json: bool,
) -> None:
    """Dismiss documents that a search for an element found, with a word on why."""
    if not controls and not query.strip():
        raise UsageError("name the documents to dismiss, or the search that found them with --search")
    with searched(path, passphrase_file, read_only=False) as case:
        chosen = [items.find(case, each).id for each in controls]
        made = element_searches.dismiss(
            case,
            AllegationId(number),
            element,
            chosen,
            reason=reason,
            side=Side(side),
            query=query,
            reviewer=reviewer,
        )
    last = made.line(element).dismissals[-1]
    if as_json:
        print_json({"allegation": number, "element": element, "side": side, "dismissed": list(last.controls)})
    else:
        echo(f"dismissed {named(last.controls)}: {last.reason}")


@click.command()
@case_options
@json_option
@click.option("--new", "only_new", is_flag=True, help="Only those that find what nobody has looked at.")
def searches(path: Path, passphrase_file: Path | None, reviewer: str, *, only_new: bool, as_json: bool) -> None:
    """List the searches that were made for elements, run again now, with what they find that is new."""
    with searched(path, passphrase_file) as case:
        found = element_searches.stored(case, reviewer=reviewer)
    shown = [each for each in found if each.confirmation.stale or not only_new]
    if as_json:
        print_json([searches_json(each) for each in shown])
        return
    for each in shown:
        _print(each)


@click.command()
@case_options
@json_option
def affirm(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:
    """Confirm again, as one act, all searches of which nothing new is left to open or dismiss."""
    with searched(path, passphrase_file, read_only=False) as case:
        made = element_searches.affirm(case, reviewer=reviewer)
    if as_json:
        left = [searches_json(each) for each in made.left]
        print_json({"searches": made.searches, "items": made.items, "left": left})
        return
    echo(f"{made.searches:,} searches confirmed again, over {made.items:,} items")
    for each in made.left:
        _print(each)


def searches_json(each: StoredSearches) -> dict[str, Any]:
    """What was searched on one side of an element, as the documented JSON object."""
    return {
        "allegation": each.allegation.id,
        "element": each.element,
        "side": each.side.value,
        "searches": [
            {
                "query": again.query,
                "hits": again.hits,
                "new": list(again.controls),
                "more": again.more,
                "refused": again.refused,
            }
            for again in each.confirmation.again
        ],
        "left": list(each.left),
        "look_again": list(each.confirmation.stale),
    }


def _print(each: StoredSearches) -> None:
    said = each.confirmation
    made = ", ".join(f"“{again.query}” ({again.hits:,})" for again in said.again)
    echo(f"{each.allegation.id:>4}  {each.allegation.name}, element {each.element}, {each.side.value}: {made}")
    for what in said.stale:
        echo(f"      look again: {what}")
    if each.left:
        echo(f"      to open or dismiss: {named(each.left)}")
