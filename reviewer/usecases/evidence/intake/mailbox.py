"""A mailbox: streamed, cut by a worker, and kept as its messages and what stands between them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import contents, item_store
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.ids import ContentId
from reviewer.isolation.errors import nonsense
from reviewer.isolation.protocol import Bounds, SplitMbox
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import Session
from reviewer.usecases.evidence.intake.streaming import Streaming
from reviewer.usecases.evidence.intake.trees import Source
from reviewer.usecases.evidence.intake.uncut import Gaps, Uncut

CHUNK = 4 * 2**20


class Mailbox(Streaming):
    """One mailbox under way; its bytes are rebuilt from its messages, so that nothing is stored twice."""

    _facts: os.stat_result

    def _restart(self) -> None:
        super()._restart()
        self._hash = hashlib.sha256()
        self._size = 0
        self._gaps = Gaps(self._taking.workers.spools.folder)

    def _members(self, session: Session) -> Iterator[Source]:
        for number, data in enumerate(self._messages(session), 1):
            yield Source(f"message {number}", data, "message/rfc822", from_mbox=True)

    def _messages(self, session: Session) -> Iterator[bytes | Streamed]:
        """The messages in order; the bytes between them go to the gaps."""
        return messages(session, self._counted(), self._taking.workers.spools.folder, self._gaps.append)

    def _counted(self) -> Iterator[bytes]:
        for chunk in self._chunks():
            self._hash.update(chunk)
            self._size += len(chunk)
            yield chunk

    def _chunks(self) -> Iterator[bytes]:
        """The bytes of the mailbox, a chunk at a time; only the last one is shorter, or empty."""
        with self._open() as file:
            chunk = file.read(CHUNK)
            while len(chunk) == CHUNK:
                yield chunk
                chunk = file.read(CHUNK)
            self._facts = os.fstat(file.fileno())
            yield chunk

    def _estimate(self) -> None:
        """Guess from what was read how many messages are still to come."""
        ahead = self._number * (self._file.size - self._size) // max(self._size, 1)
        self._taking.total = max(self._taking.total, self._taking.done + ahead)

    def _parts(self, case: Case) -> Iterator[bytes | ContentId]:
        """What the mailbox is made of, in order: a gap before each message, and one after the last."""
        gaps = iter(self._gaps)
        for _, content, _ in item_store.members(case, self._item):
            yield from filter(None, [next(gaps, b"")])
            yield content
        yield from filter(None, gaps)

    def _finish(self, act: Act) -> None:
        case = self._taking.case
        digest = self._hash.digest()
        content, _ = contents.compose(case, digest, self._size, self._parts(case))
        item_store.finish_container(case, self._item, content, self._number, Reading(Kind.MBOX, State.OK))
        self._note_change(self._size, self._facts)
        item_store.note_batch(act, [(self._item, digest)])


def messages(
    session: Session, chunks: Iterable[bytes], folder: Path | None, gap: Callable[[bytes], None]
) -> Iterator[bytes | Streamed]:
    """The messages of a mailbox in order, cut by a worker; ``gap`` is told what stands before each, and after the last.

    The last of the chunks is shorter than CHUNK, the others are not. Large messages are put aside in ``folder``.
    """
    uncut = Uncut(folder)
    first = True
    for chunk in chunks:
        last = len(chunk) < CHUNK
        uncut.append(chunk)
        answer: Bounds = session.ask(SplitMbox(first=first, last=last), [chunk]).message
        first = False
        for start, end in answer.messages:
            if not uncut.start <= start <= end <= uncut.end:
                raise nonsense("messages outside the mailbox")
            gap(uncut.gap(start))
            yield uncut.message(end)
        uncut.cut()
    gap(uncut.gap(uncut.end))


def chunks_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a mailbox that come in pieces, a chunk at a time; only the last one is shorter, or empty."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    yield bytes(held)
