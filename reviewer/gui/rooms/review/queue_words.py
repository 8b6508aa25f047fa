"""What is told of a queue: how far it is, how long the rest takes, and what a sample says of what was not read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from reviewer.domain.analysis.elusion import Elusion
from reviewer.domain.analysis.relevance import QUIET
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.gui import text
from reviewer.usecases.analysis.review_queues import NextItem, QueueStatus


def order(arranged: Arrangement) -> str:
    """In which order a queue is read."""
    return {
        Arrangement.TIME: _tr("by time"),
        Arrangement.THREAD: _tr("by thread"),
        Arrangement.RELEVANCE: _tr("by relevance"),
        Arrangement.DRAWN: _tr("sample, at random"),
    }[arranged]


def far(status: QueueStatus) -> str:
    """How far it is, and how long the rest takes."""
    said = _tr("{0} of {1} read").format(f"{status.read:,}", f"{status.items:,}")
    left = time_left(status)
    return _tr("{0}; {1} left").format(said, left) if left else said


def time_left(status: QueueStatus) -> str:
    """How long the rest takes; nothing where nothing is left."""
    if not status.left or status.minutes is None:
        return ""
    hours, minutes = divmod(status.minutes, 60)
    return _tr("{0} h {1} min").format(hours, f"{minutes:02}") if hours else _tr("{0} min").format(minutes)


def beside(found: NextItem) -> str:
    """What is read with the item at hand, and why it comes next; of a sample nothing is told, for it is read blind."""
    if found.status.queue.sampled is not None:
        return ""
    told = [_tr("also read: {0} contained").format(f"{len(found.also):,}")] if found.also else []
    told += [_tr("for its words: {0}").format(", ".join(found.why))] if found.why else []
    told += [_tr("drawn at random")] if found.drawn else []
    by_relevance = found.status.queue.arranged is Arrangement.RELEVANCE
    told += [_tr("no word speaks for it yet")] if by_relevance and found.unexplained else []
    told += [_tr("of the same family or thread")] if found.together is not None else []
    return "; ".join(told)


def advice(found: NextItem, samples: Sequence[QueueStatus]) -> str:
    """When it is time to stop, with what the latest sample of the queue says; nothing before."""
    if not found.quiet:
        return ""
    mine = [each for each in samples if each.queue.sampled == found.status.queue.id]
    told = _tr("None of the last {0} was relevant: it may be time to stop.").format(QUIET)
    if not mine:
        return _tr("{0} Draw a sample (Shift+Q) to see what would be missed.").format(told)
    if mine[-1].elusion is None:
        return _tr("{0} Read the sample “{1}” to see what would be missed.").format(told, mine[-1].queue.name)
    return f"{told} {estimate(mine[-1].elusion)}"


def estimate(told: Elusion) -> str:
    """What a sample says of all that was not read, with the ends of its interval."""
    share, missed, recall = told.share, told.missed, told.recall
    said = [
        _tr("{0} of {1} in the sample are relevant.").format(f"{told.relevant:,}", f"{told.sampled:,}"),
        _tr("So {0} to {1} of the {2} that were not read are: {3} to {4} items.").format(
            f"{share.low:.1%}",
            f"{share.high:.1%}",
            f"{told.population:,}",
            f"{missed.low:,.0f}",
            f"{missed.high:,.0f}",
        ),
    ]
    if recall is not None:
        found = _tr("Of all relevant items {0} to {1} had been found (95 % confidence).")
        said.append(found.format(f"{recall.low:.1%}", f"{recall.high:.1%}"))
    return " ".join(said)


def over(status: QueueStatus) -> str:
    """That nothing is left to read; of a sample, what it tells."""
    said = _tr("All of this queue is read") if status.queue.sampled is None else _tr("All of this sample is read")
    return said if status.elusion is None else f"{said}. {estimate(status.elusion)}"


def whole(status: QueueStatus) -> str:
    """All that is to be told of one queue."""
    queue = status.queue
    told = [_tr("Put away. Bring it back to read on.")] if queue.archived else []
    if queue.sampled is not None:
        drawn = _tr("Drawn at random from {0} items read by nobody, with seed {1}.")
        told.append(drawn.format(f"{len(queue.unread):,}", queue.seed))
        open_ = _tr("Mark each relevant or not; then it tells what was missed.")
        told.append(open_ if status.elusion is None else estimate(status.elusion))
        return " ".join(told)
    told.append(_tr("Made of: {0}.").format(queue.query or _tr("all items")))
    if queue.begins is not None:
        of = _tr("Ranked by the words of passage {0} until one is marked relevant: {1}.")
        by = _tr("Ranked by these words until one is marked relevant: {0}.")
        words = text.short(queue.begins.words, 90)
        told.append(of.format(queue.begins.passage, words) if queue.begins.passage else by.format(words))
    if status.covered:
        told.append(_tr("Read with another: {0}.").format(f"{status.covered:,}"))
    if status.unreadable:
        told.append(_tr("Not readable: {0}.").format(f"{status.unreadable:,}"))
    if status.new and not queue.archived:
        since = _tr("Found since it was made: {0}. A sample was drawn, so make another queue of them.")
        told.append((since if status.closed else _tr("Found since it was made: {0}.")).format(f"{status.new:,}"))
    return " ".join(told)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Queue", words)
