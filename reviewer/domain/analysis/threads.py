"""Which message answers which.

First by Message-ID, as RFC 5256 says under REFERENCES: a message answers the last one that its References name, else
the one that In-Reply-To names; what References names in between is a chain of its own. Messages that are named and are
not there keep their place. Then what still answers none is tried: by the words it quotes, and by its subject with a
window of time and somebody whom both name.

No message ever answers itself, at however many removes. The order in which messages are given makes no difference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import groupby, pairwise

from reviewer.domain.reasons.reason import Reason

Ref = int | str
"""A message: the place of one that is there, or the Message-ID of one that is missing."""

MOST_REFERENCES = 50
"""Of longer References the first and the last 49 are used."""

WINDOW = timedelta(days=30)
"""How long after a message another with the same base subject still counts as an answer to it."""


class ReplyBasis(StrEnum):
    """Why we say that a message answers another."""

    REFERENCES = "references"
    IN_REPLY_TO = "in-reply-to"
    QUOTE = "quote"
    SUBJECT = "subject"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Letter:
    """What threading knows of one message, its copies taken together.

    ``place`` stands for it; ``label`` is what people call it; ``ids`` are the Message-IDs of its copies; ``subject`` is
    its base subject and ``answer`` whether it began with “Re:” or the like; ``date`` is UTC or empty; ``people`` are
    addresses.
    """

    place: int
    label: str
    ids: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    in_reply_to: str = ""
    subject: str = ""
    answer: bool = False
    date: str = ""
    people: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[str, tuple[str, ...], str, list[str]]:
        """What puts messages in an order that does not depend on how they were taken in."""
        return (self.date or "~", self.ids, self.subject, sorted(self.people))


@dataclass(frozen=True, slots=True)
class Edge:
    """That ``child`` answers ``parent``, why we say so, and what shows it."""

    child: Ref
    parent: Ref
    reason: ReplyBasis
    evidence: Reason


class Threads:
    """Threads as they are put together, one way of knowing after the other."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self.letters = _in_order(letters)
        self.edges: dict[Ref, Edge] = {}
        self._of_place = {letter.place: letter for letter in self.letters}
        self._of_id: dict[str, int] = {}
        for letter in self.letters:
            for message_id in letter.ids:
                self._of_id.setdefault(message_id, letter.place)
        self._joined: dict[Ref, Ref] = {}

    def by_ids(self) -> None:
        """Link what names others by Message-ID. Later messages first: when two name each other, the later answers."""
        chains = [(letter, self._chain(letter)) for letter in reversed(self.letters)]
        for letter, chain in chains:
            if chain:
                self._link(self._direct(letter, chain[-1]))
        for letter, chain in chains:
            for parent, child in pairwise(chain):
                above, below = self._name(parent), self._name(child)
                evidence = Reason("thread.references_between", message=letter.label, parent=above, child=below)
                self._link(Edge(child, parent, ReplyBasis.REFERENCES, evidence))

    def by_quotes(self, found: Iterable[Edge]) -> None:
        """Link messages to those whose words they quote."""
        for edge in found:
            self._link(edge)

    def by_subjects(self) -> None:
        """Link what is an answer by its subject to the latest earlier message of it that names somebody it names."""
        index = _SubjectIndex(self.letters)
        for root, letter in self._open_ends():
            earlier = index.latest_before(letter, partial(self._apart, root))
            if earlier is None:
                continue
            days = (_moment(letter.date) - _moment(earlier.date)).days
            shared = min(letter.people & earlier.people)
            evidence = Reason("thread.same_subject", parent=earlier.label, days=days, person=shared)
            if root != letter.place:
                evidence = evidence.because_of("thread.of_answer", message=letter.label)
            self._link(Edge(root, earlier.place, ReplyBasis.SUBJECT, evidence))

    def unanswering(self) -> list[Letter]:
        """The messages that answer none so far."""
        return [letter for letter in self.letters if letter.place not in self.edges]

    def missing(self) -> set[str]:
        """The Message-IDs that are named and are not there."""
        return {ref for edge in self.edges.values() for ref in (edge.child, edge.parent) if isinstance(ref, str)}

    def _chain(self, letter: Letter) -> list[Ref]:
        """What a message names, the one it answers last; itself left out."""
        named = used(letter.references) or ([letter.in_reply_to] if letter.in_reply_to else [])
        refs = (self._of_id.get(message_id, message_id) for message_id in named)
        return list(dict.fromkeys(reversed([ref for ref in refs if ref != letter.place])))[::-1]

    def _direct(self, letter: Letter, parent: Ref) -> Edge:
        name = self._name(parent)
        if not letter.references:
            return Edge(letter.place, parent, ReplyBasis.IN_REPLY_TO, Reason("thread.in_reply_to", parent=name))
        agrees = letter.in_reply_to and self._of_id.get(letter.in_reply_to, letter.in_reply_to) == parent
        code = "thread.references_agree" if agrees else "thread.references"
        return Edge(letter.place, parent, ReplyBasis.REFERENCES, Reason(code, parent=name))

    def _name(self, ref: Ref) -> str:
        return ref if isinstance(ref, str) else self._of_place[ref].label

    def _open_ends(self) -> list[tuple[Ref, Letter]]:
        """Whatever answers none, with the message whose subject tells more: itself, or the first answer to it."""
        refs: list[Ref] = [*(letter.place for letter in self.letters), *self.missing()]
        tops = {self._root(ref): ref for ref in refs if ref not in self.edges}
        firsts: dict[Ref, Letter] = {}
        for letter in self.letters:
            top = tops[self._root(letter.place)]
            if top == letter.place or isinstance(top, str):
                firsts.setdefault(top, letter)
        return [(top, letter) for top, letter in firsts.items() if letter.answer and letter.subject]

    def _apart(self, root: Ref, letter: Letter) -> bool:
        return self._root(letter.place) != self._root(root)

    def _link(self, edge: Edge) -> None:
        """Add an edge unless the child answers another already, or the parent is somewhere below it.

        A child that answers none is the top of its component, so there is a loop just when both are in the same one.
        """
        if edge.child in self.edges or self._root(edge.child) == self._root(edge.parent):
            return
        self.edges[edge.child] = edge
        self._joined[self._root(edge.child)] = self._root(edge.parent)

    def _root(self, ref: Ref) -> Ref:
        """What stands for a message's component (union-find with path halving)."""
        joined = self._joined
        while (above := joined.get(ref, ref)) != ref:
            joined[ref] = joined.get(above, above)
            ref = joined[ref]
        return ref


def used(references: Sequence[str]) -> list[str]:
    """Those of the References of a message that count: see :data:`MOST_REFERENCES`."""
    if len(references) > MOST_REFERENCES:
        return [references[0], *references[1 - MOST_REFERENCES :]]
    return list(references)


def _in_order(letters: Iterable[Letter]) -> list[Letter]:
    """By :attr:`Letter.order`; the people, which take longest to compare, only where all else is equal."""

    def nearly(letter: Letter) -> tuple[str, tuple[str, ...], str]:
        return (letter.date or "~", letter.ids, letter.subject)

    found: list[Letter] = []
    for _, equal in groupby(sorted(letters, key=nearly), nearly):
        several = list(equal)
        found += several if len(several) == 1 else sorted(several, key=lambda letter: letter.order)
    return found


class _SubjectIndex:
    """Messages by base subject and person, in order of time."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        wanted = {letter.subject for letter in letters if letter.answer}
        self._found: dict[tuple[str, str], list[Letter]] = {}
        for letter in letters:
            if letter.date and letter.subject in wanted:
                for person in letter.people:
                    self._found.setdefault((letter.subject, person), []).append(letter)

    def latest_before(self, letter: Letter, usable: Callable[[Letter], bool]) -> Letter | None:
        """The latest message of the same subject and a person of this one, in the window before it."""
        best: Letter | None = None
        for person in letter.people if letter.date else ():
            others = self._found.get((letter.subject, person), [])
            at = bisect_left(others, letter.date, key=lambda other: other.date)
            for other in others[max(0, at - _MOST_TRIED) : at][::-1]:
                if usable(other):
                    best = other if best is None else max(best, other, key=lambda one: one.order)
                    break
        if best is None or _moment(letter.date) - _moment(best.date) > WINDOW:
            return None
        return best


_MOST_TRIED = 50


def _moment(date: str) -> datetime:
    return datetime.fromisoformat(date)


def corrected(parents: dict[int, int], said: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """What each message answers, with what was said by hand in place of what was worked out; latest last, no loops."""
    by_hand: dict[int, int] = {}
    for child, parent in said:
        parents.pop(child, None)
        by_hand.pop(child, None)
        if parent is not None and parent != child:
            parents[child] = by_hand[child] = parent
    return without_loops(parents, by_hand)


def without_loops(parents: Mapping[int, int], by_hand: Mapping[int, int]) -> dict[int, int]:
    """The parents, with the loops cut that corrections by hand can close over what was worked out before them.

    In each loop what was worked out gives way to what was said by hand, and among equals the highest number does.
    ``by_hand`` holds the same children as far as their parents were said by hand.
    """
    kept = dict(parents)
    state: dict[int, int] = {}  # 0 on the way, 1 done
    for start in parents:
        path = []
        at = start
        while at in kept and at not in state:
            state[at] = 0
            path.append(at)
            at = kept[at]
        if state.get(at) == 0 and at in kept:
            loop = path[path.index(at) :]
            del kept[max(loop, key=lambda child: (child not in by_hand, child))]
        for one in path:
            state[one] = 1
    return kept


def descends(parents: Mapping[int, int], child: int, ancestor: int) -> bool:
    """Whether a message answers another, at however many removes, or is that one. Without loops in ``parents``."""
    while child != ancestor and child in parents:
        child = parents[child]
    return child == ancestor
