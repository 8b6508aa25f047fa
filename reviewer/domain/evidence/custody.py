"""The custody record of an intake, and the manifest of what it brought."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.evidence.unpack_limits import Changed
from reviewer.domain.ids import IntakeId


@dataclass(frozen=True, slots=True)
class IntakeRecord:
    """Who took in what, when (UTC), from what, with which version of the program.

    ``media`` are the paths that were named, each with device, file system and label as far as they were known;
    ``bytes`` are those of the files found on them. ``items`` and ``failed`` are those of now; ``tried_again``
    says when something of it was tried again at last, empty if never. ``limits`` are the limits on archives that were
    not as usual when it was taken in, ``limits_later`` those when it was tried again.
    ``unwalled`` says that something of it was read without a sandbox.
    """

    id: IntakeId
    started: str
    finished: str
    state: str
    reviewer: str
    custodian: str
    source: str
    program: str
    media: tuple[tuple[str, str], ...]
    files: int
    bytes: int
    items: int
    failed: int
    limits: Changed = ()
    limits_later: Changed = ()
    tried_again: str = ""
    unwalled: bool = False


def manifest_line(sha256: str, path: str) -> str:
    """A line that ``sha256sum --check`` reads (GNU coreutils: a name with a line end or backslash is escaped)."""
    if "\\" in path or "\n" in path or "\r" in path:
        path = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        return f"\\{sha256}  {path}"
    return f"{sha256}  {path}"
