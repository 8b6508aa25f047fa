"""Signatures under findings: what is signed, whether it is what stands there now, and whether the key was good.

A statement is the canonical JSON (sorted keys, no spaces, UTF-8) of what :func:`_statement` builds from the rows.
docs/decisions/0024-signatures.md says what each part is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from reviewer.casefile.engine import audit, sealed_key
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.people import signing_keys
from reviewer.casefile.people.signing_keys import Signer
from reviewer.domain.people.person_names import same_person
from reviewer.domain.people.signing_key import Signature, fingerprint
from reviewer.domain.policy.finding import STEPS, FindingId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import CredentialError

PURPOSE = "finding"
VERSION = 1

_ROWS = """SELECT finding_signature.*, signing_key.reviewer AS owner, public, revoked, finding_step.finding AS finding,
           finding_step.step AS done, finding_step.reviewer AS reviewer, at, comment FROM finding_signature
           JOIN finding_step ON finding_step.id = finding_signature.step JOIN signing_key ON signing_key.id = key"""
_SIGNING = ("finding propose", "finding review", "finding finalise", "redo")
"""Acts by which steps that can be signed come about."""


def sign(act: Act, step: int, signer: Signer) -> None:
    """Sign a step as the rows tell it now."""
    row = act.case.row("SELECT *, step AS done FROM finding_step WHERE id = ?", (step,))
    made = signer.sign(PURPOSE, audit.canonical(_statement(act.case, row, signer.key.fingerprint)))
    values = {"step": step, "key": signer.key.id, "statement": made.statement, "signature": made.signature.hex()}
    act.insert("finding_signature", values)


def signed(undone: audit.AuditEntry) -> int | None:
    """The id of the key whose signature an undo took back; None where it took none."""
    gone = (each for each in undone.changes if each.table == "finding_signature" and each.after is None)
    return next((int(each.before["key"]) for each in gone if each.before is not None), None)


def refuse_again(case: Case, undone: audit.AuditEntry, reviewer: str, passphrase: str | None) -> None:
    """CredentialError when doing again what an undo took back would sign without the passphrase of the key.

    With it, a signature that was taken back is what it was. A step of somebody who has a key only by now is taken
    anew or not at all.
    """
    key = signed(undone)
    if key is not None and passphrase is not None:
        if signing_keys.unlocked(case, reviewer, passphrase).key.id == key:
            return
    elif key is None and not _takes_step_of_owner(case, undone):
        return
    raise CredentialError(
        "what is signed with a key is not done again without its passphrase",
        "Take the step anew, with the passphrase: propose, review or make final.",
    )


def _takes_step_of_owner(case: Case, undone: audit.AuditEntry) -> bool:
    """Whether an undo took back a step of somebody who has a key by now."""
    gone = (each.before for each in undone.changes if each.table == "finding_step" and each.after is None)
    steps = (each for each in gone if each is not None and each["step"] in STEPS)
    return any(signing_keys.live(case, each["reviewer"]) is not None for each in steps)


def of_findings(case: Case, findings: Iterable[FindingId]) -> dict[int, Signature]:
    """The signatures under some findings by the id of the step, each checked against its key and what stands there."""
    ids = json.dumps(list(findings))
    rows = list(case.rows(f"{_ROWS} WHERE finding IN (SELECT value FROM json_each(?))", (ids,)))
    return {row["step"]: _signature(case, row) for row in rows}


def check(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """Every key and every signature: how many were looked at, and what does not hold, with its place."""
    keys, found = signing_keys.check(case)
    spans, made = signing_keys.spans(case), _made(case)
    signed = set()
    rows = list(case.rows(f"{_ROWS} ORDER BY finding_signature.id"))
    for row in rows:
        stop_if_cancelled(progress)
        signed.add(row["step"])
        problem = _signature(case, row).problem or _outside(row, spans, made)
        if problem:
            found.append(f"the signature of {row['reviewer']} under finding {row['finding']}: {problem}")
    found += _unsigned(case, signed, spans, made)
    return keys + len(rows), found


def _signature(case: Case, row: Any) -> Signature:
    public = signing_keys.from_hex(row["public"])
    made = Signature(fingerprint(public), public, row["statement"], signing_keys.from_hex(row["signature"]), PURPOSE)
    problem = _problem(case, row, made)
    return Signature(made.fingerprint, public, made.statement, made.signature, PURPOSE, problem)


def _problem(case: Case, row: Any, made: Signature) -> str:
    """Why a signature does not hold, in words; empty when it does."""
    if not sealed_key.holds(made.public, made.signature, made.message):
        return f"it is not that of key {made.fingerprint} under what it is said to sign"
    if not same_person(row["owner"], row["reviewer"]):
        return f"the key is that of {row['owner']}"
    said: Mapping[str, Any] = json.loads(made.statement)
    now = _statement(case, row, made.fingerprint)
    differ = [_NAMES.get(name, name) for name, value in now.items() if said.get(name) != value]
    return f"what was signed is not what stands there: other {', '.join(differ)}" if differ else ""


_WORDS = ("allegation", "outcome", "label", "standard", "reason", "exemption", "author")
_NAMES = {"basis": "grounds", "step": "name, time or comment"}


def _statement(case: Case, step: Any, key: str) -> dict[str, Any]:
    """What a step signs: the finding's words, all that it rests on, and the step itself."""
    row = case.row("SELECT * FROM finding WHERE id = ?", (step["finding"],))
    kept = dict.fromkeys(_WORDS) if row is None else {name: row[name] for name in _WORDS}
    return {
        "version": VERSION,
        "case": str(case.value("SELECT uuid FROM case_record")),
        "finding": step["finding"],
        **kept,
        "basis": None if row is None else json.loads(row["basis"]),
        "step": [step["done"], step["reviewer"], step["at"], step["comment"]],
        "key": key,
    }


def _made(case: Case) -> dict[tuple[str, int], int]:
    """Which audit entry made each step and each signature that is there, by table and id."""
    found: dict[tuple[str, int], int] = {}
    marks = ", ".join("?" * len(_SIGNING))
    for row in case.rows(f"SELECT * FROM audit WHERE act IN ({marks}) ORDER BY id", _SIGNING):
        entry = audit.entry_of(row)
        for change in entry.changes:
            if change.table in {"finding_step", "finding_signature"} and change.before is None:
                found.setdefault((change.table, change.id), entry.id)
    return found


def _outside(row: Any, spans: Mapping[int, tuple[int, int | None]], made: Mapping[tuple[str, int], int]) -> str:
    """Whether the key was good when it signed, by the order of the trail and not by the clock."""
    number = made.get(("finding_signature", row["id"]))
    if number is None:
        return "no audit entry tells of it"
    first, last = spans.get(row["key"], (None, None))
    if first is None or number < first:
        return f"audit entry {number} made it before there was its key"
    return f"audit entry {number} made it after its key was revoked" if last is not None and number > last else ""


def _unsigned(
    case: Case, signed: set[int], spans: Mapping[int, tuple[int, int | None]], made: Mapping[tuple[str, int], int]
) -> list[str]:
    """Steps of somebody who had a key by then, without a signature: the program makes none such."""
    owners = {each.id: each.reviewer for each in signing_keys.listed(case)}
    found: list[str] = []
    if not owners:
        return found
    for row in case.rows("SELECT * FROM finding_step ORDER BY id"):
        number = made.get(("finding_step", row["id"]))
        if row["step"] not in STEPS or row["id"] in signed or number is None:
            continue
        for key, owner in owners.items():
            first, last = spans.get(key, (number + 1, None))
            if same_person(owner, row["reviewer"]) and first < number and (last is None or number < last):
                found.append(
                    f"finding {row['finding']} was {row['step']} by {row['reviewer']} without a signature, "
                    f"though there was signing key {key}"
                )
    return found
