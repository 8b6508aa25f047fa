"""Workers whose readers die over requests of one kind, as over hostile evidence."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Request
from reviewer.isolation.streamed import Blob
from reviewer.isolation.workers import WorkerError, Workers


class Crashing(Workers):
    """They answer all others."""

    def __init__(self, jobs: int, over: type) -> None:
        super().__init__(jobs)
        self._over = over

    def ask(
        self,
        request: Request,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 30.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        if isinstance(request, self._over):
            raise WorkerError(Reason("worker.processor_time", worker="reader", signal=27), "crashed")
        return super().ask(request, blobs, seconds=seconds, allowance=allowance)
