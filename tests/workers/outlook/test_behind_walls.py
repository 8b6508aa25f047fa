"""Outlook's formats are read, whole or damaged, in a process that can open nothing and start nothing."""

from __future__ import annotations

import contextlib
import io
import random
import sys
from collections.abc import Callable

import pytest

from reviewer.workers.outlook.message import msg_to_mime
from reviewer.workers.outlook.store import open_store
from reviewer.workers.outlook.tnef import tnef_to_mime
from reviewer.workers.refusal import Refusal
from tests.workers.behind_walls import behind_walls
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

    behind_walls(check, seconds=30)


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

    behind_walls(check, seconds=30)
