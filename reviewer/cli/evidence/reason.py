"""Why something was not read in full, as the documented JSON."""

from __future__ import annotations

from typing import Any

from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reasons, args_of


def reasons_json(reasons: Reasons) -> dict[str, Any]:
    """The reasons in words; code and arguments of the first one; and all of them, each with its own."""
    coded = [{"code": each.code, "args": args_of(each)} for each in reasons]
    return {
        "reason": sentences(reasons),
        "reason_code": coded[0]["code"] if coded else "",
        "reason_args": coded[0]["args"] if coded else {},
        "reasons": coded,
    }
