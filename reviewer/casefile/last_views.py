"""Where each reviewer was in the window. No acts: neither audited nor undone, and it may be lost."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from reviewer.casefile.engine.case import Case
from reviewer.domain.last_view import LastView

_decoder = msgspec.json.Decoder(LastView)


def of(case: Case, reviewer: str) -> LastView | None:
    """Where a reviewer was; None where that is not known, or what is known cannot be read."""
    kept = case.row("SELECT view FROM last_view WHERE reviewer = ?", (reviewer,))
    if kept is None:
        return None
    try:
        view = _decoder.decode(kept["view"])
    except msgspec.MsgspecError:  # of a later version, say
        return None
    known = case.row("SELECT id FROM item WHERE id = ?", (view.item,))
    return view if known is not None else replace(view, item=None, page=1)


def keep(case: Case, view: LastView, reviewer: str) -> None:
    """Keep it in place of the one before."""
    with case.transaction():
        case.execute(
            "INSERT INTO last_view (reviewer, view) VALUES (?,?) "
            "ON CONFLICT (reviewer) DO UPDATE SET view = excluded.view",
            (reviewer, msgspec.json.encode(view).decode()),
        )
