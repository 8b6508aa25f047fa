"""Keep ``None`` alive under PySide6 6.12 on Python 3.11.

PySide6 6.12.0 returns ``None`` from C++ without taking a reference to it (measured: one lost at each ``index.data()``
or ``widget.layout()`` that is None; none lost by 6.11.3), so that after some 4,500 of them Python 3.11 ends with
``none_dealloc``. From Python 3.12 on ``None`` is immortal and nothing is lost.
"""

from __future__ import annotations

import ctypes
import sys

REFERENCES = 1 << 48
"""More than a window returns in a lifetime, at a million a second for eight years."""


def keep_none_alive() -> None:
    """Give ``None`` references to lose, where it can run out of them."""
    if sys.version_info < (3, 12) and ctypes.sizeof(ctypes.c_ssize_t) == 8:
        count = ctypes.c_ssize_t.from_address(id(None))
        if count.value < REFERENCES:
            count.value += REFERENCES
