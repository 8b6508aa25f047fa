"""Install Evidence Reviewer from the folder of wheels that this file lies in, without a network, for one person.

::

    python install_offline.py [--into FOLDER]

``install.ps1`` (Windows) and ``install.command`` (macOS) look for a Python and run this with it; it needs nothing but
the standard library. Each version gets a folder and a virtual environment of its own, so that nothing that is in use
is replaced; an older one is removed once the new one runs. Cases and settings are never touched.
"""

from __future__ import annotations

import os
import platform
import plistlib
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "EvidenceReviewer"
PYTHONS = ((3, 11), (3, 14))
"""The first and the last Python that the folder has wheels for."""

_GET_PYTHON = "Install the 64-bit Python 3.13 from python.org, for yourself alone, and start this again."
_GET_FOLDER = "Copy the whole folder again from where you got it, and start this again. Nothing was installed."


class RefusedError(Exception):
    """Why nothing was installed, and what to do, for the person who reads it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}\n{advice}")


@dataclass(frozen=True, slots=True)
class Computer:
    """What decides whether and where it can be installed."""

    system: str
    machine: str
    python: tuple[int, int]
    implementation: str
    bits: int
    macos: tuple[int, ...]
    home: Path
    environment: Mapping[str, str]


def this_computer() -> Computer:
    """The computer that this runs on."""
    macos = tuple(int(part) for part in platform.mac_ver()[0].split(".") if part.isdigit())
    python, bits = (sys.version_info[0], sys.version_info[1]), struct.calcsize("P") * 8
    found = (sys.platform, platform.machine(), python, sys.implementation.name, bits, macos)
    return Computer(*found, home=Path.home(), environment=os.environ)


def wheels_for(computer: Computer) -> str:
    """The name of the folder with the wheels for a computer; RefusedError, in words, where there is none."""
    number = ".".join(map(str, computer.python))
    first, last = (".".join(map(str, each)) for each in PYTHONS)
    if computer.implementation != "cpython" or not PYTHONS[0] <= computer.python <= PYTHONS[1]:
        kind = "" if computer.implementation == "cpython" else f" ({computer.implementation})"
        raise RefusedError(f"This is Python {number}{kind}. It must be one from {first} to {last}.", _GET_PYTHON)
    if computer.bits != 64:
        raise RefusedError("This Python is a 32-bit one.", _GET_PYTHON)
    if computer.system == "win32":
        if computer.machine.upper() not in {"AMD64", "X86_64"}:
            raise RefusedError(
                "This Python is made for Windows on ARM, for which some parts are not made.", _GET_PYTHON
            )
        return "win_amd64"
    if computer.system != "darwin":
        raise RefusedError("This is for Windows and macOS.", "On Linux, take the package or the folder for Linux.")
    if computer.machine == "x86_64":
        raise RefusedError(
            "This Mac has an Intel processor, or this Python is made for one. Without cryptography and "
            "argon2-cffi-bindings no case opens, and their versions that this program needs are not made for it.",
            "Use a Mac with an Apple processor and a Python made for it, or a computer with Windows or Linux.",
        )
    if computer.macos < (13,):
        raise RefusedError("This macOS is too old: 13 or later is needed.", "Update it, or use another computer.")
    return "macosx_arm64"


def place_for(computer: Computer) -> Path:
    """The folder in which the versions lie. Windows: a short path, since some programs end at 260 characters."""
    if computer.system == "win32":
        local = computer.environment.get("LOCALAPPDATA")
        return (Path(local) if local else computer.home / "AppData" / "Local") / NAME
    return computer.home / "Library" / "Application Support" / NAME


def check_house(house: Path, wheels: str) -> str:
    """The version that a folder of wheels holds; RefusedError when a part of the folder is missing."""
    found = sorted(house.glob("evidence_reviewer-*-py3-none-any.whl"))
    for missing in (
        *([] if (house / wheels).is_dir() else [f"the folder {wheels}"]),
        *([] if (house / "requirements.lock").is_file() else ["the file requirements.lock"]),
        *([] if found else ["the program itself (evidence_reviewer-….whl)"]),
    ):
        raise RefusedError(f"Beside this file, {missing} is missing.", _GET_FOLDER)
    if len(found) > 1:
        raise RefusedError("There are two versions of the program beside this file.", _GET_FOLDER)
    return found[0].name.split("-")[1]


def install(house: Path, wheels: str, into: Path, *, system: str) -> Path:
    """Install into a folder, which must not be there yet, and try it; the interpreter. Nothing stays when it fails."""
    scripts = into / ("Scripts" if system == "win32" else "bin")
    python = scripts / ("python.exe" if system == "win32" else "python")
    try:
        _run([sys.executable, "-m", "venv", str(into)], "The folder for the program could not be made.")
        _fill(python, house, wheels)
        _run([str(python), "-P", "-m", "reviewer", "version"], "It was installed, and does not start.")
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise
    return python


def _fill(python: Path, house: Path, wheels: str) -> None:
    pip = [str(python), "-P", "-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--quiet"]
    links = ["--no-index", "--find-links", str(house / wheels), "--find-links", str(house)]
    locked = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(house / "requirements.lock")]
    done = _started([*pip, *links, *locked])
    if done.returncode:
        raise why(done.stdout + done.stderr, wheels)


def why(said: str, wheels: str) -> RefusedError:
    """What pip stopped for, in words."""
    if bad := re.findall(r"^\s+(\S+==\S+) from ", said, flags=re.MULTILINE):
        return RefusedError(
            f"{', '.join(bad)}: this part is not the one that the program was checked with. "
            "The copy is damaged, or somebody changed it.",
            f"Do not use it. {_GET_FOLDER}",
        )
    if missing := re.findall(r"No matching distribution found for (\S+)", said):
        return RefusedError(f"{missing[0]} is missing in the folder {wheels}.", _GET_FOLDER)
    return RefusedError(f"The parts could not be installed:\n{said.strip()}", _GET_FOLDER)


def make_app(applications: Path, python: Path, version: str) -> Path:
    """A program for macOS that the Finder shows; it starts the window. The path of it."""
    app = applications / "Evidence Reviewer.app"
    shutil.rmtree(app, ignore_errors=True)
    (app / "Contents" / "MacOS").mkdir(parents=True)
    settings = {
        "CFBundleName": "Evidence Reviewer",
        "CFBundleIdentifier": "evidence-reviewer",
        "CFBundleExecutable": "reviewer",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version,
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
    }
    (app / "Contents" / "Info.plist").write_bytes(plistlib.dumps(settings))
    starter = app / "Contents" / "MacOS" / "reviewer"
    quoted = str(python).replace("'", "'\\''")
    starter.write_text(f"#!/bin/sh\nexec '{quoted}' -P -m reviewer \"$@\"\n", encoding="utf-8")
    starter.chmod(0o755)
    return app


def remove_older(place: Path, version: str) -> list[str]:
    """Remove other versions; the names of those that are in use and stay."""
    others = [each for each in place.iterdir() if each.is_dir() and each.name != version]
    for each in others:
        shutil.rmtree(each, ignore_errors=True)
    return sorted(each.name for each in others if each.exists())


def _run(command: list[str], otherwise: str) -> None:
    done = _started(command)
    if done.returncode:
        raise RefusedError(f"{otherwise}\n{(done.stdout + done.stderr).strip()}", "Nothing was installed.")


def _started(command: list[str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    return subprocess.run(
        command, env=kept, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def new_folder(place: Path, version: str) -> Path:
    """The folder for a version; RefusedError when there is one already."""
    into = place / version
    if into.exists():
        raise RefusedError(
            f"Version {version} is installed already, in {into}.", "To install it anew, remove that folder first."
        )
    return into


def main(words: list[str]) -> int:
    """Install, and say where; 1 when it was refused."""
    house, computer = Path(__file__).resolve().parent, this_computer()
    try:
        wheels = wheels_for(computer)
        version = check_house(house, wheels)
        place = Path(words[1]).resolve() if len(words) == 2 and words[0] == "--into" else place_for(computer)
        into = new_folder(place, version)
        print(f"Installing Evidence Reviewer {version}. This takes some minutes.", flush=True)
        python = install(house, wheels, into, system=computer.system)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    if computer.system == "darwin":
        print(f"To start it: {make_app(computer.home / 'Applications', python, version)}")
    for stays in remove_older(place, version):
        print(f"Version {stays} is still in use. Close it, and remove {place / stays} yourself.")
    print("Done. There are no walls around the readers on this system: evidence is read with --without-sandbox only.")
    print(python)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
