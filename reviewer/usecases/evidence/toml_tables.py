"""The tables of a TOML file that an agency writes: clauses of its policy, topics of an interview, notices."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewer.errors import InputError
from reviewer.usecases.evidence.agency_tables import read_bounded

MAX_BYTES = 2**20


def read_tables(path: Path, name: str, example: str = "") -> list[Mapping[str, Any]]:
    """The tables ``[[name]]`` of a file; InputError when it is anything else. ``example`` tells where to find one."""
    data = read_bounded(path, MAX_BYTES, InputError(f"“{path.name}” is too large", "1 MiB is the limit."))
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise InputError(f"“{path.name}” is no TOML: {error}", example) from error
    tables = given.get(name)
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        raise InputError(f"“{path.name}” holds no {name}s", f"Each begins with a line [[{name}]].")
    return tables
