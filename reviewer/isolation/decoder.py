"""The decoder of HEIC pictures: a program for each picture, so that none can touch what another shows."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame, FrameBounds
from reviewer.isolation.protocol import Request
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.single_worker import SingleWorker
from reviewer.isolation.streamed import Blob


class Decoder(SingleWorker):
    """Starts the program for each picture; missing where it cannot be started."""

    role = "decode"
    what = "the picture decoder"
    absent = Reason("worker.no_decoder")
    advice = "HEIC pictures are kept, with their facts, and not shown."

    def __init__(self, command: Sequence[str] = (), bounds: FrameBounds | None = None) -> None:
        super().__init__(bounds)
        self._command = list(command) or program("reviewer.workers.heif")

    def ask(self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None = None) -> Frame:
        """As :meth:`SingleWorker.ask`; the program has ended afterwards, whatever came of it."""
        try:
            return super().ask(request, blobs, seconds, allowance)
        finally:
            with self._turn:
                self._drop()

    def _launch(self) -> PipeWorker:
        return PipeWorker(self._command)
