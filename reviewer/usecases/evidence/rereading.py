"""Read every item of a case again, from its kept original, and compare what its reader says with what the case has.

Seals and the trail say whether the case is what this program wrote. Somebody with the key and this program could write
something else and seal that; what the originals say they cannot change, since their hashes are known elsewhere.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import (
    contents,
    intakes,
    item_store,
    items,
    passwords,
    pending_containers,
    reading_check,
    volumes,
)
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.item import control_number
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet
from reviewer.domain.evidence.unpack_budget import BUDGETED
from reviewer.domain.evidence.unpack_limits import met
from reviewer.domain.ids import ContentId, ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.domain.reasons.compared import ITSELF, SAME, WAITS
from reviewer.domain.reasons.reason import Reasons, pack, unpack
from reviewer.errors import CaseError
from reviewer.isolation.protocol import Identify
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake.joining import as_part, holder_reading
from reviewer.usecases.evidence.intake.trees import (
    LARGEST_BYTES,
    WHOLE_BYTES,
    Source,
    TreeReader,
    fits,
    not_read,
)
from reviewer.usecases.evidence.members_again import MembersAgain, named
from reviewer.usecases.pages import item_pages

_ROWS = 200
_MOST_AHEAD = 32 * 2**20
_SAID_BY_HOLDER = frozenset({"state", "reason"})
"""What differs of a member when what it was taken from is not read again; all else is in its own bytes."""
_OF_MACHINE = frozenset(
    {
        "archive.no_reader",
        "archive.not_read_here",
        "archive.beyond_libarchive",
        "reader.memory",
        "pdf.pages_unread",
        "pdf.hidden_in_time",
        "archive.passwords_tried",
    }
)
"""Reasons that hold on one machine and need not on another."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Items that were given to the readers, or one that is too large for that and read when its turn comes."""

    rows: list[Any]
    nodes: Future[list[tuple[Node, list[Source]]]] | None
    size: int


@dataclass(slots=True)
class Rereading:
    """One way through all items. ``found`` is what differs, ``apart`` what could not be compared, and why."""

    case: Case
    workers: Workers
    progress: Progress
    apart: list[str]
    found: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0
    _reasons: dict[ItemId, Reasons] = field(default_factory=dict)
    _reader: TreeReader = field(init=False)
    _members: MembersAgain = field(init=False)
    _sets: dict[ItemId, PartSet[SourceFile]] | None = None
    _unjoined: set[ItemId] = field(default_factory=set)
    _older: frozenset[int] = field(init=False)
    _prefix: str = field(init=False)

    def __post_init__(self) -> None:
        """Read as the intake did, with the passwords that the case has by now."""
        self._reader = TreeReader(self.workers, tuple(passwords.every(self.case)), stopped=self._stopped)
        self._members = MembersAgain(self.case, self._reader, self.progress)
        self._older = intakes.of_other_versions(self.case, f"reviewer {__version__}")
        self._prefix = items.prefix(self.case)

    def run(self) -> None:
        """Go through them all. CancelledError when asked to stop; NoSandboxError where readers have none."""
        self.workers.check_walled()
        self.total = items.count(self.case)
        waiting: deque[_Batch] = deque()
        with ThreadPoolExecutor(self.workers.jobs, thread_name_prefix="rereading") as pool:
            try:
                for rows in self._groups():
                    waiting.append(self._given(pool, rows))
                    while len(waiting) > 4 * self.workers.jobs or sum(each.size for each in waiting) > _MOST_AHEAD:
                        self._finish(waiting.popleft())
                while waiting:
                    self._finish(waiting.popleft())
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _stopped(self) -> bool:
        return self.progress.cancelled

    def _groups(self) -> Iterator[list[Any]]:
        """Items in the order of their numbers, so that each comes after what it lies in; large ones alone."""
        group: list[Any] = []
        size = last = 0
        while rows := reading_check.next_items(self.case, last, _ROWS):
            for row in rows:
                own = row["size"] or 0
                if not fits(len(group), size, own):
                    yield group
                    group, size = [], 0
                group.append(row)
                size += own
            last = rows[-1]["id"]
        if group:
            yield group

    def _given(self, pool: ThreadPoolExecutor, rows: list[Any]) -> _Batch:
        if len(rows) == 1 and (rows[0]["size"] or 0) > WHOLE_BYTES:
            return _Batch(rows, None, 0)
        kept, sources = [], []
        for row in rows:
            if row["content"] is None:
                self._without_bytes(row)
                continue
            try:
                data = contents.read(self.case, ContentId(row["content"]))
            except CaseError as error:
                self._tell(row, [f"its original cannot be read: {error}"])
                continue
            kept.append(row)
            sources.append(_source(row, data))
        size = sum(len(source.data) for source in sources)
        return _Batch(kept, pool.submit(self._reader.read_alone, sources), size)

    def _finish(self, batch: _Batch) -> None:
        stop_if_cancelled(self.progress)
        if batch.nodes is None:
            self._compare(batch.rows[0], *self._large(batch.rows[0]))
        else:
            for row, (node, inner) in zip(batch.rows, batch.nodes.result(), strict=True):
                self._compare(row, node, inner)
        self.done += len(batch.rows)
        self.progress.step(self.done, max(self.done, self.total), "reading again")

    def _without_bytes(self, row: Any) -> None:
        """What has no bytes is compared with what it lies in; a file at the top lies in nothing."""
        self.done += 1
        if row["parent"] is None:
            self.apart.append(f"{self._control(row)}: its bytes could not be had when it was taken in")

    def _large(self, row: Any) -> tuple[Node, list[Source]]:
        """What an intake would say of an item that is too large to be held."""
        content = ContentId(row["content"])
        try:
            begin = next(contents.stream(self.case, content), b"")[: 2**16]
            kind: Kind = self.workers.ask(Identify(row["name"]), [begin]).message.kind
            kind = Kind.EMAIL if row["from_mbox"] else kind
            if kind.streamed:
                return Node(row["name"], None, Reading(kind, State.OK), row["media_type"]), []
            if kind is not Kind.OTHER and row["size"] <= LARGEST_BYTES:
                data = Streamed(contents.opened(self.case, content), row["size"])
                return self._reader.read_alone([_source(row, data)])[0]
        except WorkerError as error:
            return Node(row["name"], None, Reading(Kind(row["kind"]), State.FAILED, (error.reason,))), []
        reason = not_read(kind, row["name"])
        return Node(row["name"], None, Reading(kind, State.FAILED, (reason,)), row["media_type"]), []

    def _compare(self, row: Any, node: Node, inner: list[Source]) -> None:
        node.flags, node.media_type = unpack(row["flags"]), row["media_type"]  # compared with what it lies in
        reasons = self._reasons.pop(ItemId(row["id"]), ())
        if reasons and node.reading.state is State.OK:
            node.reading = replace(node.reading, state=State.PARTIAL, reasons=reasons)
        told_apart = self._part(row, node)
        if told_apart is None:
            return
        row, parts = told_apart
        if parts is not None and node.reading.kind is Kind.ARCHIVE and node.reading.reasons:
            self._tell(row, self._item(row, node, taken_apart=True), node)
            return
        if node.reading.kind.streamed and (parts is not None or not inner):
            self._container(row, node, parts)
            return
        node.children = [named(each) for each in inner]
        self._remember(row, [each.reasons for each in inner])
        told = self._item(row, node, taken_apart=True)
        if told and node.reading.kind is Kind.MBOX:  # one that was cut as it came has no remarks of its own
            told = self._item(
                row, replace(node, reading=replace(node.reading, state=State.OK, reasons=())), taken_apart=True
            )
        told += reading_check.of_members(self.case, ItemId(row["id"]), node.children)
        self._tell(row, told, node)

    def _part(self, row: Any, node: Node) -> tuple[Any, PartSet[SourceFile] | None] | None:
        """What the names of files say of a part of an archive that was split, put in the place of what its bytes say.

        The set is told where its parts were joined; else the row is without the reason why they were not. None where
        they cannot be joined again, which is said.
        """
        kept = () if row["parent"] is not None else unpack(row["reason"])
        joined = volumes.PARTS in json.loads(row["metadata"]) or any(each.code == volumes.JOINED for each in kept)
        if not joined and not any(each.code in volumes.TROUBLES for each in kept):
            return row, None
        if self._sets is None:
            self._sets = volumes.sets_by_item(self.case)
        found = self._sets.get(ItemId(row["id"]))
        if not joined:
            why = None if found is None else volumes.why_not_joined(found)
            told = [each for each in kept if each != why and each.code != volumes.UNREAD]
            return {**row, "reason": pack(told)}, None
        if found is None or not volumes.is_whole(found, json.loads(row["metadata"]).get(volumes.PARTS, "")):
            self.apart.append(f"{self._control(row)}: a part of the archive that it is of is not in the case")
            self._unjoined.add(ItemId(row["id"]))
            return None
        if found.holder.item != row["id"]:
            as_part(node, found)
            return row, found
        node.reading, node.text = holder_reading(found), None
        node.children.clear()
        return row, found

    def _item(self, row: Any, node: Node, *, taken_apart: bool) -> list[str]:
        return reading_check.of_item(self.case, row, node, taken_apart=taken_apart)

    def _container(self, row: Any, node: Node, parts: PartSet[SourceFile] | None) -> None:
        """Compare a mailbox, store or archive, and what its members are called and made of."""
        kept = unpack(row["reason"])
        if kept and kept[0] in (SAME, ITSELF, WAITS):
            self._tell(row, [*self._item(row, node, taken_apart=False), *self._listed_elsewhere(row, kept)], node)
            return
        try:
            members = self._members.of(row, node.reading, parts)
        except CaseError as error:
            self._tell(row, [f"its original cannot be read: {error}"])
            return
        node.children = members.nodes
        self._remember(row, members.reasons)
        readings = members.readings(locked=bool(row["locked"]))
        several = [self._item(row, replace(node, reading=each), taken_apart=True) for each in readings]
        told = min(several, key=len)
        told += reading_check.of_members(self.case, ItemId(row["id"]), node.children)
        self._tell(row, told, node, members.broken)

    def _listed_elsewhere(self, row: Any, kept: Reasons) -> list[str]:
        """What is wrong with a container that says why it has no members."""
        if kept[0] == WAITS:
            self.apart.append(f"{self._control(row)}: its members are not all in the case yet")
            return []
        item = ItemId(row["id"])
        if kept[0] == ITSELF:
            there = bytes(row["sha256"]) in pending_containers.above(self.case, item)
        else:
            there = reading_check.is_listed_elsewhere(self.case, row)
        return [] if there else ["members: it says that they are listed elsewhere, and they are not"]

    def _remember(self, row: Any, reasons: list[Reasons]) -> None:
        """Keep what an item says of its members until they are compared."""
        if any(reasons):
            ids = [member for member, _, _ in item_store.members(self.case, ItemId(row["id"]))]
            self._reasons.update({item: why for item, why in zip(ids, reasons, strict=False) if why})

    def _tell(self, row: Any, told: list[str], node: Node | None = None, broken: Reasons = ()) -> None:
        if not told:
            return
        why = "" if node is None else self._why_apart(row, node, broken, told)
        control = self._control(row)
        if why:
            self.apart.append(f"{control}: {why}: {told[0]}" + (f", and {len(told) - 1} more" if told[1:] else ""))
        else:
            self.found += [f"{control}, {each}" for each in told]

    def _why_apart(self, row: Any, node: Node, broken: Reasons, told: list[str]) -> str:
        """Why what differs of an item need not be a change of it; empty where nothing else explains it."""
        kept = unpack(row["reason"])
        if row["parent"] in self._unjoined and all(each.partition(":")[0] in _SAID_BY_HOLDER for each in told):
            return "a part of the archive that it was in is not in the case"
        if any(_of_this_machine(each) for each in (kept, node.reading.reasons, broken)):
            return "a reader met a limit of time, memory, sizes or this machine"
        if bool(row["locked"]) != node.reading.locked:
            return "it was locked then, or is now"
        if json.loads(row["metadata"]).get("engine", "") != node.engine:
            return "another version of its reader read it"
        if row["intake"] in self._older:
            return "another version of this program read it"
        return ""

    def _control(self, row: Any) -> str:
        return control_number(self._prefix, row["id"])


def _of_this_machine(reasons: Reasons) -> bool:
    codes = {reason.code for reason in reasons}
    return bool(codes & (_OF_MACHINE | BUDGETED) or met(reasons) or any(code.startswith("worker.") for code in codes))


def _source(row: Any, data: bytes | Streamed) -> Source:
    """An item as it was given to its reader."""
    return Source(
        row["name"], data, row["media_type"], bool(row["inline"]), bool(row["from_mbox"]), folder=row["folder"],
        flags=unpack(row["flags"]), derived=bool(row["derived"]),
    )  # fmt: skip


def items_again(case: Case, workers: Workers, progress: Progress, apart: list[str]) -> tuple[int, list[str]]:
    """Compare every item with its original: how many there are, what differs; what could not be compared is apart."""
    reading = Rereading(case, workers, progress, apart)
    reading.run()
    return reading.total, reading.found


def pages_again(case: Case, workers: Workers, progress: Progress, _apart: list[str]) -> tuple[int, list[str]]:
    """Compare the text of pages that were made with what a reader says again of them: how many items have such."""
    workers.check_walled()
    found, prefix = [], items.prefix(case)
    rows = reading_check.made_pages(case)
    for done, (rendition, content, item) in enumerate(rows, 1):
        control = control_number(prefix, item)
        try:
            pages = item_pages.read_again(workers, contents.read(case, content))
        except (CaseError, WorkerError) as error:
            found.append(f"the pages of {control} cannot be read: {error}")
        else:
            found += [f"the pages of {control}, {each}" for each in reading_check.of_pages(case, rendition, pages)]
        stop_if_cancelled(progress)
        progress.step(done, len(rows), "reading pages again")
    return len(rows), found
