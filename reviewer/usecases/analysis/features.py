"""Make anew what texts are compared by: of texts that changed, and in cases of earlier formats.

What an intake brings has it from the worker that read it. What lacks it is given to a worker again, since texts come
from the evidence too.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from reviewer.casefile.analysis import analysis_state, features
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.isolation.protocol import FindFeatures
from reviewer.isolation.workers import WorkerError, Workers

_BATCH = 300
_SECONDS = 60.0


def find_lacking(case: Case, workers: Workers | None, progress: Progress) -> int:
    """Have made what is lacking; returns of how many texts. CancelledError keeps what is done.

    Without ``workers`` some are started, if need be.
    """
    total, done, after = features.lacking(case), 0, 0
    with ExitStack() as ours:
        while total and (found := features.next_lacking(case, after, _BATCH)):
            stop_if_cancelled(progress)
            texts = [(item, message, items.body(case, item)) for item, message in found]
            if workers is None and any(text for _, _, text in texts):
                workers = ours.enter_context(Workers(1))
            made = _made(texts, workers)
            with case.transaction():
                analysis_state.begin(case)
                features.renew(case, made)
            done, after = done + len(found), found[-1][0]
            progress.step(done, max(total, done), "reading texts to compare")
    return done


def _made(
    texts: Sequence[tuple[ItemId, bool, str]], workers: Workers | None
) -> list[tuple[ItemId, bool, TextFeatures]]:
    """Nothing for a text that no worker gets through: it is like no other then."""
    there = [each for each in texts if each[2]]
    nothing = [(item, message, TextFeatures()) for item, message, text in texts if not text]
    if not there or workers is None:
        return nothing
    request = FindFeatures(tuple(message for _, message, _ in there))
    try:
        frame = workers.ask(request, [text.encode() for _, _, text in there], seconds=_SECONDS)
    except WorkerError:
        if len(there) > 1:
            return nothing + [made for each in there for made in _made([each], workers)]
        return [*nothing, (there[0][0], there[0][1], TextFeatures())]
    made = zip(there, frame.message.items, strict=True)
    return nothing + [(item, message, found) for (item, message, _), found in made]
