"""One document at a time: a process forked for it, a room for it, and an end for both."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.reasons.reason import Reason, pack, read_untrusted
from reviewer.isolation.protocol import Failed
from reviewer.workers.attempt import attempt
from reviewer.workers.libre.forms import plain_document
from reviewer.workers.libre.kit import Kit
from reviewer.workers.libre.settings import furnish
from reviewer.workers.libre.walls import let_go, shut_in
from reviewer.workers.refusal import Refusal

MOST_PDF = 256 * 2**20
"""Bytes of the pages of one document."""
MOST_ROOM = 1024 * 2**20
"""Bytes of all files of one document's room; they are in memory."""

PROCESSOR = 12
"""Seconds of processor time for one document; the clock, which a busy machine is behind, gives it more."""

_TRIAL_SECONDS = 60.0
_TRIAL_PROCESSOR = 60
_LOOK = 250  # milliseconds between two looks at how large the room has become
_MOST_WORDS = 2000
_OVER = {
    signal.SIGXCPU: Reason("libre.processor_time"),
    signal.SIGXFSZ: Reason("libre.file_size"),
    signal.SIGKILL: Reason("libre.ended"),
}


class GoneError(Exception):
    """The app is gone, so nobody waits for pages."""


@dataclass(frozen=True, slots=True)
class Converter:
    """LibreOffice's code, loaded; ``folder`` is where rooms are made and ``seconds`` what one document may take."""

    library: ctypes.CDLL
    program: Path
    folder: Path
    seconds: float

    def pages(self, data: bytes, passwords: tuple[str, ...]) -> bytes:
        """The PDF. Refusal with the reason when there is none, GoneError when nobody waits for it any more."""
        with self._room() as room:
            self._fork(room, lambda: self._convert(data, passwords, room), self.seconds)
            pdf = _read(room / "pages.pdf", MOST_PDF)
        if not pdf.startswith(b"%PDF-"):
            raise Refusal(Reason("libre.no_pages"))
        return pdf

    def try_out(self) -> str:
        """Its name and version, once it has made a page; this also prepares the list of fonts. Refusal if it fails."""
        with self._room() as room:
            self._fork(room, lambda: self._introduce(room), _TRIAL_SECONDS, fonts_to_write=True)
            if not _read(room / "pages.pdf", MOST_PDF):
                raise Refusal(Reason("libre.trial"))
            return _read(room / "engine", _MOST_WORDS).decode("utf-8", "replace")

    def _convert(self, data: bytes, passwords: tuple[str, ...], room: Path) -> None:
        plain, ending = plain_document(data, passwords)
        document = room / f"document.{ending}"
        document.write_bytes(plain)
        Kit(self.library, self.program, room / "profile").to_pdf(document, room / "pages.pdf")

    def _introduce(self, room: Path) -> None:
        document = room / "document.rtf"
        document.write_bytes(rb"{\rtf1\ansi Ready}")
        kit = Kit(self.library, self.program, room / "profile")
        (room / "engine").write_text(kit.engine(), encoding="utf-8")
        kit.to_pdf(document, room / "pages.pdf")

    @contextlib.contextmanager
    def _room(self) -> Iterator[Path]:
        room = self.folder / "room"
        room.mkdir(mode=0o700)
        try:
            yield room
        finally:
            shutil.rmtree(room)

    def _fork(self, room: Path, work: Callable[[], None], seconds: float, *, fonts_to_write: bool = False) -> None:
        """Do the work in a process of its own, behind walls; Refusal if it fails or is not done in time."""
        child = os.fork()
        if child == 0:
            self._be_the_child(room, work, seconds, fonts_to_write=fonts_to_write)
        trouble = _watch(child, room, seconds)
        if trouble:
            raise Refusal(trouble)

    def _be_the_child(self, room: Path, work: Callable[[], None], seconds: float, *, fonts_to_write: bool) -> None:
        code = 1
        try:
            let_go()
            furnish(room)
            processor = min(int(seconds) + 1, _TRIAL_PROCESSOR if fonts_to_write else PROCESSOR)
            shut_in(self.program, self.folder, room, processor, fonts_to_write=fonts_to_write)
            outcome = attempt(work)
            if isinstance(outcome, Failed):
                (room / "trouble").write_text(pack((outcome.reason,)), encoding="utf-8")
            else:
                code = 0
        finally:
            os._exit(code)  # without LibreOffice's own way out, which takes its time and may crash


def _watch(child: int, room: Path, seconds: float) -> Reason | None:
    """Wait for the end of the child, end it when it takes too much; what went wrong, if anything did."""
    over = time.monotonic() + seconds
    ended = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(0, 0)  # the app: only its end is of interest
        while not (events := dict(poll.poll(_LOOK))).get(ended):
            if events:
                raise GoneError
            if time.monotonic() > over:
                return Reason("libre.too_slow", seconds=f"{seconds:g}")
            if _size(room) > MOST_ROOM:
                return Reason("libre.memory")
    finally:
        os.close(ended)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it is not reaped yet, so the number is still its own
        status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return _OVER.get(signal.Signals(number), Reason("libre.crashed_by", signal=number))
    if os.WEXITSTATUS(status) == 0:
        return None
    told = read_untrusted(_read(room / "trouble", _MOST_WORDS).decode("utf-8", "replace"))
    return told[0] if told else Reason("libre.crashed")


def _size(room: Path) -> int:
    total = 0
    for place, _, names in os.walk(room):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(place, name).lstat().st_size
    return total


def _read(path: Path, most: int) -> bytes:
    """A plain file that the child left, at most so many bytes; nothing if it is none. Refusal if it is larger."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with os.fdopen(opened, "rb") as file:
        facts = os.fstat(opened)
        if not stat.S_ISREG(facts.st_mode):
            return b""
        if facts.st_size > most:
            raise Refusal(Reason("libre.pages_large", count=facts.st_size, limit=most))
        return file.read(most)
