"""What is remembered of the rosters that were imported: which of their headings stand for our columns."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.casefile.engine.case import Act, Case


def headings(case: Case) -> dict[str, str]:
    """The heading of each column, as it was said at the last import; also the order of ``dates``."""
    return {row["name"]: row["heading"] for row in case.rows("SELECT name, heading FROM roster_column ORDER BY id")}


def remember(act: Act, said: Mapping[str, str]) -> None:
    """Remember what was said this time; what was said before of other columns stays."""
    for name, heading in said.items():
        row_id = act.case.value("SELECT id FROM roster_column WHERE name = ?", (name,))
        if row_id is None:
            act.insert("roster_column", {"name": name, "heading": heading})
        else:
            act.update("roster_column", row_id, {"heading": heading})
