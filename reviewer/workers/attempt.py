"""Trying a reader on hostile input: one bad input must cost itself and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Failed
from reviewer.workers.refusal import Refusal

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | Failed:
    """What ``work`` returns, or why it could not be done: one bad input must cost itself and nothing else."""
    try:
        return work()
    except Refusal as refusal:
        reason = refusal.reason
    except MemoryError:
        reason = Reason("reader.memory")
    except RecursionError:
        reason = Reason("reader.nesting")
    except Exception as error:  # noqa: BLE001 - the worker's main: whatever hostile input provokes is an answer
        reason = Reason("reader.fault", error=type(error).__name__, detail=str(error)[:500])
    return Failed(reason)
