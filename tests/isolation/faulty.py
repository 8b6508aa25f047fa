"""A parse worker that can go wrong: ``python faulty.py [--pipe]``.

It stands where the real program would, behind the same walls. What it is asked to identify is the fault to commit;
anything else it calls an e-mail.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import MAGIC, EndOfStreamError, Frame, FrameBounds, encode, read_frame
from reviewer.isolation.protocol import Bounds, Failed, Identified, Pixels, Ready, Request
from reviewer.workers.attempt import attempt
from reviewer.workers.sandbox import Budget, leave_with_parent, lock_down

if TYPE_CHECKING:
    from reviewer.workers.parse.serving import Connection

_WELL = Frame(Identified(Kind.EMAIL))


def _crash(_: Connection) -> None:
    ctypes.string_at(0)


def _hang(_: Connection) -> None:
    time.sleep(1_000_000)


def _spin(_: Connection) -> None:
    while True:
        pass


def _eat_memory(connection: Connection) -> None:
    outcome = attempt(lambda: bytearray(4 * 2**30))
    connection.send(Frame(outcome) if isinstance(outcome, Failed) else _WELL)


def _lie_about_length(connection: Connection) -> None:
    os.write(connection.outgoing, struct.pack("<4sII", MAGIC, 2**32 - 1, 0) + b"x")


def _lie_about_a_blob(connection: Connection) -> None:
    os.write(connection.outgoing, struct.pack("<4sIIQ", MAGIC, 10, 1, 2**62))


def _lie_about_the_number_of_blobs(connection: Connection) -> None:
    os.write(connection.outgoing, struct.pack("<4sII", MAGIC, 10, 2**32 - 1))


def _break_off(connection: Connection) -> None:
    os.write(connection.outgoing, struct.pack("<4sII", MAGIC, 1000, 0) + b"half a mess")
    os._exit(3)


def _flood_standard_error(connection: Connection) -> None:
    line = b"an error " * 1000
    for _ in range(20_000):
        os.write(2, line)
    connection.send(_WELL)


def _write_garbage(connection: Connection) -> None:
    os.write(connection.outgoing, b"Traceback (most recent call last): warning: cannot open font file\n")


def _answer_something_else(connection: Connection) -> None:
    connection.send(Frame(Bounds(((0, 1),))))


def _answer_a_form_nobody_agreed_on(connection: Connection) -> None:
    body = encode(Failed(Reason("reader.nesting")))[1].replace(b"Failed", b"Pickle")
    os.write(connection.outgoing, struct.pack("<4sII", MAGIC, len(body), 0) + body)


def _add_bytes_nobody_asked_for(connection: Connection) -> None:
    connection.send(Frame(Identified(Kind.PDF), [b"stowaway"]))


def _answer_with_pixels(connection: Connection) -> None:
    connection.send(Frame(Pixels(2**31, 2**31, shared=True)))


def _answer_and_die(connection: Connection) -> None:
    connection.send(_WELL)
    os._exit(0)


def _run_a_program(_: Connection) -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606 - what the walls forbid


FAULTS: dict[bytes, Callable[[Connection], None]] = {
    name.strip("_").encode(): fault
    for name, fault in list(globals().items())
    if name.startswith("_") and callable(fault) and getattr(fault, "__module__", "") == __name__
}


def serve(connection: Connection, walls: tuple[str, ...], engine: str) -> None:
    """Commit the fault named in each request."""
    connection.send(Frame(Ready("parse", walls, engine)))
    while True:
        try:
            frame = read_frame(connection.receive, Request, FrameBounds())
        except EndOfStreamError:
            return
        fault = FAULTS.get(frame.blobs[0] if frame.blobs else b"")
        if fault is None:
            connection.send(_WELL)
        else:
            fault(connection)


def without_readers() -> None:
    """Load no reader of documents with the rest: nothing here comes to them, and they take most of a start."""
    unread = ModuleType("reviewer.workers.dispatch")
    unread.Desk = None  # type: ignore[attr-defined]
    sys.modules[unread.__name__] = unread


def main() -> None:
    without_readers()
    from reviewer.workers.parse import serving, zygote  # noqa: PLC0415 - only once the readers are out of the way

    if "--pipe" in sys.argv:
        leave_with_parent()
        serve(serving.Connection(0, os.dup(1)), lock_down(Budget()), "faulty")
    else:
        serving.serve = serve
        zygote.run("faulty")


if __name__ == "__main__":
    main()
