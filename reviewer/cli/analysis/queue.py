"""``reviewer queue``: what to read in which order, how far one is, and samples of what was not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.elusion import Elusion, Estimate
from reviewer.domain.analysis.relevance import QUIET
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.usecases import search
from reviewer.usecases.analysis import review_queues, simulation
from reviewer.usecases.analysis.review_queues import SAMPLE, QueueStatus
from reviewer.usecases.evidence import items

ORDERS = (Arrangement.TIME, Arrangement.THREAD, Arrangement.RELEVANCE)

_ROOM = 90
"""So many characters are told of the words that a ranking begins with."""


@click.group()
def queue() -> None:
    """Queues of what to read, and samples of what was not."""


@queue.command()
@case_options
@json_option
@click.argument("name")
@click.option("--query", required=True, help="What the queue is made of: what this finds now.")
@click.option("--order", type=click.Choice([each.value for each in ORDERS]), default="time", help="In which order.")
@click.option("--seed", type=int, default=0, help="By which relevance draws what it mixes in.")
@click.option("--seed-query", default="", metavar="QUERY", help="Whose words relevance begins with.")
@click.option("--seed-passage", type=int, metavar="PASSAGE", help="The same of the words of a passage.")
def create(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    query: str,
    order: str,
    seed: int,
    seed_query: str,
    seed_passage: int | None,
    as_json: bool,
) -> None:
    """Make a queue of what a query finds now, in an order. By relevance each brings its family and thread along."""
    with searched(path, passphrase_file, read_only=False) as case:
        made = review_queues.create(
            case,
            name,
            query,
            arranged=Arrangement(order),
            seed=seed,
            seed_query=seed_query,
            seed_passage=None if seed_passage is None else PassageId(seed_passage),
            reviewer=reviewer,
        )
    _tell(made, as_json=as_json)


@queue.command()
@case_options
@json_option
@click.argument("name")
@click.option("--query", help="What to add; by default what the queue's own query finds by now.")
def add(
    path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, query: str | None, as_json: bool
) -> None:
    """Add items to a queue, each in its place."""
    with searched(path, passphrase_file, read_only=False) as case:
        found = None if query is None else search.ids(case, query, reviewer=reviewer)
        made = review_queues.add(case, name, found, reviewer=reviewer)
    _tell(made, as_json=as_json)


@queue.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:
    """List the queues, and how far each was read; those that were put away come last."""
    with searched(path, passphrase_file) as case:
        found = review_queues.statuses(case, reviewer=reviewer)
    if as_json:
        print_json([status_json(each) for each in found])
        return
    for each in sorted(found, key=lambda each: each.queue.archived):
        echo(_line(each))


@queue.command()
@case_options
@json_option
@click.argument("name")
def status(path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, as_json: bool) -> None:
    """Tell how far a queue was read; of a sample that was decided on, what it tells."""
    with searched(path, passphrase_file) as case:
        told = review_queues.status(case, review_queues.find(case, name), reviewer=reviewer)
    _tell(told, as_json=as_json)


@queue.command("next")
@case_options
@json_option
@click.argument("name")
def following(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001 - whoever reads it, what is next is the same
    *,
    name: str,
    as_json: bool,
) -> None:
    """Name what is to be read next in a queue, and what is read with it."""
    with opened(path, passphrase_file) as case:
        found = review_queues.next_item(case, name)
        told = None if found.item is None else items.get(case, found.item)
        also = [each.control for each in items.many(case, found.also)]
        together = None if found.together is None else items.get(case, found.together).control
    if as_json:
        suggested = {"why": found.why, "drawn": found.drawn, "quiet": found.quiet, "together": together}
        print_json({**status_json(found.status), "item": told and told.control, "also_read": also, **suggested})
        return
    echo("nothing is left to read" if told is None else f"{told.control}  {told.title}")
    if found.status.queue.arranged is Arrangement.RELEVANCE and found.unexplained:
        echo("no word speaks for it yet")
    if found.why:
        echo(f"for its words: {', '.join(found.why)}")
    if together is not None:
        echo(f"in the same family or thread as {together}")
    if found.drawn:
        echo("drawn at random")
    if found.quiet:
        echo(f"none of the last {QUIET} was relevant: `reviewer queue sample` tells what is missed if you stop")
    if also:
        echo(f"also read: {len(also)} copied or contained ({', '.join(also)})")
    echo(_line(found.status))


@queue.command()
@case_options
@json_option
@click.argument("name")
@click.option("--size", type=int, default=SAMPLE, help=f"How many items; {SAMPLE} if not said.")
@click.option("--seed", type=int, help="Draw the same sample again.")
@click.option("--name", "called", default="", metavar="NEW", help="What the sample is called.")
def sample(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    size: int,
    seed: int | None,
    called: str,
    as_json: bool,
) -> None:
    """Draw a random sample of what of a queue was not read, to be read blind as a queue of its own."""
    with opened(path, passphrase_file) as case:
        made = review_queues.sample(case, name, size=size, seed=seed, called=called, reviewer=reviewer)
    _tell(made, as_json=as_json)


@queue.command()
@case_options
@json_option
@click.argument("name")
def archive(path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, as_json: bool) -> None:
    """Put a queue away that is done, with its samples. What was read in it counts as before."""
    with opened(path, passphrase_file) as case:
        told = review_queues.archive(case, name, reviewer=reviewer)
    _tell(told, as_json=as_json)


@queue.command()
@case_options
@json_option
@click.argument("name")
def restore(path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, as_json: bool) -> None:
    """Bring a queue back that was put away, with its samples."""
    with opened(path, passphrase_file) as case:
        told = review_queues.restore(case, name, reviewer=reviewer)
    _tell(told, as_json=as_json)


@queue.command()
@case_options
@json_option
@click.argument("name")
@click.option(
    "--truth",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A CSV file with the columns sha256 and relevant (1 or 0).",
)
@click.option("--seed", type=int, default=0, help="By which the items to begin with are drawn.")
def simulate(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001 - nothing is read or written for anybody
    *,
    name: str,
    truth: Path,
    seed: int,
    as_json: bool,
) -> None:
    """Read a queue by relevance against known answers, and tell what that would have saved."""
    with opened(path, passphrase_file, read_only=True) as case:
        told = simulation.simulate(case, name, truth, seed=seed)
    if as_json:
        common = {"items": told.items, "relevant": told.relevant, "items_to_95": told.to_95, "wss95": told.wss95}
        print_json({**common, "curve": told.curve})
        return
    echo(f"{told.relevant:,} of {told.items:,} items are relevant; 95 % of them after {told.to_95:,} read")
    echo(f"work saved over reading in any order (WSS@95): {told.wss95:.3f}")


def status_json(told: QueueStatus) -> dict[str, Any]:
    """How far a queue was read, as the documented JSON object."""
    made = told.queue
    common: dict[str, Any] = {
        "queue": made.name,
        "query": made.query,
        "order": made.arranged.value,
        "items": told.items,
        "read": told.read,
        "marked": told.marked,
        "covered": told.covered,
        "left": told.left,
        "unreadable": told.unreadable,
        "archived": made.archived,
    }
    common |= {name: value for name, value in (("minutes", told.minutes), ("new", told.new)) if value is not None}
    if made.begins is not None:
        common |= {"seed_query": made.begins.query, "seed_passage": made.begins.passage or None}
        common["seed_words"] = made.begins.words
    if made.sampled is not None:
        common |= {"seed": made.seed, "unread": len(made.unread), "elusion": _elusion_json(told.elusion)}
    return common


def _elusion_json(told: Elusion | None) -> dict[str, Any] | None:
    if told is None:
        return None

    def numbers(each: Estimate | None) -> dict[str, float] | None:
        return None if each is None else {"low": each.low, "best": each.best, "high": each.high}

    return {
        "unread": told.population,
        "sampled": told.sampled,
        "relevant": told.relevant,
        "found_before": told.found,
        "share": numbers(told.share),
        "missed": numbers(told.missed),
        "recall": numbers(told.recall),
    }


def _tell(told: QueueStatus, *, as_json: bool) -> None:
    if as_json:
        print_json(status_json(told))
        return
    echo(_line(told))
    if told.new and not told.queue.archived:
        how = "make another queue of them: a sample was drawn" if told.closed else "`reviewer queue add` adds them"
        echo(f"{told.new:,} more are found by its query by now; {how}")
    if told.queue.begins is not None:
        of = f" of passage {told.queue.begins.passage}" if told.queue.begins.passage else ""
        echo(f"ranked by the words{of} until one is marked relevant: {_short(told.queue.begins.words)}")
    if told.queue.sampled is not None:
        echo(f"drawn from {len(told.queue.unread):,} items read by nobody, with seed {told.queue.seed}")
    if told.elusion is not None:
        share, missed, recall = told.elusion.share, told.elusion.missed, told.elusion.recall
        echo(f"{told.elusion.relevant:,} of {told.elusion.sampled:,} are relevant")
        items_missed = f"{missed.low:,.0f} to {missed.high:,.0f} items"
        echo(f"of those read by nobody, {share.low:.2%} to {share.high:.2%} are: {items_missed}")
        if recall is not None:
            echo(f"so {recall.low:.1%} to {recall.high:.1%} of all relevant items had been found (95 % confidence)")


def _short(words: str) -> str:
    """So many words as a line has room for; all of them stand in the JSON."""
    plain = one_line(words)
    return plain if len(plain) <= _ROOM else f"{plain[: _ROOM - 1]}…"


def _line(told: QueueStatus) -> str:
    minutes = told.minutes if told.left else None
    hours, rest = divmod(minutes or 0, 60)
    time = "" if minutes is None else f"; {hours} h {rest:02} min" if hours else f"; {rest} min"
    covered = f" ({told.covered:,} with another)" if told.covered else ""
    away = "; put away" if told.queue.archived else ""
    return f"{told.queue.name}: {told.read:,} of {told.items:,} read{covered}, {told.left:,} left{time}{away}"
