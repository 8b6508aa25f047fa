"""Create and open case files."""

from __future__ import annotations

import os
import re
import uuid
from functools import partial
from pathlib import Path

from reviewer.casefile import cipher
from reviewer.casefile.case import Case
from reviewer.casefile.credential import Key
from reviewer.domain import clock
from reviewer.errors import InputError

APPLICATION_ID = 0x45564431
"""``EVD1``."""
FORMAT_VERSION = 1


def control_prefix(reference: str, title: str) -> str:
    """What control numbers begin with: the first letters and digits of reference or title, else ``EV``."""
    for text in (reference, title):
        letters = re.sub(r"[^A-Z0-9]", "", text.upper())
        if len(letters) >= 2:
            return letters[:6]
    return "EV"


def create_case(path: Path, key: Key, *, title: str, reference: str = "", reviewer: str) -> Case:
    """Create a case file that must not exist yet, readable by its owner only."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    case = Case(path, _connect(path, key), partial(_connect, path, key, read_only=True), read_only=False)
    schema = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    case.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    case.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    case._connection.executescript(schema)  # noqa: SLF001 - the one place where a script runs
    created = clock.now()
    case.execute(
        "INSERT INTO case_record (id, uuid, title, reference, control_prefix, created, created_by)"
        " VALUES (1,?,?,?,?,?,?)",
        (str(uuid.uuid4()), title, reference, control_prefix(reference, title), created, reviewer),
    )
    with case.act(reviewer, "case create", title) as act:
        act.facts["title"] = title
    return case


def check_free(path: Path) -> None:
    """Raise when a case cannot be created there because something is there already."""
    if os.path.lexists(path):
        raise InputError(f"{path} exists already", "Choose another name; nothing is ever written over.")


def salt_of(path: Path) -> bytes:
    """The salt of a case file."""
    with path.open("rb") as file:
        return file.read(16)


def check_key(path: Path, key: Key) -> None:
    """Raise CredentialError when this is not the key of a case file."""
    open_case(path, key, read_only=True).close()


def open_case(path: Path, key: Key, *, read_only: bool = False) -> Case:
    """Open a case file with its key."""
    return Case(
        path,
        _connect(path, key, read_only=read_only),
        partial(_connect, path, key, read_only=True),
        read_only=read_only,
    )


def _connect(path: Path, key: Key, *, read_only: bool = False) -> cipher.Connection:
    mode = "ro" if read_only else "rw"
    connection = cipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.set_key(key.literal())
    connection.row_factory = cipher.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
