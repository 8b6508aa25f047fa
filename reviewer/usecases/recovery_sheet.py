"""The recovery sheet: a page to print and lock away, with the key of a case in checked groups."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from reviewer.casefile.engine import audit, opening, recovery
from reviewer.casefile.engine.case import Case
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.errors import ExportError, InputError, StorageError
from reviewer.usecases import cases

MADE, KEPT = "case recovery-sheet", "case recovery-kept"

PRINTED = 300
"""Dots an inch, for a printer."""


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet. ``salt`` is in hexadecimal, ``date`` in UTC, ``paper`` a Typst name."""

    title: str
    reference: str
    lines: Sequence[str]
    uuid: str
    salt: str
    date: str
    reviewer: str
    paper: str = "us-letter"


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """The latest sheet that opens a case as it is now; ``kept`` says that somebody holds it on paper."""

    at: str
    reviewer: str
    kept: bool


def write(case: Case, out: Path, *, reviewer: str) -> None:
    """Write the recovery sheet of a case as a PDF, and note in the trail that one was made."""
    sheet = _sheet(case, reviewer)
    with case.act(reviewer, MADE) as act:
        act.facts["salt"] = sheet.salt
        write_sheet(sheet, _template(), out)


def draw(case: Case, *, reviewer: str) -> list[bytes]:
    """The pages of the recovery sheet as PNG pictures for a printer, and note in the trail that it was made."""
    sheet = _sheet(case, reviewer)
    with case.act(reviewer, MADE) as act:
        act.facts.update({"salt": sheet.salt, "printed": True})
        drawn: Any = typst.compile(str(_template()), format="png", ppi=PRINTED, sys_inputs=_inputs(sheet))
    return drawn if isinstance(drawn, list) else [drawn]


def confirm(case: Case, *, reviewer: str) -> None:
    """Say that the sheet is on paper and can be read. InputError while there is none that opens the case."""
    made = latest(case)
    if made is None:
        raise InputError("there is no recovery sheet that opens this case", "Make one first.")
    with case.act(reviewer, KEPT) as act:
        act.facts["salt"] = opening.key_of(case).salt.hex()


def latest(case: Case) -> MadeSheet | None:
    """The latest sheet that was made and opens the case; a change of passphrase makes earlier ones void."""
    salt = opening.key_of(case).salt.hex()
    made, kept = (
        next((entry for entry in audit.latest(case, act=act) if entry.facts.get("salt") == salt), None)
        for act in (MADE, KEPT)
    )
    if made is None:
        return None
    return MadeSheet(made.at, made.reviewer, kept is not None and kept.id > made.id)


def _sheet(case: Case, reviewer: str) -> RecoverySheet:
    key = opening.key_of(case)
    facts = cases.info(case)
    return RecoverySheet(
        title=facts.title,
        reference=facts.reference,
        lines=recovery.lines(key),
        uuid=facts.uuid,
        salt=key.salt.hex(),
        date=clock.now(),
        reviewer=reviewer,
    )


def _template() -> Path:
    return resource("recovery", "sheet.typ")


def _inputs(sheet: RecoverySheet) -> dict[str, str]:
    return {"facts": json.dumps(asdict(sheet), ensure_ascii=False)}


def write_sheet(sheet: RecoverySheet, template: Path, out: Path) -> None:
    """Write a sheet as a PDF that only its owner can read, whole or not at all. ExportError when the file exists.

    StorageError when it cannot be written.
    """
    pdf = typst.compile(str(template), sys_inputs=_inputs(sheet))
    try:
        descriptor = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise ExportError(f"{out} exists already", "Choose another name.") from None
    except OSError as error:
        raise StorageError.of(f"{out} cannot be written", error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            out.unlink()
        raise StorageError.of(f"{out} cannot be written", error) from error
