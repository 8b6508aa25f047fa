"""What a findings report must not say: words of what stays, or as final what has to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.domain.policy.allegation import Allegation, AllegationId
from reviewer.domain.policy.finding import Finding
from reviewer.errors import LookAgainError
from reviewer.usecases.exports.report_sections.sources import Sources
from reviewer.usecases.interviews.interview_compelled import Derived


def check_final(alleged: Iterable[tuple[Allegation, Finding | None]]) -> None:
    """LookAgainError when a finding rests on what has changed since: a final report is made of none such."""
    stale = [(one, found.look_again) for one, found in alleged if found is not None and found.look_again]
    if stale:
        lines = (
            f"\n– allegation {one.id} ({one.name}, {one.clause.code} {one.clause.name}): {'; '.join(why)}"
            for one, why in stale
        )
        raise LookAgainError(
            f"a final report cannot hold what has to be looked at again:{''.join(lines)}",
            "Nothing was exported. Look at it again in Findings; a report that is not final can be exported as it is, "
            "and lists it.",
            allegations=tuple(one.id for one, _ in stale),
        )


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
        yield f"benefit {each.benefit.id}", each.benefit.facts.written
    for entry in sources.endorsements:
        yield f"endorsement {entry.endorsement.id}", entry.endorsement.praise.written


def _alleged(one: Allegation, found: Finding | None) -> Iterator[str]:
    yield one.act
    if found is not None:
        yield from (found.words.reason, found.words.label, *(step.comment for step in found.steps))
    for line in one.matrix:
        yield line.explanation
        yield from (each.note for each in line.confirmations)
        yield from (query for each in line.confirmations for query in each.queries)
        yield from (each.reason for each in line.dismissals)
