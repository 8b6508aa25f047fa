"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Any of these means, on Linux, that Qt can show a window, or was told what to do without a screen."""


def has_display() -> bool:
    """Whether a window can be opened here."""
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in _NAMES)
