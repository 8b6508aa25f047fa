"""``reviewer search``: words anywhere in the evidence, with a snippet of each item found."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.grouping import group_json, group_margin, group_option
from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.grouping import Grouping
from reviewer.usecases import search as use
from reviewer.usecases.evidence import items


@click.command(cls=QueryCommand)
@case_options
@json_option
@click.argument("query", nargs=-1, required=True, callback=as_typed)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many items to show.")
@group_option
def search(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    query: tuple[str, ...],
    limit: int,
    *,
    grouping: Grouping,
    as_json: bool,
) -> None:
    """Search everything that was taken in, and reviewers' notes.

    Words are all wanted; "a phrase", beginn*, c?de, -unwanted, this OR that, AND, NOT, (brackets), this w/5 that, this
    pre/5 that, colour~1, accept~en, =Exact, /pattern/, $50.00; from: to: subject: body: note: name: amount: kind: has:
    is: tag: officer: custodian: before: after: narrow it. What is not understood is refused, with its place.
    """
    typed = " ".join(query)
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


def _plain(snippet: str, start: str, stop: str) -> str:
    return " ".join(snippet.replace(use.START, start).replace(use.STOP, stop).split())
