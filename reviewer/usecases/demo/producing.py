"""Redact, withhold and hand over in the demo: a production delivered, supplemented, in part called back; a draft."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.desktop.resources import resource
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.domain.people.person_names import same_person
from reviewer.domain.progress import Progress
from reviewer.errors import NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.demo import material
from reviewer.usecases.demo.alleging import SECONDS, SIGNING
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import agency, bundles, lawyers, privilege, productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import item_pages


@dataclass(frozen=True, slots=True)
class _Desk:
    case: Case
    workers: Workers
    reviewer: str
    progress: Progress

    @property
    def second(self) -> str:
        """Who decides what the reviewer proposes, and signs."""
        return next(name for name in SECONDS if not same_person(name, self.reviewer))

    def found(self, query: str) -> list[ItemId]:
        """The items that the material names by a query; NotFoundError when there is none."""
        found = search.ids(self.case, query, reviewer=self.reviewer)
        if not found:
            raise NotFoundError(f"no item of the demo is found by {query}")
        return found


def show_agency(case: Case, workers: Workers, *, reviewer: str) -> None:
    """Say what stands at the head of the papers."""
    said = material.table("productions.toml")["agency"]
    wish = agency.Wish(said["name"], said["lines"], resource("demo", said["logo"]))
    agency.change(case, workers, wish, reviewer=reviewer)


def enter(case: Case, workers: Workers, bundle: Path, *, reviewer: str, progress: Progress) -> bundles.BundleExport:
    """Do all of it, and write the first production as a bundle, which the second reviewer signs."""
    said, desk = material.table("productions.toml"), _Desk(case, workers, reviewer, progress)
    for each in said["lawyer"]:
        lawyers.add(case, each["name"], **_only(each, "address", "domain"), reviewer=reviewer)
    _decide(desk, said)
    plan = _plan(said["production"])
    first = productions.create(case, workers, plan, reviewer=reviewer, progress=progress)
    written = bundles.export(
        case, workers, bundle, first.id, signing_passphrase=SIGNING, reviewer=desk.second, progress=progress
    )
    productions.deliver(case, first.id, said["production"]["remark"], reviewer=reviewer)
    (recalled,) = desk.found(said["recall"]["item"])
    control = items.get(case, recalled).control
    productions.recall(case, first.id, control, said["recall"]["reason"], reviewer=reviewer)
    for item in desk.found(said["released"]["item"]):
        privilege.put(case, item, PrivilegeKind.NOT_PRIVILEGED, said["released"]["basis"], reviewer=reviewer)
    title = said["supplement"]["title"]
    productions.supplement(case, workers, first.id, title, reviewer=reviewer, progress=progress)
    productions.create(case, workers, _plan(said["draft"]), reviewer=reviewer, progress=progress)
    return written


def _decide(desk: _Desk, said: dict[str, Any]) -> None:
    """What is redacted, and what is withheld."""
    for each in said["redaction"]:
        (item,) = desk.found(each["item"])
        item_pages.ensure(desk.case, desk.workers, item, reviewer=desk.reviewer)
        made = redactions.add_quote(desk.case, item, each["quote"], each["reason"], reviewer=desk.reviewer)
        if each["approved"]:
            redactions.decide(desk.case, [made.redaction.id], RedactionState.APPROVED, reviewer=desk.second)
    for each in said["privilege"]:
        for item in desk.found(each["item"]):
            privilege.put(desk.case, item, PrivilegeKind(each["kind"]), each["basis"], reviewer=desk.reviewer)


def _plan(said: dict[str, Any]) -> ProductionPlan:
    stamp = said.get("confidentiality", "")
    return ProductionPlan(said["title"], said["receiver"], said["query"], said["prefix"], confidentiality=stamp)


def _only(said: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: said[name] for name in names if name in said}
