"""Say which agency the papers of a case show at their head: its name, its address and its logo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.exports import agency
from reviewer.domain.exports.agency import Agency, Logo
from reviewer.domain.plain_line import plain_line
from reviewer.errors import InputError
from reviewer.export.png import png
from reviewer.isolation.exhibit_messages import DrawPicture
from reviewer.isolation.protocol import Pixels
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence.agency_tables import read_bounded
from reviewer.usecases.exports.gate import Gate

# Handed on as the case file answers it.
kept = agency.kept

LONGEST, MOST_LINES = 120, 6
"""Characters of a line, and lines of an address."""
_LARGEST = 20 * 2**20
_SIZES = ((900, 450), (600, 300), (400, 200), (200, 100))
"""Pixels that a logo is drawn in; a smaller size where it would be too large for the trail."""
_MOST_BYTES = 150_000
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said anew; None leaves it as it is. ``logo`` is the file of a picture."""

    name: str | None = None
    lines: Sequence[str] | None = None
    logo: Path | None = None
    without_logo: bool = False


def shown(gate: Gate) -> Agency:
    """The agency as the papers of an export show it."""
    said = agency.kept(gate.case)
    return replace(said, name=gate.masked(said.name), lines=tuple(map(gate.masked, said.lines)))


def change(case: Case, workers: Workers, wish: Wish, *, reviewer: str) -> Agency:
    """Say it anew. The logo is drawn by a worker and kept as pixels: nothing else of its file goes into the case.

    InputError for a text that is too long, for a file that is no picture, and when nothing would change.
    """
    said = before = agency.kept(case)
    if wish.name is not None:
        said = replace(said, name=_line(wish.name))
    if wish.lines is not None:
        lines = tuple(filter(None, map(_line, wish.lines)))
        if len(lines) > MOST_LINES:
            raise InputError(f"{len(lines)} lines are too many for an address", f"{MOST_LINES} are the most.")
        said = replace(said, lines=lines)
    if wish.logo is not None or wish.without_logo:
        said = replace(said, logo=None if wish.logo is None else _logo(workers, wish.logo))
    if said == before:
        raise InputError("this is what the case says of the agency already")
    with case.act(reviewer, "agency change", said.name or before.name) as act:
        agency.put(act, case, said)
    return said


def _line(text: str) -> str:
    line = plain_line(text)
    if len(line) > LONGEST:
        raise InputError(f"“{line[:40]}…” is too long", f"{LONGEST} characters are the most.")
    return line


def _logo(workers: Workers, path: Path) -> Logo:
    most = f"{_LARGEST // 2**20} MiB are the most."
    data = read_bounded(path, _LARGEST, InputError(f"“{path.name}” is too large for a logo", most))
    for width, height in _SIZES:
        try:
            frame = workers.ask(DrawPicture(width, height), [data], seconds=_SECONDS)
        except WorkerError as error:
            raise InputError(
                f"“{path.name}” is no picture that can be drawn: {error}", "Give a PNG, JPEG or SVG."
            ) from error
        pixels: Pixels = frame.message
        made = png(frame.blobs[0], pixels.width, pixels.height)
        if len(made) <= _MOST_BYTES:
            break
    return Logo(made, pixels.width, pixels.height)
