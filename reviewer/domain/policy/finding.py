"""Findings: how an allegation ends, what it takes to say so, and the steps a finding goes through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.domain.people.person_names import check_scripts, same_person
from reviewer.domain.people.signing_key import Signature
from reviewer.domain.policy.allegation import Allegation, AllegationId, MatrixRow, Side
from reviewer.domain.policy.clause import ExemptionId
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError

FindingId = NewType("FindingId", int)


class Outcome(StrEnum):
    """How an allegation ends."""

    SUSTAINED = "sustained"
    NOT_SUSTAINED = "not sustained"
    EXONERATED = "exonerated"
    UNFOUNDED = "unfounded"


DEFINITIONS = {
    Outcome.SUSTAINED: "The evidence shows, to the standard of proof, that the act took place and broke the clause.",
    Outcome.NOT_SUSTAINED: "The evidence shows neither that the act broke the clause nor that it did not.",
    Outcome.EXONERATED: "The act took place, and the clause allowed it.",
    Outcome.UNFOUNDED: "The act did not take place, or the officer had no part in it.",
}
"""In our own words; the distinctions are those that police departments in the United States commonly make."""


class Standard(StrEnum):
    """How sure one has to be."""

    PREPONDERANCE = "preponderance of the evidence"
    CLEAR = "clear and convincing evidence"
    BEYOND = "beyond reasonable doubt"


class State(StrEnum):
    """How far a finding has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    FINAL = "final"


class Done(StrEnum):
    """A step in the life of a finding."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    MADE_FINAL = "made final"
    REOPENED = "reopened"


STEPS = {
    Done.PROPOSED: (State.DRAFT, State.PROPOSED),
    Done.REVIEWED: (State.PROPOSED, State.REVIEWED),
    Done.MADE_FINAL: (State.REVIEWED, State.FINAL),
}
"""Which state each step leads from, and to. Reopening begins a new draft and leaves the old finding as it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who did what to a finding, when (UTC), and in what words; ``signature`` where there is one by an own key."""

    done: Done
    reviewer: str
    at: str
    comment: str = ""
    signature: Signature | None = None

    @property
    def signed(self) -> str:
        """How it was signed, in words; empty for a step that is none."""
        if self.done not in STEPS:
            return ""
        if self.signature is None:
            return "typed name"
        if self.signature.problem:
            return f"signature does not hold: {self.signature.problem}"
        return f"signed with own key {self.signature.fingerprint}, checked"


@dataclass(frozen=True, slots=True)
class Words:
    """What a finding says. ``label`` is the agency's own name of the outcome; ``exemption`` the one that applies."""

    outcome: Outcome
    reason: str
    label: str = ""
    standard: Standard = Standard.PREPONDERANCE
    exemption: ExemptionId | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding on an allegation. At most one of an allegation is ``current``; the others are its history.

    ``look_again`` says what it rests on and is not as it was, in sentences; empty for one that is not current.
    ``earlier`` are those who had a hand in the findings that it reopens.
    """

    id: FindingId
    allegation: AllegationId
    current: bool
    state: State
    words: Words
    author: str
    reopens: FindingId | None
    steps: tuple[Step, ...]
    look_again: tuple[LookAgain, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def hands(self) -> tuple[str, ...]:
        """Who had a hand in what it says: none of them can be its second reviewer."""
        mine = [step.reviewer for step in self.steps if step.done in {Done.DRAFTED, Done.PROPOSED}]
        return tuple(dict.fromkeys((self.author, *mine, *self.earlier)))


def check_step(finding: Finding, done: Done, reviewer: str) -> State:
    """The state a step leads to; InputError when it skips one, or the second reviewer is not another person.

    Also for a name that mixes alphabets to look like another.
    """
    check_scripts(reviewer)
    before, after = STEPS[done]
    if finding.state is not before:
        raise InputError(
            f"this finding is {_named(finding.state)}; only one that is {_named(before)} can be {done.value}",
            "A finding is drafted, proposed, reviewed by someone else, and then made final.",
        )
    if done is Done.REVIEWED and any(same_person(reviewer, name) for name in finding.hands):
        raise InputError(
            f"{reviewer} had a hand in this finding and cannot be its second reviewer",
            "Let someone else review it, with --reviewer NAME.",
        )
    return after


def _named(state: State) -> str:
    return "a draft" if state is State.DRAFT else state.value


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that has to be there before an outcome can be found, and is not, as a sentence.

    ``element`` is the line of the matrix that lacks it, counted from 1, or 0 for the whole of it; ``side`` is the cell,
    None where the line wants an explanation.
    """

    words: LookAgain
    element: int = 0
    side: Side | None = None

    def __str__(self) -> str:
        """The sentence."""
        return self.words


def missing(outcome: Outcome, allegation: Allegation, *, exempt: bool = False) -> list[LookAgain]:
    """What has to be there before this outcome can be found, and is not; each as a sentence. See :func:`lacks`."""
    return [each.words for each in lacks(outcome, allegation, exempt=exempt)]


def lacks(outcome: Outcome, allegation: Allegation, *, exempt: bool = False) -> list[Lack]:
    """What has to be there before this outcome can be found, and is not, with where it would have to be.

    Whatever the outcome, no element may rest on nothing, and what speaks against it must be there or have been looked
    for; an element without passages rests on searches for both sides. *Sustained* needs something for each element.
    *Exonerated* needs something that shows the act, and something that shows it was allowed: against an element, or
    an exemption (``exempt``). *Unfounded* needs something against an element, or searches for each that found nothing,
    and an explanation where something speaks for one.
    """
    lines = allegation.matrix
    found = []
    for line in lines:
        if not line.on(Side.AGAINST) and not line.looked(Side.AGAINST):
            found.append(
                _lack(Reason("basis.unlooked", number=line.number, element=line.element.text), line, Side.AGAINST)
            )
        if outcome is not Outcome.SUSTAINED and not any(map(line.on, Side)) and not line.looked(Side.FOR):
            found.append(
                _lack(Reason("basis.rests_on_nothing", number=line.number, element=line.element.text), line, Side.FOR)
            )
    if outcome is Outcome.SUSTAINED:
        found += _sustained(lines, exempt=exempt)
    elif outcome is Outcome.EXONERATED:
        found += _exonerated(lines, exempt=exempt)
    elif outcome is Outcome.UNFOUNDED:
        found += _unfounded(lines)
    return found


def _sustained(lines: Sequence[MatrixRow], *, exempt: bool) -> list[Lack]:
    found = [
        _lack(Reason("basis.no_passage", number=line.number, element=line.element.text), line, Side.FOR)
        for line in lines
        if not line.on(Side.FOR)
    ]
    return [
        *found,
        *([_lack(Reason("basis.exempt"))] if exempt else []),
    ]


def _exonerated(lines: Sequence[MatrixRow], *, exempt: bool) -> list[Lack]:
    found = []
    if not _any(lines, Side.FOR):
        found.append(_lack(Reason("basis.no_act")))
    if not exempt and not _any(lines, Side.AGAINST):
        found.append(_lack(Reason("basis.not_allowed")))
    return found


def _unfounded(lines: Sequence[MatrixRow]) -> list[Lack]:
    found = []
    if not _any(lines, Side.AGAINST) and not all(line.looked(Side.FOR) for line in lines):
        found.append(_lack(Reason("basis.not_absent")))
    return found + [
        _lack(Reason("basis.unexplained", number=line.number, element=line.element.text), line)
        for line in lines
        if line.on(Side.FOR) and not line.explanation
    ]


def _lack(reason: Reason, line: MatrixRow | None = None, side: Side | None = None) -> Lack:
    return Lack(LookAgain(reason), 0 if line is None else line.number, side)


def _any(lines: Iterable[MatrixRow], side: Side) -> bool:
    return any(line.on(side) for line in lines)
