"""A PDF as an item: its pages, its facts, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reading import Kind, Reading, State
from reviewer.workers.pdf.pages import read_pdf


def read_document(data: bytes, passwords: Sequence[str]) -> tuple[Reading, list[bytes]]:  # noqa: ARG001 - see pages.py
    """Read one PDF; Refusal when nothing of it can be used."""
    pdf = read_pdf(data)
    state = State.PARTIAL if pdf.remarks else State.OK
    return Reading(Kind.PDF, state, "; ".join(pdf.remarks), pages=pdf.pages.pages, metadata=pdf.facts), []
