"""Read again what no reader got through, from the bytes in the case: a later version, or a password, may open more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import (
    contents,
    dictionaries,
    intakes,
    item_store,
    items,
    passwords,
    pending_containers,
    retryable,
    volumes,
)
from reviewer.casefile.evidence.item_store import Node, Place
from reviewer.casefile.evidence.packing import Packer
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.unpack_budget import BUDGETED
from reviewer.domain.evidence.unpack_limits import UNRAISED, UnpackingLimits
from reviewer.domain.ids import IntakeId, ItemId
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.reasons.reason import pack
from reviewer.errors import InputError
from reviewer.isolation.protocol import Identify
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake import spending
from reviewer.usecases.evidence.intake.intake_job import watched
from reviewer.usecases.evidence.intake.intake_run import IntakeRun
from reviewer.usecases.evidence.intake.joining import holder_reading, opening, told_of_parts
from reviewer.usecases.evidence.intake.spending import Spending
from reviewer.usecases.evidence.intake.trees import (
    LARGEST_BYTES,
    WHOLE_BYTES,
    Source,
    TreeReader,
    concluded,
    source_of,
    unfound,
)
from reviewer.usecases.evidence.intake.unpacking import Unpacking


@dataclass(frozen=True, slots=True)
class Retried:
    """How many items were tried again, and how many could be read this time."""

    tried: int
    recovered: int


def retry(
    case: Case,
    workers: Workers,
    *,
    within: Sequence[ItemId] = (),
    reason: str = "",
    limits: UnpackingLimits = UNRAISED,
    reviewer: str,
    progress: Progress | None = None,
) -> Retried:
    """Try again every item that failed, or those of some items and all below them, or those for one reason.

    ``reason`` is a code or a family of codes, or words of what the account gives as one. Each is its own act;
    CancelledError keeps what was done.
    InputError when nothing of what was chosen could be tried again.
    """
    progress = progress or Quiet()
    workers.check_walled()
    workers.spools.folder = case.path.parent
    reader = TreeReader(
        workers, tuple(passwords.every(case)), limits, lambda: progress.cancelled, Packer(dictionaries.of_case(case))
    )
    turn = _Turn(case, reader, reviewer, progress, unwalled=not workers.walled())
    failed, containers = _wanted(case, within, reason)
    recovered = 0
    for number, item in enumerate([*failed, *containers], 1):
        stop_if_cancelled(progress)
        before = items.get(case, item)
        if number <= len(failed):
            recovered += turn.item(before)
        else:
            recovered += turn.container(before)
        progress.step(number, len(failed) + len(containers), before.name)
    turn.take_waiting()
    return Retried(len(failed) + len(containers), recovered)


def _wanted(case: Case, within: Sequence[ItemId], reason: str) -> tuple[list[ItemId], list[ItemId]]:
    """The documents and the containers to try again."""
    failed, containers = retryable.documents(case), retryable.containers(case)
    if not within and not reason:
        return failed, containers
    chosen = retryable.chosen(case, within, reason)
    failed, containers = ([item for item in several if item in chosen] for several in (failed, containers))
    if not failed and not containers and not pending_containers.intakes_with(case):
        raise InputError(
            "there is nothing to try again in what was chosen",
            "`reviewer intake report CASE` names what failed, and why.",
        )
    return failed, containers


@dataclass(frozen=True, slots=True)
class _Turn:
    """One retry: what reads, who asked for it, and whether to go on."""

    case: Case
    reader: TreeReader
    reviewer: str
    progress: Progress
    unwalled: bool

    def look(self) -> None:
        """CancelledError when asked to stop."""
        stop_if_cancelled(self.progress)

    def take_waiting(self) -> None:
        """Take apart the containers within others that came out, or that an earlier try left."""
        for intake in pending_containers.intakes_with(self.case):
            custodian = intakes.custodian_of(self.case, intake)
            IntakeRun(self.case, self.reader, intake, custodian, self.reviewer, self.progress).take_waiting()

    def _note_terms(self, act: Act, intake: IntakeId) -> None:
        """Keep how it was read this time, where that is not as usual."""
        intakes.note_limits(act, intake, self.reader.limits)
        intakes.note_unwalled(act, intake, unwalled=self.unwalled)

    def _account(self, item: ItemId, place: Place) -> Spending:
        """What was spent within the file that an item is, or lies in."""
        return spending.of_family(self.case, _family(item, place), self.reader.limits)

    def item(self, before: Item) -> bool:
        """Read an item again; whether that went well."""
        case = self.case
        source = _source(case, self.reader, before)
        if source is None:
            return False
        place = item_store.place_of(case, before.id)
        (node,) = self.reader.read([source], max(1, place.depth), pending_containers.above(case, before.id))
        account = self._account(before.id, place)
        account.settle(node)
        node.reading = _still_told(before, node.reading)
        content = items.content_of(case, before.id)
        if node.packed is not None and node.packed.sha256 != contents.sha256(case, content):
            raise contents.tampered(content)
        if node.reading.state is not State.FAILED or node.reading.reasons != before.reasons:
            with case.act(self.reviewer, intakes.RETRY, before.control) as act:
                self._note_terms(act, place.intake)
                kept = item_store.renew(case, before.id, node, place, self.look)
                account.keep(case, _family(before.id, place))
                item_store.note_batch(act, kept)
                act.facts["was"] = pack(before.reasons)
                act.facts["state"] = node.reading.state.value
        return node.reading.state is not State.FAILED

    def container(self, before: Item) -> bool:
        """Try a container again; one that met the budget of its file goes on waiting, if there is room for it now."""
        place = item_store.place_of(self.case, before.id)
        if place.parent is None or not BUDGETED & {reason.code for reason in before.reasons}:
            return self._container(before)
        if self._account(before.id, place).budget.refusal() is not None:
            return False
        with self.case.act(self.reviewer, intakes.RETRY, before.control) as act:
            self._note_terms(act, place.intake)
            pending_containers.wait_again(self.case, before.id)
            act.facts["was"] = pack(before.reasons)
            act.facts["state"] = State.PARTIAL.value
        return True

    def _container(self, before: Item) -> bool:
        """Go through a store or an archive again, for members that are not in the case or whose bytes are missing."""
        case, reader = self.case, self.reader
        content, parts = items.content_of(case, before.id), volumes.set_of_holder(case, before)
        if parts is None and volumes.PARTS in before.metadata:
            return False  # one of its parts is not in the case, and what the others hold is in
        opened = volumes.bytes_of(case, before, parts)
        request = opening(before.kind, opened, reader.passwords, reader.bounds)
        place = item_store.place_of(case, before.id)
        account, depth = self._account(before.id, place), place.depth + 1
        above = pending_containers.above(case, before.id) | {contents.sha256(case, content)}
        there = {at: (item, sha256) for at, (item, _, sha256) in enumerate(item_store.members(case, before.id))}
        position = gained = 0
        with watched(reader.workers, self.progress) as session:
            unpacking = Unpacking(session, request, opened.read_at)
            try:
                for batch in unpacking.batches():
                    wanted = [
                        (at, each)
                        for at, each in enumerate(batch, position)
                        if at not in there or (not there[at][1] and not each[0].missing)
                    ]
                    position += len(batch)
                    nodes = reader.read([source_of(*each) for _, each in wanted], depth, above, opening=account.opening)
                    gained += self._keep_found(
                        before, there, [(at, node) for (at, _), node in zip(wanted, nodes, strict=True)], account
                    )
                    self.look()
            except WorkerError:
                self.look()
                return bool(gained)  # it stays as it was, but for what came out
        beyond = enumerate(unfound(unpacking.summary, unpacking.countable), position)
        self._keep_found(before, there, [(at, node) for at, node in beyond if at not in there], account)
        reading = concluded(Reading(before.kind, State.OK), unpacking.summary)
        if parts is not None:
            reading = told_of_parts(concluded(holder_reading(parts), unpacking.summary), parts)
        reading = _still_told(before, reading)
        with case.act(self.reviewer, intakes.RETRY, before.control) as act:
            self._note_terms(act, item_store.place_of(case, before.id).intake)
            declared = sum(1 for _ in item_store.members(case, before.id))
            item_store.finish_container(case, before.id, content, declared, reading)
            act.facts["was"] = pack(before.reasons)
            act.facts["state"] = reading.state.value
        return bool(gained) or (before.state is State.FAILED and reading.state is not State.FAILED)

    def _keep_found(
        self,
        holder: Item,
        there: dict[int, tuple[ItemId, bytes]],
        found: list[tuple[int, Node]],
        account: Spending,
    ) -> int:
        """Keep members that came out this time, in one act for each; how many have bytes now."""
        case = self.case
        place = item_store.place_of(case, holder.id)
        family = _family(holder.id, place)
        for at, node in found:
            account.settle(node)
            with case.act(self.reviewer, intakes.RETRY, holder.control) as act:
                if at in there:
                    item = there[at][0]
                    kept = item_store.renew(case, item, node, item_store.place_of(case, item), self.look)
                    if node.packed is not None:
                        item_store.note_gained(act, item, node.packed.sha256)
                else:
                    (kept,) = item_store.keep(case, [(node, place.below(holder.id, family, at))], self.look)
                account.keep(case, family)
                _note(act, kept, node)
        return sum(node.packed is not None for _, node in found)


def _still_told(before: Item, reading: Reading) -> Reading:
    """The reading of an item again: what the names of the other parts of an archive say of it stays true."""
    codes = {volumes.JOINED} if reading.state is State.OK else volumes.TROUBLES | {volumes.JOINED}
    told = tuple(reason for reason in before.reasons if reason.code in codes)
    return replace(reading, reasons=(*reading.reasons, *told))


def _family(item: ItemId, place: Place) -> ItemId:
    """The item of the file at the top that an item lies in, or is."""
    return item if place.family is None else place.family


def _source(case: Case, reader: TreeReader, before: Item) -> Source | None:
    """An item to read again, a large one straight from the case; None for what an intake would not read either."""
    name, media_type, size = before.name, before.media_type, before.size
    if size <= WHOLE_BYTES:
        data = items.original(case, before.id)
        return Source(name, data, media_type, before.inline, before.from_mbox, flags=before.flags)
    if size > LARGEST_BYTES or before.kind.streamed:
        return None
    content = items.content_of(case, before.id)
    try:
        kind: Kind = reader.workers.ask(Identify(name), [contents.read_at(case, content, 0, 2**16)]).message.kind
    except WorkerError:
        return None
    if kind is Kind.OTHER:
        return None
    streamed = Streamed(contents.opened(case, content), size)
    return Source(name, streamed, media_type, before.inline, before.from_mbox, flags=before.flags)


def _note(act: Act, kept: item_store.Kept, node: Node) -> None:
    item_store.note_batch(act, kept)
    act.facts["state"] = node.reading.state.value
