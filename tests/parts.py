"""Run all tests in parts, some side by side, each by a process of its own, with the options of pytest that are given.

A process that runs tests keeps what it has loaded: a third of its memory is what it collected, and the window's tests
alone load Qt. In parts none collects what it does not run, all that grew is given back with them, and what a fixture
makes for a whole run is made once for all who need it. Every part runs, whatever became of the others; at the end stand
pytest's own closing line of each, and one of all together.

One part more runs at a time than there are processors: where tests of one wait for a window or a reader, there is work
of another. The longest begin first, so that none is left alone at the end. What they print is shown part after part:
that of the first that has not ended as it goes, what the others printed meanwhile once it has.

A case file is written through to the disk with each act, and the tests of the window and of commands make thousands of
them: so the folders of these parts lie in memory where there is room. Those of the others lie on a disk, since they
try what becomes of files on one and what programs leave in memory; so do all where tests run without parts.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path, PurePath

TESTS = Path(__file__).parent
PARTS = {
    "rooms": ("gui/rooms",),
    "use cases": ("usecases",),
    "exports by command": ("cli/exports",),
    "readers": ("workers",),
    "case file": ("casefile", "holding"),
    "ledger and reading": ("gui/ledger", "gui/reading"),
    "window": ("gui",),
    "shell": ("gui/shell",),
    "intake": ("usecases/evidence",),
    "commands": ("cli",),
    "isolation": ("isolation",),
    "archives and ranking": ("workers/archive", "workers/ranking"),
}
"""The folders of each part, without what in them is another's; the longest first, as they begin in this order.

The last part is whatever is in none, so that nothing is left out.
"""
REST = "all else"
ON_DISK = frozenset({"readers", "isolation", "archives and ranking", "case file", REST})
"""The parts with folders of tests on a disk, and with memory as programs have it; those of the others are in memory."""

_ORDER = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "errors")
_COUNT = re.compile(r"(\d+) ([a-z]+)")
_FAILED = re.compile(r"\d+ (failed|errors?)\b.* in [\d.]+s")
"""What stands in the closing line of a part that ended as it should and did not go well."""
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_MEMORY = "most memory used"

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that nobody else may enter
ROOM = 2 << 30
"""Bytes that must be free there. Some 200 MB are in use, since what a test that passed has written is removed."""
_TEMPORARY = "PYTEST_DEBUG_TEMPROOT"
"""Where pytest has the folders of tests, instead of in the temporary folder of the system."""
_KEPT = {
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(16 << 20),
    "MALLOC_TOP_PAD_": str(4 << 20),
}
"""Bytes of memory that glibc keeps for these parts, https://man7.org/linux/man-pages/man3/mallopt.3.html.

To give it back to the system and ask for it again, test after test, takes 4 % of their time and more. What is larger
than 16 MB is given back at once: with 64 MB a part had 80 MB more.
"""
PART = "REVIEWER_PART"
"""By this the tests know which part they are, and that no others run in their process."""


def processors() -> int:
    """How many processors these tests may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(tests: Path) -> dict[str, list[str]]:
    """What pytest is told to run, by the name of the part."""
    every = [folder for folders in PARTS.values() for folder in folders]
    made = {}
    for name, folders in {**PARTS, REST: (".",)}.items():
        within = (other for other in every if other not in folders and any(_is_in(other, own) for own in folders))
        made[name] = [*(str(tests / own) for own in folders), *(f"--ignore={tests / other}" for other in within)]
    return made


def _is_in(folder: str, other: str) -> bool:
    return PurePath(folder).is_relative_to(other)


def surroundings(name: str, memory: Path = MEMORY, room: int = ROOM) -> dict[str, str]:
    """The environment of a part: which it is, and where the folders of its tests are.

    These are in memory if there is room and programs in them may run.
    """
    kept = {} if name in ON_DISK else _KEPT
    environment = {**kept, **os.environ, PART: name}
    if name not in ON_DISK and sys.platform == "linux" and memory.is_dir() and os.access(memory, os.W_OK | os.X_OK):
        there = os.statvfs(memory)
        if there.f_bavail * there.f_frsize >= room and not there.f_flag & os.ST_NOEXEC:
            environment.setdefault(_TEMPORARY, str(memory))
    return environment


class Part:
    """A part that runs: what it printed, line by line, and what of that is still to be shown."""

    def __init__(self, name: str, pytest: subprocess.Popen[bytes]) -> None:
        self.name = name
        self.pytest = pytest
        self.lines: list[str] = []
        self.code: int | None = None
        self._left = b""
        self._unshown = bytearray()

    def read(self) -> bool:
        """Take what it has printed by now; false once it has ended."""
        assert self.pytest.stdout is not None
        piece = os.read(self.pytest.stdout.fileno(), 2**16)
        *whole, self._left = (self._left + piece).split(b"\n")
        self.lines += [line.decode(errors="replace") for line in whole if line.strip()]
        self._unshown += piece
        if not piece:
            self.code = self.pytest.wait()
        return bool(piece)

    def show(self) -> None:
        """Print what was not shown yet."""
        sys.stdout.buffer.write(self._unshown)
        sys.stdout.buffer.flush()
        self._unshown.clear()

    def failure(self) -> str:
        """A closing line of an error, where it did not go well and its own does not say so."""
        said = _COLORS.sub("", self.lines[-1] if self.lines else "")
        told = not self.code or _FAILED.search(said)
        return "" if told else f"1 error in 0.00s: the tests of “{self.name}” ended with {self.code}"


def run(options: Sequence[str], tests: Path = TESTS, memory: Path = MEMORY, room: int = ROOM) -> int:
    """Run each part and tell how it went; 0 if all went well."""
    begun, waiting = time.monotonic(), list(parts(tests).items())
    started: list[Part] = []
    with ExitStack() as running, selectors.DefaultSelector() as selector:

        def start() -> None:
            name, paths = waiting.pop(0)
            pytest = _start([*options, *paths], surroundings(name, memory, room))
            part = Part(name, running.enter_context(pytest))
            started.append(part)
            assert pytest.stdout is not None
            selector.register(pytest.stdout, selectors.EVENT_READ, part)

        while waiting and len(started) <= processors():
            start()
        while selector.get_map():
            for key, _ in selector.select():
                if not key.data.read():
                    selector.unregister(key.fileobj)
                    if waiting:
                        start()
            _show(started)
    for part in started:
        part.lines += filter(None, [part.failure()])
    end = [f"{part.name}: " + "\n".join(_at_the_end(part.lines)) for part in started]
    end.append(together([part.lines[-1] for part in started if part.lines], time.monotonic() - begun))
    sys.stdout.write("\n" + "\n".join(end) + "\n")
    return next((part.code for part in reversed(started) if part.code), 0)


def together(closing: Sequence[str], seconds: float) -> str:
    """One closing line for those of all parts, in the form that pytest gives it."""
    counts: Counter[str] = Counter()
    for line in closing:
        for number, what in _COUNT.findall(_COLORS.sub("", line).partition(" in ")[0]):
            counts[{"error": "errors", "warning": "warnings"}.get(what, what)] += int(number)
    said = ", ".join(f"{counts[what]} {what}" for what in _ORDER if counts[what]) or "no tests ran"
    minutes, rest = divmod(round(seconds), 60)
    return f" {said} in {seconds:.2f}s ({minutes // 60}:{minutes % 60:02}:{rest:02}) ".center(80, "=")


def _start(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    colors = {"PY_COLORS": "1"} if sys.stdout.isatty() else {}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env={**environment, **colors})


def _show(started: Sequence[Part]) -> None:
    """Show what was printed, up to the first part that has not ended."""
    for part in started:
        part.show()
        if part.code is None:
            return


def _at_the_end(lines: Sequence[str]) -> list[str]:
    """What stands at the end of a part and is told again: the memory it took, and pytest's closing line."""
    memory = [line.partition(": ")[2] for line in lines if line.startswith(_MEMORY)]
    return ["".join(memory), *lines[-1:]]


if __name__ == "__main__":
    try:
        raise SystemExit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
