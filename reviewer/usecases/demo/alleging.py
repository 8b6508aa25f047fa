"""Enter the demo's allegations with their matrices, and the findings on them, in every state there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import PassageId
from reviewer.domain.people.person_names import same_person
from reviewer.domain.policy.allegation import Allegation, Side
from reviewer.domain.policy.finding import State
from reviewer.usecases.demo import material
from reviewer.usecases.demo.plan import Story
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.people import signing
from reviewer.usecases.policy import allegations, element_searches, findings

SECONDS = ("Demo Second Reviewer", "Demo Other Reviewer")
"""Who signs; the second of them where the first is who enters it all."""

SIGNING = "second-lantern-2016"  # everybody may read it, as all of the demo
"""The passphrase of the signing key of whoever signs the final finding; the other one is signed by a typed name."""


def enter(case: Case, story: Story, passages: Mapping[str, PassageId], *, reviewer: str) -> None:
    """Enter them all; ``passages`` are those that were marked, by the keys they were planned under."""
    serials = {each.key: each.serial for each in story.officers}
    for told in material.table("allegations.toml")["allegation"]:
        made = allegations.add(
            case,
            serials[told["officer"]],
            told["clause"],
            told["act"],
            told["date"],
            vendor=story.vendor,
            reviewer=reviewer,
        )
        for number, said in enumerate(told["element"], 1):
            _weigh(case, made, number, said, _Marked(passages, reviewer))
        if "finding" in told:
            _find(case, made, told["finding"], reviewer)
        if "since" in told:
            _weigh(case, made, told["since"]["element"], told["since"], _Marked(passages, reviewer))


@dataclass(frozen=True, slots=True)
class _Marked:
    """The passages that were marked, by key, and who acts."""

    passages: Mapping[str, PassageId]
    reviewer: str

    def named(self, keys: Iterable[str]) -> list[str]:
        """The numbers of passages."""
        return [str(self.passages[key]) for key in keys]


def _weigh(case: Case, made: Allegation, number: int, said: Mapping[str, Any], marked: _Marked) -> None:
    supporting = [*marked.named(said.get("for", ())), *_ledger(case, made, said.get("ledger", ""))]
    opposing = marked.named(said.get("against", ()))
    explanation = said.get("explanation")
    if supporting or opposing or explanation:
        allegations.weigh(
            case,
            made.id,
            number,
            supporting=supporting,
            opposing=opposing,
            explanation=explanation,
            reviewer=marked.reviewer,
        )
    for side, name in ((Side.AGAINST, ""), (Side.FOR, "_for")):
        if f"searches{name}" in said:
            queries, note = said[f"searches{name}"], said.get("note", "")
            reason = said.get(f"dismissed{name}", "")
            _look(case, made, (number, side), queries, reason=reason, reviewer=marked.reviewer)
            allegations.confirm(case, made.id, number, queries, side=side, note=note, reviewer=marked.reviewer)


def _look(
    case: Case, made: Allegation, cell: tuple[int, Side], queries: Sequence[str], *, reason: str, reviewer: str
) -> None:
    """Dismiss what the searches for one side of an element find, with the word that the demo has for it."""
    element, side = cell
    found = [element_searches.hits(case, made.id, element, side, each, reviewer=reviewer) for each in queries]
    left = dict.fromkeys(item for each in found for item in each.left)
    if left:
        element_searches.dismiss(case, made.id, element, list(left), reason=reason, side=side, reviewer=reviewer)


def _ledger(case: Case, made: Allegation, kind: str) -> list[str]:
    if kind == "benefit":
        own = benefits.listed(case, benefits.Wanted(officer=made.officer))
        return [f"benefit:{each.benefit.id}" for each in own]
    if kind == "endorsement":
        return [f"endorsement:{each.endorsement.id}" for each in endorsements.listed(case, made.serial)]
    return []


def _find(case: Case, made: Allegation, said: Mapping[str, Any], reviewer: str) -> None:
    """Take a finding as far as it is told to have come."""
    state = State(said["state"])
    second = next(name for name in SECONDS if not same_person(name, reviewer))
    findings.draft(
        case,
        made.id,
        said["outcome"],
        reason=said["reason"],
        exemption=said.get("exemption"),
        reviewer=reviewer,
    )
    if state is State.DRAFT:
        return
    findings.propose(case, made.id, reviewer=reviewer)
    if state is State.PROPOSED:
        return
    comment = said.get("comment", "")
    if state is not State.FINAL:
        typed = next(name for name in reversed(SECONDS) if not same_person(name, reviewer))
        findings.review(case, made.id, comment=comment, reviewer=typed)
        return
    signing.add(case, second, SIGNING, reviewer=second)
    findings.review(case, made.id, comment=comment, passphrase=SIGNING, reviewer=second)
    findings.finalise(case, made.id, reviewer=reviewer)
