"""Makes the case of one format with the program that is imported, and the record of what it holds.

``python -P -m tests.casefile.formats.make FOLDER FORMAT`` builds a case; with an EARLIER format behind it, it
brings the case of that format to this one. README.md tells which program makes which, and how it is set up.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import io
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlcipher3 import dbapi2 as cipher

from tests.casefile.formats import material

PASSPHRASE = "correct horse battery staple"
HERE = Path(__file__).parent
LAST = "tag add CASE 'added last' --color grey"
"""The act that today's program is asked to undo."""

QUERIES = ["camera", "discount", "umbrellas", "neighbours", "moore", "Ärger", "porch", "hidden", "lantern25", "zürich"]
"""What is searched for when all is done; the record keeps what was found."""

INDEX = ("item_fts", "note_fts")
"""The full-text index and the tables behind it: FTS5 lays them out as it likes. Searches are recorded instead."""

IN_PART = (["intake", "add"], ["intake", "retry"], ["item", "pages"])
"""Commands that may end with exit code 4: of the disk, one file is damaged, one locked, and format 1 reads no text."""


def say(line: str) -> None:
    """Tell whoever runs this how it goes."""
    sys.stderr.write(line + "\n")


def run(line: str, items: dict[str, str]) -> str:
    """Run one command of the program as it would run from a shell; what it printed. RuntimeError if it went wrong."""
    main = importlib.import_module("reviewer.cli.main").main
    words = ["case.evcase" if word == "CASE" else word for word in shlex.split(line)]
    words = [word[1:-1] if word[:1] == "{" else word for word in words]
    words = [items.get(word, word) for word in words]
    if "--reviewer" not in words:
        words += ["--reviewer", "Ada"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            main(words)
        except SystemExit as end:
            if end.code not in ({0, 4} if words[:2] in IN_PART else {0}):
                raise RuntimeError(f"{line}: exit code {end.code}") from end
            say(f"{end.code} {line}")
    return printed.getvalue()


def commands(number: int, since: int = 0) -> Iterator[str]:
    """The commands that make the case of a format; of a later one than ``since`` those alone that it had not."""
    name = "commands.txt" if number <= 10 else "commands_since_11.txt"
    formats = range(0)
    for line in HERE.joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("format "):
            first, *last = map(int, line.removeprefix("format ").split(" to "))
            formats = range(first, (last or [number])[0] + 1) if first > since else range(0)
        elif line and not line.startswith("#") and number in formats:
            yield line


def learn_early(number: int) -> None:
    """Have the program make its dictionary of a few messages, in place of 200 with three mebibytes."""
    if number >= 13:
        packing = importlib.import_module("reviewer.casefile.evidence.packing")
        packing.LEARNT_FROM, packing.FEWEST = 2000, 7  # type: ignore[attr-defined]


def look(number: int) -> None:
    """What only the window writes: an item was open, a note is half written, and a reviewer left it there."""
    path = Path("case.evcase")
    key = module("credential").derive(PASSPHRASE, path.read_bytes()[:16])
    with module("opening").open_case(path, key) as case:
        items = importlib.import_module("reviewer.casefile.evidence.items")
        items.mark_read(case, 2, "Ada", "2021-07-02T09:00:00Z")
        if number >= 22:
            draft = importlib.import_module("reviewer.domain.pages.draft").Draft(2, "Who else")
            drafts = importlib.import_module("reviewer.casefile.pages.drafts")
            drafts.keep(case, draft, "Ada", "2021-07-02T09:01:00Z")
        if number >= 24:
            view = importlib.import_module("reviewer.domain.last_view").LastView(room="review", item=2)
            importlib.import_module("reviewer.casefile.last_views").keep(case, view, "Ada")


def build(number: int) -> dict[str, Any]:
    """Build ``case.evcase`` of format ``number`` in the current folder; what its program says is in it."""
    material.write(Path(), number)
    learn_early(number)
    run("case create CASE --title 'Camera gifts' --reference 'IA 21-44'", {})
    items: dict[str, str] = {}
    for line in commands(number):
        run(line, items)
        if not items:
            listed = json.loads(run("item list CASE --json", {}))
            items = {each["name"]: each["item"] for each in reversed(listed)}
    if number >= 11:
        look(number)
    run(LAST, items)
    found = {}
    for query in QUERIES:
        answer = json.loads(run(f"search CASE {query} --limit 1000 --json", {}))
        found[query] = sorted({hit["item"] for hit in answer["hits"]})
    return {"searches": found, "account": json.loads(run("intake report CASE --json", {}))["totals"]}


def record(path: Path, key: str) -> dict[str, Any]:
    """Every table of a case, read without any of its program: columns, and rows in the order of their primary key."""
    connection = cipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        if not name.startswith((*INDEX, "sqlite_"))
    ]
    tables = {}
    for name in names:
        parts = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (name,)).fetchall()
        cursor = connection.execute(f"SELECT * FROM {name} ORDER BY {', '.join(part for (part,) in parts)}")
        columns = [column[0] for column in cursor.description]
        tables[name] = {"columns": columns, "rows": [[plain(value) for value in row] for row in cursor]}
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return {"format": version, "tables": tables}


def plain(value: object) -> object:
    """A value as JSON can hold it; bytes by their length and SHA-256."""
    return f"{len(value)} bytes {hashlib.sha256(value).hexdigest()}" if isinstance(value, bytes) else value


def module(name: str) -> ModuleType:
    """A module of the case file's engine, which had no folder of its own before format 11."""
    try:
        return importlib.import_module(f"reviewer.casefile.engine.{name}")
    except ModuleNotFoundError:
        return importlib.import_module(f"reviewer.casefile.{name}")


def keep(folder: Path, number: int, raw: bytes, told: dict[str, Any]) -> None:
    """Write the record beside ``format_<number>.evcase``; since format 11 the case itself is that of its tables."""
    made = folder / f"format_{number}.evcase"
    kept = {"key": raw.hex(), **told, **record(made, raw.hex() + made.read_bytes()[:16].hex())}
    if kept["format"] != number:
        raise RuntimeError(f"this program writes format {kept['format']}, not {number}")
    empty = [name for name, table in kept["tables"].items() if not table["rows"]]
    say(f"empty: {', '.join(empty) or 'none'}")
    if number >= 11:
        del kept["tables"]
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (folder / f"format_{number}.json").write_text(text + "\n", encoding="utf-8")


def anew(folder: Path, number: int) -> None:
    """Build the case of the format that the imported program writes."""
    with tempfile.TemporaryDirectory() as work, contextlib.chdir(work):
        os.environ.update({"HOME": work, "REVIEWER_PASSPHRASE": PASSPHRASE})
        credential = module("credential")
        credential.hash_secret_raw = functools.cache(credential.hash_secret_raw)  # type: ignore[attr-defined]
        told = build(number)
        made = Path("case.evcase").read_bytes()
        (folder / f"format_{number}.evcase").write_bytes(made)
        raw = credential.derive(PASSPHRASE, made[:16]).raw
    keep(folder, number, raw, told)


def broken_off(folder: Path, number: int, earlier: int) -> None:
    """Bring the case of an earlier format to this one with the imported program, as if its upgrade broke off there.

    Since format 11 what the tables of this one hold is added, before the last act.
    """
    old = json.loads((folder / f"format_{earlier}.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "case.evcase"
        path.write_bytes((folder / f"format_{earlier}.evcase").read_bytes())
        key = module("credential").Key(bytes.fromhex(old["key"]), path.read_bytes()[:16])
        steps = module("migrations").STEPS[: number - 1]
        module("opening").open_case(path, key, steps=steps).close()
        if number >= 11:
            os.environ.update({"HOME": work, "REVIEWER_PASSPHRASE": PASSPHRASE})
            with contextlib.chdir(work):
                for line in ("undo CASE", *commands(number, earlier), LAST):
                    run(line, {})
        (folder / f"format_{number}.evcase").write_bytes(path.read_bytes())
    keep(folder, number, key.raw, {name: old[name] for name in ("searches", "account")})


if __name__ == "__main__":
    where = Path(sys.argv[1]).resolve()
    if len(sys.argv) > 3:
        broken_off(where, int(sys.argv[2]), int(sys.argv[3]))
    else:
        anew(where, int(sys.argv[2]))
