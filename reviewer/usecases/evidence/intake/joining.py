"""Join the parts of an archive that was split, where all of them lie in one folder of a delivery.

No joined file is written: the parts are read one behind the other, and each is kept as the item that it is. Their names
tell which files belong together; that the first begins as an archive does, and the next does not, tells that they do.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Self

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import intakes, item_store, volumes
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.item_store import Node
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet
from reviewer.domain.ids import IntakeId
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ContainerBounds, Identify, OpenContainer
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.intake import discovery
from reviewer.usecases.evidence.intake.trees import UnusableError
from reviewer.usecases.evidence.intake.unpacking import request_for

_MOST_OPEN = 8
_HEAD = 2**16
_SPANNED = b"PK\x07\x08"
"""How the first part of a zip begins (APPNOTE, 8.5.4)."""
_RAR = b"Rar!"
_WHOLE = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", _RAR, b"\x1f\x8b\x08")
"""How archives begin that are whole; so much seldom stands where another was cut by chance."""

CHANGED = Reason("file.members_changed")
"""Why a container that became another file while it was read is not taken on."""

Version = tuple[int, int]
"""What tells a file from what it was before: its size and its time of change."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What becomes of the parts: below which file the members of a set stand, and which files have none.

    ``versions`` are those in which the files were read, so that their bytes are kept in the same.
    """

    holders: dict[int, PartSet[SourceFile]] = field(default_factory=dict)
    others: dict[int, PartSet[SourceFile]] = field(default_factory=dict)
    in_trouble: tuple[PartSet[SourceFile], ...] = ()
    versions: dict[int, Version] = field(default_factory=dict)


def joining(case: Case, workers: Workers, intake: IntakeId, look: Callable[[], None]) -> Joining:
    """How the files of an intake are joined, those too that are in the case already.

    ``look`` is called before each part is looked at, and may raise to stop.
    """
    holders, others, trouble = {}, {}, []
    versions: dict[int, Version] = {}
    for found in volumes.sets(case, intake):
        look()
        heads = _Heads(workers, found, look, versions)
        try:
            if found.trouble is not None or not heads.begin():
                trouble.append(found)
            elif heads.go_on():
                holders[found.holder.id] = found
                others.update({part.id: found for part in found.parts if part is not found.holder})
        except _UnreadError as error:
            trouble.append(replace(found, trouble=Reason(volumes.UNREAD, name=error.name)))
    return Joining(holders, others, tuple(trouble), versions)


def note_trouble(case: Case, intake: IntakeId, reviewer: str, in_trouble: Sequence[PartSet[SourceFile]]) -> None:
    """Say of parts that were not read in full why they were not joined, as one act; not of those that say so."""
    if not in_trouble:
        return
    items = {file.id: file.item for _, file in intakes.readable(case, intake)}
    told = []
    for found in in_trouble:
        known = [item for part in found.parts if (item := items.get(part.id)) is not None]
        kept = volumes.readings(case, known)
        reason = volumes.why_not_joined(found)
        if reason.code == volumes.UNREAD or any(reading.kind is Kind.ARCHIVE for reading in kept.values()):
            told += [
                (item, reason)
                for item, reading in kept.items()
                if reading.state is not State.OK and reason not in reading.reasons
            ]
    if told:
        with case.act(reviewer, "intake batch") as act:
            for item, reason in told:
                item_store.add_reason(case, item, reason)
            act.facts["intake"] = intake
            act.facts["parts not joined"] = len(told)


def note_copies(case: Case, intake: IntakeId, reviewer: str, joined: Joining) -> None:
    """Say of a file that has the bytes of a part, and is read by itself, what it is a copy of, as one act."""
    items = {file.id: file.item for _, file in intakes.readable(case, intake)} if joined.others else {}
    parts = [item for part in joined.others if (item := items.get(part)) is not None]
    if told := volumes.copies_unsaid(case, intake, parts):
        with case.act(reviewer, "intake batch") as act:
            for item, flag in told.items():
                item_store.add_flag(case, item, flag)
            act.facts["intake"] = intake
            act.facts["copies of parts"] = len(told)


def as_part(node: Node, found: PartSet[SourceFile]) -> None:
    """Say of a part that is not the holder what it is, by what was read of it alone.

    What is something by itself, a letter say, stays that as well; a mailbox or a store is no part at all.
    """
    reading, why = node.reading, volumes.why_without_members(found)
    if reading.kind in (Kind.OTHER, Kind.ARCHIVE):
        node.reading, node.text, node.engine = Reading(Kind.ARCHIVE, State.OK, (why,)), None, ""
        node.children.clear()
    elif not _stands_alone(reading.kind):
        node.reading = replace(reading, reasons=(*reading.reasons, why))


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
    """The parts of a set as they lie on the medium; few are open at a time.

    ``versions`` are those in which they were first opened: UnusableError where one is there in another.
    """

    def __init__(self, found: PartSet[SourceFile], versions: dict[int, Version]) -> None:
        self._parts = found.parts
        self._versions = versions
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
            closing, found = ExitStack(), self._parts[part]
            file = closing.enter_context(discovery.open_found(found.root, found.path_bytes))
            self._open[part] = file, closing
            check_same(found, file, self._versions)
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)[1][1].close()
        self._open.move_to_end(part)
        return self._open[part][0]


class _UnreadError(Exception):
    """The beginning of a part cannot be read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class _Heads:
    """How the parts of a set begin, read where it is needed. ``begin`` and ``go_on`` raise _UnreadError.

    ``versions`` has of each part in which it was when it was looked at: all that is read of it later is of the same.
    """

    workers: Workers
    found: PartSet[SourceFile]
    look: Callable[[], None]
    versions: dict[int, Version]

    def begin(self) -> bool:
        """Whether the first part begins as an archive does."""
        first = self._head(0)
        return first.startswith((_SPANNED, _RAR)) or self._kind(0, first) is Kind.ARCHIVE

    def go_on(self) -> bool:
        """Whether what follows can be the rest of the first part.

        All parts of a RAR begin as one, and of others none. A mailbox or a store is never a part.
        """
        first, second = self._head(0), self._head(1)
        rest = range(2, len(self.found.parts))
        if first.startswith(_RAR) and second.startswith(_RAR):
            return all(self._head(part).startswith(_RAR) for part in rest)
        kind = self._kind(1, second)
        if kind is Kind.ARCHIVE and not first.startswith(_SPANNED):
            return False
        return not _stands_alone(kind) and not any(self._not_of(first, part) for part in rest)

    def _not_of(self, first: bytes, part: int) -> bool:
        head = self._head(part)
        marks = () if first.startswith(_SPANNED) else _WHOLE
        return head.startswith(marks) or _stands_alone(self._kind(part, head))

    def _head(self, part: int) -> bytes:
        self.look()
        found = self.found.parts[part]
        try:
            with discovery.open_found(found.root, found.path_bytes) as file:
                self.versions.setdefault(found.id, version_of(file))
                return file.read(_HEAD)
        except OSError as error:
            raise _UnreadError(found.name) from error

    def _kind(self, part: int, head: bytes) -> Kind:
        try:
            kind: Kind = self.workers.ask(Identify(self.found.parts[part].name), [head]).message.kind
        except WorkerError:
            return Kind.OTHER
        return kind


def _stands_alone(kind: Kind) -> bool:
    return kind in (Kind.MBOX, Kind.STORE)


def check_same(file: SourceFile, opened: BinaryIO, versions: dict[int, Version]) -> None:
    """UnusableError where a file has another size than it was found with, or is not as when it was opened first."""
    version = version_of(opened)
    if version[0] != file.size or versions.setdefault(file.id, version) != version:
        raise UnusableError(CHANGED)


def check_all_same(found: PartSet[SourceFile], versions: dict[int, Version]) -> None:
    """UnusableError where a part of a set is not as it was when it was opened first. OSError."""
    for part in found.parts:
        with discovery.open_found(part.root, part.path_bytes) as file:
            check_same(part, file, versions)


def version_of(file: BinaryIO) -> Version:
    """What tells a file from what it was before: its size and its time of change."""
    facts = os.fstat(file.fileno())
    return facts.st_size, facts.st_mtime_ns
