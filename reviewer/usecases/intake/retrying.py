"""Read again what no reader got through, from the bytes in the case: a later version, or a password, may open more."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile import contents, items, keeping, passwords
from reviewer.casefile.case import Act, Case
from reviewer.casefile.keeping import Node
from reviewer.domain.ids import ItemId
from reviewer.domain.item import Item
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.reading import Reading, State
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.intake.trees import Source, TreeReader, concluded, source_of, unfound
from reviewer.usecases.intake.unpacking import Unpacking, request_for


@dataclass(frozen=True, slots=True)
class Retried:
    """How many items were tried again, and how many could be read this time."""

    tried: int
    recovered: int


def retry(case: Case, workers: Workers, *, reviewer: str, progress: Progress | None = None) -> Retried:
    """Try again every item that failed. Each is its own act; CancelledError keeps what was done."""
    progress = progress or Quiet()
    reader = TreeReader(workers, tuple(passwords.every(case)))
    failed, containers = keeping.retryable(case), keeping.retryable_containers(case)
    recovered = 0
    for number, item in enumerate([*failed, *containers], 1):
        stop_if_cancelled(progress)
        before = items.get(case, item)
        if number <= len(failed):
            recovered += _retry_item(case, reader, before, reviewer)
        else:
            recovered += _retry_container(case, reader, before, reviewer)
        progress.step(number, len(failed) + len(containers), before.name)
    return Retried(len(failed) + len(containers), recovered)


def _retry_item(case: Case, reader: TreeReader, before: Item, reviewer: str) -> bool:
    source = Source(before.name, items.original(case, before.id), before.media_type, before.inline, before.from_mbox)
    (node,) = reader.read([source])
    if node.reading.state is not State.FAILED or node.reading.reason != before.reason:
        with case.act(reviewer, "intake retry", before.control) as act:
            kept = keeping.renew(case, before.id, node, keeping.place_of(case, before.id))
            keeping.note_batch(act, kept)
            act.facts["was"] = before.reason
            act.facts["state"] = node.reading.state.value
    return node.reading.state is not State.FAILED


def _retry_container(case: Case, reader: TreeReader, before: Item, reviewer: str) -> bool:
    """Go through a store or an archive again, for members that are not in the case or whose bytes are missing."""
    content = items.content_of(case, before.id)
    request = request_for(before.kind, before.name, contents.size(case, content), reader.passwords)
    there = {position: (item, sha256) for position, (item, _, sha256) in enumerate(keeping.members(case, before.id))}
    position = gained = 0
    with reader.workers.session() as session:
        unpacking = Unpacking(session, request, lambda offset, length: contents.read_at(case, content, offset, length))
        try:
            for batch in unpacking.batches():
                wanted = [
                    (at, each)
                    for at, each in enumerate(batch, position)
                    if at not in there or (not there[at][1] and not each[0].missing)
                ]
                position += len(batch)
                nodes = reader.read([source_of(*each) for _, each in wanted])
                gained += _keep_found(
                    case, before, there, [(at, node) for (at, _), node in zip(wanted, nodes, strict=True)], reviewer
                )
        except WorkerError:
            return bool(gained)  # it stays as it was, but for what came out
    beyond = enumerate(unfound(unpacking.summary, position), position)
    _keep_found(case, before, there, [(at, node) for at, node in beyond if at not in there], reviewer)
    reading = concluded(Reading(before.kind, State.OK), unpacking.summary)
    with case.act(reviewer, "intake retry", before.control) as act:
        declared = sum(1 for _ in keeping.members(case, before.id))
        keeping.finish_container(case, before.id, content, declared, reading)
        act.facts["was"] = before.reason
        act.facts["state"] = reading.state.value
    return bool(gained) or before.state is State.FAILED


def _keep_found(
    case: Case,
    holder: Item,
    there: dict[int, tuple[ItemId, bytes]],
    found: list[tuple[int, Node]],
    reviewer: str,
) -> int:
    """Keep members that came out this time, in one act for each; how many have bytes now."""
    place = keeping.place_of(case, holder.id)
    family = holder.id if place.family is None else place.family
    for at, node in found:
        with case.act(reviewer, "intake retry", holder.control) as act:
            if at in there:
                item = there[at][0]
                kept = keeping.renew(case, item, node, keeping.place_of(case, item))
                if node.packed is not None:
                    keeping.note_gained(act, item, node.packed.sha256)
            else:
                (kept,) = keeping.keep(case, [(node, place.below(holder.id, family, at))])
            _note(act, kept, node)
    return sum(node.packed is not None for _, node in found)


def _note(act: Act, kept: keeping.Kept, node: Node) -> None:
    keeping.note_batch(act, kept)
    act.facts["state"] = node.reading.state.value
