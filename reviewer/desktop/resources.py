"""Where the files that come with the program are: templates, fonts, icons, demo material."""

from __future__ import annotations

from pathlib import Path

from reviewer.errors import NotFoundError

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The file or folder of that name under ``resources/``; NotFoundError when this installation lacks it."""
    found = _RESOURCES.joinpath(*parts)
    if found.exists():
        return found
    raise NotFoundError(
        f"this installation lacks the file {'/'.join(parts)}", "Install Evidence Reviewer again, from a complete copy."
    )
