"""Wheels for Windows and macOS, by the lock, and a table of what there is: folders that pip installs from offline.

::

    dist/wheelhouse/win_amd64/       one folder for each system, with the wheels for all versions of Python
    dist/wheelhouse/requirements.lock    versions and hashes that pip checks them by, the program's own too
    dist/wheelhouse/install.ps1, install.command, install_offline.py     what installs from there
    dist/wheelhouse/TABLE.md         which version of Python on which system has all it needs, and what is missing

Nothing of this was ever started on those systems: the table says which wheels exist, and no more.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from release.locked import Locked, markers, runtime
from release.steps import DIST, PACKAGING, digest, environment, run, say, size, stop

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True, slots=True)
class System:
    """A system as the markers of packages name it, and as pip names its wheels."""

    name: str
    sys_platform: str
    machine: str
    tag: str


SYSTEMS = (
    System("win_amd64", "win32", "AMD64", "win_amd64"),
    System("macosx_arm64", "darwin", "arm64", "macosx_13_0_arm64"),
    System("macosx_x86_64", "darwin", "x86_64", "macosx_13_0_x86_64"),
)
"""macOS from 13 on: PySide6 wants that."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many packages a Python on a system needs, and those that have no wheel for it."""

    python: str
    system: str
    wanted: int
    missing: tuple[str, ...]


def make(house: Path = DIST / "wheelhouse") -> Path:
    """Download all wheels, each checked against its hash, and write the table; the folder."""
    house.mkdir(parents=True, exist_ok=True)
    needed: dict[tuple[str, str], Locked] = {}
    found = []
    for system in SYSTEMS:
        for python in PYTHONS:
            packages = runtime(markers(python, system.sys_platform, system.machine))
            needed |= {(each.name, each.version): each for each in packages}
            missing = download(packages, python, system, house / system.name)
            found.append(Found(python, system.name, len(packages), missing))
            say(f"Python {python}, {system.name}: {len(packages) - len(missing)} of {len(packages)}")
            (house / "TABLE.md").write_text(table(found), encoding="utf-8")
    for old in house.glob("*.whl"):
        old.unlink()
    _program(house)
    (wheel,) = house.glob("*.whl")
    lock = "".join(needed[key].text for key in sorted(needed)) + entry(wheel)
    (house / "requirements.lock").write_text(lock, encoding="utf-8")
    installers(house)
    say(f"{house}: {size(house) / 1e6:.0f} MB")
    return house


def installers(house: Path) -> None:
    """Put what installs beside the wheels; the Finder starts a script only when it has the right to run."""
    for installer in sorted((PACKAGING / "offline").iterdir()):
        if installer.is_file():
            shutil.copy(installer, house / installer.name)
    (house / "install.command").chmod(0o755)


def download(packages: list[Locked], python: str, system: System, into: Path) -> tuple[str, ...]:
    """Download the wheels of packages; the names and versions of those that have none, which are left out."""
    left = list(packages)
    missing: list[str] = []
    target: list[str | Path] = ["--python-version", python, "--implementation", "cp", "--platform", system.tag]
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    while True:
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "wanted.lock"
            # The markers are answered already, for that system; pip would answer them for this one.
            wanted.write_text("".join(without_marker(each.text) for each in left), encoding="utf-8")
            how: list[str | Path] = [
                "--no-deps",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "--dest",
                into,
                "--requirement",
                wanted,
            ]
            words = [*pip, *target, *how]
            done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return tuple(missing)
        gone = [each for each in left if each.name == lacking(done.stderr)]
        if not gone:
            stop(f"pip did not download what Python {python} on {system.name} needs:\n{done.stderr}")
        missing += [f"{each.name} {each.version}" for each in gone]
        left = [each for each in left if each not in gone]


def entry(wheel: Path) -> str:
    """The entry of the lock for a wheel that was made here."""
    name, number = wheel.name.split("-")[:2]
    return f"{name.replace('_', '-')}=={number} \\\n    --hash=sha256:{digest(wheel)}\n"


def without_marker(text: str) -> str:
    """An entry of the lock without its condition."""
    return re.sub(r"^([^\s;]+)\s*;[^\\\n]*", r"\1 ", text, count=1)


def lacking(said: str) -> str:
    """The package that pip found nothing of; empty when it stopped for something else."""
    named = re.search(r"No matching distribution found for ([\w.-]+?)==", said)
    return named[1].lower().replace("_", "-") if named else ""


def table(found: list[Found]) -> str:
    """The table, a row for each version of Python."""
    names = list(dict.fromkeys(each.system for each in found))
    cells = {(each.python, each.system): _cell(each) for each in found}
    lines = [f"| Python | {' | '.join(names)} |", "| --- |" + " --- |" * len(names)]
    rows = dict.fromkeys(each.python for each in found)
    lines += [f"| {python} | {' | '.join(cells.get((python, name), '') for name in names)} |" for python in rows]
    return "\n".join(lines) + "\n"


def _cell(found: Found) -> str:
    if not found.missing:
        return f"all {found.wanted}"
    return f"{found.wanted - len(found.missing)} of {found.wanted}, not: {', '.join(found.missing)}"


def _program(house: Path) -> None:
    from release.tree import copy_sources  # noqa: PLC0415 - its module draws in all that a tree needs

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        copy_sources(source)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
        run([*pip, "--no-build-isolation", "--no-index", "--wheel-dir", house, source], env=environment())
