"""The acts that the audit trail tells of: a noun, and a verb of one set.

An entry keeps the words it was hashed with. What earlier versions called otherwise is told in the words of today.
"""

from __future__ import annotations

SAME: tuple[frozenset[str], ...] = (
    frozenset({"add", "create", "insert"}),
    frozenset({"change", "edit", "set", "update"}),
    frozenset({"remove", "delete", "discard"}),
    frozenset({"import", "load"}),
    frozenset({"export", "save", "write"}),
)
"""Verbs that mean the same; of each set one is used of a noun that can be added, changed or removed."""

_VERBS: dict[str, str] = {
    "case": "create upgrade recovery-sheet recovery-kept",
    "passphrase": "change",
    "password": "add remove",
    "intake": "start batch finish stop retry",
    "item": "mark code tag untag link unlink note read unread export pages print",
    "pages": "make",
    "ocr": "run",
    "analysis": "make",
    "thread": "attach detach",
    "queue": "add change sample archive restore",
    "saved": "add change query rename remove",
    "reading": "change",
    "passage": "add remove tag untag link unlink",
    "tag": "add change",
    "note": "add change remove rule",
    "officer": "add change import assign unidentified resolve merge split",
    "alias": "accept refuse",
    "organisation": "add change remove person",
    "benefit": "add change remove merge split distinct",
    "proof": "remove",
    "endorsement": "add change remove",
    "limit": "add change remove",
    "clause": "add change remove import",
    "allegation": "add change remove confirm dismiss affirm",
    "ground": "add remove",
    "signing-key": "add passphrase revoke",
    "finding": "draft propose review finalise reopen label",
    "complaint": "import",
    "sandbox": "waive",
    "interview": "add change remove close start end break resume participant notices tick untick note answer show "
    "exhibit link transcript recording record move topic question outline binder",
    "outline": "change remove",
    "report": "export",
    "account": "export",
    "manifest": "export",
    "table": "export",
    "privilege": "mark remove log",
    "lawyer": "add remove",
    "confidential-source": "add change remove",
    "agency": "change",
    "redaction": "add remove approve decline reason",
    "picture": "export",
    "production": "add deliver recall drop",
    "bundle": "export",
}

ACTS = frozenset({f"{noun} {verb}" for noun, verbs in _VERBS.items() for verb in verbs.split()}) | {
    "case accept older",
    "case accept lost",
    "undo",
    "redo",
}
"""All acts that there are; one that is none of them is not begun."""

BEFORE: dict[str, str] = {
    "allegation drop": "ground remove",
    "allegation weigh": "ground add",
    "benefit edit": "benefit change",
    "benefit part": "benefit split",
    "benefit unprove": "proof remove",
    "endorsement edit": "endorsement change",
    "interview drop": "outline remove",
    "interview edit": "outline change",
    "limit edit": "limit change",
    "mark": "item mark",
    "ocr": "ocr run",
    "officer set": "officer change",
    "order arrange": "analysis make",
}
"""Acts by the words that earlier versions had for them, and the words of today."""


def told(act: str) -> str:
    """What an act is called today, by the words that its entry has."""
    return BEFORE.get(act, act)
