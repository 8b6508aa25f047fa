"""``python -m tests.isolation.probes FOLDER WALL [ABI]``: each way out, behind one worker's walls.

WALL is none, parse, heif, print, started (the print program once Chromium runs) or libre. ABI makes the kernel seem to
have that version of Landlock, 0 for none. Run as root it becomes an ordinary user first. Prints a JSON object: the
name of each way, and how it got out, empty where it did not.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.workers import landlock, walls
from reviewer.workers.libre import walls as of_libre
from reviewer.workers.print import walls as of_print
from reviewer.workers.sandbox import Budget, lock_down
from tests.isolation.probes import files, kernel, processes, talking
from tests.isolation.probes.target import Kernel, Target, harmed, libc, stand_in

WAYS: tuple[Callable[[Target], None], ...] = (*files.WAYS, *talking.WAYS, *processes.WAYS, *kernel.WAYS)
_NOBODY = 65534
_DUMPABLE = 4


def _put_up(wall: str, folder: Path) -> None:
    if wall == "parse":
        lock_down(Budget())
    elif wall == "heif":
        walls.shut_in(walls.ONE_ITEM)
    elif wall in {"print", "started"}:
        if not of_print.put_up(folder, [Path("/no/such/program")], namespaces=False):
            raise OSError("this system cannot confine the print program")
        if wall == "started":
            of_print.close_behind()
    elif wall == "libre":
        room = folder / "room"
        room.mkdir()
        (folder / "fontconfig").mkdir()
        (folder / "fonts.conf").touch()
        of_libre.shut_in(Path("/usr/bin/true"), folder, room, 60)


@dataclass(frozen=True)
class Range:
    """Where the ways are tried: what they aim at, and the walls they are tried behind."""

    target: Target
    wall: str

    def outcome(self, way: Callable[[Target], None]) -> str:
        """How one way got out, tried in a process of its own beside a process that stands for the app."""
        app, given = stand_in(), socket.socketpair()
        reading, writing = os.pipe()
        own = Path(tempfile.mkdtemp(prefix="probe-", dir="/dev/shm"))
        pid = os.fork()
        if pid == 0:
            self._attempt(way, replace(self.target, app=app, given=given, out=writing), own)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read().decode()
        os.waitpid(pid, 0)
        harm = harmed(app, look=way in processes.WAYS)
        for each in given:
            each.close()
        shutil.rmtree(own, ignore_errors=True)
        self.target.secret.write_text("of the reviewer")
        return harm or (said.replace("escaped", "it worked ", 1) if said.startswith("escaped") else "")

    def _attempt(self, way: Callable[[Target], None], target: Target, own: Path) -> None:
        said = b"escaped"  # as it would be with walls that could not be put up
        try:
            _put_up(self.wall, own)
            said = b""
            way(target)
            os.write(target.out, b"escaped")
        except BaseException as error:  # noqa: BLE001 - whatever stopped it is the outcome
            with suppress(OSError):
                os.write(target.out, said + f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)


def _become_ordinary() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        libc.prctl(_DUMPABLE, 1, 0, 0, 0)  # as any program is that was started by its user
    assert pwd.getpwuid(os.getuid()).pw_uid != 0


def _listening(kind: int, family: int, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    made.bind(address)  # type: ignore[arg-type]
    if kind == socket.SOCK_STREAM:
        made.listen()
    return made


def main(folder: Path, wall: str) -> dict[str, str]:
    """Try every way behind one wall."""
    _become_ordinary()
    abstract = f"\0probe-{os.getpid()}"
    secret = folder / "secret"
    in_memory = Path(f"/dev/shm/probe-{os.getpid()}-of-another")  # noqa: S108 - where it would lie
    for each in (secret, in_memory):
        each.write_text("of the reviewer")
    held = [
        _listening(socket.SOCK_STREAM, socket.AF_INET, ("127.0.0.1", 0)),
        _listening(socket.SOCK_DGRAM, socket.AF_INET, ("127.0.0.1", 0)),
        _listening(socket.SOCK_STREAM, socket.AF_UNIX, f"{folder}/socket"),
        _listening(socket.SOCK_DGRAM, socket.AF_UNIX, f"{folder}/datagrams"),
        _listening(socket.SOCK_STREAM, socket.AF_UNIX, abstract),
    ]
    shared, left_open = Kernel.made(), os.open(folder / "left open", os.O_CREAT | os.O_RDWR)
    target = Target(
        folder, os.getpid(), 0, secret, in_memory, held[0].getsockname(), held[1].getsockname(), f"{folder}/socket",
        f"{folder}/datagrams", abstract, (held[0], held[0]), Path("/bin/echo").read_bytes(), shared.memory,
        shared.queue, left_open, -1,
    )  # fmt: skip
    try:
        return {way.__name__: Range(target, wall).outcome(way) for way in WAYS}
    finally:
        shared.gone()
        in_memory.unlink()


def _seem(abi: int) -> None:
    landlock.version = lambda: abi


if __name__ == "__main__":
    if sys.argv[3:]:
        _seem(int(sys.argv[3]))
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))  # noqa: T201
