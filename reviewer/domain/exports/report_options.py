"""How a findings report is to be made: in which form, with which sections, on which paper, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer.errors import UsageError


class ReportForm(StrEnum):
    """The file that is made."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"

    @property
    def file(self) -> str:
        """Its name."""
        return f"report.{self.value}"


class Paper(StrEnum):
    """The size of a page."""

    LETTER = "letter"
    A4 = "a4"


class Language(StrEnum):
    """The language of the reader (ISO 639-1)."""

    ENGLISH = "en"
    FRENCH = "fr"


class SectionKey(StrEnum):
    """The sections, in their order."""

    SUMMARY = "summary"
    FINDINGS = "findings"
    CHRONOLOGY = "chronology"
    LEDGER = "ledger"
    COMPLAINTS = "complaints"
    INTERVIEWS = "interviews"
    METHOD = "method"
    ANNEX = "annex"


CONFIDENTIALITY = "Confidential"


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What is chosen; of several ``forms`` the first is the report.

    ``agency`` stands on the first page, ``confidentiality`` at the head of each. Pages are cited by
    the numbers of the ``production``, if one is given. ``with_drafts``: a ``final`` one may hold findings that are not
    final yet, and names them on its first page. ``encrypted``: each PDF by one passphrase, and nothing beside them.
    """

    forms: tuple[ReportForm, ...] = (ReportForm.PDF,)
    sections: tuple[SectionKey, ...] = tuple(SectionKey)
    paper: Paper = Paper.LETTER
    language: Language = Language.ENGLISH
    agency: str = ""
    confidentiality: str = CONFIDENTIALITY
    final: bool = False
    with_drafts: bool = False
    production: int | None = None
    encrypted: bool = False

    @property
    def without(self) -> tuple[SectionKey, ...]:
        """The sections that are left out."""
        return tuple(each for each in SectionKey if each not in self.sections)


def sections(text: str) -> tuple[SectionKey, ...]:
    """The sections that a list such as ``summary,annex`` names, in their order; UsageError for others."""
    named = {each.strip().casefold() for each in text.split(",") if each.strip()}
    unknown = sorted(named - set(SectionKey))
    if unknown or not named:
        raise UsageError(
            f"the report has no section “{unknown[0] if unknown else text}”", f"There are {', '.join(SectionKey)}."
        )
    return tuple(each for each in SectionKey if each in named)
