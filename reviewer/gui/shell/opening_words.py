"""Opening a case by the key that is remembered or on paper, and what whoever opens one should know at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case, Upgrade
from reviewer.errors import KnownError
from reviewer.usecases import cases


def to_say(case: Case) -> tuple[str, str, bool]:
    """What to know, what to do, and whether it is a problem; all may be empty."""
    said = []
    if words := cases.older_than_remembered(case):
        said.append((f"{words[:1].upper()}{words[1:]}.", _tr("Compare it with your latest copy.")))
    if case.why_read_only:
        words = _tr("Opened for reading only: {0}.").format(case.why_read_only)
        advice = _tr("Copy the case to a disk you can write to. What you export from here is not in its audit trail.")
        said.append((words, advice))
    problem = bool(said)
    if case.upgraded is not None:
        said.append(of_upgrade(case.upgraded))
    return " ".join(words for words, _ in said), " ".join(advice for _, advice in said), problem


def of_upgrade(upgraded: Upgrade) -> tuple[str, str]:
    """That a case was brought up to date, and what to do with the copy made before."""
    words = _tr("This case was made by an earlier version and is up to date now. As it was before: {0}.")
    advice = _tr("Keep that copy until Custody, Verify now, says: whole.")
    return words.format(upgraded.copy.name), advice


def of_recovery_sheet() -> tuple[str, str]:
    """That a case was opened without its passphrase, and where it gets another one."""
    return _tr("Opened with the recovery sheet."), _tr("Choose a new passphrase in Settings (Ctrl+,) or in Custody.")


def by_keyring(path: Path, *, upgraded: Callable[[Upgrade], None]) -> Case:
    """Open a case by the key that this laptop remembers."""
    key = cases.remembered_key(path)
    if key is None:
        raise KnownError("the keyring no longer holds the key", "Type the passphrase.")
    return cases.open_with_key(path, key, upgraded=upgraded)


def by_sheet(path: Path, lines: str, *, upgraded: Callable[[Upgrade], None]) -> Case:
    """Open a case by the lines of its recovery sheet."""
    return cases.open_with_key(path, cases.key_of_recovery_sheet(lines), upgraded=upgraded)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Opening", words)
