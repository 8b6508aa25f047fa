"""The custody of a bundle's evidence, as CASE/UCO: intakes, what was numbered of them, and the bundle itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from reviewer import __version__
from reviewer.casefile.engine.record import record
from reviewer.domain import clock
from reviewer.domain.exports.leaving import Way
from reviewer.export.case_uco import Custody, Done, Exhibited, HeldFile, graph
from reviewer.export.model import CustodyRow
from reviewer.usecases.exports.account_sheet import intake_section
from reviewer.usecases.exports.bundle_documents import Document, Making

FILE, SAYS = "custody.jsonld", "custody of the evidence, CASE/UCO"
_PROGRAM = f"Evidence Reviewer {__version__}"


def make(making: Making, documents: Sequence[Document]) -> bytes:
    """The graph. Of what is redacted or withheld it has numbers and what is in the bundle, and no more."""
    gate, ids = making.gate, _Ids(record(making.gate.case).uuid)
    exhibits = tuple(_exhibited(making, ids, each) for each in documents)
    taken = [_taken(ids, each) for each in intake_section(gate).custody]
    originals = tuple(each.original.id for each in exhibits if each.original is not None)
    numbered = Done(
        ids.of("production", making.production.id),
        "Numbered and written as a bundle",
        gate.masked(f"{making.production.title}, for {making.production.receiver}"),
        gate.masked(gate.reviewer),
        _PROGRAM,
        clock.now(),
        objects=originals,
        results=tuple(each.id for each in exhibits),
    )
    done = [*taken, numbered]
    named = {each.performer: ids.of("person", each.performer) for each in done}
    named |= {each.program: ids.of("program", each.program) for each in done}
    kept = record(gate.case)
    title, reference = gate.masked(kept.title), gate.masked(kept.reference)
    return graph(Custody(ids.of("case"), title, f"Reference {reference}" if reference else "", named, done, exhibits))


class _Ids:
    """Ids that are the same whenever this case tells of the same thing."""

    def __init__(self, case: str) -> None:
        self._case = case

    def of(self, *parts: object) -> str:
        """The id of a thing."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, (self._case, "custody", *parts)))))


def _taken(ids: _Ids, each: CustodyRow) -> Done:
    counts = f"{each.files:,} files, {each.bytes:,} bytes; {each.items:,} items, of which {each.failed:,} failed"
    told = {
        "Media": "; ".join(each.media),
        "Source": each.source,
        "Custodian": each.custodian,
        "Found": counts,
        "State": each.state,
        "Remarks": each.limits,
    }
    says = "\n".join(f"{name}: {value}" for name, value in told.items() if value)
    name = f"Intake {each.number}"
    return Done(ids.of("intake", each.number), name, says, each.reviewer, each.program, each.started, each.finished)


def _exhibited(making: Making, ids: _Ids, document: Document) -> Exhibited:
    part = document.part
    item, number = making.known[part.item], making.number(part.first)
    link = document.row["PDFLINK"]
    file = HeldFile(ids.of("file", number), link, None, making.bag.payload[f"data/{link}"])
    whole = part.way is Way.GOES and bool(item.sha256)
    name = making.gate.masked(item.name)
    original = HeldFile(ids.of("original", item.id), name, item.size, item.sha256) if whole else None
    says = f"{item.control}, pages {number} to {making.number(part.last)}"
    if not whole:
        says += ": goes redacted" if part.way is Way.REDACTED else ": a slip sheet stands for it"
    return Exhibited(ids.of("exhibit", number), number, says, file, original)
