"""Requests in, answers out, until the app closes the connection."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.isolation.frames import EndOfStreamError, Frame, FrameBounds, ProtocolError, encode, read_frame
from reviewer.isolation.protocol import Answer, Chunk, Failed, GoOn, MemberPart, Ready, Request, Wanted
from reviewer.workers.attempt import attempt
from reviewer.workers.dispatch import Desk

_CHUNK = 2**20  # bytes asked for at once, so that a large frame is not allocated before it arrives
_TOGETHER = 2**18  # bytes of a frame that is put together before it is written


@dataclass(frozen=True, slots=True)
class Connection:
    """Where requests come from and answers go: two file descriptors (or one twice), and memory shared with the app."""

    incoming: int
    outgoing: int
    shared: mmap.mmap | None = None

    def receive(self, size: int) -> bytes:
        """At most ``size`` bytes, none at the end."""
        return os.read(self.incoming, min(size, _CHUNK))

    def send(self, frame: Frame) -> None:
        """Write one frame."""
        self.write(encode(frame.message, frame.blobs))

    def write(self, pieces: Sequence[bytes]) -> None:
        """Write the pieces of a frame; those of a small one at once, since for each the app wakes."""
        if sum(map(len, pieces)) <= _TOGETHER:
            pieces = (b"".join(pieces),)
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[os.write(self.outgoing, view) :]

    def fetch(self, offset: int, length: int) -> bytes:
        """Bytes of the open container, from the app, in the middle of an answer."""
        self.send(Frame(Wanted(offset, length)))
        frame = read_frame(self.receive, Request, FrameBounds())
        if not isinstance(frame.message, Chunk) or len(frame.blobs) != 1:
            raise ProtocolError("something else came than the bytes that were wanted")
        return frame.blobs[0]

    def hand(self, part: bytes, first: bool) -> None:  # noqa: FBT001 - as archives call it
        """Hand part of a member on to the app, in the middle of an answer."""
        self.send(Frame(MemberPart(first), [part]))
        frame = read_frame(self.receive, Request, FrameBounds())
        if not isinstance(frame.message, GoOn) or frame.blobs:
            raise ProtocolError("something else came than leave to go on")


def serve(connection: Connection, walls: tuple[str, ...], engine: str) -> None:
    """Say what this worker is, then answer every request."""
    connection.send(Frame(Ready("parse", walls, engine)))
    desk = Desk(connection.shared, connection.fetch, connection.hand)
    while True:
        try:
            frame = read_frame(connection.receive, Request, FrameBounds())
        except EndOfStreamError:
            return
        request, blobs = frame.message, frame.blobs
        del frame
        outcome = attempt(lambda: _encoded(desk.answer(request, blobs)))  # noqa: B023
        connection.write(encode(outcome) if isinstance(outcome, Failed) else outcome)


def _encoded(frame: Frame) -> list[bytes]:
    """The pieces of a frame; within an attempt, as text from evidence may hold what UTF-8 cannot."""
    message: Answer = frame.message
    return encode(message, frame.blobs)
