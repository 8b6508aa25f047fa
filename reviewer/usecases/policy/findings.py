"""Say how an allegation ends: drafted, proposed, reviewed by someone else, made final; reopened, its history kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.people import signing_keys
from reviewer.casefile.policy import allegations, findings
from reviewer.domain.people.person_names import check_scripts
from reviewer.domain.policy.allegation import Allegation, AllegationId
from reviewer.domain.policy.basis import basis, changes
from reviewer.domain.policy.finding import (
    Done,
    Finding,
    FindingId,
    Outcome,
    Standard,
    State,
    Words,
    check_step,
    missing,
)
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError, NotFoundError

# Handed on as the case file answers it.
labels = findings.labels


@dataclass(frozen=True, slots=True)
class AllegedFinding:
    """A finding with the allegation it is on, as that is now."""

    finding: Finding
    allegation: Allegation

    @property
    def exemption(self) -> str:
        """The exemption that applies, in words; empty for none."""
        wanted = self.finding.words.exemption
        return next((each.text for each in self.allegation.clause.exemptions if each.id == wanted), "")


def listed(case: Case, *, history: bool = False) -> list[AllegedFinding]:
    """The current findings, each with why it has to be looked at again; with ``history`` the earlier ones too."""
    return _found(case, findings.listed(case, history=history))


def overview(case: Case) -> list[tuple[Allegation, Finding | None]]:
    """All allegations in the order they were entered, each with the current finding on it if there is one."""
    alleged = allegations.listed(case)
    found = _compared(case, findings.listed(case), {each.id: each for each in alleged})
    known = {each.allegation.id: each.finding for each in found}
    return [(each, known.get(each.id)) for each in alleged]


def show(case: Case, allegation: AllegationId) -> list[AllegedFinding]:
    """All findings on an allegation, the current one last; NotFoundError when there is none."""
    allegations.get(case, allegation)
    found = findings.of_allegation(case, allegation)
    if not found:
        raise NotFoundError(
            f"there is no finding on allegation {allegation}", "Draft one with `reviewer finding draft`."
        )
    return _found(case, found)


def lacking(case: Case, allegation: AllegationId, outcome: Outcome, *, exemption: int | None = None) -> list[LookAgain]:
    """What has to be there before this outcome can be found, and is not; each as a sentence."""
    kept = allegations.get(case, allegation)
    if exemption is not None:
        kept.clause.exemption(exemption)
    return missing(outcome, kept, exempt=exemption is not None)


def draft(
    case: Case,
    allegation: AllegationId,
    outcome: str,
    *,
    reason: str,
    standard: Standard = Standard.PREPONDERANCE,
    exemption: int | None = None,
    reviewer: str,
) -> AllegedFinding:
    """Draft the finding on an allegation, or reword the draft there is.

    ``outcome`` is one of the four, or the agency's own name for one. InputError when it is neither, when what proves it
    is missing, when the finding is no draft any more, or when the reviewer's name mixes alphabets.
    """
    check_scripts(reviewer)
    kept = allegations.get(case, allegation)
    found, label = outcome_of(case, outcome)
    if not reason.strip():
        raise InputError("a finding needs a reason: how do the passages lead to it?")
    applies = None if exemption is None else kept.clause.exemption(exemption).id
    words = Words(found, reason.strip(), label, standard, applies)
    _refuse_unproved(words, kept)
    before = findings.current(case, allegation)
    if before is not None and before.state is not State.DRAFT:
        raise InputError(
            f"the finding on allegation {allegation} is {before.state.value} already", "Reopen it to change it."
        )
    with case.act(reviewer, "finding draft", str(allegation)) as act:
        if before is None:
            made = findings.add(act, allegation, words, basis(kept), reviewer)
        else:
            made = before.id
            findings.reword(act, made, words, basis(kept), reviewer)
        findings.step(act, made, Done.DRAFTED, reviewer)
    return _one(case, made)


def propose(
    case: Case, allegation: AllegationId, *, comment: str = "", passphrase: str | None = None, reviewer: str
) -> AllegedFinding:
    """Propose the draft, and affirm that it rests on what there is now.

    Here and in the steps that follow, whoever has a signing key signs with its ``passphrase``: CredentialError without
    it or for another, NotFoundError for one without a key.
    """
    return _step(case, allegation, Done.PROPOSED, comment, (reviewer, passphrase))


def review(
    case: Case, allegation: AllegationId, *, comment: str = "", passphrase: str | None = None, reviewer: str
) -> AllegedFinding:
    """Sign the proposed finding as its second reviewer, who has had no hand in it."""
    return _step(case, allegation, Done.REVIEWED, comment, (reviewer, passphrase))


def finalise(
    case: Case, allegation: AllegationId, *, comment: str = "", passphrase: str | None = None, reviewer: str
) -> AllegedFinding:
    """Make the reviewed finding final."""
    return _step(case, allegation, Done.MADE_FINAL, comment, (reviewer, passphrase))


def reopen(case: Case, allegation: AllegationId, reason: str, *, reviewer: str) -> AllegedFinding:
    """Begin a new draft with the words of the current finding, which stays in the history as it is.

    InputError for a draft, and without a reason.
    """
    check_scripts(reviewer)
    before = _current(case, allegation)
    if before.state is State.DRAFT:
        raise InputError(f"the finding on allegation {allegation} is a draft; there is nothing to reopen")
    if not reason.strip():
        raise InputError("say why the finding is reopened")
    kept = findings.bases(case, [before])[before.id]
    with case.act(reviewer, "finding reopen", str(allegation)) as act:
        findings.retire(act, before.id)
        made = findings.add(act, allegation, before.words, kept, before.author, reopens=before.id)
        findings.step(act, made, Done.REOPENED, reviewer, reason.strip())
    return _one(case, made)


def label(case: Case, name: str, outcome: Outcome | None, *, reviewer: str) -> None:
    """Say which outcome an agency's own name stands for; None forgets the name."""
    name = name.strip()
    if not name:
        raise InputError("a label needs a name")
    if name.casefold() in set(Outcome):
        raise InputError(f"“{name}” is one of the four outcomes and stands for itself")
    with case.act(reviewer, "finding label", name) as act:
        if not findings.label(act, name, outcome):
            raise NotFoundError(f"there is no label “{name}”")


def outcome_of(case: Case, text: str) -> tuple[Outcome, str]:
    """The outcome that a text names, and the agency's own name where it is one; InputError when it is neither."""
    wanted = " ".join(text.split()).casefold()
    if wanted in set(Outcome):
        return Outcome(wanted), ""
    for name, outcome in findings.labels(case).items():
        if name.casefold() == text.strip().casefold():
            return outcome, name
    raise InputError(
        f"“{text}” is no outcome",
        f"Outcomes: {', '.join(Outcome)}. Map your own names to them with `reviewer finding label`.",
    )


def _step(
    case: Case, allegation: AllegationId, done: Done, comment: str, who: tuple[str, str | None]
) -> AllegedFinding:
    reviewer, passphrase = who
    before, kept = _current(case, allegation), allegations.get(case, allegation)
    state = check_step(before, done, reviewer)
    _refuse_unproved(before.words, kept)
    stale = kept.look_again if done is Done.PROPOSED else changes(findings.bases(case, [before])[before.id], kept)
    if stale:
        raise InputError(
            f"look again before this finding is {done.value}: {'; '.join(stale)}",
            "Weigh or search anew what has changed"
            + (", then propose it again." if done is Done.PROPOSED else ", then reopen the finding."),
        )
    signer = signing_keys.signer(case, reviewer, passphrase)
    with case.act(reviewer, f"finding {_VERBS[done]}", str(allegation)) as act:
        findings.move(act, before.id, state, basis(kept) if done is Done.PROPOSED else None)
        findings.step(act, before.id, done, reviewer, comment.strip(), signer=signer)
    return _one(case, before.id)


_VERBS = {Done.PROPOSED: "propose", Done.REVIEWED: "review", Done.MADE_FINAL: "finalise"}


def _refuse_unproved(words: Words, allegation: Allegation) -> None:
    lacks = missing(words.outcome, allegation, exempt=words.exemption is not None)
    if lacks:
        raise InputError(
            f"allegation {allegation.id} cannot be found {words.outcome.value} yet: {'; '.join(lacks)}",
            "Put passages to the elements with `reviewer allegation weigh`, or say what was looked for with "
            "`reviewer allegation confirm`.",
        )


def _current(case: Case, allegation: AllegationId) -> Finding:
    allegations.get(case, allegation)
    found = findings.current(case, allegation)
    if found is None:
        raise NotFoundError(
            f"there is no finding on allegation {allegation}", "Draft one with `reviewer finding draft`."
        )
    return found


def _one(case: Case, finding: FindingId) -> AllegedFinding:
    return _found(case, [findings.get(case, finding)])[0]


def _found(case: Case, kept: list[Finding]) -> list[AllegedFinding]:
    if len(kept) == 1:
        known = {kept[0].allegation: allegations.get(case, kept[0].allegation)}
    else:
        known = {each.id: each for each in allegations.listed(case)}
    return _compared(case, kept, known)


def _compared(case: Case, kept: Sequence[Finding], known: Mapping[AllegationId, Allegation]) -> list[AllegedFinding]:
    """Findings with what each has to be looked at again for."""
    rested = findings.bases(case, [each for each in kept if each.current])
    return [
        AllegedFinding(
            replace(each, look_again=_reasons(each, rested[each.id], known[each.allegation])) if each.current else each,
            known[each.allegation],
        )
        for each in kept
    ]


def _reasons(finding: Finding, rested: dict[str, object], allegation: Allegation) -> tuple[LookAgain, ...]:
    """Why a finding has to be looked at again: what changed, and what can no longer be proved."""
    lacks = missing(finding.words.outcome, allegation, exempt=finding.words.exemption is not None)
    broken = [
        LookAgain(Reason("basis.signature", name=step.reviewer, problem=step.signature.problem))
        for step in finding.steps
        if step.signature is not None and step.signature.problem
    ]
    return tuple(dict.fromkeys((*broken, *changes(rested, allegation), *lacks)))
