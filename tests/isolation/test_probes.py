"""Nothing gets out of a worker but what is named here with why it harms nothing; out of any other program most does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.workers import landlock
from tests.endurance import a_few

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")

ALL = 78
OFFICE = {
    "read_a_file": "of the system's own: programs, libraries, fonts, settings that every user may read",
    "see_that_a_file_exists": "Landlock does not look at stat(); a name has to be guessed, and no content is seen",
    "write_to_a_file_left_open": "the app leaves none open to it but its own two pipes",
    "resolve_a_name": "only from /etc/hosts, for there are no sockets to ask anybody",
    "map_executable_memory": "its own; LibreOffice loads libraries late",
}
PRINTING = {
    **OFFICE,
    "map_executable_memory": "its own; Chromium makes code",
    "list_the_processes": "numbers and names of programs; Chromium reads of its own processes in /proc",
    "read_the_parents_command_line": "no passphrase and no key is ever on a command line of ours",
    "fork": "Chromium's own processes, behind the same walls",
    "let_others_look_into_it": "its own choice, and only programs of the reviewer could",
}


PROBED = {
    "parse": "reviewer.workers.sandbox import Budget, leave_with_parent, lock_down",
    "ocr": "reviewer.workers.parse.__main__ import main as serve",
    "heif": "reviewer.workers.walls import ONE_ITEM, shut_in",
    "ranking": "reviewer.workers.walls import MANY_REQUESTS, shut_in",
    "encrypting": "reviewer.workers.walls import MANY_REQUESTS, shut_in",
    "print": "reviewer.workers.print.walls import close_behind, put_up",
    "libre": "reviewer.workers.libre.walls import confine",
}
"""Each program that is given what is not trusted, and whose walls it puts up: of these the ways out are tried."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that an ordinary user may use even when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="probes-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


def _escapes(folder: Path, wall: str, abi: int | None = None) -> dict[str, str]:
    """How each way got out of those that did."""
    command = [sys.executable, "-m", "tests.isolation.probes", str(folder), wall, *([] if abi is None else [str(abi)])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    outcomes: dict[str, str] = json.loads(done.stdout)
    assert len(outcomes) == ALL
    return {name: how for name, how in outcomes.items() if how}


def _newest(*versions: int) -> list[int]:
    """Versions of Landlock that this kernel can be made to seem to have."""
    return [version for version in versions if version <= landlock.version()]


@pytest.mark.parametrize("abi", a_few(_newest(0), _newest(2, 4, 7)))
@pytest.mark.parametrize("wall", ["parse", "heif"])
def test_nothing_gets_out_of_a_reader_with_landlock_or_without(folder: Path, wall: str, abi: int) -> None:
    assert _escapes(folder, wall, abi) == {}


@pytest.mark.parametrize("abi", a_few(_newest(landlock.version() or 1), _newest(2, 4)))
@pytest.mark.parametrize(("wall", "named"), [("print", PRINTING), ("libre", OFFICE)])
def test_what_gets_out_of_a_large_program_is_named(folder: Path, wall: str, abi: int, named: dict[str, str]) -> None:
    assert _escapes(folder, wall, abi).keys() == named.keys()


def test_once_chromium_runs_its_main_process_starts_no_other(folder: Path) -> None:
    assert _escapes(folder, "started").keys() == PRINTING.keys() - {"fork"}


def test_every_worker_is_behind_walls_of_which_the_ways_out_are_tried() -> None:
    workers = Path(landlock.__file__).parent
    programs = {found.parent.name: found.read_text(encoding="utf-8") for found in workers.glob("*/__main__.py")}
    assert programs.keys() == PROBED.keys()
    assert [name for name, walls in PROBED.items() if f"from {walls}" not in programs[name]] == []


def test_most_ways_lead_out_of_a_program_without_walls(folder: Path) -> None:
    assert len(_escapes(folder, "none")) >= 50


@pytest.mark.parametrize(("module", "arguments"), [("print", "1.0"), ("libre", "Path(sys.argv[1])")])
def test_without_landlock_a_large_program_is_not_used_at_all(tmp_path: Path, module: str, arguments: str) -> None:
    code = f"""
import sys
from pathlib import Path
from reviewer.workers import landlock
from tests.endurance import a_few
landlock.version = lambda: 0
from reviewer.workers.{module}.__main__ import main
sys.exit(main({arguments}))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], input=b"", capture_output=True, check=True)
    assert b"is not" in done.stdout
    assert b"none" in done.stdout


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no D-Bus here")
def test_a_real_session_bus_answers_any_program_and_not_the_print_program(folder: Path) -> None:
    address = f"unix:path={folder}/bus"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", f"--address={address}", "--print-address"], stdout=subprocess.PIPE
    )
    try:
        assert daemon.stdout is not None
        assert daemon.stdout.readline()
        assert _asked(folder, walls=False).startswith("OK ")
        assert _asked(folder, walls=True) == "PermissionError"
    finally:
        daemon.terminate()
        daemon.communicate()


def _asked(folder: Path, *, walls: bool) -> str:
    code = f"""
import os, socket
from pathlib import Path
from reviewer.workers.print.walls import put_up
own = Path({str(folder)!r}, "own")
own.mkdir(exist_ok=True)
assert not {walls} or put_up(own, [], namespaces=False)
try:
    bus = socket.socket(socket.AF_UNIX)
    bus.connect({str(folder / "bus")!r})
    bus.sendall(b"\\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\\r\\n")
    print(bus.recv(200).decode())
except OSError as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    return done.stdout.strip()
