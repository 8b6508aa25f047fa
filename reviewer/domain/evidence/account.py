"""The account of an intake: for every container, declared = extracted + failed + duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain.reasons.catalogue import in_general, sentences
from reviewer.domain.reasons.reason import Reasons


@dataclass(frozen=True, slots=True)
class Counts:
    """What a container declared to hold, and what came of it."""

    declared: int = 0
    extracted: int = 0
    failed: int = 0
    duplicates: int = 0

    @property
    def missing(self) -> int:
        """How many are accounted for nowhere; not 0 means that something was lost, or is still to be taken in."""
        return self.declared - self.extracted - self.failed - self.duplicates

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.declared + other.declared,
            self.extracted + other.extracted,
            self.failed + other.failed,
            self.duplicates + other.duplicates,
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder within a container, '/' between names and empty at the top. What it counts, its container counts too."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Container:
    """A root folder or file, a mailbox, store or archive, or a message with attachments.

    ``control`` is empty for a root. ``folders`` break the counts down where there is more than one; ``recovered`` is
    how many of the members had been deleted or orphaned.
    """

    name: str
    control: str
    counts: Counts
    folders: tuple[Folder, ...] = ()
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or member that could not be read in full, and why. ``control`` is empty when it did not become an item."""

    path: str
    control: str
    reasons: Reasons

    @property
    def reason(self) -> str:
        """Why, in words."""
        return sentences(self.reasons)


@dataclass(frozen=True, slots=True)
class Account:
    """Every container; every failure by name; and what could be read only in part, extracted or copies."""

    containers: tuple[Container, ...]
    failures: tuple[Failure, ...]
    partial: tuple[Failure, ...] = ()

    @property
    def totals(self) -> Counts:
        """All containers together. Each item has one parent, so none is counted twice."""
        return total(container.counts for container in self.containers)

    @property
    def gaps(self) -> tuple[Container, ...]:
        """The containers that do not add up."""
        return tuple(container for container in self.containers if container.counts.missing)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of some counts."""
    return sum(counts, Counts())


def by_reason(failures: Iterable[Failure]) -> list[tuple[str, list[Failure]]]:
    """Failures with what they have in common in words, the commonest first; by the kind of reason, not by its words."""
    found: dict[tuple[tuple[str, ...], ...], list[Failure]] = {}
    for failure in failures:
        found.setdefault(tuple(reason.kind for reason in failure.reasons), []).append(failure)
    several = sorted(found.values(), key=lambda each: -len(each))
    return [(_in_common(each), each) for each in several]


def _in_common(failures: Sequence[Failure]) -> str:
    first = failures[0].reasons
    if all(each.reasons == first for each in failures):
        return sentences(first)
    return "; ".join(in_general(each) for each in first)
