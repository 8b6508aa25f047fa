"""Keep ``None``, ``True`` and ``False`` alive under PySide6 6.12 on Python 3.11.

PySide6 6.12.0 returns them from C++ without taking a reference (measured: one to ``None`` lost at each
``index.data()`` or ``widget.layout()`` that is None; none lost by 6.11.3), so that after some thousands Python 3.11
ends with ``none_dealloc`` or ``bool_dealloc``. From Python 3.12 on they are immortal and nothing is lost.
"""

from __future__ import annotations

import ctypes
import sys

REFERENCES = 1 << 48
"""More than a window returns in a lifetime: a million a second for eight years."""

SINGLETONS = (None, True, False, NotImplemented, Ellipsis)


def keep_singletons_alive() -> None:
    """Give the singletons references to lose, where they can run out of them."""
    if sys.version_info >= (3, 12) or ctypes.sizeof(ctypes.c_ssize_t) < 8:
        return
    for each in SINGLETONS:
        count = ctypes.c_ssize_t.from_address(id(each))
        if count.value < REFERENCES:
            count.value += REFERENCES
