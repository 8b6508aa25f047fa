"""The custody of a bundle's evidence, as CASE/UCO: intakes, what was numbered of them, and the bundle itself."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import __version__
from reviewer.casefile.engine.record import record
from reviewer.domain import clock
from reviewer.domain.exports.leaving import Way
from reviewer.domain.ids import URLS, named_uuid
from reviewer.export.case_uco import Custody, Done, Exhibited, HeldFile, graph
from reviewer.export.model import CustodyRow
from reviewer.export.texts import Texts
from reviewer.usecases.exports.bundle_documents import Document, Making
from reviewer.usecases.exports.papers.account_sheet import intake_section

FILE = "custody.jsonld"
_PROGRAM = f"Evidence Reviewer {__version__}"


def make(making: Making, documents: Sequence[Document]) -> bytes:
    """The graph. Of what is redacted or withheld it has numbers and what is in the bundle, and no more."""
    gate, say, ids = making.gate, making.say, _Ids(record(making.gate.case).uuid)
    exhibits = tuple(_exhibited(making, ids, each) for each in documents)
    taken = [_taken(ids, each, say) for each in intake_section(gate, say).custody]
    originals = tuple(each.original.id for each in exhibits if each.original is not None)
    numbered = Done(
        ids.of("production", making.production.id),
        say("custody.numbered"),
        gate.masked(making.about),
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
    says = say("custody.reference", reference=reference) if reference else ""
    return graph(Custody(ids.of("case"), title, says, named, done, exhibits))


class _Ids:
    """Ids that are the same whenever this case tells of the same thing."""

    def __init__(self, case: str) -> None:
        self._case = case

    def of(self, *parts: object) -> str:
        """The id of a thing."""
        return named_uuid(URLS, "/".join(map(str, (self._case, "custody", *parts))))


def _taken(ids: _Ids, each: CustodyRow, say: Texts) -> Done:
    counts = {"files": each.files, "bytes": each.bytes, "items": each.items, "failed": each.failed}
    told = {
        "media": say.semicolon.join(each.media),
        "source": each.source,
        "custodian": each.custodian,
        "found": say("custody.found_said", **counts),
        "state": say.word("intake_state", each.state),
        "remarks": each.limits,
    }
    says = "\n".join(f"{say(f'custody.{name}')}{say.colon}{value}" for name, value in told.items() if value)
    name = say("custody.intake", number=str(each.number))
    return Done(ids.of("intake", each.number), name, says, each.reviewer, each.program, each.started, each.finished)


def _exhibited(making: Making, ids: _Ids, document: Document) -> Exhibited:
    part = document.part
    item, number = making.known[part.item], making.number(part.first)
    link = document.row["PDFLINK"]
    file = HeldFile(ids.of("file", number), link, None, making.bag.payload[f"data/{link}"])
    whole = part.way is Way.GOES and bool(item.sha256)
    name = making.gate.masked(item.name)
    original = HeldFile(ids.of("original", item.id), name, item.size, item.sha256) if whole else None
    says = making.say("custody.pages", control=item.control, first=number, last=making.number(part.last))
    if not whole:
        says += making.say("custody.redacted" if part.way is Way.REDACTED else "custody.slip")
    return Exhibited(ids.of("exhibit", number), number, says, file, original)
