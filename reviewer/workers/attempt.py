"""Trying a reader on hostile input: one bad input must cost itself and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reviewer.isolation.protocol import Failed
from reviewer.workers.refusal import Refusal

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | Failed:
    """What ``work`` returns, or why it could not be done: one bad input must cost itself and nothing else."""
    try:
        return work()
    except Refusal as refusal:
        reason = str(refusal)
    except MemoryError:
        reason = "it needs more memory than a reader may have"
    except RecursionError:
        reason = "it is nested too deeply"
    except Exception as error:  # noqa: BLE001 - the worker's main: whatever hostile input provokes is an answer
        reason = f"the reader could not cope with it ({type(error).__name__}: {error})"[:500]
    return Failed(reason.encode("utf-8", "replace").decode())
