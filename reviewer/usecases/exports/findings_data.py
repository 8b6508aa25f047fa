"""The findings as data: what the report says of each allegation, for a program to read. docs/cli.md has its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer import __version__
from reviewer.domain.policy.allegation import Allegation, Ground, GroundKind, MatrixRow, Side
from reviewer.domain.policy.finding import Finding
from reviewer.export.json_text import json_text
from reviewer.usecases.exports.report_sections.findings import proofs
from reviewer.usecases.exports.report_sections.sources import Sources

FILE = "findings.json"
VERSION = 1


def as_json(sources: Sources, production: int | None) -> bytes:
    """The allegations that go, with their findings and what they rest on; redacted words are masked."""
    told = {
        "version": VERSION,
        "program": f"Evidence Reviewer {__version__}",
        "made": sources.made,
        "case": {"title": sources.record.title, "reference": sources.record.reference},
        "production": production,
        "exhibits": [
            {
                "exhibit": each.number,
                "control": each.control,
                "pages": each.pages,
                "file": each.file or None,
                "sha256": each.sha256 or None,
            }
            for each in sources.exhibits
        ],
        "allegations": [_allegation(sources, one, found) for one, found in sources.alleged],
    }
    masked = _masked(told, sources.gate.masked)
    return json_text(masked)


def _allegation(sources: Sources, one: Allegation, found: Finding | None) -> dict[str, Any]:
    return {
        "allegation": one.id,
        "officer": {"name": one.name, "serial": one.serial},
        "clause": {"code": one.clause.code, "name": one.clause.name},
        "act": one.act,
        "first": one.period.first,
        "last": one.period.last,
        "vendor": one.vendor,
        "finding": None if found is None else _finding(one, found),
        "elements": [_element(sources, line) for line in one.matrix],
    }


def _finding(one: Allegation, found: Finding) -> dict[str, Any]:
    said = found.words
    return {
        "state": found.state.value,
        "outcome": said.outcome.value,
        "label": said.label,
        "standard": said.standard.value,
        "exemption": next((each.text for each in one.clause.exemptions if each.id == said.exemption), None),
        "reason": said.reason,
        "look_again": list(found.look_again),
        "steps": [
            {
                "step": each.done.value,
                "reviewer": each.reviewer,
                "at": each.at,
                "comment": each.comment,
                "signed": each.signed,
            }
            for each in found.steps
        ],
    }


def _element(sources: Sources, line: MatrixRow) -> dict[str, Any]:
    return {
        "element": line.number,
        "text": line.element.text,
        "explanation": line.explanation,
        **{side.value: [_ground(sources, each) for each in line.on(side)] for side in Side},
    }


def _ground(sources: Sources, ground: Ground) -> dict[str, Any]:
    """What speaks so, by its number and the pages where it stands; of what stays there are no pages."""
    places = [sources.places[each] for each in proofs(sources, ground) if each in sources.places]
    pages = {(exhibit.name.number, page): exhibit for exhibit, page in places}
    return {
        "kind": ground.kind.value,
        "number": ground.target,
        "goes": _goes(sources, ground),
        "cites": [
            {"exhibit": number, "page": page, "bates": sources.bates(exhibit.item.control, page) or None}
            for (number, page), exhibit in sorted(pages.items(), key=lambda each: each[0])
        ],
    }


def _goes(sources: Sources, ground: Ground) -> bool:
    if ground.kind is GroundKind.PASSAGE:
        return ground.target in sources.places
    if ground.kind is GroundKind.BENEFIT:
        return any(each.benefit.id == ground.target for each in sources.benefits)
    return any(each.endorsement.id == ground.target for each in sources.endorsements)


def _masked(value: Any, mask: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: _masked(each, mask) for name, each in value.items()}
    return [_masked(each, mask) for each in value] if isinstance(value, list) else value
