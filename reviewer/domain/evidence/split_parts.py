"""What a file's name says of an archive that was cut into parts: ``gifts.zip.001``, ``gifts.7z.002``, ``gifts.z01``.

Such parts have nothing in their bytes that says so, as those of RAR archives do. PKWARE's APPNOTE, 8.3, names the parts
of zip archives; 7-Zip and others cut at any byte and count from ``.001``.
"""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"\.(?:zip|zipx|7z|rar|tar|tgz|tbz2|txz|gz|bz2|xz)\.(\d{2,4})\Z|\.zx?(\d{2,3})\Z", re.IGNORECASE)


def part_number(name: str) -> int:
    """Which part of an archive a file is by its name, counted from 1; 0 for what is named otherwise."""
    found = _NUMBERED.search(name)
    return int(found[1] or found[2]) if found else 0
