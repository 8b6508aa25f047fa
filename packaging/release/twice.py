"""Whether two builds give the same bytes: each from nothing, in another folder; only what was downloaded is shared."""

from __future__ import annotations

import os
from pathlib import Path

from release import deb, folder, tree
from release.steps import BUILD, digest, epoch, say, stop


def make() -> None:
    """Build package and folder twice, and stop, naming files, unless both are the same to the last byte."""
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch())  # one moment for both, also where somebody commits meanwhile
    first, second = BUILD / "tree", BUILD / "a second time" / "tree"
    tree.make(first)
    made = [deb.make(first), folder.make(first)]
    sums = [digest(path) for path in made]
    tree.make(second)
    if other := differing(first, second):
        stop(f"two builds differ in {len(other)} files of the tree, among them {', '.join(other[:20])}.")
    for path, before, again in zip(made, sums, [deb.make(second), folder.make(second)], strict=True):
        if digest(again) != before:
            stop(f"{path.name} is another one when it is built again, of the same tree.")
        say(f"{path.name}, built twice: sha256 {before}")


def differing(one: Path, other: Path) -> list[str]:
    """The files, by their paths, that are in one of two folders only, or are not the same in content, mode or time."""
    here, there = described(one), described(other)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


def described(root: Path) -> dict[str, tuple[int, int, str]]:
    """Each file, folder and link below a folder: its mode, its time, and what it holds or leads to."""
    found = {}
    for path in root.rglob("*"):
        status = path.lstat()
        holds = str(path.readlink()) if path.is_symlink() else digest(path) if path.is_file() else ""
        found[path.relative_to(root).as_posix()] = (status.st_mode, int(status.st_mtime), holds)
    return found
