"""A store or an archive on the disk: its reader asks for the bytes it needs, so it may be of any size."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from reviewer.casefile.engine.case import Act
from reviewer.casefile.evidence import contents, item_store
from reviewer.domain.evidence.reading import Reading, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Members
from reviewer.isolation.workers import Session
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
            self._version = _version(file)

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
            if _version(file) != self._version:
                raise UnusableError(Reason("file.members_changed"))
            content, _ = contents.store_file(case, file, self._taking.look)
        reading = concluded(Reading(self._kind, State.OK), self._summary)
        item_store.finish_container(case, self._item, content, self._number, reading)
        item_store.note_batch(act, [(self._item, contents.sha256(case, content))])


def _version(file: BinaryIO) -> tuple[int, int]:
    """What tells a file from what it was before: its size and its time of change."""
    facts = os.fstat(file.fileno())
    return facts.st_size, facts.st_mtime_ns
