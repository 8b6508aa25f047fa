"""What a reviewer prefers on this laptop for every case: the look of the window, languages, when it locks, and where.

Kept with the other settings. What is not there, or is nothing that can be meant, is as it is by default.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from reviewer.desktop import settings, tessdata
from reviewer.domain.exports.report_options import Language
from reviewer.errors import InputError, UsageError

TEXT_SIZES = (100, 115, 130, 150, 175, 200)
"""How large words are, in percent of what the system says; WCAG 2.2 (1.4.4) asks for 200."""

LOCK_AFTER = (0, 5, 10, 15, 30, 60)
"""Minutes without a hand on the laptop, after which the case is locked; 0: never."""


class Look(StrEnum):
    """Which colours the window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def dark(self) -> bool | None:
        """Whether it is dark; None where the system says so."""
        return None if self is Look.SYSTEM else self is Look.DARK


class QuotedLook(StrEnum):
    """How lines that quote an earlier message look."""

    GREYED = "greyed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Preferences:
    """All of them, at first as they are by default.

    ``lock_after`` is 30 minutes, the most that the FBI's CJIS Security Policy lets pass (session lock). ``case_folder``
    is where the window looks for cases and makes new ones; empty for the folder of documents, or the home folder.
    """

    text_size: int = 100
    look: Look = Look.SYSTEM
    quoted_text: QuotedLook = QuotedLook.GREYED
    ocr_language: str = "eng"
    report_language: Language = Language.ENGLISH
    lock_after: int = 30
    case_folder: str = ""

    @property
    def folder(self) -> Path:
        """Where cases are looked for: a folder that is there.

        The folder of documents where the one that was chosen is gone, the home folder where there is none of those:
        a file dialog that is told of a folder that is not there opens wherever the program was started.
        """
        chosen, documents = Path(self.case_folder), platformdirs.user_documents_path()
        if self.case_folder and chosen.is_dir():
            return chosen
        return documents if documents.is_dir() else Path.home()


NAMES = tuple(each.name for each in fields(Preferences))
"""What can be chosen, by name."""

DEFAULTS = Preferences()


def current() -> Preferences:
    """What is preferred on this laptop now."""
    kept, known = settings.load(), {}
    for name in NAMES:
        value = kept.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            try:
                known[name] = _READ[name](str(value))
            except InputError:
                continue
    return Preferences(**known)


def choose(name: str, words: str) -> Preferences:
    """Prefer something from now on, written as the command line has it; as by default where ``words`` is ``default``.

    UsageError for a name that there is not, InputError for a value that cannot be meant, StorageError where it
    is not kept.
    """
    if name not in NAMES:
        raise UsageError(f"there is no setting '{name}'", f"There are: {', '.join(NAMES)}.")
    value = getattr(DEFAULTS, name) if words == "default" else _READ[name](words)
    settings.keep({name: value})
    return current()


def asked_before() -> bool:
    """Whether the questions of the first start were answered, or this laptop has been worked on without them."""
    kept = settings.load()
    return any(kept.get(name) for name in ("asked_before", "recent", "reviewer")) or any(name in kept for name in NAMES)


def ask_no_more() -> bool:
    """Leave the questions of the first start from now on."""
    return settings.save({"asked_before": True})


def _number(least: int, most: int, unit: str) -> Callable[[str], int]:
    def read(words: str) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", words) or not least <= int(words) <= most:
            raise InputError(f"“{words}” is not {unit}", f"Give a whole number from {least} to {most}.")
        return int(words)

    return read


def _look(words: str) -> Look:
    if words not in list(Look):
        raise InputError(f"“{words}” is no look of the window", f"There are: {', '.join(Look)}.")
    return Look(words)


def _quoted_text(words: str) -> QuotedLook:
    if words not in list(QuotedLook):
        raise InputError(f"“{words}” is no look of quoted text", f"There are: {', '.join(QuotedLook)}.")
    return QuotedLook(words)


def _report_language(words: str) -> Language:
    if words not in list(Language):
        raise InputError(f"there are no reports in “{words}”", f"There are: {', '.join(Language)}.")
    return Language(words)


def _ocr_language(words: str) -> str:
    if not tessdata.LANGUAGES.fullmatch(words):
        raise InputError(f"“{words}” names no languages", "Write them as eng, or eng+fra for pages with both.")
    return words


def _folder(words: str) -> str:
    """A folder that is there, or was when it was chosen: one on a stick may come back."""
    if words and not Path(words).is_absolute():
        raise InputError(f"“{words}” is no whole path", "Give the folder with all folders it is in.")
    return words


_READ: dict[str, Callable[[str], Any]] = {
    "text_size": _number(TEXT_SIZES[0], TEXT_SIZES[-1], "a size of text in percent"),
    "look": _look,
    "quoted_text": _quoted_text,
    "ocr_language": _ocr_language,
    "report_language": _report_language,
    "lock_after": _number(0, 240, "a number of minutes"),
    "case_folder": _folder,
}
