"""The English sentence of each code, family by family."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.reasons.english import (
    archive,
    basis,
    containers,
    email,
    hidden,
    office,
    outlook,
    pages,
    pdf,
    plain,
    threads,
    worker,
)

_FAMILIES: tuple[Mapping[str, str], ...] = (
    archive.SENTENCES,
    basis.SENTENCES,
    containers.SENTENCES,
    email.SENTENCES,
    hidden.SENTENCES,
    office.SENTENCES,
    outlook.SENTENCES,
    pages.SENTENCES,
    pdf.SENTENCES,
    plain.SENTENCES,
    threads.SENTENCES,
    worker.SENTENCES,
)

SENTENCES: dict[str, str] = {code: template for family in _FAMILIES for code, template in family.items()}
