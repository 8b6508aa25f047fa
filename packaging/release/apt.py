"""Packages of a given Debian release, fetched past the machine's own: from its own mirrors, into a folder of their own.

Nothing is installed and nothing of the machine's changes. Which mirrors there are stands in the machine's own sources
of apt; they are asked for another suite, and what they answer is checked by Debian's own keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from release.steps import environment, need, run, stop

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_PLACES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))
_ONE_LINE = re.compile(r"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where packages come from: an address, and what of the suite's name follows the release (``-security``)."""

    uri: str
    suffix: str


def codename(os_release: str) -> str:
    """The name of a Debian release, by its file ``os-release``."""
    found = re.search(r"^VERSION_CODENAME=\"?(\w+)", os_release, flags=re.MULTILINE)
    return found[1] if found else ""


def mirrors(texts: Iterable[str], release: str) -> list[Mirror]:
    """The mirrors that these sources of apt name for a release, each once, in order."""
    found = [mirror for text in texts for mirror in (*_stanzas(text, release), *_lines(text, release))]
    return list(dict.fromkeys(found))


def _stanzas(text: str, release: str) -> Iterator[Mirror]:
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([\w-]+):[ \t]*(.*)$", stanza, flags=re.MULTILINE))
        if "deb" not in fields.get("Types", "").split() or fields.get("Enabled", "yes") == "no":
            continue
        if "main" not in fields.get("Components", "").split():
            continue
        for uri in fields.get("URIs", "").split():
            for suite in fields.get("Suites", "").split():
                yield from _of(uri, suite, release)


def _lines(text: str, release: str) -> Iterator[Mirror]:
    for line in text.splitlines():
        if (found := _ONE_LINE.match(line)) and "main" in found[3].split():
            yield from _of(found[1], found[2], release)


def _of(uri: str, suite: str, release: str) -> Iterator[Mirror]:
    if release and re.fullmatch(rf"{release}(-updates|-security)?", suite):
        yield Mirror(uri, suite.removeprefix(release))


def sources(found: Sequence[Mirror], release: str) -> str:
    """The sources of apt for another release from these mirrors."""
    stanza = "Types: deb\nURIs: {}\nSuites: {}\nComponents: main\nSigned-By: {}\n"
    return "\n".join(stanza.format(mirror.uri, release + mirror.suffix, KEYS) for mirror in found)


class PrivateApt:
    """Apt with lists, cache and settings of its own, for one release."""

    def __init__(self, folder: Path, release: str) -> None:
        need("apt-get", "apt-cache", "dpkg-deb")
        self._folder = folder
        self._environment = environment()
        for part in ("lists/partial", "cache/archives/partial", "packages"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        here = codename(Path("/etc/os-release").read_text(encoding="utf-8"))
        files = [path for place in _PLACES for path in ([place] if place.is_file() else sorted(place.glob("*")))]
        found = mirrors((path.read_text(encoding="utf-8") for path in files), here)
        if not found or not KEYS.exists():
            stop(f"apt has no mirror of Debian here, or {KEYS} is missing: build on Debian.")
        (folder / "debian.sources").write_text(sources(found, release), encoding="utf-8")
        self._apt("apt-get", "update", "--quiet=2")

    def download(self, names: Iterable[str]) -> list[Path]:
        """The packages with these names, in that order."""
        names = list(names)
        found = []
        # Asked in another folder: apt names no address for what already lies in the current one.
        for wanted in self._apt("apt-get", "download", "--print-uris", *names, cwd=self._folder).splitlines():
            name = wanted.split("' ")[1].split(" ")[0]
            found.append(self._folder / "packages" / name)
        if any(not path.exists() for path in found):
            self._apt("apt-get", "download", "--quiet=2", *names)
        return found

    def closure(self, names: Iterable[str]) -> list[str]:
        """These packages and all that they need, by name, on a system that has none yet."""
        plan = self._apt("apt-get", "install", "--simulate", "--no-install-recommends", *names)
        return sorted({line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")})

    def _apt(self, program: str, *words: str, cwd: Path | None = None) -> str:
        settings = {
            "Dir::Etc::sourcelist": self._folder / "debian.sources",
            "Dir::Etc::sourceparts": "-",
            "Dir::State::lists": self._folder / "lists",
            "Dir::State::status": self._folder / "status",
            "Dir::Cache": self._folder / "cache",
            "APT::Sandbox::User": "",
            "APT::Architecture": "amd64",
        }
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        return run([program, *options, *words], cwd=cwd or self._folder / "packages", env=self._environment)


def unpack(packages: Iterable[Path], into: Path) -> Path:
    """Unpack packages over each other into a folder."""
    into.mkdir(parents=True, exist_ok=True)
    for package in packages:
        run(["dpkg-deb", "--extract", package, into])
    return into


def field(package: Path, name: str) -> str:
    """A field of a package, such as its version."""
    return run(["dpkg-deb", "--field", package, name]).strip()
