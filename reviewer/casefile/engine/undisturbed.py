"""Make many objects without the garbage collector looking through them again and again meanwhile.

Rows hold no cycles, so nothing is lost by waiting; reading 50,000 of them takes a fifth less time. What works for long
is looked through now and then all the same, since errors do hold cycles.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (400_000, 20, 100)
"""Objects that come to be between two looks at the young ones, and how many looks go by before older ones are looked
through as well; usually 700, 10 and 10."""

_lock = threading.Lock()
_inside = 0
_was_on = False
_seldom = 0
_usual = gc.get_threshold()


@contextmanager
def undisturbed() -> Iterator[None]:
    """No collection until the last of those who asked for it, on whatever thread, is done."""
    global _inside, _was_on  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        if not _inside:
            _was_on = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _was_on:
                gc.enable()


@contextmanager
def seldom_disturbed() -> Iterator[None]:
    """Fewer collections until the last who asked for it is done: a fortieth of the time of an intake or a bundle."""
    global _seldom, _usual  # noqa: PLW0603 - as above
    with _lock:
        if not _seldom:
            _usual = gc.get_threshold()
            gc.set_threshold(*SELDOM)
        _seldom += 1
    try:
        yield
    finally:
        with _lock:
            _seldom -= 1
            if not _seldom:
                gc.set_threshold(*_usual)
