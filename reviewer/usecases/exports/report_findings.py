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
    Search,
    Side,
)
from reviewer.domain.policy.element_searches import named as named_items
from reviewer.domain.policy.finding import DEFINITIONS, Finding, Step
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
    """ExportError when a finding rests on what has changed since: a final report is made of none such."""
    stale = [f"\n– {named(each)}: {'; '.join(each.look_again)}" for each in shown if each.look_again]
    if stale:
        raise ExportError(
            f"a final report cannot hold what has to be looked at again:{''.join(stale)}",
            "Nothing was exported. Look again in the Findings room, or with `reviewer finding list --look-again`; "
            "a report that is not final can be exported as it is, and lists them.",
        )


def named(section: FindingSection) -> str:
    """“allegation 3 (Pat Quill, 3.14 Gratuities)”."""
    return f"allegation {section.number} ({section.officer}, {section.clause})"


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
    how = f" ({step.signed})" if step.signed else ""
    return f"{step.done.value} by {step.reviewer} on {step.at[:10]}{how}{said}"


def _element(case: Case, line: MatrixRow, places: Places) -> ElementRow:
    looked = {each.side: _looked(each, line) for each in line.confirmations if each.searches}
    return ElementRow(
        number=line.number,
        text=line.element.text,
        speaks_for=tuple(_ground(case, each, places) for each in line.on(Side.FOR)),
        against=tuple(_ground(case, each, places) for each in line.on(Side.AGAINST)),
        looked_for=looked.get(Side.FOR, ""),
        looked_against=looked.get(Side.AGAINST, ""),
        explanation=line.explanation,
    )


def _looked(confirmed: Confirmation, line: MatrixRow) -> str:
    """Who looked how, what became of the hits, and what the same searches find now."""
    searches = "; ".join(map(_search, confirmed.searches))
    note = f" {confirmed.note}" if confirmed.note else ""
    said = f"Looked for by {confirmed.reviewer} on {confirmed.created[:10]} and not found.{note} Searches: {searches}."
    for each in line.dismissed(confirmed.side):
        said += f" Dismissed by {each.reviewer} on {each.created[:10]}: {named_items(each.controls)} ({each.reason})."
    if confirmed.stale:
        return f"{said} Run again over {confirmed.items_now:,} items: {'; '.join(confirmed.stale)}."
    if confirmed.unsearched:
        said += f" Run again over {confirmed.items_now:,} items: nothing more."
    return said


def _search(each: Search) -> str:
    words = f"“{each.query}” found {each.hits:,} of {each.items:,} items"
    if not each.hits or each.found is None or each.opened is None:
        return words
    rest = len(each.found) - len(each.opened)
    parts = [f"{number:,} {what}" for number, what in ((len(each.opened), "opened"), (rest, "dismissed")) if number]
    return f"{words} ({', '.join(parts)})"


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
