"""Pages that are drawn for paper share the time of their document."""

from __future__ import annotations

import pytest

from reviewer.isolation.protocol import OpenDocument
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports import page_pictures
from tests.holding.hostile import slow_page_among


def test_pages_that_are_drawn_in_one_go_share_their_time(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each had two minutes by the clock, so that a print of a hundred slow ones took hours."""
    monkeypatch.setattr(page_pictures, "_PROCESSOR", 0.3)
    monkeypatch.setattr(page_pictures, "_OF_A_PAGE", 0.0)
    data = slow_page_among(1)
    with workers.session() as session:
        shared = page_pictures.allowance(data, 3)
        session.ask(OpenDocument(), [data], allowance=shared)
        drawn = page_pictures.draw(session, 1, 1.0, shared)
        for page in (2, 3):
            with pytest.raises(WorkerError, match="processor time, and these were used up"):
                page_pictures.draw(session, page, 1.0, shared)
    assert (drawn.width, drawn.height) == (612, 792)
