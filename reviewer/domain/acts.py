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

BEFORE: dict[str, str] = {
    "benefit edit": "benefit change",
    "endorsement edit": "endorsement change",
    "interview edit": "outline change",
    "limit edit": "limit change",
    "officer set": "officer change",
    "order arrange": "analysis make",
}
"""Acts by the words that earlier versions had for them, and the words of today."""


def told(act: str) -> str:
    """What an act is called today, by the words that its entry has."""
    return BEFORE.get(act, act)
