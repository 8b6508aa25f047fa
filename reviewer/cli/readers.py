"""The readers of a command that needs them from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reviewer.isolation.workers import Workers


@contextmanager
def readers(jobs: int | None = None) -> Iterator[Workers]:
    """The readers, which load what they need while the key is derived, and before it while the command itself loads.

    The key takes all cores, and a reader that stood back before it had loaded was what the command then waited for.
    """
    with Workers(jobs, awaited=True) as workers:
        workers.load()
        yield workers
