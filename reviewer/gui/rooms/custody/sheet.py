"""The account as rows: containers with their folders, and failures by their reasons."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.account import Account, Container, Counts, Failure, Folder, by_reason, total
from reviewer.domain.evidence.unpack_limits import Met, met
from reviewer.domain.query import inside
from reviewer.domain.reasons.reason import Reasons
from reviewer.gui import text
from reviewer.gui.models.tree import Branch
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items

DEEPEST = 24
"""Folders within folders have rows of their own so far; what is deeper keeps its path in one row."""


MOST = 2_000
"""So many rows stand below one row; Review lists the rest."""


@dataclass(frozen=True, slots=True)
class LeftInside:
    """An item of which something was left out for a limit on archives: the limits that its reason tells of."""

    failure: Failure
    limits: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class CustodySheet:
    """The account, its rows, how many items want a password, and what met a limit on archives."""

    account: Account
    containers: list[Branch]
    failures: list[Branch]
    locked: int
    left_inside: tuple[LeftInside, ...] = ()


def look(case: Case) -> CustodySheet:
    """Look up what the account shows."""
    account = intake.report(case)
    ids = [item for kind in ("mbox", "store", "archive") for item in search.ids(case, f"kind:{kind}")]
    holders = frozenset(item.control for item in items.iterate(case, ids))
    locked = len(search.ids(case, "is:locked"))
    rows = containers(account, holders), failures(account.failures)
    return CustodySheet(account, *rows, locked, left_inside((*account.failures, *account.partial)))


def left_inside(found: Iterable[Failure]) -> tuple[LeftInside, ...]:
    """Those of the failures, in full or in part, that a higher limit on archives may mend."""
    known: dict[Reasons, tuple[Met, ...]] = {}
    left = []
    for failure in found:
        if failure.reasons not in known:
            known[failure.reasons] = met(failure.reasons)
        if failure.control and known[failure.reasons]:
            left.append(LeftInside(failure, known[failure.reasons]))
    return tuple(left)


def containers(account: Account, holders: Collection[str]) -> list[Branch]:
    """Roots, then mailboxes, stores and archives, each with its folders; then what has attachments, folded up.

    ``holders`` are the control numbers of mailboxes, stores and archives.
    """
    found, holding = [], []
    for container in account.containers:
        if not container.control or container.control in holders:
            found.append(_container(container))
        else:
            holding.append(container)
    if holding:
        holding.sort(key=lambda each: (not each.counts.missing, not each.counts.failed))
        counts, recovered = total(each.counts for each in holding), sum(each.recovered for each in holding)
        name = _tr("Items with attachments")
        missing = any(each.counts.missing for each in holding)
        below = [_container(each) for each in holding[:MOST]]
        found.append(_branch(name, counts, recovered, "", [*below, *_more(holding, "has:attachment")], missing=missing))
    return found


def _more(rows: Sequence[object], condition: str) -> list[Branch]:
    """What leads to the rest, where there are more rows than stand here."""
    more = len(rows) - MOST
    return [Branch((_tr("and {0:,} more; Enter lists them in Review").format(more),), condition)] if more > 0 else []


def _container(container: Container) -> Branch:
    name = f"{container.control} {container.name}".strip()
    place = container.control or container.name
    below = _folders(place, container.folders)
    return _branch(name, container.counts, container.recovered, inside(place), below)


def _branch(
    name: str, counts: Counts, recovered: int, opens: str, below: list[Branch], *, missing: bool = False
) -> Branch:
    gap = bool(counts.missing) or missing
    if counts.missing:
        name = _tr("{0} · {1:+,} unaccounted for").format(name, counts.missing)
    numbers = (counts.declared, counts.extracted, counts.failed, counts.duplicates, recovered)
    return Branch((name, *(f"{number:,}" if number else "–" for number in numbers)), opens, below, gap)


@dataclass(slots=True)
class _Place:
    """A folder with what it and those below it count."""

    path: str
    counts: Counts = field(default_factory=Counts)
    below: dict[str, _Place] = field(default_factory=dict)


def _folders(place: str, folders: Sequence[Folder]) -> list[Branch]:
    top = _Place("")
    loose: list[Branch] = []
    for folder in folders:
        if not folder.name:
            loose.append(_branch(_tr("in no folder"), folder.counts, 0, inside(place, ""), []))
            continue
        at = top
        for name in folder.name.split("/", DEEPEST):
            path = f"{at.path}/{name}" if at.path else name
            at = at.below.setdefault(name, _Place(path))
            at.counts += folder.counts
    return [*loose, *(_folder(place, name, each) for name, each in top.below.items())]


def _folder(place: str, name: str, folder: _Place) -> Branch:
    below = [_folder(place, inner, each) for inner, each in folder.below.items()]
    return _branch(name or "/", folder.counts, 0, inside(place, folder.path), below)


def beginning(paths: Sequence[str]) -> str:
    """The folder that these paths begin with, if there are several: they are told apart by how they go on."""
    if len(paths) < 2:
        return ""
    try:
        shared = os.path.commonpath([os.path.dirname(path) for path in paths])  # noqa: PTH120 - of any system
    except ValueError:  # some are absolute and some are not, or they are on several drives
        return ""
    return shared if len(shared) > 1 else ""


def failures(found: Iterable[Failure]) -> list[Branch]:
    """Failures below their reasons, the commonest first; those of no item have nothing to open."""
    return [_reason(words or _tr("no reason is known"), several) for words, several in by_reason(found)]


def _reason(reason: str, several: Sequence[Failure]) -> Branch:
    below = [Branch((each.path, each.control or _tr("no item")), each.control) for each in several[:MOST]]
    return Branch((_count(reason, len(several)), ""), "", [*below, *_more(several, "is:failed")])


def _count(reason: str, number: int) -> str:
    return f"{text.counted(number, _tr('item'), _tr('items'))} · {reason}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("Sheet", words)
