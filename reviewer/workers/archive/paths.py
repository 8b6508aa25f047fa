"""Members' paths: decoded, split and made safe to show, with a flag for each thing that was odd about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.names import fit_name

_DEEPEST = 64  # folders
_LONGEST = 1_000  # characters of folders
_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f]")
_TURNING = re.compile(r"[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SafePath:
    """A member's place in its archive, safe to show and to save under."""

    name: str
    folder: str
    flags: Reasons


def safe_path(path: str, number: int) -> SafePath:
    """The member's name and folder without anything that leads out of the archive; ``number`` names the nameless."""
    flags = list(_oddities(path))
    cleaned = _DRIVE.sub("", path, count=1) if _DRIVE.match(path) else path
    parts = [part for part in _SEPARATORS.split(cleaned) if part.strip() not in {"", ".", ".."}]
    name = fit_name(parts[-1] if parts else "", str(number), "")
    folders = [fitted for part in parts[:-1] if (fitted := fit_name(part, "", "")) and _UNFIT.sub("", part).strip(" .")]
    folder = "/".join(folders)
    if len(folders) > _DEEPEST or len(folder) > _LONGEST:
        folder = _shortened(folders)
        flags.append(Reason("archive.path_shortened"))
    if flags:
        flags.append(Reason("archive.path", path=shown_text(path)))
    return SafePath(name, folder, tuple(flags))


def _oddities(path: str) -> Iterable[Reason]:
    if _leads_out(path):
        yield Reason("archive.path_leads_out")
    if path.startswith(("/", "\\")):
        yield Reason("archive.path_absolute")
    if _DRIVE.match(path):
        yield Reason("archive.path_names_drive")
    if "\\" in path:
        yield Reason("archive.path_backslashes")
    if "\0" in path:
        yield Reason("archive.name_nul")
    if _CONTROL.search(path):
        yield Reason("archive.name_controls")
    if _TURNING.search(path):
        yield Reason("archive.name_hides")


def _leads_out(path: str) -> bool:
    depth = 0
    for part in _SEPARATORS.split(path):
        if part.strip() == "..":
            depth -= 1
        elif part not in {"", "."}:
            depth += 1
        if depth < 0:
            return True
    return False


def _shortened(folders: list[str]) -> str:
    short = folders[: _DEEPEST // 2]
    while len("/".join(short)) > _LONGEST:
        short = short[: len(short) // 2] if len(short) > 1 else [short[0][:_LONGEST]]
    return "/".join([*short, "…"])


def shown_text(text: str) -> str:
    """The text with a code for each character that does not show or turns others, 300 characters at most."""
    shown = _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text[:300])
    return shown if len(text) <= 300 else f"{shown}…"
