"""Outlook's formats are read, whole or damaged, in a process that can open nothing and start nothing."""

from __future__ import annotations

import codecs
import contextlib
import encodings
import io
import os
import pkgutil
import random
import sys
import traceback
from collections.abc import Callable

import pytest

from reviewer.workers.outlook.message import msg_to_mime
from reviewer.workers.outlook.store import open_store
from reviewer.workers.outlook.tnef import tnef_to_mime
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import Budget, lock_down
from tests.workers.outlook.building import (
    BODY,
    DATA,
    FILE_NAME,
    HTML,
    METHOD,
    RTF,
    SUBJECT,
    Message,
    Value,
    mapi,
    msg,
    tnef,
)
from tests.workers.outlook.test_rich_text import HELLO
from tests.workers.outlook.test_store import builder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")

BYTES = bytes(range(256)) * 30


def behind_walls(check: Callable[[], None]) -> None:
    """Run ``check`` in a child with the walls of a parse worker, 1.2 GB and 30 s of its own."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError, ImportError):
            codecs.lookup(module.name)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            lock_down(Budget(processor=30))
            check()
            code = 0
        except BaseException:  # noqa: BLE001 - the child's end: whatever it was, the parent is to show it
            os.write(writing, traceback.format_exc().encode())
        os._exit(code)
    os.close(writing)
    said = b""
    while piece := os.read(reading, 65_536):
        said += piece
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert status == 0, said.decode() or f"ended by signal {status & 127}"


def a_message() -> bytes:
    within = Message({SUBJECT: "inner", RTF: HELLO})
    parts: list[tuple[dict[int, Value], Message | None]] = [
        ({FILE_NAME: "a.bin", METHOD: 1, DATA: BYTES}, None),
        ({METHOD: 5}, within),
    ]
    return msg(Message({SUBJECT: "Cameras", BODY: "Here.", HTML: b"<p>Here.</p>"}, attachments=parts))


def a_container() -> bytes:
    return tnef(
        (1, 0x00069003, mapi({SUBJECT: (0x1F, "Cameras".encode("utf-16-le")), RTF: (0x0102, HELLO)})),
        (2, 0x00069002, bytes(14)),
        (2, 0x0006800F, BYTES),
    )


def every_member(data: bytes) -> None:
    for _ in open_store(io.BytesIO(data)).members():
        pass


READERS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], object]]] = {
    "message": (a_message, msg_to_mime),
    "container": (a_container, tnef_to_mime),
    "store": (lambda: builder().build(), every_member),
}


@pytest.mark.parametrize("name", READERS)
def test_it_is_read_behind_the_walls(name: str) -> None:
    make, read = READERS[name]
    data = make()

    def check() -> None:
        read(data)

    behind_walls(check)


@pytest.mark.parametrize("name", READERS)
def test_damage_is_refused_or_read_past_and_never_more(name: str) -> None:
    make, read = READERS[name]
    whole = make()
    chance = random.Random(11)

    def check() -> None:
        for turn in range(120):
            data = bytearray(whole)
            if turn % 3 == 0:
                del data[chance.randrange(len(data)) :]
            elif turn % 3 == 1:
                start = chance.randrange(len(data))
                data[start : start + 512] = bytes(len(data[start : start + 512]))
            for _ in range(200 if turn % 3 == 2 else 0):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(Refusal):
                read(bytes(data))

    behind_walls(check)
