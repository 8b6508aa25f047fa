"""Take in a document that this program made, from memory: it never lies on the disk, and is read like any other."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import intakes, item_store
from reviewer.casefile.evidence.intakes import FoundFile
from reviewer.casefile.evidence.item_store import Place
from reviewer.domain import clock
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake.trees import Source, TreeReader

MEDIUM = "made by this program"


@dataclass(frozen=True, slots=True)
class Produced:
    """A document to take in: the name of its file, its bytes, and what the custody record says of it.

    ``root`` is what stands in place of the folder that a delivery comes from.
    """

    name: str
    data: bytes
    root: str
    custodian: str
    source: str


def take_in(case: Case, workers: Workers, made: Produced, *, reviewer: str) -> ItemId:
    """Read a document with a worker and keep it as an item, with an intake of its own. InputError if it is no good."""
    (node,) = TreeReader(workers).read([Source(made.name, made.data)])
    if node.reading.state is State.FAILED:
        raise InputError(f"“{made.name}” could not be taken in: {node.reading.reason}", "Try again.")
    with case.act(reviewer, "intake batch", made.root) as act:
        custodian = intakes.custodian(case, made.custodian)
        intake = intakes.begin(
            case, reviewer=reviewer, custodian_id=custodian, source=made.source, program=f"reviewer {__version__}"
        )
        path = made.name.encode()
        root = intakes.add_root(case, intake, made.root, b"made:" + path, MEDIUM)
        intakes.add_files(case, root, [FoundFile(made.name, path, len(made.data), clock.now())])
        kept = item_store.keep(case, [(node, Place(intake, custodian, made.name))])
        intakes.files_done(case, [(intakes.pending(case, intake)[0].id, kept[0][0][0])])
        intakes.set_state(case, intake, "complete")
        item_store.note_batch(act, [each for these in kept for each in these])
        act.facts["intake"] = intake
    return kept[0][0][0]
