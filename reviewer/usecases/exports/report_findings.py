"""The allegations of a case as the findings report tells them: what speaks for and against, and how each ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.casefile.engine.case import Case
from reviewer.casefile.ledger import benefits, endorsements
from reviewer.domain.ids import BenefitId, EndorsementId, PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.domain.policy.allegation import (
    Allegation,
    AllegationId,
    Confirmation,
    Ground,
    GroundKind,
    MatrixRow,
    Side,
)
from reviewer.domain.policy.finding import DEFINITIONS, Finding, State, Step
from reviewer.errors import ExportError
from reviewer.export.model import ElementRow, FindingSection, GroundRow
from reviewer.usecases.exports.report_values import Cited
from reviewer.usecases.interviews.interview_compelled import Derived
from reviewer.usecases.policy import findings

Places = Mapping[PassageId, tuple[int, int]]
"""Exhibit and page, from 1, of each passage that is in an exhibit."""


def sections(case: Case, cited: Sequence[Cited], derived: Sequence[Derived] = ()) -> tuple[FindingSection, ...]:
    """All allegations in the order they were entered; without those that rest on what stays out."""
    places = {
        marked.passage.id: (each.name.number, marked.passage.anchor.span.start.page)
        for each in cited
        for marked in each.marked
    }
    without = left_out(derived)
    return tuple(
        _section(case, alleged, found, places)
        for alleged, found in findings.overview(case)
        if alleged.id not in without
    )


def texts(section: FindingSection) -> Iterator[str]:
    """All that reviewers wrote themselves in a section."""
    yield from (section.act, section.reason, *section.steps)
    for element in section.elements:
        yield from (element.explanation, element.looked_for, element.looked_against)


def check_final(shown: Sequence[FindingSection]) -> None:
    """ExportError when a final finding rests on what has changed since: that is no finding to hand to counsel."""
    stale = [str(each.number) for each in shown if each.state == State.FINAL and each.look_again]
    if stale:
        raise ExportError(
            f"what the final finding on allegation {', '.join(stale)} rests on has changed since it was made",
            "Nothing was exported. Look again in the Findings room, or with `reviewer finding show`, and reopen it.",
        )


def left_out(derived: Iterable[Derived]) -> frozenset[AllegationId]:
    """The allegations that rest on what stays out."""
    return frozenset(
        found
        for one in derived
        for found in (*(each.allegation for each in one.grounds), *(of for _, of in one.findings))
    )


def _section(case: Case, alleged: Allegation, found: Finding | None, places: Places) -> FindingSection:
    words = None if found is None else found.words
    exempt = None if words is None else words.exemption
    return FindingSection(
        number=alleged.id,
        officer=alleged.name,
        serial=alleged.serial,
        clause=f"{alleged.clause.code} {alleged.clause.name}",
        act=alleged.act,
        period=str(alleged.period),
        vendor=alleged.vendor,
        outcome="" if words is None else (f"{words.label} ({words.outcome})" if words.label else str(words.outcome)),
        definition="" if words is None else DEFINITIONS[words.outcome],
        state="" if found is None else str(found.state),
        standard="" if words is None else str(words.standard),
        exemption=next((each.text for each in alleged.clause.exemptions if each.id == exempt), ""),
        reason="" if words is None else words.reason,
        steps=() if found is None else tuple(map(_step, found.steps)),
        look_again=() if found is None else found.look_again,
        elements=tuple(_element(case, line, places) for line in alleged.matrix),
    )


def _step(step: Step) -> str:
    said = f": {step.comment}" if step.comment else ""
    return f"{step.done.value} by {step.reviewer} on {step.at[:10]}{said}"


def _element(case: Case, line: MatrixRow, places: Places) -> ElementRow:
    looked = {each.side: _looked(each) for each in line.confirmations if each.searches}
    return ElementRow(
        number=line.number,
        text=line.element.text,
        speaks_for=tuple(_ground(case, each, places) for each in line.on(Side.FOR)),
        against=tuple(_ground(case, each, places) for each in line.on(Side.AGAINST)),
        looked_for=looked.get(Side.FOR, ""),
        looked_against=looked.get(Side.AGAINST, ""),
        explanation=line.explanation,
    )


def _looked(confirmed: Confirmation) -> str:
    searches = "; ".join(f"“{each.query}” found {each.hits:,} of {each.items:,} items" for each in confirmed.searches)
    note = f" {confirmed.note}" if confirmed.note else ""
    return f"Looked for by {confirmed.reviewer} on {confirmed.created[:10]} and not found.{note} Searches: {searches}."


def _ground(case: Case, ground: Ground, places: Places) -> GroundRow:
    said = one_line(ground.says)
    words = f"“{said}”" if ground.kind is GroundKind.PASSAGE else f"{ground.name}: {said}"
    proved = (places[each] for each in _passages(case, ground) if each in places)
    return GroundRow(words, tuple(dict.fromkeys(proved)))


def _passages(case: Case, ground: Ground) -> Sequence[PassageId]:
    if ground.kind is GroundKind.BENEFIT:
        return benefits.get(case, BenefitId(ground.target)).passages
    if ground.kind is GroundKind.ENDORSEMENT:
        return endorsements.get(case, EndorsementId(ground.target)).passages
    return (PassageId(ground.target),)
