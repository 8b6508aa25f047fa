"""The manifest of the evidence as a file, by which anybody can check what was delivered."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.export.new_file import write_new
from reviewer.usecases.evidence import custody


def write(case: Case, out: Path) -> int:
    """Write the manifest to a file that must not exist yet; how many lines it has. InputError, StorageError."""
    lines = list(custody.manifest(case))
    write_new(out, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    return len(lines)
