"""A store or an archive on the disk: its reader asks for the bytes it needs, so it may be of any size."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

from reviewer.casefile.engine.case import Act
from reviewer.casefile.evidence import contents, item_store
from reviewer.casefile.evidence.intakes import SourceFile
from reviewer.casefile.evidence.volumes import not_to_the_end
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.evidence.split_parts import PartSet
from reviewer.domain.reasons.compared import WAITS
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Members
from reviewer.isolation.workers import Session
from reviewer.usecases.evidence.intake import spending
from reviewer.usecases.evidence.intake.intake_job import IntakeJob
from reviewer.usecases.evidence.intake.joining import (
    CHANGED,
    OnDisk,
    Version,
    check_all_same,
    holder_reading,
    told_of_parts,
    version_of,
)
from reviewer.usecases.evidence.intake.spending import Spending
from reviewer.usecases.evidence.intake.streaming import Streaming
from reviewer.usecases.evidence.intake.trees import Source, UnusableError, concluded, source_of, unfound
from reviewer.usecases.evidence.intake.unpacking import Unpacking, request_for


class Container(Streaming):
    """One store or archive under way; its bytes are kept as they are, beside its members."""

    def _restart(self) -> None:
        super()._restart()
        self._summary = Members((), last=True)
        self._version = (0, 0)

    def _members(self, session: Session) -> Iterator[Source | item_store.Node]:
        reader = self._taking.reader
        request = request_for(self._kind, self._name, self._file.size, reader.passwords, reader.bounds)
        with self._open() as file:
            self._version = version_of(file)

            def read_at(offset: int, length: int) -> bytes:
                file.seek(offset)
                return file.read(length)

            unpacking = Unpacking(session, request, read_at)
            for batch in unpacking.batches():
                yield from (source_of(*each) for each in batch)
        self._summary = unpacking.summary
        yield from unfound(self._summary, unpacking.countable)

    def _finish(self, act: Act) -> None:
        case = self._taking.case
        with self._open() as file:
            if version_of(file) != self._version:
                raise UnusableError(CHANGED)
            content, _ = contents.store_file(case, file, self._taking.look)
            facts = os.fstat(file.fileno())
        reading = self._concluded()
        item_store.finish_container(case, self._item, content, self._number, reading)
        self._note_change(contents.size(case, content), facts)
        item_store.note_batch(act, [(self._item, contents.sha256(case, content))])

    def _concluded(self) -> Reading:
        return concluded(Reading(self._kind, State.OK), self._summary)


class Joined(Container):
    """An archive that was split, below the part that holds its members; the others are items of their own."""

    def __init__(
        self, taking: IntakeJob, file: SourceFile, parts: PartSet[SourceFile], versions: dict[int, Version]
    ) -> None:
        self._parts = parts
        self._versions = versions
        super().__init__(taking, file, Kind.ARCHIVE)

    def _first_reading(self) -> Reading:
        return replace(holder_reading(self._parts), state=State.PARTIAL, reasons=(WAITS,))

    def _account(self) -> Spending:
        size = sum(part.size for part in self._parts.parts)
        return spending.of_family(self._taking.case, self._item, self._taking.reader.limits, size)

    def _members(self, session: Session) -> Iterator[Source | item_store.Node]:
        reader, sizes = self._taking.reader, tuple(part.size for part in self._parts.parts)
        request = request_for(self._kind, self._parts.whole, sum(sizes), reader.passwords, reader.bounds, parts=sizes)
        with self._open() as own, OnDisk(self._parts, self._versions) as disk:
            self._version = version_of(own)
            unpacking = Unpacking(session, request, disk.read_at)
            for batch in unpacking.batches():
                yield from (source_of(*each) for each in batch)
        self._summary = unpacking.summary
        yield from unfound(self._summary, unpacking.countable)

    def _finish(self, act: Act) -> None:
        check_all_same(self._parts, self._versions)
        super()._finish(act)

    def _failed(self, reason: Reason) -> Reasons:
        return reason, not_to_the_end(self._parts)

    def _concluded(self) -> Reading:
        return told_of_parts(concluded(holder_reading(self._parts), self._summary), self._parts)
