"""Files that leave the case one by one: written where nothing is yet, and told in the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.export.new_file import write_new


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file before it is written. ``act`` is what the trail calls it, ``facts`` what it says besides."""

    out: Path
    data: bytes
    act: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def write(case: Case, file: Outgoing, *, reviewer: str) -> Path:
    """Write a file that must not exist yet, and say in the trail where it went and which bytes it has.

    InputError for a file that is there; StorageError when it cannot be written, or the case is open for reading only.
    """
    with case.act(reviewer, file.act, file.out.name) as act:
        act.facts.update({"file": str(file.out), "sha256": hashlib.sha256(file.data).hexdigest(), **file.facts})
        write_new(file.out, file.data)
    return file.out
