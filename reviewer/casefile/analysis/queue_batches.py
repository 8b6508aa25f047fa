"""What a queue by relevance shows until it is ranked anew."""

from __future__ import annotations

import json

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.relevance import Batch, Suggested
from reviewer.domain.analysis.review_queue import QueueId
from reviewer.domain.ids import ItemId


def of_queue(case: Case, queue: QueueId) -> Batch:
    """The latest batch of a queue; one without items, numbered 0, before the first."""
    text = case.value("SELECT batch FROM queue_batch WHERE queue = ?", (queue,))
    if text is None:
        return Batch(0, ())
    held = json.loads(text)
    some = tuple(Suggested(ItemId(item), tuple(why), *others) for item, why, *others in held["items"])
    return Batch(held["number"], some, held.get("since", 0))


def keep(case: Case, queue: QueueId, batch: Batch) -> None:
    """Keep the next batch, unless the queue is gone meanwhile. No act: nothing is said of any item by it."""
    some = [[each.item, each.why, each.drawn, each.together] for each in batch.items]
    held = {"number": batch.number, "since": batch.since, "items": some}
    with case.transaction():
        case.execute(
            "INSERT INTO queue_batch (queue, batch) SELECT id, ? FROM queue WHERE id = ? "
            "ON CONFLICT (queue) DO UPDATE SET batch = excluded.batch",
            (json.dumps(held, ensure_ascii=False), queue),
        )
