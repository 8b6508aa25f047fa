"""A BagIt bag (RFC 8493) that is written file by file, and what is written about the whole at its end.

Stricter than the RFC: names of plain letters, a manifest of the tag files, and lines that ``sha256sum -c`` reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

PAYLOAD = "data"
MANIFEST, TAGMANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_WIDTH = 76


class BagPlace(Protocol):
    """Where the files of a bag go: a folder, or an archive."""

    def write(self, name: str, data: bytes) -> None:
        """Write one file by its name, ``/`` between names."""
        ...

    def read(self, name: str) -> bytes:
        """What was written under a name, read from where it is."""
        ...


@dataclass(slots=True)
class Bag:
    """A bag at work. ``payload`` and ``tags`` are the SHA-256 of what was written, by name."""

    place: BagPlace
    payload: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    size: int = 0
    closed: str = ""
    """The SHA-256 of the manifest of the tag files, once that is written."""
    tagmanifest: bytes = b""
    """That manifest itself."""

    def add(self, name: str, data: bytes) -> str:
        """Write a file of the payload, by its name within it; its SHA-256."""
        whole = f"{PAYLOAD}/{name}"
        self.place.write(whole, data)
        self.size += len(data)
        return self._keep(self.payload, whole, data)

    def add_tag(self, name: str, data: bytes) -> str:
        """Write a file about the bag, which the manifest of these lists; its SHA-256."""
        self.place.write(name, data)
        return self._keep(self.tags, name, data)

    def close(self, info: Mapping[str, str]) -> str:
        """Write what bags begin with, and the manifests; the SHA-256 of that of the tag files."""
        self.add_tag("bagit.txt", DECLARATION)
        told = {**info, "Payload-Oxum": f"{self.size}.{len(self.payload)}"}
        self.add_tag("bag-info.txt", "".join(_folded(name, value) for name, value in told.items()).encode())
        self.add_tag(MANIFEST, _manifest(self.payload))
        self.tagmanifest = _manifest(self.tags)
        self.place.write(TAGMANIFEST, self.tagmanifest)
        self.closed = hashlib.sha256(self.tagmanifest).hexdigest()
        return self.closed

    @property
    def manifest_sha256(self) -> str:
        """The SHA-256 of the manifest of the payload, as it is now."""
        return hashlib.sha256(_manifest(self.payload)).hexdigest()

    def changed(self, step: Callable[[int, int, str], None]) -> list[str]:
        """The files that are not what was written, read again from where they are.

        ``step`` hears of each before it is read: how many were, of how many, and its name.
        """
        written, found = {**self.payload, **self.tags}, []
        for done, (name, sha256) in enumerate(written.items()):
            step(done, len(written), name)
            if hashlib.sha256(self.place.read(name)).hexdigest() != sha256:
                found.append(name)
        return found

    @staticmethod
    def _keep(names: dict[str, str], name: str, data: bytes) -> str:
        names[name] = hashlib.sha256(data).hexdigest()
        return names[name]


def _manifest(names: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(names.items())).encode("ascii")


def _folded(name: str, value: str) -> str:
    """A line of ``bag-info.txt``; what is longer goes on in lines that begin with a blank."""
    words, lines = f"{name}: {' '.join(value.split())}".split(" "), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append(f"  {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "".join(f"{line}\n" for line in lines)
