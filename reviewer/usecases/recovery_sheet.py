"""The recovery sheet: a page to print and lock away, with the key of a case in checked groups."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from reviewer.casefile.engine import opening, recovery
from reviewer.casefile.engine.case import Case
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.errors import ExportError
from reviewer.usecases import cases


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


def write(case: Case, out: Path, *, reviewer: str) -> None:
    """Write the recovery sheet of a case as a PDF, and note in the trail that one was made."""
    key = opening.key_of(case)
    facts = cases.info(case)
    sheet = RecoverySheet(
        title=facts.title,
        reference=facts.reference,
        lines=recovery.lines(key),
        uuid=facts.uuid,
        salt=key.salt.hex(),
        date=clock.now(),
        reviewer=reviewer,
    )
    with case.act(reviewer, "case recovery-sheet") as act:
        act.facts["salt"] = key.salt.hex()
        write_sheet(sheet, resource("recovery", "sheet.typ"), out)


def write_sheet(sheet: RecoverySheet, template: Path, out: Path) -> None:
    """Write a sheet as a PDF that only its owner can read; ExportError when the file exists or cannot be written."""
    facts = json.dumps(asdict(sheet), ensure_ascii=False)
    pdf = typst.compile(str(template), sys_inputs={"facts": facts})
    try:
        descriptor = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise ExportError(f"{out} exists already", "Choose another name.") from None
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror}", "Choose another folder.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(pdf)
