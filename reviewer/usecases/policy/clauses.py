"""Keep the clauses of policy that conduct is measured by: add, import, change, find the wording of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.policy import clauses
from reviewer.desktop.resources import resource
from reviewer.domain.nearest import did_you_mean
from reviewer.domain.policy.clause import Clause, Wording, checked, overlap, topic
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.evidence.toml_tables import read_tables

# Handed on as the case file answers it.
listed = clauses.listed

_FIELDS = frozenset({"code", "name", "topic", "text", "elements", "exemptions", "start", "end"})


@dataclass(frozen=True, slots=True)
class ClauseImport:
    """What an import did: codes added and changed, and how many clauses were so already."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def find(case: Case, code: str) -> Clause:
    """The clause of a code, or of ``CODE@START`` where it has several wordings.

    NotFoundError when there is none, InputError when there are several and no day was named.
    """
    name, _, start = code.strip().partition("@")
    found = _wordings(case, name)
    if start:
        found = [each for each in found if each.start == start]
        if not found:
            raise NotFoundError(f"there is no wording of clause {name} that came into force on {start}")
    if len(found) > 1:
        names = ", ".join(f"{each.code}@{each.start}" for each in found)
        raise InputError(f"clause {name} has {len(found)} wordings", f"Name one of {names}.")
    return found[0]


def in_force(case: Case, code: str, first: str, last: str) -> Clause:
    """The wording of a clause that was in force all the days from ``first`` to ``last``; InputError when none was."""
    if "@" in code:
        found = [find(case, code)]
    else:
        found = [each for each in _wordings(case, code) if overlap((each.start, each.end), (first, last))]
    days = first if first == last else f"between {first} and {last}"
    if len(found) > 1:
        names = ", ".join(f"{each.code}@{each.start}" for each in found)
        raise InputError(f"clause {code} was reworded {days}", f"Narrow the date, or name one of {names}.")
    whole = [each for each in found if each.start <= first and (not each.end or last <= each.end)]
    if not whole:
        known = "; ".join(each.in_force for each in found or _wordings(case, code))
        raise InputError(
            f"clause {code} was not in force {'on ' if first == last else 'all the time '}{days}",
            f"It was in force: {known}.",
        )
    return whole[0]


def add(case: Case, wording: Wording, *, reviewer: str) -> Clause:
    """Add a clause. InputError when it says too little, or another wording of it was in force on the same days."""
    wanted = checked(wording)
    _refuse_same_day(case, wanted)
    with case.act(reviewer, "clause add", wanted.code) as act:
        made = clauses.add(act, wanted)
        _refuse_overlap(case, wanted.code)
    return clauses.get(case, made)


def change(case: Case, code: str, wording: Wording, *, reviewer: str) -> Clause:
    """Make a clause be as worded; what rests on elements that were reworded asks to be looked at again."""
    kept, wanted = find(case, code), checked(wording)
    _refuse_same_day(case, wanted, kept)
    with case.act(reviewer, "clause change", kept.code) as act:
        clauses.change(act, kept.id, wanted)
        for name in {kept.code, wanted.code}:
            _refuse_overlap(case, name)
    return clauses.get(case, kept.id)


def remove(case: Case, code: str, *, reviewer: str) -> Clause:
    """Remove a clause; returns what it was. InputError while an allegation rests on it."""
    before = find(case, code)
    resting = clauses.resting(case, before.id)
    if resting:
        named = ", ".join(map(str, resting[:5])) + ("…" if len(resting) > 5 else "")
        which = f"allegation{'' if len(resting) == 1 else 's'} {named}"
        raise InputError(
            f"clause {before.code} stays: {which} rest{'s' if len(resting) == 1 else ''} on it",
            "Remove the allegation first, or give the clause its last day.",
        )
    with case.act(reviewer, "clause remove", before.code) as act:
        clauses.remove(act, before.id)
    return before


def import_file(case: Case, path: Path, *, reviewer: str) -> ClauseImport:
    """Take in the clauses of a TOML file: new ones are added, those of the same code and first day changed.

    InputError when anything in it cannot be used; then nothing of it is taken in.
    """
    return import_wordings(case, read(path), path.name, reviewer=reviewer)


def import_wordings(case: Case, wordings: Sequence[Wording], source: str, *, reviewer: str) -> ClauseImport:
    """Take in clauses: new ones are added, those of the same code and first day changed. All of them or none."""
    wanted = [checked(each) for each in wordings]
    keys = [(each.code.casefold(), each.start) for each in wanted]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise InputError(f"{source} has clause {wanted[at].code} twice for the same days")
    added, changed, unchanged = [], [], 0
    with case.act(reviewer, "clause import", source) as act:
        for each in wanted:
            kept = next((old for old in clauses.of_code(case, each.code) if old.start == each.start), None)
            if kept is None:
                clauses.add(act, each)
                added.append(each.code)
                continue
            before = len(act.changes)
            clauses.change(act, kept.id, each)
            if len(act.changes) > before:
                changed.append(each.code)
            else:
                unchanged += 1
        for code in {each.code for each in wanted}:
            _refuse_overlap(case, code)
    return ClauseImport(tuple(added), tuple(changed), unchanged)


def templates() -> dict[str, Wording]:
    """The clauses that come with the program, by the names of their templates."""
    found = {}
    for path in sorted(resource("policy").glob("*.toml")):
        (found[path.stem],) = read(path)
    return found


def template(name: str, *, code: str = "", start: str = "", end: str = "") -> Wording:
    """The clause of a template, with a code and days of one's own; NotFoundError when there is no such template."""
    known = templates()
    if name not in known:
        raise NotFoundError(f"there is no template “{name}”", f"Templates: {', '.join(known)}.")
    found = known[name]
    return replace(found, code=code or found.code, start=start or found.start, end=end or found.end)


def template_text(name: str) -> str:
    """The file of a template, to be edited and imported; NotFoundError when there is no such template."""
    template(name)
    return resource("policy", f"{name}.toml").read_text(encoding="utf-8")


def read(path: Path) -> list[Wording]:
    """The clauses of a TOML file: an array of tables ``[[clause]]``. InputError when it is anything else."""
    tables = read_tables(path, "clause", "`reviewer clause templates gratuity` prints one that is.")
    return [_wording(each, f"clause {number} of “{path.name}”") for number, each in enumerate(tables, 1)]


def _wording(table: Mapping[str, Any], where: str) -> Wording:
    unknown = sorted(table.keys() - _FIELDS)
    if unknown:
        raise InputError(
            f"{where} has “{unknown[0]}”, which is no part of one", f"Parts: {', '.join(sorted(_FIELDS))}."
        )
    texts = {name: str(table.get(name, "")) for name in ("code", "name", "text", "start", "end")}
    lists: dict[str, tuple[str, ...]] = {}
    for name in ("elements", "exemptions"):
        given = table.get(name, [])
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise InputError(f"the {name} of {where} are no list of texts")
        lists[name] = tuple(given)
    return Wording(
        texts["code"],
        texts["name"],
        topic(str(table.get("topic", "other"))),
        texts["text"],
        lists["elements"],
        lists["exemptions"],
        texts["start"],
        texts["end"],
    )


def _wordings(case: Case, code: str) -> list[Clause]:
    found = clauses.of_code(case, code)
    if not found:
        codes = [each.code for each in clauses.listed(case)]
        raise NotFoundError(f"there is no clause {code}", did_you_mean(code, codes, "See `reviewer clause list CASE`."))
    return found


def _refuse_same_day(case: Case, wanted: Wording, kept: Clause | None = None) -> None:
    """Two that begin on one day overlap, and no case has room for both."""
    for other in clauses.of_code(case, wanted.code):
        if other.start == wanted.start and (kept is None or other.id != kept.id):
            begins = f"from {wanted.start} on" if wanted.start else "always"
            raise InputError(
                f"clause {other.code} would have two wordings in force at once: {other.in_force}, and {begins}",
                "Give each its first and last day, or change the one there is.",
            )


def _refuse_overlap(case: Case, code: str) -> None:
    """Within the act that would make it so."""
    found = clauses.of_code(case, code)
    for at, one in enumerate(found):
        for other in found[:at]:
            if overlap((one.start, one.end), (other.start, other.end)):
                raise InputError(
                    f"clause {one.code} would have two wordings in force at once: {other.in_force}, and {one.in_force}",
                    "Give each its first and last day, or change the one there is.",
                )
