"""Marks of tests that want a part of LibreOffice which a machine may lack: distributions pack each by itself."""

from __future__ import annotations

import pytest

from reviewer.workers.libre.settings import find_program


def _lacks(library: str) -> bool:
    """Whether this LibreOffice has its parts in a library each, and not this one."""
    program = find_program()
    return program is not None and (program / "libswlo.so").exists() and not (program / library).exists()


NEEDS_CALC = pytest.mark.skipif(_lacks("libsclo.so"), reason="LibreOffice has no Calc here")
NEEDS_IMPRESS = pytest.mark.skipif(_lacks("libsdlo.so"), reason="LibreOffice has no Impress here")
