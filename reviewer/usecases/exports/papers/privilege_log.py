"""The privilege log: what is withheld as privileged, by whom it is, and what is claimed, without what it says.

After FRCP 26(b)(5)(A): the claim is made expressly, and the thing described without revealing what is protected. So no
subject, no file name and no hash stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items, participants, privilege, privilege_calls
from reviewer.casefile.exports import lawyers as stored_lawyers
from reviewer.casefile.exports import productions
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.lawyer import Lawyer
from reviewer.domain.exports.leaving import Export, StayReason, Terms, Way
from reviewer.domain.exports.privilege import PrivilegeCall
from reviewer.domain.exports.production import Part, Production, family_spans, outermost
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.ids import ItemId
from reviewer.domain.sheet import Cell, Column, Table, table_csv
from reviewer.errors import ExportError, InputError
from reviewer.export.sheets import workbook
from reviewer.export.texts import Texts
from reviewer.export.typeset import around, set_values
from reviewer.usecases.exports import agency, lawyers, production_history, production_scope
from reviewer.usecases.exports.gate import Gate, Writer, passing
from reviewer.usecases.exports.papers.language import said_in
from reviewer.usecases.exports.redaction.redacting import attack_alone

_COLUMNS = (
    "no", "number", "control", "family", "date", "type", "author", "to", "cc", "bcc", "description", "kind", "basis",
    "treatment", "custodian",
)  # fmt: skip
_WITHHELD = frozenset({StayReason.PRIVILEGED, StayReason.PRIVILEGED_COPY, StayReason.PRIVILEGED_FAMILY})
_NAMED = 5
_STAY = frozenset(reason.value for reason in StayReason)
_SINCE = frozenset({"handed_over", "called_back", "freed"})
"""Treatments that tell of a delivered production what is claimed otherwise since."""


@dataclass(frozen=True, slots=True)
class _LogEntry:
    """An item in the log: why it is there, by which call, and its place in a production, if it has one.

    ``treatment`` names what became of it. ``call`` is None where it was withheld, and nothing is said of it any more.
    """

    item: Item
    reason: StayReason
    call: PrivilegeCall | None
    part: Part | None
    treatment: str

    @property
    def unsaid(self) -> bool:
        """Whether something is claimed without its kind or its basis."""
        return self.call is not None and self.call.withholds and not self.call.explained


def log_of(gate: Gate, say: Texts, production: Production | None = None) -> Table:
    """The log of all that is privileged, or of what a production withholds or redacts as privileged.

    Of one that was delivered it says as well what was handed over before it was claimed, and what was withheld then and
    is not claimed any more: what the receiver has does not change with what is claimed today. Numbers before the
    production that are not used have a line each as well, without a number in the log.
    ExportError while the kind or the basis of some of it is not said.
    """
    parts = {} if production is None else {each.item: each for each in productions.parts(gate.case, production.id)}
    delivered = production if production is not None and production.delivery is not None else None
    entries = list(_entries(gate, parts if production is not None else None, delivered))
    unsaid = list(dict.fromkeys(gate.control(each.call.item) for each in entries if each.call and each.unsaid))
    if unsaid:
        more = f", and {len(unsaid) - _NAMED:,} more" if len(unsaid) > _NAMED else ""
        raise ExportError(
            f"what is claimed of {', '.join(unsaid[:_NAMED])}{more} is not said yet",
            "Say its kind and its basis: `reviewer privilege set`.",
        )
    family = _by_number(production, parts, say) if production is not None else _by_control(gate)
    known = stored_lawyers.listed(gate.case)
    rows: list[tuple[Cell, ...]] = []
    for number, each in enumerate(entries, 1):
        people, starred = _people(gate.case, each.item.id, known)
        numbered = "" if production is None or each.part is None else production.numbering.written(each.part.first)
        row = _row(gate.case, say, each, people)
        told = (numbered, each.item.control, family(each.item.id), *row, *((starred,) if known else ()))
        rows.append((number, *(gate.masked(cell) if isinstance(cell, str) else cell for cell in told)))
    for gap in () if production is None else production_history.not_used(gate, production, say):
        not_used, unused = say("privilege_log.not_used", reason=gap.reason), say("privilege_log.unused")
        said = {"number": gap.numbers(say), "description": not_used, "treatment": unused}
        rows.append((None, *(said.get(name, "") for name in _COLUMNS[1:]), *(("",) if known else ())))
    columns = tuple(Column(say(f"privilege_log.{name}")) for name in (*_COLUMNS, *(("lawyers",) if known else ())))
    since = any(each.treatment in _SINCE for each in entries)
    more = say("privilege_log.since") if since else ""
    about = say("privilege_log.about") + more + (say("privilege_log.stars") if known else "")
    return Table(say("annex.privilege"), columns, rows, about)


def write(
    case: Case,
    out: Path,
    *,
    production: int | None = None,
    paper: Paper = Paper.LETTER,
    language: Language = Language.ENGLISH,
    reviewer: str,
    write: Writer | None = None,
) -> tuple[int, str]:
    """Write the log to a new file, as its name ends: ``.csv``, ``.xlsx`` or ``.pdf``; entries and SHA-256.

    InputError for another ending or a file that is there, ExportError as :func:`log_of`, or when the file holds what is
    redacted.
    """
    wanted = None if production is None else productions.live(case, production)
    with passing(case, reviewer=reviewer, terms=_terms(wanted), write=write) as gate:
        say = said_in(language)
        made = log_of(gate, say, wanted)
        data = written(gate, made, out.name, say, paper)
        attack_alone(gate, out.name, data)
        entries = sum(row[0] is not None for row in made.rows)
        facts = {"entries": entries, "production": production}
        return entries, gate.write_file(out, data, Export.PRIVILEGE_LOG, facts=facts)


def written(gate: Gate, made: Table, name: str, say: Texts, paper: Paper = Paper.LETTER) -> bytes:
    """The bytes of a log as CSV, workbook or PDF; InputError for another ending."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".csv":
        return table_csv(made).encode("utf-8-sig")
    if suffix == ".xlsx":
        return workbook([made], say("paper.about"))
    if suffix != ".pdf":
        raise InputError(f"“{name}” does not end in .csv, .xlsx or .pdf", "Let the name end so.")
    kept, now, program = record(gate.case), clock.now(), f"Evidence Reviewer {__version__}"
    title, reference, who = gate.masked(kept.title), gate.masked(kept.reference), gate.masked(gate.reviewer)
    about = ", ".join(filter(None, (title, reference)))
    values = {
        "name": made.name,
        "named": say("privilege_log.named", title=title),
        "said": f"{say('paper.made', about=about, moment=say.moment(now), who=who, program=program)} {made.about}",
        "title": title,
        "reference": reference,
        "made": now,
        "reviewer": who,
        "nothing": say("paper.no_entry"),
        "columns": [column.name for column in made.columns],
        "rows": [["" if cell is None else str(cell) for cell in row] for row in made.rows],
        **around(agency.shown(gate), paper, say),
    }
    return set_values("table.typ", values, resource("report"), resource("fonts"), now)


def _terms(production: Production | None) -> Terms:
    return Terms(placeholders=True) if production is None else production_scope.terms_of(production)


def _entries(gate: Gate, parts: Mapping[ItemId, Part] | None, delivered: Production | None) -> Iterator[_LogEntry]:
    """What is privileged of the case, or of the items of a production that have a number, or was when it went."""
    calls = privilege_calls.listed(gate.case)
    stay = gate.withheld
    held = {item: reason for item, reason in stay.items.items() if _is_privileged(reason)}
    held |= {item: StayReason.PRIVILEGED_PART for item in stay.items if stay.has_privileged_words(item)}
    freed: set[ItemId] = set()
    if parts is not None and delivered is not None:
        freed = _withheld_then(gate.case, delivered, parts.values()) - held.keys()
    meant = held.keys() | freed
    wanted = sorted(held) if parts is None else [each.item for each in parts.values() if each.numbered]
    for found in items.iterate(gate.case, [item for item in wanted if item in meant]):
        part = None if parts is None else parts[found.id]
        if part is not None and found.id in freed:
            own = privilege_calls.of_item(gate.case, found.id)
            yield _LogEntry(found, StayReason(part.reason), own, part, "freed")
        elif (call := _call_on(gate.case, calls, found.id, held[found.id], held)) is not None:
            yield _LogEntry(found, held[found.id], call, part, _treatment(held[found.id], part if delivered else None))


def _withheld_then(case: Case, production: Production, parts: Iterable[Part]) -> set[ItemId]:
    """What a receiver was given without what was claimed then: as a slip sheet, or with words covered.

    Where an item has privileged words and stays for another reason as well, that one stands with the production.
    """
    reasons = {reason.value for reason in StayReason if _is_privileged(reason)}
    words = privilege_calls.words_withheld_when(case, production.id)
    meant = words | privilege.copies(case, words)
    kept = [each for each in parts if each.way in {Way.PLACEHOLDER, Way.REDACTED}]
    return {each.item for each in kept if each.reason in reasons or (each.item in meant and each.reason in _STAY)}


def _treatment(reason: StayReason, delivered: Part | None) -> str:
    """What became of what is privileged; ``delivered`` is what a receiver was handed in its place, if anything."""
    in_part = reason is StayReason.PRIVILEGED_PART
    if delivered is not None and delivered.way is Way.PLACEHOLDER:
        return "withheld"
    if delivered is None or (in_part and delivered.way is Way.REDACTED):
        return "in_part" if in_part else "withheld"
    return "called_back" if delivered.recalled else "handed_over"


def _is_privileged(reason: StayReason) -> bool:
    return reason in _WITHHELD or reason is StayReason.PRIVILEGED_PART


def _call_on(
    case: Case,
    calls: Sequence[PrivilegeCall],
    item: ItemId,
    reason: StayReason,
    held: Mapping[ItemId, StayReason],
) -> PrivilegeCall | None:
    """The call by which an item is privileged: on itself, a copy, or another item of its message."""
    part = reason is StayReason.PRIVILEGED_PART
    if (found := _first(calls, [item], part=part)) is not None:
        return found
    if (found := _first(calls, privilege.copies(case, [item]), part=part)) is not None:
        return found
    relatives = [each for each in privilege.relatives(case, item) if held.get(each) in _WITHHELD]
    if (found := _first(calls, relatives, part=False)) is not None:
        return found
    return next(
        (call for each in relatives if (call := _first(calls, privilege.copies(case, [each]), part=False)) is not None),
        None,
    )


def _first(calls: Sequence[PrivilegeCall], wanted: Iterable[ItemId], *, part: bool) -> PrivilegeCall | None:
    meant = set(wanted)
    fits = (call for call in calls if call.item in meant and call.withholds and (call.passage is not None) is part)
    return next(fits, None)


def _row(case: Case, say: Texts, entry: _LogEntry, people: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of an entry, from its date on."""
    found, call = entry.item, entry.call
    kind = "" if call is None else say.word("privilege", call.kind.words)
    same = entry.reason is StayReason.PRIVILEGED_FAMILY and entry.treatment != "freed"
    return (
        found.date[:10],
        _type(found.kind, say),
        people["from"],
        people["to"],
        people["cc"],
        people["bcc"],
        (call.description if call is not None else "") or _described(case, found, say),
        say("privilege_log.same", kind=kind) if same else kind,
        "" if call is None else call.basis,
        say(f"privilege_log.{entry.treatment}"),
        found.custodian,
    )


def _by_control(gate: Gate) -> Callable[[ItemId], str]:
    """A family by the control number of its outermost item."""
    nodes = productions.nodes(gate.case)
    return lambda item: gate.control(outermost(nodes, item))


def _by_number(production: Production, parts: Mapping[ItemId, Part], say: Texts) -> Callable[[ItemId], str]:
    """A family by its page numbers, from the first to the last."""
    spans = family_spans(parts.values())
    written = production.numbering.written

    def family(item: ItemId) -> str:
        first, last = spans[parts[item].family]
        return say("paper.range", first=written(first), last=written(last))

    return family


def _people(case: Case, item: ItemId, known: Sequence[Lawyer]) -> tuple[dict[str, str], str]:
    """Who an item is from and to by role, with a star at those on the list of lawyers, and the starred alone."""
    found: dict[str, list[str]] = {"from": [], "to": [], "cc": [], "bcc": []}
    starred: list[str] = []
    for person in participants.of_item(case, item):
        if person.role in found:
            shown = f"{person.name} <{person.address}>" if person.name else person.address
            star = lawyers.is_lawyer(known, person)
            starred += [person.name or person.address] if star else []
            found[person.role].append(f"{shown} *" if star else shown)
    return {role: "; ".join(dict.fromkeys(each)) for role, each in found.items()}, "; ".join(dict.fromkeys(starred))


def _type(kind: Kind, say: Texts) -> str:
    return say.word("item_type", kind.value)


def _described(case: Case, found: Item, say: Texts) -> str:
    """What an item is, in words that tell nothing of what it says."""
    kind = _type(found.kind, say)
    what = f"{kind[0].upper()}{kind[1:]}"
    if found.kind is Kind.EMAIL:
        number = found.attachments
        what = say("privilege_log.email_with", count=number) if number else say("privilege_log.email")
    elif found.pages:
        what = say("privilege_log.pages", type=what, count=found.pages)
    if found.parent is None or not _in_message(case, found):
        return what
    return say("privilege_log.attached", what=what, control=items.get(case, found.parent).control)


def _in_message(case: Case, found: Item) -> bool:
    return found.parent is not None and items.get(case, found.parent).kind is Kind.EMAIL
