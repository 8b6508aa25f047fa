"""What a findings report must not say: words of what stays, or as final what is not, or no longer stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.domain.policy.allegation import Allegation, AllegationId
from reviewer.domain.policy.finding import Finding, State
from reviewer.errors import NotFinalError
from reviewer.usecases.exports.report_sections.sources import Sources
from reviewer.usecases.interviews.interview_compelled import Derived


def check_final(alleged: Iterable[tuple[Allegation, Finding | None]], *, with_drafts: bool) -> None:
    """NotFinalError, by name, for each allegation whose finding is not final or no longer stands as it was signed.

    ``with_drafts`` lets go what is not final yet; the first page then says so. A final finding that has to be looked
    at again is never let go: the report would say as found what nobody has looked at since.
    """
    stops = [
        (one, found, why) for one, found in alleged if (why := _open(found)) and (_final(found) or not with_drafts)
    ]
    if not stops:
        return
    lines = "".join(
        f"\n– allegation {one.id} ({one.name}, {one.clause.code} {one.clause.name}): {why}" for one, _, why in stops
    )
    raise NotFinalError(
        f"a final report holds only findings that are final and rest on what they rested on:{lines}",
        "Nothing was exported. Settle it in Findings, or export a draft, which lists it.",
        allegations=tuple(one.id for one, _, _ in stops),
        stale=any(_final(found) for _, found, _ in stops),
    )


def not_final(alleged: Iterable[tuple[Allegation, Finding | None]]) -> list[tuple[Allegation, Finding | None]]:
    """The allegations that have no final finding."""
    return [(one, found) for one, found in alleged if not _final(found)]


def _final(found: Finding | None) -> bool:
    return found is not None and found.state is State.FINAL


def _open(found: Finding | None) -> str:
    """What of an allegation is not settled; empty where it is."""
    if found is None:
        return "no finding yet"
    state = [] if found.state is State.FINAL else [f"{found.state.value}, not final"]
    return "; ".join([*state, *found.look_again])


def left_out(derived: Iterable[Derived]) -> frozenset[AllegationId]:
    """The allegations that rest on what stays out."""
    return frozenset(
        found
        for one in derived
        for found in (*(each.allegation for each in one.grounds), *(of for _, of in one.findings))
    )


def written(sources: Sources) -> Iterator[tuple[str, Sequence[str]]]:
    """What reviewers wrote themselves and the report tells, each with the place where it stands."""
    for one, found in sources.alleged:
        yield f"allegation {one.id} or in the finding on it", list(_alleged(one, found))
    for each in sources.benefits:
        yield f"benefit B-{each.benefit.id}", each.benefit.facts.written
    for entry in sources.endorsements:
        yield f"endorsement E-{entry.endorsement.id}", entry.endorsement.praise.written


def _alleged(one: Allegation, found: Finding | None) -> Iterator[str]:
    yield one.act
    if found is not None:
        yield from (found.words.reason, found.words.label, *(step.comment for step in found.steps))
    for line in one.matrix:
        yield line.explanation
        yield from (each.note for each in line.confirmations)
        yield from (query for each in line.confirmations for query in each.queries)
        yield from (each.reason for each in line.dismissals)
