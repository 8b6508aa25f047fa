"""Read a queue by relevance as if it were known of each item whether it is relevant: what that would have saved."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.analysis import queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.errors import InputError
from reviewer.usecases.analysis.relevance import Rankings

RECALL = 0.95


@dataclass(frozen=True, slots=True)
class Simulated:
    """``curve`` has how many items were read and how many of the relevant found, after each item.

    ``to_95`` were read when 95 % of the relevant ones were found; ``wss95`` is the share of items that this saved over
    reading in any order: Cohen and others, doi.org/10.1197/jamia.M1929.
    """

    items: int
    relevant: int
    to_95: int
    wss95: float
    curve: tuple[tuple[int, int], ...]


def simulate(case: Case, name: str, truth: Path, *, seed: int = 0, progress: Progress | None = None) -> Simulated:
    """Read what of a queue the file knows, from one relevant and one other item on; both are drawn by the seed.

    A queue that begins with a query or a passage begins with that instead, and with no item. Nothing is written.
    InputError where the file is no such table, or knows not one of each.
    """
    queue = queues.find(case, name)
    known = _truth(truth)
    labels = {each.id: known[each.sha256] for each in items.iterate(case, queue.items) if each.sha256 in known}
    relevant = [item for item, yes in labels.items() if yes]
    others = [item for item, yes in labels.items() if not yes]
    if not relevant or not others:
        raise InputError(
            f"{truth.name} knows {len(relevant)} relevant and {len(others)} other items of this queue",
            "It takes one of each. The file has the columns sha256 and relevant (1 or 0), and a row for each item.",
        )
    drawn = random.Random(seed)  # noqa: S311 - nothing secret depends on it
    pair = (drawn.choice(sorted(relevant)), drawn.choice(sorted(others)))
    decided = {item: labels[item] for item in (pair if queue.begins is None else ())}
    like = "" if queue.begins is None else queue.begins.words
    curve = _read(case, labels, decided, seed, progress or Quiet(), like=like)
    needed = -(-len(relevant) * 95 // 100)
    to_95 = _reads_until(curve, needed)
    return Simulated(len(labels), len(relevant), to_95, RECALL - to_95 / len(labels), tuple(curve))


def _read(
    case: Case, labels: Mapping[ItemId, bool], decided: dict[ItemId, bool], seed: int, progress: Progress, *, like: str
) -> list[tuple[int, int]]:
    """Read on until all relevant items were found; how far one was after each item."""
    total = sum(labels.values())
    curve = [(len(decided), sum(decided.values()))]
    with Rankings() as rankings, rankings.of(case, list(labels), progress) as ranking:
        number = 0
        while curve[-1][1] < total:
            stop_if_cancelled(progress, "nothing was written")
            number += 1
            left = [item for item in labels if item not in decided]
            for each in ranking.next_batch(left, decided, like=like, number=number, seed=seed).items:
                decided[each.item] = labels[each.item]
                curve.append((len(decided), curve[-1][1] + labels[each.item]))
            progress.step(len(decided), len(labels), "")
    return curve


def _reads_until(curve: list[tuple[int, int]], needed: int) -> int:
    return next(read for read, found in curve if found >= needed)


def _truth(path: Path) -> dict[str, bool]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is no text in UTF-8", "Save it as CSV in UTF-8.") from error
    with io.StringIO(text, newline="") as file:
        rows = csv.DictReader(file)
        if not {"sha256", "relevant"} <= set(rows.fieldnames or ()):
            raise InputError(f"{path.name} has no columns sha256 and relevant", "Its first line has to be their names.")
        known: dict[str, bool] = {}
        for number, row in enumerate(rows, 2):
            if row["sha256"] is None or row["relevant"] not in {"0", "1"}:
                raise InputError(f"line {number} of {path.name} does not say 1 or 0", "relevant is 1, or else 0.")
            known[row["sha256"].strip().lower()] = row["relevant"] == "1"
    return known
