"""Read an archive from its bytes, as the tests of archives do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import Member
from reviewer.workers.archive import Archive, ArchiveLimits, open_archive


@dataclass(frozen=True, slots=True)
class Contents:
    """What came out of an archive."""

    archive: Archive
    members: tuple[Member, ...]
    data: tuple[bytes, ...] = field(repr=False)

    @property
    def paths(self) -> list[str]:
        """Each member's folder and name."""
        return [f"{member.folder}/{member.name}".lstrip("/") for member in self.members]

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes by path, of the last if several have one."""
        return dict(zip(self.paths, self.data, strict=True))


def contents(
    data: bytes, name: str = "evidence.bin", passwords: Sequence[str] = (), limits: ArchiveLimits | None = None
) -> Contents:
    """All members of the archive in ``data``."""
    archive = open_archive(io.BytesIO(data), name, passwords, limits or ArchiveLimits())
    taken = list(archive.members())
    return Contents(
        archive, tuple(member for member, _ in taken), tuple(piece for _, piece in taken if isinstance(piece, bytes))
    )
