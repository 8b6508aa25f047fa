"""``reviewer search``: words anywhere in the evidence, with a snippet of each item found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from reviewer.cli.grouping import group_json, group_margin, group_option
from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, opened, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.grouping import Grouping
from reviewer.errors import UsageError
from reviewer.usecases import query_completion
from reviewer.usecases import search as use
from reviewer.usecases.evidence import items
from reviewer.usecases.query_completion import Completions

_MOST = 50
_MORE = "… and more: type another letter"


@click.command(cls=QueryCommand)
@case_options
@json_option
@click.argument("query", nargs=-1, required=True, callback=as_typed)
@click.option("--limit", type=click.IntRange(1, 100_000), help=f"How many items to show; {_MOST} if not said.")
@group_option
@click.option("--complete", is_flag=True, help="Tell how the query may go on where it ends, in place of searching.")
def search(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    query: tuple[str, ...],
    limit: int | None,
    *,
    grouping: Grouping,
    complete: bool,
    as_json: bool,
) -> None:
    """Search everything that was taken in, and reviewers' notes.

    Words are all wanted; "a phrase", beginn*, c?de, -unwanted, this OR that, AND, NOT, (brackets), this w/5 that, this
    pre/5 that, colour~1, accept~en, =Exact, /pattern/, $50.00; from: to: subject: body: note: name: amount: kind: has:
    is: tag: officer: custodian: before: after: narrow it. What is not understood is refused, with its place.
    """
    typed = " ".join(query)
    if complete:
        _refuse_about_found(limit, grouping)
        with opened(path, passphrase_file, read_only=True) as case:
            _tell_completions(typed, query_completion.completions(case, typed), as_json=as_json)
        return
    limit = limit or _MOST
    with searched(path, passphrase_file) as case:
        results = use.find(case, typed, reviewer=reviewer, limit=limit, grouping=grouping)
        shown = [hit.item.id for hit in results.hits] if as_json else []
        why = use.why(case, typed, shown, reviewer=reviewer)
        places = [group_json(items.prefix(case), hit.member) for hit in results.hits]
    if as_json:
        hits = [
            {
                "item": hit.item.control,
                "snippet": _plain(hit.snippet, "", ""),
                "title": hit.item.title,
                "why": [
                    {"asked": each.asked, "in": each.column, "words": list(each.words)} for each in why[hit.item.id]
                ],
                "ocr": hit.ocr,
                "low": hit.low,
                **place,
            }
            for hit, place in zip(results.hits, places, strict=True)
        ]
        print_json({"total": results.total, "read_as": results.read_as, "meant": results.meant, "hits": hits})
        return
    _tell(results, places, limit=limit, grouping=grouping)


def _refuse_about_found(limit: int | None, grouping: Grouping) -> None:
    if limit is not None or grouping:
        raise UsageError(
            "--limit and --group are for what is found, and --complete finds nothing", "Leave out one of the options."
        )


def _tell(results: use.Results, places: Sequence[Mapping[str, object]], *, limit: int, grouping: Grouping) -> None:
    if results.telling:
        echo(f"read as: {results.read_as}")
    which = "first" if grouping else "best"
    echo(f"{results.total:,} found" + (f", the {which} {limit:,} shown" if results.total > limit else ""))
    if results.meant:
        echo(f"Did you mean: {results.meant}")
    for hit, place in zip(results.hits, places, strict=True):
        echo(f"{hit.item.control}  {hit.item.date or '-':20}  {group_margin(place)}{hit.item.title}")
        if hit.snippet:
            doubt = "  [OCR, low confidence]" if hit.low else "  [OCR]" if hit.ocr else ""
            echo(f"    {_plain(hit.snippet, '«', '»')}{doubt}")


def _tell_completions(typed: str, made: Completions | None, *, as_json: bool) -> None:
    found = made.found if made is not None else ()
    if as_json:
        whole = [made.taken(typed, each) for each in found] if made is not None else []
        told = [
            {"query": query, "name": each.name, "means": each.means} for query, each in zip(whole, found, strict=True)
        ]
        print_json({"completions": told, "more": made is not None and made.more})
        return
    for each in found:
        echo(
            f"{made.field}:{each.text}  {each.means}".rstrip() if made and made.field else f"{each.text}  {each.means}"
        )
    if made is not None and made.more:
        echo(_MORE)
    if not found:
        echo("nothing that there is begins so", err=True)


def _plain(snippet: str, start: str, stop: str) -> str:
    return " ".join(snippet.replace(use.START, start).replace(use.STOP, stop).split())
