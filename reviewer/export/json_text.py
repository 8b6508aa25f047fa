"""JSON as it lies in a bundle: for programs, and for people who open it in an editor."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def json_text(told: Any) -> bytes:
    """UTF-8 with a line for each value and a line end; half of a pair of surrogates is a question mark.

    Python's own encoder is slow where it indents, so that is left to msgspec.
    """
    plain = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return bytes(msgspec.json.format(plain, indent=1)) + b"\n"
