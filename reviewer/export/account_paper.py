"""Set the account of the evidence as a PDF, in the language of its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewer.domain.exports.report_options import Paper
from reviewer.export.model import AccountSheet, CustodyRow, FailureRow, IntakeRow, IntakeSection
from reviewer.export.texts import Texts
from reviewer.export.typeset import around, set_values

_COUNTS = ("declared", "extracted", "failed", "duplicates")


def set_account(
    sheet: AccountSheet, say: Texts, template: Path, fonts: Path | None = None, *, paper: Paper = Paper.LETTER
) -> bytes:
    """The account as PDF bytes; the same sheet gives the same bytes. ExportError when it cannot be set."""
    intake = sheet.intake
    about = ", ".join(filter(None, (sheet.title, sheet.reference)))
    who = say("paper.and").join(sheet.reviewers)
    made = say("paper.made", about=about, moment=say.moment(sheet.made), who=who, program=sheet.program)
    values = {
        "named": say("account.named", title=sheet.title),
        "heading": say("account.title"),
        "title": sheet.title,
        "reference": sheet.reference,
        "made": sheet.made,
        "reviewers": sheet.reviewers,
        "about": made + say("paper.language"),
        **_account(intake, say),
        "custody": {
            "heading": say("method.custody"),
            "intakes": [_intake(each, say) for each in intake.custody],
        },
        "failed": _failures(intake.failures, "method.failed", say),
        "partial": _failures(intake.partial, "method.partial", say),
        **around(sheet.agency, paper, say),
    }
    return set_values("account.typ", values, template, fonts, sheet.made)


def row_name(row: IntakeRow, say: Texts) -> str:
    """A container by its name; several messages together by how many they are."""
    return say("method.messages", count=row.messages) if row.messages else row.name


def missing(row: IntakeRow) -> int:
    """What of a container is accounted for nowhere; below 0 if more came of it than was declared."""
    return row.declared - row.extracted - row.failed - row.duplicates


def warning(totals: IntakeRow, say: Texts) -> str:
    """That the account does not add up, and by how many; nothing where it does."""
    lost = missing(totals)
    key = "method.missing" if lost > 0 else "method.surplus"
    return say(key, count=abs(lost), declared=totals.declared) if lost else ""


def mark(row: IntakeRow, say: Texts) -> str:
    """What a container is marked by that does not add up; nothing where it does."""
    lost = missing(row)
    return say("method.nowhere" if lost > 0 else "method.beyond", count=abs(lost)) if lost else ""


def state(row: CustodyRow, say: Texts) -> str:
    """That an intake is not complete, in brackets; nothing otherwise."""
    return "" if row.state == "complete" else f" ({say.word('intake_state', row.state)})"


def brought(row: CustodyRow, say: Texts) -> str:
    """What an intake brought: files, bytes, items, failures."""
    files, held = say("method.files", count=row.files), say("method.items", count=row.items)
    return say("method.brought_said", files=files, bytes=row.bytes, items=held, failed=row.failed)


def _account(intake: IntakeSection, say: Texts) -> dict[str, Any]:
    """The account by container, and whether it adds up."""
    totals, warns = intake.totals, warning(intake.totals, say)
    numbers = {name: getattr(totals, name) for name in _COUNTS}
    adds_up = say("method.adds_up", **numbers)
    says = [say("method.every_file"), *([] if warns else [adds_up])] if intake.containers else []
    rows = [*intake.containers, replace(totals, name=say("ledger.in_all"))] if intake.containers else []
    return {
        "says": says or [say("method.no_evidence")],
        "warning": warns,
        "columns": [say(f"word.{name}") for name in ("container", *_COUNTS)],
        "counts": [
            {
                "name": row_name(each, say),
                "control": each.control,
                "nowhere": mark(each, say),
                "numbers": [say.number(getattr(each, name)) for name in _COUNTS],
            }
            for each in rows
        ],
    }


def _intake(row: CustodyRow, say: Texts) -> dict[str, Any]:
    """Who took in what, when, from which medium, with which version of the program."""
    until = say("method.until", until=say.moment(row.finished)) if row.finished else ""
    facts: Sequence[tuple[str, Sequence[str]]] = (
        (say("method.from"), row.media),
        (say("method.custodian"), (row.custodian,)),
        (say("method.source"), (row.source,)),
        (say("method.brought"), (brought(row, say),)),
        (say("method.limits"), (row.limits,)),
    )
    return {
        "name": say("custody.intake", number=str(row.number)),
        "said": f", {say.moment(row.started)}{until}{say.colon}{row.reviewer}, {row.program}{state(row, say)}",
        "facts": [(name, lines) for name, lines in facts if any(lines)],
    }


def _failures(rows: Sequence[FailureRow], heading: str, say: Texts) -> dict[str, Any]:
    return {
        "heading": say(heading),
        "nothing": say("method.nothing_failed"),
        "columns": [say("account.item"), say("word.file"), say("word.why")],
        "rows": [(each.control or say("word.none"), each.path, each.reason) for each in rows],
    }
