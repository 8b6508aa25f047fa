"""What is kept of a crash for whoever keeps the program: where in the program it was, and not a word of any case.

A report has types of errors, our own files by their place in the program, lines and functions. What an error says, what
variables held, arguments, folders and names of files are not in it, for those may be evidence. A crash of the
interpreter itself is written down by ``faulthandler`` as it happens, and made a report of at the next start.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import re
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import reviewer
from reviewer.desktop import settings
from reviewer.domain import clock
from reviewer.domain.reasons.reason import Reason

MOST = 5
"""Reports kept; the latest."""

MOST_FRAMES = 60
MOST_CAUSES = 6

_PROGRAM = Path(reviewer.__file__).resolve().parent.parent
_ROOTS = (_PROGRAM, *(Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib", "stdlib")))
_FAULT = re.compile(r"(?:Fatal Python error: |Windows fatal exception: )([A-Za-z][A-Za-z0-9 :]{0,60})")
_FRAME = re.compile(r'  File "(.{1,4000})", line (\d{1,7}) in ([\w.<>]{1,200})')
_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+")

_ENDED = frozenset({1, 2, 15})
"""SIGHUP, SIGINT, SIGTERM."""

_TOLD = ("worker", "signal", "exit")
"""What of a worker's end is told, by name; whatever else a reason holds may be of the evidence."""

_raw: list[Path] = []
_seen: set[str] = set()


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One report: the file that keeps it, and what it says."""

    path: Path
    text: str


def listed() -> list[CrashReport]:
    """The reports that are kept, the latest first."""
    found = []
    for path in sorted(_folder().glob("crash-*.txt"), reverse=True):
        with suppress(OSError, ValueError):
            found.append(CrashReport(path, path.read_text(encoding="utf-8")))
    return found


def delete(reports: list[CrashReport]) -> None:
    """Delete reports; one that is gone already is no matter."""
    for each in reports:
        each.path.unlink(missing_ok=True)


def keep_error(error: BaseException, where: str) -> Path | None:
    """Keep a report of an error that nobody expected; None where this laptop keeps nothing, or it was kept already."""
    return _keep(where, list(_of_error(error)))


def keep_worker(ended: Reason) -> Path | None:
    """Keep a report of a worker that crashed; not of one that was ended from outside, as at the end of a session."""
    if dict(ended.args).get("signal") in _ENDED:
        return None
    told = " ".join(f"{name}={_plain(value)}" for name, value in ended.args if name in _TOLD)
    return _keep("a worker", [f"{ended.code} {told}"])


def watch(tell: Callable[[], None]) -> Callable[[], None]:
    """Keep a report of each error that nobody expects, on any thread, and of a crash; ``tell`` hears of each error.

    What was there before is called after. Returns what ends it; after that a crash of this process leaves nothing.
    """
    before, thread_before = sys.excepthook, threading.excepthook

    def failed(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            keep_error(error.with_traceback(place), "the window")
            tell()  # one that was kept before, or cannot be, failed all the same
        before(kind, error, place)

    def thread_failed(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            keep_error(args.exc_value, "a thread")
            tell()
        thread_before(args)

    sys.excepthook, threading.excepthook = failed, thread_failed
    stop = _watch_faults()

    def end() -> None:
        sys.excepthook, threading.excepthook = before, thread_before
        stop()

    return end


def gather() -> None:
    """Make reports of what crashes of earlier processes left, and drop what they left besides."""
    for path in _folder().glob("fault-*.log"):
        if path in _raw or _alive(path):
            continue
        with suppress(OSError):
            left = path.read_text(encoding="utf-8", errors="replace")
            path.unlink()
            if lines := list(_of_fault(left)):
                _keep("the program as a whole", lines)


def _watch_faults() -> Callable[[], None]:
    path = _folder() / f"fault-{os.getpid()}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")
    except OSError:
        return lambda: None
    _raw.append(path)
    faulthandler.enable(file)

    def stop() -> None:
        faulthandler.disable()
        file.close()
        _raw.remove(path)
        path.unlink(missing_ok=True)

    return stop


def _alive(path: Path) -> bool:
    """Whether the process is there that would write this down as it crashes."""
    number = path.stem.removeprefix("fault-")
    if not number.isdigit() or int(number) == os.getpid():
        return False
    if sys.platform == "win32":
        return False  # there a file that is open cannot be deleted, so that it stays
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _of_error(error: BaseException) -> Iterator[str]:
    cause: BaseException | None = error
    known: set[int] = set()
    while cause is not None and id(cause) not in known and len(known) < MOST_CAUSES:
        if known:
            yield "which came of"
        known.add(id(cause))
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        for frame in traceback.extract_tb(cause.__traceback__, limit=-MOST_FRAMES):
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        cause = cause.__cause__ or cause.__context__


def _of_fault(left: str) -> Iterator[str]:
    """What of a crash that was written down tells where it was; nothing where it did not crash."""
    if not (fault := _FAULT.search(left)):
        return
    yield fault[1].strip()
    for line in left.splitlines()[: 10 * MOST_FRAMES]:
        if frame := _FRAME.match(line):
            yield f"  {_place(frame[1])}:{frame[2]} {frame[3]}"
        elif thread := _THREAD.match(line):
            yield thread[1]


def _place(name: str) -> str:
    """Where a file is in the program, or in what it comes with; nothing of one that is elsewhere."""
    for root in _ROOTS:
        with suppress(ValueError, OSError):
            return Path(name).resolve().relative_to(root).as_posix()
    return "elsewhere"


def _plain(value: object) -> str:
    """A number, or a word of ours."""
    return str(value) if isinstance(value, int) or re.fullmatch(r"[a-z][a-z ]{0,20}", str(value)) else "…"


def _keep(where: str, lines: list[str]) -> Path | None:
    made = "\n".join(lines)
    if made in _seen:
        return None
    now = clock.now()
    head = (
        "Evidence Reviewer crash report. It holds no words of any case, no names of files and no folders.",
        f"version {reviewer.__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"{now.replace('T', ' ').removesuffix('Z')} UTC, in {where}",
    )
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"crash-{time.time_ns():020}-{os.getpid()}.txt"  # by name in order of time
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([*head, "", made, ""]))
        delete(listed()[MOST:])
    except OSError:
        return None
    _seen.add(made)
    return path


def _folder() -> Path:
    return settings.config_dir() / "crashes"
