"""Run all tests in parts, one after the other, each by processes of its own, with the options of pytest that are given.

A process that runs tests keeps what it has loaded: a third of its memory is what it collected, and the window's tests
alone load Qt. In parts none collects what it does not run, and all that grew is given back between them. Every part
runs, whatever became of those before it; at the end stand pytest's own closing line of each, and one of all together.

A case file is written through to the disk with each act, and the tests of the window and of commands make thousands of
them: so the folders of these two parts lie in memory where there is room. Those of the others lie on a disk, since they
try what becomes of files on one and what programs leave in memory; so do all where tests run without parts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

TESTS = Path(__file__).parent
PARTS = {
    "window": ("gui",),
    "commands and use cases": ("cli", "usecases"),
    "readers": ("workers", "isolation"),
}
"""The folders of each part. The last part is whatever is in none, so that nothing is left out."""
REST = "all else"
IN_MEMORY = frozenset({"window", "commands and use cases"})
"""The parts with folders of tests in memory."""

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


def parts(tests: Path) -> dict[str, list[str]]:
    """What pytest is told to run, by the name of the part."""
    made = {name: [str(tests / folder) for folder in folders] for name, folders in PARTS.items()}
    others = [f"--ignore={path}" for paths in made.values() for path in paths]
    return {**made, REST: [str(tests), *others]}


def surroundings(name: str, memory: Path = MEMORY, room: int = ROOM) -> dict[str, str]:
    """The environment of a part; folders of its tests are in memory if there is room and programs in them may run."""
    environment = dict(os.environ)
    if name in IN_MEMORY and sys.platform == "linux" and memory.is_dir() and os.access(memory, os.W_OK | os.X_OK):
        there = os.statvfs(memory)
        if there.f_bavail * there.f_frsize >= room and not there.f_flag & os.ST_NOEXEC:
            environment.setdefault(_TEMPORARY, str(memory))
    return environment


def run(options: Sequence[str], tests: Path = TESTS, memory: Path = MEMORY, room: int = ROOM) -> int:
    """Run each part and tell how it went; 0 if all went well."""
    begun, told, code = time.monotonic(), dict[str, list[str]](), 0
    for name, paths in parts(tests).items():
        lines = told.setdefault(name, [])
        ended = _run_part([*options, *paths], surroundings(name, memory, room), lines)
        if ended and not _FAILED.search(_COLORS.sub("", lines[-1] if lines else "")):
            lines.append(f"1 error in 0.00s: the tests of “{name}” ended with {ended}")
        code = ended or code
    end = [f"{name}: " + "\n".join(_at_the_end(lines)) for name, lines in told.items()]
    end.append(together([lines[-1] for lines in told.values() if lines], time.monotonic() - begun))
    sys.stdout.write("\n" + "\n".join(end) + "\n")
    return code


def together(closing: Sequence[str], seconds: float) -> str:
    """One closing line for those of all parts, in the form that pytest gives it."""
    counts: Counter[str] = Counter()
    for line in closing:
        for number, what in _COUNT.findall(_COLORS.sub("", line).partition(" in ")[0]):
            counts[{"error": "errors", "warning": "warnings"}.get(what, what)] += int(number)
    said = ", ".join(f"{counts[what]} {what}" for what in _ORDER if counts[what]) or "no tests ran"
    minutes, rest = divmod(round(seconds), 60)
    return f" {said} in {seconds:.2f}s ({minutes // 60}:{minutes % 60:02}:{rest:02}) ".center(80, "=")


def _run_part(arguments: Sequence[str], environment: Mapping[str, str], lines: list[str]) -> int:
    """Run pytest, show what it prints as it comes, and keep its lines."""
    colors = {"PY_COLORS": "1"} if sys.stdout.isatty() else {}
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments], stdout=subprocess.PIPE, env={**environment, **colors}
    ) as pytest:
        assert pytest.stdout is not None
        left = b""
        while piece := os.read(pytest.stdout.fileno(), 2**16):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            *whole, left = (left + piece).split(b"\n")
            lines += [line.decode(errors="replace") for line in whole if line.strip()]
    return pytest.returncode


def _at_the_end(lines: Sequence[str]) -> list[str]:
    """What stands at the end of a part and is told again: the memory it took, and pytest's closing line."""
    memory = [line.partition(": ")[2] for line in lines if line.startswith(_MEMORY)]
    return ["".join(memory), *lines[-1:]]


if __name__ == "__main__":
    try:
        raise SystemExit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
