"""Take the members out of a store or an archive through a worker that asks for the bytes it needs."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

from reviewer.domain.reading import Kind, Member
from reviewer.isolation.protocol import Chunk, ContainerBounds, Frame, Members, NextMembers, OpenContainer, Wanted
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import Session, WorkerError

SECONDS = 60.0
"""How long a worker may take for the next batch of members, or until it wants further bytes."""

ReadAt = Callable[[int, int], bytes]
"""The bytes of the container from an offset on, so many of them or as many as there are."""


class Unpacking:
    """The members of one container, in order.

    ``summary`` is what the reader says of the whole, at the end; ``countable`` how many of the members its list may
    count: not those that had been deleted.
    """

    def __init__(self, session: Session, request: OpenContainer, read_at: ReadAt) -> None:
        self._session = session
        self._request = request
        self._read_at = read_at
        self.summary = Members((), last=True)
        self.countable = 0

    def batches(self) -> Iterator[list[tuple[Member, bytes | Streamed]]]:
        """Members with their bytes (none for one that is missing), some at a time. WorkerError, OSError."""
        request: OpenContainer | NextMembers = self._request
        while True:
            answer, blobs = self._ask(request)
            rest = iter(blobs)
            self.countable += sum("deleted" not in member.flags for member in answer.items)
            yield [(member, b"" if member.missing else next(rest)) for member in answer.items]
            if answer.last:
                self.summary = answer
                return
            request = NextMembers()

    def _ask(self, request: OpenContainer | NextMembers) -> tuple[Members, list[bytes | Streamed]]:
        frame = self._session.ask(request, seconds=SECONDS)
        while isinstance(frame.message, Wanted):
            wanted = frame.message
            if wanted.offset + wanted.length > self._request.size:
                raise WorkerError("the reader's answer made no sense: it wants bytes beyond the end", "nonsense")
            data = self._read_at(wanted.offset, wanted.length)
            if len(data) != wanted.length:
                raise OSError(errno.ESTALE, "it became shorter while it was read")
            frame = self._session.ask(Chunk(), [data], seconds=SECONDS)
        return frame.message, brought(frame)


def brought(frame: Frame) -> list[bytes | Streamed]:
    """The blobs of an answer, those that were put aside in their places."""
    return [frame.large.get(number, blob) for number, blob in enumerate(frame.blobs)]


def request_for(
    kind: Kind, name: str, size: int, passwords: tuple[str, ...], bounds: ContainerBounds | None = None
) -> OpenContainer:
    """What to ask a worker to open a container of ``size`` bytes."""
    return OpenContainer(kind, size, name, passwords, bounds or ContainerBounds())
