"""The agency of a case, for the head of its papers."""

from __future__ import annotations

import base64
import json

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.exports.agency import Agency, Logo

_ROW = 1


def kept(case: Case) -> Agency:
    """The agency; an empty one while nothing is said of it."""
    row = case.row("SELECT * FROM agency WHERE id = ?", (_ROW,))
    if row is None:
        return Agency()
    logo = Logo(base64.b64decode(row["logo"]), row["logo_width"], row["logo_height"]) if row["logo"] else None
    return Agency(row["name"], tuple(json.loads(row["lines"])), logo)


def put(act: Act, case: Case, said: Agency) -> None:
    """Make this the agency of the case; an empty one is forgotten."""
    known = case.row("SELECT id FROM agency WHERE id = ?", (_ROW,)) is not None
    if said == Agency():
        if known:
            act.delete("agency", _ROW)
        return
    values = {
        "name": said.name,
        "lines": json.dumps(said.lines, ensure_ascii=False),
        "logo": base64.b64encode(said.logo.png).decode() if said.logo else "",
        "logo_width": said.logo.width if said.logo else 0,
        "logo_height": said.logo.height if said.logo else 0,
    }
    if known:
        act.update("agency", _ROW, values)
    else:
        act.insert("agency", {"id": _ROW, **values})
