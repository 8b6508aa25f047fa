"""Workers of which a test says what becomes of a request, as hostile evidence would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Request
from reviewer.isolation.streamed import Blob
from reviewer.isolation.workers import WorkerError, Workers

Before = Callable[[Request, Sequence[Blob], Allowance | None], Allowance | None]
"""The allowance to ask with instead of that, or the error of a worker."""


@contextmanager
def meddled(
    workers: Workers,
    before: Before = lambda _request, _blobs, allowance: allowance,
    after: Callable[[Request, Allowance | None], object] = lambda _request, _allowance: None,
) -> Iterator[Workers]:
    """The same workers, which ask ``before`` each request and tell it ``after`` its answer."""
    asked = workers.ask

    def ask(
        request: Request,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 30.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        answer = asked(request, blobs, seconds=seconds, allowance=before(request, blobs, allowance))
        after(request, allowance)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "ask", ask)
        yield workers


def crashed() -> WorkerError:
    """The error of a reader that used up its processor time."""
    return WorkerError(Reason("worker.processor_time", worker="reader", signal=27), "crashed")


@contextmanager
def crashing(workers: Workers, over: type) -> Iterator[Workers]:
    """The same workers, whose readers die over requests of one kind."""

    def before(request: Request, _: Sequence[Blob], allowance: Allowance | None) -> Allowance | None:
        if isinstance(request, over):
            raise crashed()
        return allowance

    with meddled(workers, before):
        yield workers
