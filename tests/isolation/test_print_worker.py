"""The print worker is started when needed, started again when it crashed, missed politely, and walled in."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from reviewer.isolation import channel
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import Printed, PrintPage
from reviewer.isolation.streamed import PART_BYTES, Streamed
from reviewer.isolation.workers import WorkerError, Workers

_PAGE = PrintPage("<!doctype html><p>One free device</p>")


def _print_until_it_fails(workers: Workers) -> None:
    """Kill the worker and print: it may be found dead, and replaced, before the page is sent."""
    while True:
        assert workers._printer._worker is not None
        workers._printer._worker.kill()
        workers.print_page(_PAGE, seconds=120)


def _program(text: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(text)]


@pytest.fixture
def workers() -> Iterator[Workers]:
    pytest.importorskip("PySide6.QtWebEngineCore")
    with Workers(1) as made:
        yield made


def test_a_page_is_printed_and_after_a_crash_the_next_one_too(workers: Workers) -> None:
    workers.warm_up()
    made = workers.print_page(_PAGE, seconds=120)
    assert isinstance(made.message, Printed)
    assert "One free device" in pymupdf.open(stream=made.blobs[0])[0].get_text()
    with pytest.raises(WorkerError) as caught:
        _print_until_it_fails(workers)
    assert caught.value.cause == "crashed"
    assert workers.print_page(_PAGE, seconds=120).blobs


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
def test_the_report_names_the_walls_of_the_print_worker_before_anything_was_printed(workers: Workers) -> None:
    assert "no network, no sockets (seccomp)" in workers.describe().print


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root must do without")
def test_as_root_the_report_warns_that_chromium_cannot_wall_itself_in(workers: Workers) -> None:
    assert any("Chromium" in warning and "off" in warning for warning in workers.describe().warnings)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of other processes")
def test_a_program_beside_the_app_is_ended_when_it_uses_more_than_is_left_for_an_item() -> None:
    program = """
        import sys
        from reviewer.isolation.frames import encode
        from reviewer.isolation.protocol import Ready
        sys.stdout.buffer.write(b"".join(encode(Ready("print", ("a wall (seccomp)",)))))
        sys.stdout.buffer.flush()
        while True:
            pass
        """
    left = Allowance(1.0, kept=0.8)
    with Workers(1, print_command=_program(program)) as workers:
        with pytest.raises(WorkerError, match="all that is done for its pages may take 1 seconds") as caught:
            workers.print_page(_PAGE, seconds=600, allowance=left)
        assert caught.value.cause == "limit"
        assert left.used >= 1.0 - 0.8
        with pytest.raises(WorkerError, match="all that is done for its pages"):
            workers.print_page(_PAGE, seconds=600, allowance=left)


def test_where_there_is_no_engine_that_is_said_and_not_tried_again(tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = f"""
        import sys
        from pathlib import Path
        from reviewer.isolation.frames import encode
        from reviewer.isolation.protocol import Ready
        with Path({str(started)!r}).open("a") as log:
            log.write("x")
        sys.stdout.buffer.write(b"".join(encode(Ready("none", (), "QtWebEngine cannot be loaded"))))
        """
    with Workers(1, print_command=_program(program)) as workers:
        for _ in range(3):
            with pytest.raises(WorkerError, match="QtWebEngine cannot be loaded") as caught:
                workers.print_page(_PAGE)
            assert caught.value.cause == "missing"
            assert caught.value.advice
    assert started.read_text() == "x"


def test_a_program_that_ends_at_once_is_missing(tmp_path: Path) -> None:
    for command in (_program("raise SystemExit(9)"), [str(tmp_path / "no such program")]):
        with Workers(1, print_command=command) as workers:
            with pytest.raises(WorkerError, match="could not be started") as caught:
                workers.print_page(_PAGE)
            assert caught.value.cause == "missing"


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
def test_behind_its_walls_there_are_no_sockets_and_no_files_of_the_reviewer(tmp_path: Path) -> None:
    folder, secret = tmp_path / "own", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("case")
    program = f"""
        import socket
        from pathlib import Path
        from reviewer.workers.print.walls import put_up
        folder, secret = Path({str(folder)!r}), Path({str(secret)!r})
        walls = put_up(folder, [], namespaces=False)
        def tell(what, act):
            try:
                act()
                print(what, "works")
            except OSError as error:
                print(what, "is refused" if isinstance(error, PermissionError) else "fails")
        for family in ("INET", "INET6", "NETLINK", "UNIX"):
            tell(family, lambda: socket.socket(getattr(socket, "AF_" + family), socket.SOCK_DGRAM).close())
        tell("write own", lambda: (folder / "a").write_text("x"))
        tell("read system", lambda: Path("/etc/passwd").read_bytes())
        if len(walls) == 2:
            tell("read secret", lambda: secret.read_text())
            tell("write secret", lambda: secret.write_text("x"))
            tell("the terminal", lambda: open("/dev/tty").close())
            tell("a terminal", lambda: open("/dev/ptmx").close())
        """
    done = subprocess.run(_program(program), capture_output=True, text=True, check=True, timeout=60)
    said = done.stdout.splitlines()
    sockets = [f"{family} is refused" for family in ("INET", "INET6", "NETLINK", "UNIX")]
    assert said[:6] == [*sockets, "write own works", "read system works"]
    secrets = ("read secret", "write secret", "the terminal", "a terminal")
    assert said[6:] in ([], [f"{what} is refused" for what in secrets])


class Interrupted(io.BytesIO):
    """Bytes during whose sending the reviewer presses Ctrl+C."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise KeyboardInterrupt
        return super().read(size)


def test_a_program_that_is_slow_to_start_is_late_and_not_missing_and_the_next_page_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    command = _program(
        f"""
        import os, time
        from pathlib import Path
        from reviewer.isolation.frames import FrameBounds, encode, read_frame
        from reviewer.isolation.protocol import Printed, Ready, Request

        started = Path({str(started)!r})
        while not started.exists():
            time.sleep(0.05)
        os.write(1, b"".join(encode(Ready("print", ("a wall (seccomp)",), "a printer"))))
        frame = read_frame(lambda size: os.read(0, min(size, 2**20)), Request, FrameBounds())
        os.write(1, b"".join(encode(Printed("a printer"), frame.blobs)))
        """
    )
    with Workers(1, print_command=command) as workers:
        with monkeypatch.context() as patch:
            patch.setattr(channel, "START_SECONDS", 0.2)
            with pytest.raises(WorkerError, match="longer than") as caught:
                workers.print_page(_PAGE)
        assert caught.value.cause == "timeout"
        started.touch()
        assert workers.print_page(_PAGE, [b"the next"]).blobs == [b"the next"]


def test_after_a_request_that_was_broken_off_the_next_is_answered() -> None:
    command = _program(
        """
        import os
        from reviewer.isolation.frames import FrameBounds, encode, read_frame
        from reviewer.isolation.protocol import Printed, Ready, Request

        def say(message, *blobs):
            os.write(1, b"".join(encode(message, blobs)))

        say(Ready("print", ("a wall (seccomp)",), "a printer"))
        while True:
            frame = read_frame(lambda size: os.read(0, min(size, 2**20)), Request, FrameBounds())
            say(Printed("a printer"), frame.blobs[0])
        """
    )
    with Workers(1, print_command=command) as workers:
        with pytest.raises(KeyboardInterrupt):
            workers.print_page(_PAGE, [Streamed(Interrupted(bytes(3 * PART_BYTES)), 3 * PART_BYTES)])
        assert workers.print_page(_PAGE, [b"the next"], seconds=10).blobs == [b"the next"]
