"""Where the language data of the OCR engine (``eng.traineddata`` …) is on this machine, and which languages it has.

The first of these that has any: the folder that ``REVIEWER_TESSDATA`` names, or the setting ``tessdata``, or
Tesseract's own ``TESSDATA_PREFIX``. Else the one with most languages of these, or, of
what it lacks, another that has it: what the set-up unpacked beside Python;
where Debian's packages ``tesseract-ocr-eng`` and the like put it; what came with the program when it was installed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from reviewer.desktop import settings
from reviewer.errors import InputError, UsageError

LANGUAGES = re.compile(r"[A-Za-z0-9_]{2,30}(\+[A-Za-z0-9_]{2,30}){0,7}")
"""Languages as Tesseract names them: ``eng``, or ``eng+fra`` for pages with both."""

_ENDING = ".traineddata"
_DEBIAN = "usr/share/tesseract-ocr/5/tessdata"
_HELPERS = {"osd", "equ"}  # about pages, not languages

ADVICE = (
    "On Debian and Ubuntu, `apt install tesseract-ocr-eng tesseract-ocr-fra` brings English and French. "
    "Elsewhere, put eng.traineddata into a folder and name it in REVIEWER_TESSDATA."
)


def folder() -> Path | None:
    """The folder in use, or None where no language data is to be had."""
    named = next((path for path in _named() if _languages(path)), None)
    found = max(_others(), key=lambda path: len(_languages(path)))
    return named or (found if _languages(found) else None)


def languages() -> tuple[str, ...]:
    """The languages that can be recognised, by Tesseract's names (``eng``), in order."""
    found = folder()
    searched = [found] if found is not None and found not in _others() else _others()
    return tuple(sorted({language for each in searched for language in _languages(each)}))


def folder_for(language: str) -> Path:
    """The folder with the data of all languages of ``eng+fra``.

    UsageError for what names no languages, InputError with advice when one of them is missing.
    """
    if not LANGUAGES.fullmatch(language):
        raise UsageError(f"“{language}” names no languages", "Write them as eng, or eng+fra for pages with both.")
    found = folder()
    if found is None:
        raise InputError("there is no language data for OCR on this laptop", ADVICE)
    wanted = set(language.split("+"))
    if found in _others():  # nobody named it: another may have what this one lacks
        found = next((each for each in (found, *_others()) if wanted <= set(_languages(each))), found)
    missing = [one for one in language.split("+") if one not in _languages(found)]
    if missing:
        raise InputError(
            f"there is no language data for {' and '.join(missing)} in {found}",
            f"There is: {', '.join(_languages(found))}. {ADVICE}",
        )
    return found


def digests(found: Path, language: str) -> dict[str, str]:
    """The SHA-256 of each language's data, which decides what is read as much as the engine does."""
    return {
        one: hashlib.sha256((found / f"{one}{_ENDING}").read_bytes()).hexdigest() for one in sorted(language.split("+"))
    }


def _named() -> Iterator[Path]:
    remembered = settings.load().get("tessdata")
    for named in (os.environ.get("REVIEWER_TESSDATA"), remembered, os.environ.get("TESSDATA_PREFIX")):
        if isinstance(named, str) and named:
            yield Path(named)
            yield Path(named) / "tessdata"


def _others() -> list[Path]:
    prefix = Path(sys.prefix)
    return [prefix / "system" / _DEBIAN, Path("/") / _DEBIAN, prefix / "share" / "tessdata"]


def _languages(path: Path) -> tuple[str, ...]:
    try:
        names = {each.name.removesuffix(_ENDING) for each in path.iterdir() if each.name.endswith(_ENDING)}
    except OSError:
        return ()
    return tuple(sorted(name for name in names - _HELPERS if LANGUAGES.fullmatch(name)))
