"""The lock, package by package: which versions and hashes, on which systems, and what of it the program needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from release.steps import PACKAGING

LOCK = PACKAGING / "requirements.lock"
RUNTIME = PACKAGING / "runtime.txt"
LEFT_OUT = frozenset({"pip"})
"""In the lock for sqlite-utils, which only its own command for plug-ins hands it to."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock."""

    name: str
    version: str
    marker: str
    text: str

    def wanted(self, environment: dict[str, str]) -> bool:
        """Whether a system with these markers (PEP 508) gets it."""
        return not self.marker or Marker(self.marker).evaluate(environment)


def packages(text: str) -> list[Locked]:
    """The packages of a lock, in its order."""
    entries = re.split(r"\n(?=\w)", "\n" + re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [
        Locked(named[1], named[2], named[3] or "", entry.strip() + "\n")
        for entry in entries
        if (named := re.match(r"([\w.-]+)==([^\s;]+)(?:\s*;\s*([^\\\n]+?))?\s*(?:\\|\n|$)", entry))
    ]


def runtime(environment: dict[str, str], lock: Path = LOCK, names: Path = RUNTIME) -> list[Locked]:
    """What the program itself needs on such a system."""
    ours = {line for line in names.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    return [
        each
        for each in packages(lock.read_text(encoding="utf-8"))
        if each.name in ours - LEFT_OUT and each.wanted(environment)
    ]


def markers(python: str, system: str, machine: str) -> dict[str, str]:
    """The markers of CPython (``3.11``) on ``linux``, ``darwin`` or ``win32``."""
    names = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}
    os_name, platform_system = names[system]
    return {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": system,
        "os_name": os_name,
        "platform_system": platform_system,
        "platform_machine": machine,
    }
