"""Take the members out of a store or an archive through a worker that asks for the bytes it needs."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

from reviewer.domain.evidence.reading import Kind, Member
from reviewer.domain.reasons.compared import DELETED, HIDDEN
from reviewer.isolation.errors import nonsense
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import (
    Chunk,
    ContainerBounds,
    GoOn,
    MemberPart,
    Members,
    NextMembers,
    OpenContainer,
    Wanted,
)
from reviewer.isolation.spool import Spool, Spooled
from reviewer.isolation.streamed import Streamed
from reviewer.isolation.workers import Session

SECONDS = 60.0
"""How long a worker may take for the next batch of members, or until it wants further bytes."""

ReadAt = Callable[[int, int], bytes]
"""The bytes of the container from an offset on, so many of them or as many as there are."""


class Unpacking:
    """The members of one container, in order.

    ``summary`` is what the reader says of the whole, at the end; ``countable`` how many of the members its list may
    count: not those that had been deleted. ``look`` is told, while a large member comes in parts, how many bytes of it
    came so far, and may raise to give up.
    """

    def __init__(
        self, session: Session, request: OpenContainer, read_at: ReadAt, look: Callable[[int], None] = lambda _: None
    ) -> None:
        self._session = session
        self._request = request
        self._read_at = read_at
        self._look = look
        self.summary = Members((), last=True)
        self.countable = 0

    def batches(self) -> Iterator[list[tuple[Member, bytes | Streamed]]]:
        """Members with their bytes (none for one that is missing), some at a time.

        WorkerError, OSError; StorageError when the disk cannot take a large one.
        """
        request: OpenContainer | NextMembers = self._request
        while True:
            answer, blobs = self._ask(request)
            rest = iter(blobs)
            self.countable += sum(not {DELETED, HIDDEN} & set(member.flags) for member in answer.items)
            yield [(member, b"" if member.missing else next(rest)) for member in answer.items]
            if answer.last:
                self.summary = answer
                return
            request = NextMembers()

    def _ask(self, request: OpenContainer | NextMembers) -> tuple[Members, list[bytes | Streamed]]:
        aside: Spool | None = None
        frame = self._session.ask(request, seconds=SECONDS)
        while not isinstance(frame.message, Members):
            if isinstance(frame.message, MemberPart):
                aside = self._put_aside(aside, frame.blobs[0], first=frame.message.first)
                frame = self._session.ask(GoOn(), seconds=SECONDS)
            else:
                frame = self._session.ask(Chunk(), [self._wanted(frame.message)], seconds=SECONDS)
        blobs, answer = brought(frame), frame.message
        if answer.parted:
            if aside is None:
                raise nonsense("a member came in no parts")
            blobs[-1] = Spooled(aside)
        return answer, blobs

    def _wanted(self, wanted: Wanted) -> bytes:
        if wanted.offset + wanted.length > self._request.size:
            raise nonsense("it wants bytes beyond the end")
        data = self._read_at(wanted.offset, wanted.length)
        if len(data) != wanted.length:
            raise OSError(errno.ESTALE, "it became shorter while it was read")
        return data

    def _put_aside(self, aside: Spool | None, part: bytes, *, first: bool) -> Spool:
        """Where the part was put: behind those that came before, or with the first one to a place of its own."""
        if first:
            aside = Spool(self._session.spools.folder)
        if aside is None:
            raise nonsense("a part of a member that did not begin")
        if aside.size + len(part) > self._request.bounds.member:
            raise nonsense("a member beyond the limit")
        aside.append(part)
        self._look(aside.size)
        return aside


def brought(frame: Frame) -> list[bytes | Streamed]:
    """The blobs of an answer, those that were put aside in their places."""
    return [frame.large.get(number, blob) for number, blob in enumerate(frame.blobs)]


def request_for(
    kind: Kind,
    name: str,
    size: int,
    passwords: tuple[str, ...],
    bounds: ContainerBounds | None = None,
    *,
    parts: tuple[int, ...] = (),
) -> OpenContainer:
    """What to ask a worker to open a container of ``size`` bytes; ``parts`` are those of the files it was joined of."""
    return OpenContainer(kind, size, name, passwords, bounds or ContainerBounds(), parts)
