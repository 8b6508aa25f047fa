"""The print worker: one program, started before it is needed, one page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.appetite import Appetite
from reviewer.isolation.frames import FrameBounds
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.single_worker import SingleWorker


class Printer(SingleWorker):
    """Keeps the print worker; missing where there is no QtWebEngine."""

    role = "print"
    what = "the print worker"
    absent = Reason("worker.no_printer")
    advice = "E-mail is shown as plain text until the PySide6 package is installed with its QtWebEngine part."

    most = 500
    appetite = Appetite(memory=1100 * 2**20, processor=12.0)
    stays_after_refusal = False  # what is refused may have caught Chromium in a loop, or have had worse in mind

    def __init__(self, command: Sequence[str] = (), bounds: FrameBounds | None = None) -> None:
        super().__init__(bounds)
        self._command = list(command) or program("reviewer.workers.print")

    def warm_up(self) -> None:
        """Start the worker if none runs, without waiting for it."""
        with self._turn:
            if not self._missing:
                self._running()

    def _launch(self) -> PipeWorker:
        return PipeWorker(self._command)
