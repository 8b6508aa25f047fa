"""The account of the evidence for the bundle: as values for the report, and as a PDF of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.evidence.account import Account, Container, Counts, Failure, total
from reviewer.domain.evidence.custody import IntakeRecord
from reviewer.domain.evidence.item import control_number
from reviewer.domain.exports.leaving import Export, Held, StayReason, Terms
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.exports.source_paths import labels
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.catalogue import sentences
from reviewer.export.account_paper import set_account
from reviewer.export.model import AccountSheet, CustodyRow, FailureRow, IntakeRow, IntakeSection
from reviewer.export.texts import Texts
from reviewer.usecases.evidence import custody, intake
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.gate import Gate, Writer, passing
from reviewer.usecases.exports.papers.language import said_in
from reviewer.usecases.exports.redaction.redacting import attack_alone


def write(
    case: Case,
    out: Path,
    *,
    reviewer: str,
    paper: Paper = Paper.LETTER,
    language: Language = Language.ENGLISH,
    terms: Terms | None = None,
    write: Writer | None = None,
) -> tuple[Held, ...]:
    """Write the account as a PDF, to a file that must not exist yet; StorageError or ExportError when it cannot be.

    Returns what is named in it by number alone.
    """
    with passing(case, reviewer=reviewer, terms=terms, write=write) as gate:
        data = as_pdf(gate, said_in(language), paper)
        attack_alone(gate, out.name, data)
        gate.write_file(out, data, Export.ACCOUNT)
        return gate.stays


def as_pdf(gate: Gate, say: Texts, paper: Paper = Paper.LETTER) -> bytes:
    """The account as PDF bytes; ExportError when it cannot be set."""
    kept, program, mask = record(gate.case), f"Evidence Reviewer {__version__}", gate.masked
    sheet = AccountSheet(
        mask(kept.title),
        mask(kept.reference),
        clock.now(),
        (mask(gate.reviewer),),
        program,
        intake_section(gate, say),
        agency.shown(gate),
    )
    return set_account(sheet, say, resource("report"), resource("fonts"), paper=paper)


def account(gate: Gate, say: Texts | None = None) -> Account:
    """The account as it may be told outside: media from their root down, and by number alone what stays.

    What stays is told in the words of ``say``; without them in English. Of what stays for the sake of a confidential
    source neither number nor reason is told, and it is counted all the same.
    """
    return _as_told(intake.report(gate.case), _telling(gate, say or said_in(Language.ENGLISH)))


def _as_told(found: Account, tell: _Telling) -> Account:
    return Account(
        tuple(tell.container(each) for each in found.containers),
        tuple(tell.failure(each) for each in found.failures),
        tuple(tell.failure(each) for each in found.partial),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """The labels of the media, and the control numbers of what stays, with the reason in words."""

    gate: Gate
    say: Texts
    roots: Mapping[str, str]
    held: Mapping[str, tuple[ItemId, StayReason]]

    def container(self, each: Container) -> Container:
        """A container by the name that may be told."""
        mask = self.gate.masked
        known = self.held.get(each.control) if each.control else None
        if known is not None:
            return replace(each, name=self._why(known[0]), control=self._number(each.control), folders=())
        folders = tuple(replace(folder, name=mask(folder.name)) for folder in each.folders)
        name = each.name if each.control else self.roots.get(each.name, each.name)
        return replace(each, name=mask(name), folders=folders)

    def failure(self, each: Failure) -> Failure:
        """A failure by the name that may be told; its reasons may tell names as well."""
        known = self.held.get(each.control)
        tell = self.gate.masked if known is None else _untold
        path = self.gate.masked(each.path) if known is None else self._why(known[0])
        reasons = tuple(reason.retold(tell) for reason in each.reasons)
        return replace(each, path=path, control=self._number(each.control), reasons=reasons)

    def _number(self, control: str) -> str:
        """The control number of something, or nothing where it would tell which one names a source."""
        known = self.held.get(control)
        return "" if known is not None and self._is_untold(known[1]) else control

    def _is_untold(self, reason: StayReason) -> bool:
        return reason.untold and not self.gate.terms.let_go(reason)

    def _why(self, item: ItemId) -> str:
        reason = self.gate.item(item)
        if reason is None:
            return ""
        if reason.untold:
            return self.say("paper.unnamed")
        return self.say("paper.not_named", reason=self.say(f"stays.{reason.value}"))


def _untold(_text: str) -> str:
    """What stands in place of a name in the reason why something failed that stays."""
    return "…"


def _telling(gate: Gate, say: Texts) -> _Telling:
    roots = labels(path for each in custody.records(gate.case) for path, _ in each.media)
    return _Telling(gate, say, roots, {gate.control(item): (item, why) for item, why in gate.withheld.items.items()})


def _messages(case: Case) -> frozenset[str]:
    """The control numbers of messages that hold something."""
    prefix = items.prefix(case)
    return frozenset(control_number(prefix, item) for item in items.messages_with_members(case))


def intake_section(gate: Gate, say: Texts) -> IntakeSection:
    """Media and mailboxes one by one; messages with attachments, of which there may be thousands, as one line.

    A message that does not add up always has its own line; what failed is named in the list of failures.
    """
    kept, messages, tell = intake.report(gate.case), _messages(gate.case), _telling(gate, say)
    found = _as_told(kept, tell)
    alone: list[Container] = []
    together: list[Container] = []
    for own, container in zip(kept.containers, found.containers, strict=True):
        plain = own.control in messages and not own.counts.missing
        (together if plain else alone).append(container)
    rows = [_row(container.name, container.control, container.counts) for container in alone]
    if together:
        summed = _row("", "", total(container.counts for container in together))
        rows.append(replace(summed, messages=len(together)))
    return IntakeSection(
        _row("", "", found.totals),
        tuple(rows),
        _failures(found.failures, say),
        _failures(found.partial, say),
        tuple(_custody(each, tell) for each in custody.records(gate.case)),
    )


def _row(name: str, control: str, counts: Counts) -> IntakeRow:
    return IntakeRow(name, control, counts.declared, counts.extracted, counts.failed, counts.duplicates)


def _failures(found: Iterable[Failure], say: Texts) -> tuple[FailureRow, ...]:
    return tuple(
        FailureRow(failure.path, failure.control, sentences(failure.reasons, say.language)) for failure in found
    )


def _custody(found: IntakeRecord, tell: _Telling) -> CustodyRow:
    mask = tell.gate.masked
    media = tuple(mask(tell.roots[path]) for path, _ in found.media)
    return CustodyRow(
        found.id, found.started, found.finished, found.state, mask(found.reviewer), found.program,
        mask(found.custodian), mask(found.source), media, found.files, found.bytes, found.items, found.failed,
        _later(found, tell.say),
    )  # fmt: skip


def _later(found: IntakeRecord, say: Texts) -> str:
    """Limits on archives that were not as usual, that there was no sandbox, that something was tried again since."""
    told = [
        say(key, limits=", ".join(f"{say.word('limit', name)} {say.number(value)}" for name, value in limits))
        for key, limits in (("intake.limits", found.limits), ("intake.limits_later", found.limits_later))
        if limits
    ]
    if found.unwalled:
        told.append(say("intake.unwalled"))
    if found.tried_again:
        told.append(say("intake.tried_again", moment=say.second(found.tried_again)))
    return say.semicolon.join(told)
