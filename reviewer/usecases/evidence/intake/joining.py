"""Join the parts of an archive that was split, where all of them lie in one folder of a delivery.

No joined file is written: the parts are read one behind the other, and each is kept as the item that it is. Their names
tell which files belong together; that the first begins as an archive does, and the next does not, tells that they do.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Self

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import item_store, volumes
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet
from reviewer.domain.ids import IntakeId
from reviewer.isolation.protocol import ContainerBounds, Identify, OpenContainer
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake import discovery
from reviewer.usecases.evidence.intake.unpacking import request_for

_MOST_OPEN = 8
_HEAD = 4096
_SPANNED = b"PK\x07\x08"
"""How the first part of a zip begins (APPNOTE, 8.5.4)."""
_RAR = b"Rar!"


@dataclass(frozen=True, slots=True)
class Joining:
    """What becomes of the parts: below which file the members of a set stand, and which files have none."""

    holders: dict[int, PartSet[SourceFile]] = field(default_factory=dict)
    others: dict[int, PartSet[SourceFile]] = field(default_factory=dict)
    in_trouble: tuple[PartSet[SourceFile], ...] = ()


def joining(case: Case, workers: Workers, intake: IntakeId) -> Joining:
    """How the files of an intake are joined, those too that are in the case already."""
    holders, others, trouble = {}, {}, []
    for found in volumes.sets(case, intake):
        if found.trouble is not None:
            trouble.append(found)
            continue
        heads = _heads(found)
        if heads is None:
            continue
        if not _begins(workers, found, heads[0]):
            trouble.append(found)
        elif _go_on(workers, found, heads):
            holders[found.holder.id] = found
            others.update({part.id: found for part in found.parts if part is not found.holder})
    return Joining(holders, others, tuple(trouble))


def note_trouble(case: Case, intake: IntakeId, reviewer: str, in_trouble: Sequence[PartSet[SourceFile]]) -> None:
    """Say of parts that were not read in full why they were not joined, as one act."""
    if not in_trouble:
        return
    items = {file.id: file.item for each in volumes.sets(case, intake) for file in each.parts}
    told = []
    for found in in_trouble:
        known = [item for part in found.parts if (item := items.get(part.id)) is not None]
        kept = volumes.kinds_and_states(case, known)
        if any(kind is Kind.ARCHIVE for kind, _ in kept.values()):
            reason = volumes.why_not_joined(found)
            told += [(item, reason) for item, (_, state) in kept.items() if state is not State.OK]
    if told:
        with case.act(reviewer, "intake batch") as act:
            for item, reason in told:
                item_store.add_reason(case, item, reason)
            act.facts["intake"] = intake
            act.facts["parts not joined"] = len(told)


def part_node(file: SourceFile, found: PartSet[SourceFile]) -> Node:
    """A part that is not the holder, as it is kept."""
    return Node(file.name, None, part_reading(found))


def part_reading(found: PartSet[SourceFile]) -> Reading:
    """What is said of a part that is not the holder."""
    return Reading(Kind.ARCHIVE, State.OK, (volumes.why_without_members(found),))


def holder_reading(found: PartSet[SourceFile]) -> Reading:
    """What is said of the holder before its members are out."""
    return Reading(Kind.ARCHIVE, State.OK, metadata={volumes.PARTS: str(len(found.parts))})


def told_of_parts(reading: Reading, found: PartSet[SourceFile]) -> Reading:
    """The reading of the whole; where not all came out, it is said of how many parts it was."""
    if reading.state is State.OK or reading.locked:
        return reading
    return replace(reading, reasons=(*reading.reasons, volumes.not_to_the_end(found)))


def opening(
    kind: Kind, opened: volumes.Bytes, passwords: tuple[str, ...], bounds: ContainerBounds | None = None
) -> OpenContainer:
    """What to ask a worker to open a container whose bytes are in the case."""
    return request_for(kind, opened.name, opened.size, passwords, bounds, parts=opened.parts)


class OnDisk:
    """The parts of a set as they lie on the medium; few are open at a time. ``versions`` tell whether they changed."""

    def __init__(self, found: PartSet[SourceFile]) -> None:
        self._parts = found.parts
        self._open: OrderedDict[int, tuple[BinaryIO, ExitStack]] = OrderedDict()
        self.read_at = volumes.reading([part.size for part in found.parts], self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1][1].close()

    def _read(self, part: int, offset: int, length: int) -> bytes:
        file = self._file(part)
        file.seek(offset)
        return file.read(length)

    def _file(self, part: int) -> BinaryIO:
        if part not in self._open:
            closing = ExitStack()
            file = closing.enter_context(discovery.open_found(self._parts[part].root, self._parts[part].path_bytes))
            self._open[part] = file, closing
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)[1][1].close()
        self._open.move_to_end(part)
        return self._open[part][0]


def _heads(found: PartSet[SourceFile]) -> list[bytes] | None:
    """How each part begins; None where one cannot be read, which is left to the intake that names it."""
    try:
        return [_head(part) for part in found.parts]
    except OSError:
        return None


def _begins(workers: Workers, found: PartSet[SourceFile], first: bytes) -> bool:
    """Whether the first part begins as an archive does."""
    return first.startswith((_SPANNED, _RAR)) or _is_archive(workers, found.parts[0].name, first)


def _go_on(workers: Workers, found: PartSet[SourceFile], heads: list[bytes]) -> bool:
    """Whether what follows can be the rest of the first part: all parts of a RAR begin as one, and of others none."""
    if heads[0].startswith(_RAR):
        return len({each.startswith(_RAR) for each in heads[1:]}) == 1
    return heads[0].startswith(_SPANNED) or not _is_archive(workers, found.parts[1].name, heads[1])


def _head(part: SourceFile) -> bytes:
    with discovery.open_found(part.root, part.path_bytes) as file:
        return file.read(_HEAD)


def _is_archive(workers: Workers, name: str, head: bytes) -> bool:
    try:
        kind: Kind = workers.ask(Identify(name), [head]).message.kind
    except WorkerError:
        return False
    return kind is Kind.ARCHIVE
