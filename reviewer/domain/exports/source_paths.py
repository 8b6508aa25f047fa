"""Where evidence came from, as far as it may be told outside: from the root of its intake down, and no further up.

Above the root are the folders, the devices and the login names of the machine that took it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath

_HOMES = re.compile(r"(?i)(/home|/users|/export/home|[a-z]:\\users|[a-z]:\\documents and settings)")


def labels(roots: Iterable[str]) -> dict[str, str]:
    """A label for each root: the name of its folder; “root 3” where that has none, or is a login name.

    Different roots have different labels.
    """
    found: dict[str, str] = {}
    for number, root in enumerate(dict.fromkeys(roots), 1):
        name = _name(root) or f"root {number}"
        label, again = name, 2
        while label in found.values():
            label, again = f"{name} ({again})", again + 1
        found[root] = label
    return found


def _name(root: str) -> str:
    windows = re.match(r"[A-Za-z]:|\\\\", root) is not None
    path = PureWindowsPath(root) if windows else PurePosixPath(root)
    if _HOMES.fullmatch(str(path.parent)) or str(path) in {"/root", "/var/root"}:
        return ""
    return path.name
