"""Character sets: Python loads each when it is first named, and behind the walls no file can be opened."""

from __future__ import annotations

import codecs
import contextlib
import encodings
import pkgutil


def load_all() -> None:
    """Load those that this Python has."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError, ImportError):  # mbcs and oem exist on Windows only
            codecs.lookup(module.name)
