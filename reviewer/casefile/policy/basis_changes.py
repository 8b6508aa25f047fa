"""What passages, benefits with their limits, and endorsements are now, to be kept with what rests on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain import money
from reviewer.domain.dates import Days
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ledger.benefit import counts
from reviewer.domain.pages.passage import one_line
from reviewer.domain.policy.allegation import GroundKind
from reviewer.domain.policy.basis_changes import LIMITS, WORDS, Facts

Key = tuple[GroundKind, int]

_PROOFS = {GroundKind.BENEFIT: "benefit_proof", GroundKind.ENDORSEMENT: "endorsement_passage"}
_NOT_FACTS = frozenset({"id", "reviewer", "created"})


@dataclass(frozen=True, slots=True)
class Present:
    """What something is now, and for people what it says and where that stands."""

    facts: Facts
    says: str
    where: str


def present(case: Case, keys: Iterable[Key]) -> dict[Key, Present]:
    """Those of the things named that there are; in a few queries whatever their number."""
    wanted: dict[GroundKind, set[int]] = defaultdict(set)
    for kind, target in keys:
        wanted[kind].add(target)
    found: dict[Key, Present] = {}
    for kind, targets in wanted.items():
        each = _passages(case, targets) if kind is GroundKind.PASSAGE else _ledger(case, kind, targets)
        found |= {(kind, target): what for target, what in each}
    return found


def _passages(case: Case, ids: set[int]) -> Iterator[tuple[int, Present]]:
    marks, values = "SELECT value FROM json_each(?)", (json.dumps(sorted(ids)),)
    tags: dict[int, list[str]] = defaultdict(list)
    for row in case.rows(
        f"SELECT passage, name FROM passage_tag JOIN tag ON tag.id = tag WHERE passage IN ({marks}) ORDER BY name",
        values,
    ):
        tags[row["passage"]].append(row["name"])
    officers: dict[int, list[str]] = defaultdict(list)
    for row in case.rows(
        f"""SELECT passage, serial, role, grade FROM link JOIN officer ON officer.id = officer
            WHERE passage IN ({marks}) ORDER BY serial, role""",
        values,
    ):
        officers[row["passage"]].append(f"{row['serial']} {row['role']} ({row['grade']})")
    start = items.prefix(case)
    for row in case.rows(f"SELECT id, item, start_page, quote FROM passage WHERE id IN ({marks})", values):
        where = f"{control_number(start, row['item'])} page {row['start_page']}"
        facts = {WORDS: row["quote"], "place": where, "tags": tags[row["id"]], "officers": officers[row["id"]]}
        yield row["id"], Present(facts, one_line(row["quote"]), where)


def _ledger(case: Case, kind: GroundKind, ids: set[int]) -> Iterator[tuple[int, Present]]:
    """Entries of the ledger with the words that prove them. One that was merged into another is none any more."""
    marks, values = "SELECT value FROM json_each(?)", (json.dumps(sorted(ids)),)
    proofs: dict[int, list[str]] = defaultdict(list)
    for row in case.rows(
        f"""SELECT DISTINCT {kind.value} AS entry, passage.id, quote FROM {_PROOFS[kind]}
            JOIN passage ON passage.id = passage WHERE {kind.value} IN ({marks}) ORDER BY passage.id""",
        values,
    ):
        proofs[row["entry"]].append(one_line(row["quote"]))
    limits = _Limits(case) if kind is GroundKind.BENEFIT else None
    for row in case.rows(f"SELECT * FROM {kind.value} WHERE id IN ({marks})", values):
        entry = dict(row)
        if entry.get("merged_into") is None:
            facts = {name: value for name, value in entry.items() if name not in _NOT_FACTS}
            facts["passages"] = proofs[entry["id"]]
            if limits is not None:
                facts[LIMITS] = limits.measuring(entry)
            yield entry["id"], Present(facts, _told(kind, entry), "ledger")


class _Limits:
    """The limits of a case, and what each benefit is measured against."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._limits = _limits(case)

    def measuring(self, benefit: Mapping[str, Any]) -> list[str]:
        """The limits of its currency in force on a day it may be of; none where it is in no year's sum."""
        days = Days(benefit["earliest"], benefit["latest"])
        if not counts(benefit["outcome"], benefit["status"]):
            return []
        if days == Days() and self._sources_with_a_day.isdisjoint(_sources(benefit)):
            return []
        return [words for each, currency, words in self._limits if currency == benefit["currency"] and each.meets(days)]

    @cached_property
    def _sources_with_a_day(self) -> set[tuple[object, ...]]:
        """Who gave something whose days are known: a benefit of an unknown day is possible in the years they name."""
        found = self._case.rows(
            """SELECT DISTINCT officer, currency, giver, giver_organisation, outcome, status FROM benefit
               WHERE merged_into IS NULL AND (earliest != '' OR latest != '')"""
        )
        return {source for row in found if counts(row["outcome"], row["status"]) for source in _sources(row)}


def _sources(benefit: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """By whom sums of a year know a benefit: its donor, and the donor's organisation, each for officer and currency."""
    whose = benefit["officer"], benefit["currency"]
    donor, organisation = " ".join(benefit["giver"].casefold().split()), benefit["giver_organisation"]
    found: list[tuple[object, ...]] = [] if organisation is None else [(*whose, organisation)]
    return [*found, (*whose, donor)] if donor or organisation is None else found


def _limits(case: Case) -> list[tuple[Days, str, str]]:
    """The days, the currency and the words of each limit."""
    found = []
    for row in case.rows("SELECT rule, amount, currency, start, end FROM gift_limit ORDER BY rule, start, id"):
        ends = [f"from {row['start']}"] if row["start"] else []
        ends += [f"until {row['end']}"] if row["end"] else []
        words = " ".join([f"{row['rule']}: {money.written(row['amount'], row['currency'])}", *ends])
        found.append((Days(row["start"], row["end"]), row["currency"], words))
    return found


def _told(kind: GroundKind, entry: Mapping[str, Any]) -> str:
    names = ("what", "description", "giver", "outcome") if kind is GroundKind.BENEFIT else ("product", "audience")
    return ", ".join(str(entry[name]) for name in names if entry.get(name))
