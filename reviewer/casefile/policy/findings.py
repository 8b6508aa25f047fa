"""Findings with their steps, and the agency's own names of outcomes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.people.signing_keys import Signer
from reviewer.casefile.policy import finding_signatures
from reviewer.domain import clock
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.clause import ExemptionId
from reviewer.domain.policy.finding import Done, Finding, FindingId, Outcome, Standard, State, Step, Words
from reviewer.errors import NotFoundError


def listed(case: Case, *, history: bool = False) -> list[Finding]:
    """The current findings by allegation; with ``history`` also those that were reopened, each before its successor."""
    return _load(case, "" if history else "WHERE current")


def of_allegation(case: Case, allegation: AllegationId) -> list[Finding]:
    """All findings on an allegation, the current one last."""
    return _load(case, "WHERE allegation = ?", (allegation,))


def current(case: Case, allegation: AllegationId) -> Finding | None:
    """The current finding on an allegation, if there is one."""
    return next(iter(_load(case, "WHERE current AND allegation = ?", (allegation,))), None)


def get(case: Case, finding: FindingId) -> Finding:
    """One finding; NotFoundError when there is none of that id."""
    found = _load(case, "WHERE id = ?", (finding,))
    if not found:
        raise NotFoundError(f"there is no finding {finding}", "See `reviewer finding list CASE --history`.")
    return found[0]


def bases(case: Case, findings: Sequence[Finding]) -> dict[FindingId, dict[str, Any]]:
    """What each finding rested on when it was last affirmed."""
    ids = json.dumps([each.id for each in findings])
    rows = case.rows("SELECT id, basis FROM finding WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    return {FindingId(row["id"]): json.loads(row["basis"]) for row in rows}


def add(
    act: Act,
    allegation: AllegationId,
    words: Words,
    basis: Mapping[str, Any],
    author: str,
    *,
    reopens: FindingId | None = None,
) -> FindingId:
    """Add a draft as the current finding on an allegation."""
    values = {
        **_values(words),
        "allegation": allegation,
        "current": 1,
        "state": State.DRAFT.value,
        "author": author,
        "reopens": reopens,
        "basis": audit.canonical(dict(basis)),
    }
    return FindingId(act.insert("finding", values))


def reword(act: Act, finding: FindingId, words: Words, basis: Mapping[str, Any], author: str) -> None:
    """Put other words in a finding."""
    act.update("finding", finding, {**_values(words), "author": author, "basis": audit.canonical(dict(basis))})


def move(act: Act, finding: FindingId, state: State, basis: Mapping[str, Any] | None = None) -> None:
    """Bring a finding to a state, affirming what it rests on where that is given."""
    kept = {} if basis is None else {"basis": audit.canonical(dict(basis))}
    act.update("finding", finding, {"state": state.value, **kept})


def retire(act: Act, finding: FindingId) -> None:
    """Make a finding part of the history of its allegation."""
    act.update("finding", finding, {"current": 0})


def step(
    act: Act, finding: FindingId, done: Done, reviewer: str, comment: str = "", *, signer: Signer | None = None
) -> None:
    """Record a step in the life of a finding, signed as the finding stands then where there is a key for it."""
    values = {"finding": finding, "step": done.value, "reviewer": reviewer, "at": clock.now(), "comment": comment}
    made = act.insert("finding_step", values)
    if signer is not None:
        finding_signatures.sign(act, made, signer)


def labels(case: Case) -> dict[str, Outcome]:
    """The agency's own names of outcomes, by name, each with the outcome it stands for."""
    return {row["label"]: Outcome(row["outcome"]) for row in case.rows("SELECT * FROM finding_label ORDER BY label")}


def label(act: Act, name: str, outcome: Outcome | None) -> bool:
    """Map an agency's own name to an outcome, or forget it; False when it was not known and is to be forgotten."""
    known = act.case.value("SELECT id FROM finding_label WHERE label = ?", (name,))
    if outcome is None:
        if known is not None:
            act.delete("finding_label", known)
        return known is not None
    if known is None:
        act.insert("finding_label", {"label": name, "outcome": outcome.value})
    else:
        act.update("finding_label", known, {"outcome": outcome.value})
    return True


def _values(words: Words) -> dict[str, Any]:
    return {
        "outcome": words.outcome.value,
        "label": words.label,
        "standard": words.standard.value,
        "reason": words.reason,
        "exemption": words.exemption,
    }


def _load(case: Case, where: str, values: Sequence[object] = ()) -> list[Finding]:
    steps: dict[int, list[Step]] = defaultdict(list)
    kept = list(case.rows(f"SELECT * FROM finding {where} ORDER BY allegation, id", values))
    signed = finding_signatures.of_findings(case, (FindingId(row["id"]) for row in kept))
    for row in case.rows(
        f"SELECT * FROM finding_step WHERE finding IN (SELECT id FROM finding {where}) ORDER BY id", values
    ):
        signature = signed.get(row["id"])
        steps[row["finding"]].append(Step(Done(row["step"]), row["reviewer"], row["at"], row["comment"], signature))
    earlier = _hands(case) if any(row["reopens"] is not None for row in kept) else {}
    return [
        Finding(
            FindingId(row["id"]),
            AllegationId(row["allegation"]),
            bool(row["current"]),
            State(row["state"]),
            Words(
                Outcome(row["outcome"]),
                row["reason"],
                row["label"],
                Standard(row["standard"]),
                None if row["exemption"] is None else ExemptionId(row["exemption"]),
            ),
            row["author"],
            None if row["reopens"] is None else FindingId(row["reopens"]),
            tuple(steps[row["id"]]),
            earlier=tuple(name for number, name in earlier.get(row["allegation"], ()) if number < row["id"]),
        )
        for row in kept
    ]


def _hands(case: Case) -> dict[int, list[tuple[int, str]]]:
    """By allegation, who had a hand in which of its findings."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in case.rows(
        """SELECT allegation, id, author AS name FROM finding UNION
           SELECT allegation, finding, finding_step.reviewer FROM finding_step JOIN finding ON finding.id = finding
           WHERE step IN (?, ?)""",
        (Done.DRAFTED.value, Done.PROPOSED.value),
    ):
        found[row["allegation"]].append((row["id"], row["name"]))
    return found
