"""Case files that are built once in a run of tests, by the real use cases; each test works on a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import create_case

Build = Callable[[Case, Path], object]
"""Fills a new case; the folder is for the evidence it takes in."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The case files that this process has built so far, by name, all under one key."""

    folder: Path
    key: Key

    def copy(self, name: str, to: Path, build: Build | None = None, *, title: str, reference: str = "") -> Path:
        """Put a copy of the case of that name at ``to``; the first to ask for it has it built."""
        path = self.folder / f"{name}.evcase"
        if not path.exists():
            unfinished = self.folder / f"{name}.unfinished"
            unfinished.unlink(missing_ok=True)
            with create_case(unfinished, self.key, title=title, reference=reference, reviewer="Ada") as case:
                if build is not None:
                    build(case, self.folder / name)
            unfinished.rename(path)
        shutil.copy(path, to)
        return to
