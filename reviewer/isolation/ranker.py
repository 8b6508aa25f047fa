"""The ranker: one program with scikit-learn in it, which keeps the words of a queue from one batch to the next."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.errors import CancelledError
from reviewer.isolation.frames import FrameBounds
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.single_worker import SingleWorker


class Ranker(SingleWorker):
    """Starts the program when it is needed; missing where it cannot be started."""

    role = "rank"
    what = "the ranker"
    absent = Reason("worker.no_ranker")
    advice = "Read the queue by time or thread; nothing else needs it."

    def __init__(self, command: Sequence[str] = (), bounds: FrameBounds | None = None) -> None:
        super().__init__(bounds)
        self._command = list(command) or program("reviewer.workers.ranking")
        self._ended = False

    def end(self) -> None:
        """End the program, and start none again."""
        self._ended = True
        self.close()

    def _launch(self) -> PipeWorker:
        if self._ended:
            raise CancelledError("the case has been closed")
        return PipeWorker(self._command)
