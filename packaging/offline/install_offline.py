"""Install Evidence Reviewer from the folder of wheels that this file lies in, without a network, for one person.

::

    python install_offline.py [--into FOLDER]

``install.ps1`` (Windows) and ``install.command`` (macOS) look for a Python and run this with it; it needs nothing but
the standard library. Each version gets a folder and a virtual environment of its own, so that nothing that is in use
is replaced; an older one is removed once the new one runs. The versions lie in a folder of the program's own, also
below the FOLDER that is named, and nothing else in it is removed. Cases and settings are never touched.
"""

from __future__ import annotations

import os
import platform
import plistlib
import re
import shlex
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "EvidenceReviewer"
PYTHONS = ((3, 11), (3, 14))
"""The first and the last Python that the folder has wheels for."""

_VERSION = re.compile(r"\d+(\.\d+)+\S*")
_GONE = ".gone"
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
    found = (sys.platform, _machine(), python, sys.implementation.name, bits, macos)
    return Computer(*found, home=Path.home(), environment=os.environ)


def _machine() -> str:
    """The processor that this Python is made for. Windows on ARM names its own also to a Python made for x86-64."""
    made_for = {"win-amd64": "AMD64", "win-arm64": "ARM64"}
    return made_for.get(sysconfig.get_platform()) or platform.machine()


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
    if computer.macos < (13,):
        raise RefusedError("This macOS is too old: 13 or later is needed.", "Update it, or use another computer.")
    return "macosx_x86_64" if computer.machine == "x86_64" else "macosx_arm64"


def told_before(wheels: str) -> str:
    """What a person should know of these wheels before anything is installed."""
    if wheels != "macosx_x86_64":
        return ""
    return (
        "This Mac has an Intel processor, or this Python is made for one. Two parts, cryptography and "
        "argon2-cffi-bindings, are no longer made for it: their last versions that were are installed.\n"
    )


def place_for(computer: Computer) -> Path:
    """The folder in which the versions lie. Windows: a short path, since some programs end at 260 characters."""
    if computer.system == "win32":
        local = computer.environment.get("LOCALAPPDATA")
        return (Path(local) if local else computer.home / "AppData" / "Local") / NAME
    return computer.home / "Library" / "Application Support" / NAME


def asked_place(words: list[str], computer: Computer) -> Path:
    """The folder in which the versions lie, by the words of the command; RefusedError where they are not understood."""
    match words:
        case []:
            return place_for(computer)
        case ["--into", folder] if folder and not folder.startswith("-"):
            return Path(folder).resolve() / NAME
    raise RefusedError(
        f"This was not understood: {' '.join(words)}", "Give nothing, or --into FOLDER. Nothing was installed."
    )


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
    """Remove other versions, whole or not at all; the names of the folders that stay.

    A folder of another kind is not ours. Windows does not rename a folder in which a file is open: a version that is
    in use keeps its name, and all that it has.
    """
    gone = {each for each in place.iterdir() if _is_version(each, _GONE)}
    stay = set()
    for each in list(place.iterdir()):
        if each.name != version and _is_version(each) and (each / "pyvenv.cfg").is_file():
            to = each.with_name(each.name + _GONE)
            shutil.rmtree(to, ignore_errors=True)
            try:
                gone.add(each.rename(to))
            except OSError:
                stay.add(each)
    for each in gone:
        shutil.rmtree(each, ignore_errors=True)
    return sorted(each.name for each in stay | gone if each.exists())


def _is_version(folder: Path, ending: str = "") -> bool:
    """Whether a folder is named like a version, or like one whose removal was begun."""
    name = folder.name.removesuffix(_GONE)
    right = folder.name == name + ending and _VERSION.fullmatch(name)
    return bool(right) and folder.is_dir() and not folder.is_symlink()


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
    """Install, and say where; 1 when it was refused, or when the program for the Finder could not be made."""
    house, computer = Path(__file__).resolve().parent, this_computer()
    try:
        place = asked_place(words, computer)
        wheels = wheels_for(computer)
        version = check_house(house, wheels)
        into = new_folder(place, version)
        print(f"{told_before(wheels)}Installing Evidence Reviewer {version}. This takes some minutes.", flush=True)
        python = install(house, wheels, into, system=computer.system)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    whole = computer.system != "darwin" or give_app(computer.home / "Applications", python, version)
    clear(place, version)
    print("Done. There are no walls around the readers on this system: evidence is read with --without-sandbox only.")
    print(python)
    return 0 if whole else 1


def give_app(applications: Path, python: Path, version: str) -> bool:
    """Make the program for the Finder, and say where it is, or why there is none; whether it is there."""
    try:
        print(f"To start it: {make_app(applications, python, version)}")
    except OSError as error:
        print(f"It is installed, but no program could be put into {applications}: {error}", file=sys.stderr)
        print(f"To start it, type this into the Terminal: {shlex.quote(str(python))} -P -m reviewer", file=sys.stderr)
        return False
    return True


def clear(place: Path, version: str) -> None:
    """Remove other versions, and say what stays."""
    try:
        stay = remove_older(place, version)
    except OSError as error:
        print(
            f"Older versions could not be removed from {place}: {error}\nRemove them yourself; this one is installed."
        )
        return
    for name in stay:
        print(f"{name} could not be removed. Close Evidence Reviewer, and remove {place / name} yourself.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
