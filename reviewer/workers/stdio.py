"""Frames on standard input and output, for the workers that serve one thing after the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from reviewer.isolation.frames import EndOfStreamError, Frame, FrameBounds, encode, read_frame
from reviewer.isolation.protocol import Failed, Request
from reviewer.workers.attempt import attempt

Send = Callable[..., None]
"""Takes an answer and its blobs."""

_CHUNK = 2**20  # bytes asked for at once, so that a large frame is not allocated before it arrives


def own_stdout() -> Send:
    """What writes answers to standard output, which nobody else writes to from here on.

    A stray word on it would end up between two frames; such words go to standard error.
    """
    channel = os.dup(1)
    os.dup2(2, 1)

    def send(message: Any, *blobs: bytes) -> None:
        for piece in encode(message, blobs):
            view = memoryview(piece)
            while view:
                view = view[os.write(channel, view) :]

    return send


def next_request() -> Frame:
    """The next request on standard input; EndOfStreamError once the host has closed it."""
    return read_frame(lambda size: os.read(0, min(size, _CHUNK)), Request, FrameBounds())


def serve(send: Send, answer: Callable[[Request, list[bytes]], Frame]) -> None:
    """Answer one request after the other until the host closes the stream; what cannot be answered says why."""
    while True:
        try:
            frame = next_request()
        except EndOfStreamError:
            return
        made = attempt(lambda: answer(frame.message, frame.blobs))  # noqa: B023 - it is asked before the next comes
        if isinstance(made, Failed):
            send(made)
        else:
            send(made.message, *made.blobs)
