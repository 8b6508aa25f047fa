"""Hand out an item of evidence: its original, byte for byte, or its pages."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.domain.exports.leaving import Export, Terms
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Frame
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports.exhibits import copy_pages
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.redacting import Redactor, attack_file
from reviewer.usecases.pages import item_pages


def original(case: Case, item: ItemId, out: Path, *, reviewer: str, terms: Terms | None = None) -> str:
    """Write an original, byte for byte, to a file that must not exist yet; returns its SHA-256 in hexadecimal.

    It leaves the protection of the case file, so this is an act with an entry in the audit trail. ExportError when it
    may not leave, or holds what may not.
    """
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        found = items.get(gate.case, item)
        gate.check_item(item, original=True)
        data = contents.read(gate.case, items.content_of(gate.case, item))
        words = gate.sought(item)
        if words:  # hidden parts, encoded ones and properties are on no page and in no index
            with Workers(1) as workers:
                attack_file(workers, f"the original of {found.control}", data, words)
        return gate.write_file(out, data, Export.ORIGINAL, subject=found.control, item=item)


def pages(
    case: Case,
    workers: Workers,
    item: ItemId,
    out: Path,
    *,
    paper: str,
    reviewer: str,
    terms: Terms | None = None,
) -> tuple[Rendition, str]:
    """Write the pages of an item as a PDF to a file that must not exist yet; they are made first if there are none.

    The copy does nothing by itself and tells nothing of its maker; what was left out, and what is in it and not seen,
    is answered beside the rendition. Where something is redacted, they are rebuilt without it. ExportError when they
    may not leave.
    """
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        gate.check_pages(item)  # before the work of making them
    rendition = item_pages.ensure(case, workers, item, paper=paper, reviewer=reviewer)
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        control, facts = gate.control(item), {"engine": rendition.engine}
        if gate.check_pages(item).whole:
            data, said = copy_pages(gate.case, workers, control, rendition)
            attack_file(workers, f"the pages of {control}", data, gate.sought(item))
        else:
            with Redactor(gate, workers) as redactor:
                made, boxes = redactor.pages(rendition, control)
            data, said = made.blobs[0], _covered(made, len(boxes))
        gate.write_file(out, data, Export.PAGES, subject=control, facts=facts)
    return rendition, sentences((*rendition.remarks, *said))


def _covered(made: Frame, boxes: int) -> Reasons:
    return Reason("pages.redacted", count=boxes), *made.message.remarks
