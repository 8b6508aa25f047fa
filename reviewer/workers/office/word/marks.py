"""What Word files begin with that lie in no compound file."""

from __future__ import annotations

WORD_2 = b"\xdb\xa5\x2d\x00"
