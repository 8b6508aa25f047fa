"""What the Findings room asks the case, each in one go and off the UI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId, PassageId
from reviewer.domain.interviews.interview import State
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.signing_key import SigningKey
from reviewer.domain.policy.allegation import Allegation, AllegationId, GroundKind, Side
from reviewer.domain.policy.element_searches import named
from reviewer.domain.policy.finding import Finding, Outcome
from reviewer.errors import NotFoundError
from reviewer.gui.rooms.findings.grounds import GroundLine
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interviews
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import passages
from reviewer.usecases.people import signing
from reviewer.usecases.policy import allegations, complaints, element_searches, findings
from reviewer.usecases.policy.complaints import Comparable, Related
from reviewer.usecases.policy.element_searches import Hits
from reviewer.usecases.policy.findings import AllegedFinding
from reviewer.usecases.search import Results

MOST_PASSAGES = 2_000
"""So many passages of an officer are offered to pick from."""

MOST_EVERYWHERE = 200
"""So many of those of everybody."""


@dataclass(frozen=True, slots=True)
class ListedAllegation:
    """An allegation of the list, with the current finding on it if there is one."""

    allegation: Allegation
    finding: Finding | None

    @property
    def look_again(self) -> tuple[str, ...]:
        """Why it has to be looked at again: what its matrix, or its finding, rests on has changed."""
        return tuple(dict.fromkeys((*(self.finding.look_again if self.finding else ()), *self.allegation.look_again)))

    @property
    def empty(self) -> int:
        """How many cells of the matrix hold nothing, and were not looked for either."""
        return sum(not line.on(side) and not line.looked(side) for line in self.allegation.matrix for side in Side)


@dataclass(frozen=True, slots=True)
class Whole:
    """An allegation with its findings, the current one last, and what complaints of earlier years have to do with it.

    ``labels`` are the agency's own names of outcomes; ``keys`` those that reviewers sign with.
    """

    allegation: Allegation
    history: tuple[AllegedFinding, ...]
    labels: Mapping[str, Outcome]
    related: tuple[Related, ...]
    comparable: Comparable
    keys: tuple[SigningKey, ...] = ()

    @property
    def current(self) -> Finding | None:
        """The finding as it stands, if there is one."""
        return next((each.finding for each in reversed(self.history) if each.finding.current), None)


@dataclass(frozen=True, slots=True)
class AgainLine:
    """Something that has to be looked at again: of which allegation, what, and in which cell if that is a search."""

    allegation: AllegationId
    title: str
    words: str
    cell: tuple[int, Side] | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """All that has to be looked at again, and how many searches could be confirmed again over how many items."""

    lines: tuple[AgainLine, ...]
    settled: int
    items: int


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with the item whose page it is on, and all passages of that item."""

    item: Item
    passage: MarkedPassage
    around: tuple[MarkedPassage, ...]


def entries(case: Case) -> list[ListedAllegation]:
    """All allegations, as they were entered."""
    return [ListedAllegation(*each) for each in findings.overview(case)]


def whole(case: Case, allegation: AllegationId) -> Whole:
    """One allegation with all that belongs to it; NotFoundError when there is none of that id."""
    alleged = allegations.get(case, allegation)
    try:
        history = tuple(findings.show(case, allegation))
    except NotFoundError:
        history = ()
    related = complaints.related(case, allegation)
    return Whole(
        alleged,
        history,
        findings.labels(case),
        tuple(related),
        complaints.compared(case, related),
        tuple(each for each in signing.listed(case) if not each.revoked),
    )


def to_look_at_again(case: Case, *, reviewer: str) -> Again:
    """What is not as it was, allegation by allegation; searches that only wait for a word are not among it."""
    stored = element_searches.stored(case, reviewer=reviewer)
    waiting = [each for each in stored if not each.settled]
    told = {what for each in stored for what in each.allegation.line(each.element).look_again if each.settled}
    lines = []
    for entry in entries(case):
        alleged = entry.allegation
        title = f"{alleged.name} · {alleged.clause.code}"
        for each in waiting:
            if each.allegation.id == alleged.id:
                cell = (each.element, each.side)
                for again in each.confirmation.again:
                    if again.stale:
                        what = again.stale.because_of("basis.search", number=each.element, side=each.side.value)
                        told.add(what)
                        lines.append(AgainLine(alleged.id, title, what, cell, again.query))
                if each.left and not each.confirmation.stale:  # found by an earlier version, which did not ask
                    words = f"element {each.element}: neither opened nor dismissed: {named(each.left)}"
                    lines.append(AgainLine(alleged.id, title, words, cell, each.confirmation.queries[0]))
        lines += [AgainLine(alleged.id, title, what) for what in entry.look_again if what not in told]
    settled = sum(len(each.confirmation.queries) for each in stored if each.settled)
    return Again(tuple(lines), settled, max((each.confirmation.items_now for each in stored), default=0))


def looked_for(
    case: Case, allegation: AllegationId, cell: tuple[int, Side], queries: Sequence[str], *, reviewer: str, limit: int
) -> tuple[Results, list[Hits]]:
    """What the first of these searches for one side of an element finds, and what became of the hits of each."""
    element, side = cell
    found = search.find(case, queries[0], reviewer=reviewer, limit=limit)
    return found, [element_searches.hits(case, allegation, element, side, each, reviewer=reviewer) for each in queries]


def page_of(case: Case, name: str) -> ShownPassage | None:
    """Where ``passage:12`` stands, or the first passage that proves ``benefit:3``; None for what proves itself."""
    kind, number = split(name)
    proof: PassageId | None = PassageId(number)
    if kind is GroundKind.BENEFIT:
        proof = next(iter(benefits.get(case, BenefitId(number)).benefit.passages), None)
    elif kind is GroundKind.ENDORSEMENT:
        proof = next(iter(endorsements.get(case, EndorsementId(number)).endorsement.passages), None)
    if proof is None:
        return None
    marked = passages.get(case, proof)
    item = marked.passage.item
    return ShownPassage(items.get(case, item), marked, tuple(items.item_passages(case, item)))


def offered(case: Case, officer: OfficerId, serial: str) -> list[GroundLine]:
    """What an element can be made to rest on: the officer's entries of the ledger, and the passages linked to them."""
    rows = [
        GroundLine(
            f"benefit:{each.benefit.id}",
            ", ".join(
                part
                for part in (str(each.benefit.facts.what), each.benefit.facts.description, each.benefit.facts.donor)
                if part
            ),
            f"B-{each.benefit.id} · {each.benefit.facts.outcome} · {each.benefit.facts.when}",
        )
        for each in benefits.listed(case, benefits.Wanted(officer=officer))
    ]
    rows += [
        GroundLine(
            f"endorsement:{each.endorsement.id}",
            f"{each.endorsement.praise.product} to {each.endorsement.praise.audience}",
            f"E-{each.endorsement.id} · {each.endorsement.praise.when}",
        )
        for each in endorsements.listed(case, serial)
    ]
    return rows + [_row(each) for each in passages.of_officer(case, officer)[:MOST_PASSAGES]]


def everywhere(case: Case, typed: str) -> list[GroundLine]:
    """The first passages of the case whose words hold what was typed, whoever they are linked to."""
    return [_row(each) for each in passages.found(case, typed, limit=MOST_EVERYWHERE)]


def unplaced_answers(case: Case) -> int:
    """How many answers of interviews that are not closed are no passage yet, which is what can be cited."""
    kept = (each for each in interviews.listed(case) if each.state is not State.CLOSED)
    answers = (question.answer for each in kept for question in each.questions)
    return sum(answer is not None and answer.passage is None for answer in answers)


def _row(marked: MarkedPassage) -> GroundLine:
    where = " · ".join(part for part in (marked.date[:10], marked.control, marked.title) if part)
    said = [tag.name for tag in marked.tags] + [
        f"{officer.name} ({link.role.words})" for link, officer in marked.officers
    ]
    return GroundLine(
        f"passage:{marked.passage.id}",
        one_line(marked.passage.anchor.quote),
        " · ".join(part for part in (where, ", ".join(said)) if part),
    )


def split(name: str) -> tuple[GroundKind, int]:
    """The kind and the number of ``passage:12``."""
    kind, _, number = name.partition(":")
    return GroundKind(kind), int(number)
