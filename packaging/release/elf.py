"""What a binary asks of the system: which libraries, and which glibc (read by ``objdump``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from release.steps import need, run

_MAGIC = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Binary:
    """A program or library: its path, the libraries it names, the newest glibc that it has a symbol of."""

    path: Path
    needed: frozenset[str]
    glibc: tuple[int, ...]


def newest_glibc(found: Iterable[Binary]) -> tuple[int, ...]:
    """The newest glibc that one of these binaries has a symbol of."""
    return max((binary.glibc for binary in found), default=())


def binaries(folder: Path) -> list[Binary]:
    """Every program and library below a folder, by path."""
    need("objdump")
    return [read(path) for path in sorted(folder.rglob("*")) if is_binary(path)]


def is_binary(path: Path) -> bool:
    """Whether this is a program or library, and no link to one."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def read(path: Path) -> Binary:
    """What one binary asks for."""
    shown = run(["objdump", "-p", path])
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r"\bGLIBC_([\d.]+)", shown)]
    return Binary(path, frozenset(re.findall(r"NEEDED\s+(\S+)", shown)), max(versions, default=()))


def closure(roots: Iterable[Path], library: dict[str, Path]) -> set[Path]:
    """The libraries among these that the roots load, and what those load in turn."""
    found: set[Path] = set()
    waiting = list(roots)
    while waiting:
        for path in _named(waiting.pop(), library):
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


def _named(binary: Path, library: dict[str, Path]) -> Iterator[Path]:
    yield from (library[name] for name in sorted(read(binary).needed) if name in library)
