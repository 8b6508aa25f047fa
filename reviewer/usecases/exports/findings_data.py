"""The findings as data: what the report says of each allegation, for a program to read. docs/cli.md has its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reviewer import __version__
from reviewer.domain.exports.report_options import ReportForm
from reviewer.domain.policy.allegation import Allegation, Ground, GroundKind, MatrixRow, Side
from reviewer.domain.policy.finding import Finding
from reviewer.export.bundle_papers import FindingEntry
from reviewer.export.json_text import json_text
from reviewer.export.texts import Texts
from reviewer.usecases.exports.report_sections import wording
from reviewer.usecases.exports.report_sections.findings import proofs
from reviewer.usecases.exports.report_sections.sources import Sources, allegation_anchor, officer_anchor
from reviewer.usecases.exports.report_values import Cited

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


def in_brief(sources: Sources) -> tuple[FindingEntry, ...]:
    """The same for the first page of a bundle: who, which clause, how it ended, and the pages that it rests on."""
    say, mask = sources.say, sources.gate.masked
    report = ReportForm.HTML.file
    return tuple(
        FindingEntry(
            mask(f"{one.name} ({one.serial})" if one.serial else one.name),
            f"{report}#{officer_anchor(one.officer)}",
            mask(wording.clause(one.clause)),
            mask(_ended(say, found)),
            f"{report}#{allegation_anchor(one.id)}",
            tuple(_pages(sources, one)),
        )
        for one, found in sources.alleged
    )


def _ended(say: Texts, found: Finding | None) -> str:
    ended = wording.capital(wording.outcome(say, found))
    return say("index.look_again", outcome=ended) if found is not None and found.look_again else ended


def _pages(sources: Sources, one: Allegation) -> Iterator[tuple[str, str]]:
    """The pages with numbers that its elements rest on, for and against, in their order, each with a link to it."""
    files = {each.number: each.file for each in sources.exhibits if each.file}
    grounds = (ground for line in one.matrix for side in Side for ground in line.on(side))
    cited = {(exhibit.name.number, page): exhibit for each in grounds for exhibit, page in _places(sources, each)}
    for (number, page), exhibit in sorted(cited.items(), key=lambda each: each[0]):
        bates = sources.bates(exhibit.item.control, page)
        if bates and number in files:
            yield bates, f"{files[number]}#page={page}"


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
    pages = {(exhibit.name.number, page): exhibit for exhibit, page in _places(sources, ground)}
    return {
        "kind": ground.kind.value,
        "number": ground.target,
        "goes": _goes(sources, ground),
        "cites": [
            {"exhibit": number, "page": page, "bates": sources.bates(exhibit.item.control, page) or None}
            for (number, page), exhibit in sorted(pages.items(), key=lambda each: each[0])
        ],
    }


def _places(sources: Sources, ground: Ground) -> list[tuple[Cited, int]]:
    """The exhibits and pages where what proves it stands, as far as that goes."""
    return [sources.places[each] for each in proofs(sources, ground) if each in sources.places]


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
