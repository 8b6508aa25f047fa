"""Bringing a case file of an earlier version up to date.

:data:`STEPS` is append-only: step *n*, counted from 1, takes format *n* to format *n* + 1, and is never edited once
released. Each step is one transaction with one audit entry. Before the first one an encrypted copy is made beside the
file, which nobody takes away but its owner. An upgrade that was broken off goes on from there, and keeps the copy that
was made then, so copies do not pile up. Whoever only wants to look at a case brings a copy of it up to date.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer import __version__
from reviewer.casefile.engine import cipher, repacking, stored_sentences
from reviewer.casefile.engine.case import Act, Case, Upgrade
from reviewer.casefile.engine.connection import Connection, connect
from reviewer.casefile.engine.copying import encrypted_copy, is_copy
from reviewer.casefile.engine.credential import Key
from reviewer.errors import CaseError, DamagedError, NewerVersionError, StorageError

Step = Callable[[Case], Mapping[str, object] | None]
"""What takes a case one format on; it answers with what the audit entry should say besides, if anything."""


def run_script(case: Case, version: int, part: str = "") -> None:
    """Run the statements of ``formats/format_<version><part>.sql``, one by one. Within an open transaction."""
    statement = ""
    script = Path(__file__).parent.parent / "formats" / f"format_{version}{part}.sql"
    for line in script.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if cipher.complete_statement(statement):
            case.execute(statement)
            statement = ""


def keep_notes_private(case: Case, version: int) -> Mapping[str, object]:
    """Notes that were written before one could say that they are for the report stay with the reviewers."""
    run_script(case, version)
    return {"private notes": int(case.value("SELECT count(*) FROM note"))}


def pack_originals(case: Case, version: int) -> None:
    """Originals are compressed with a dictionary made of some of them."""
    run_script(case, version)
    repacking.originals(case)


def halve_signatures(case: Case, version: int) -> None:
    """Of each number of a signature the lower 16 bits are kept: they tell texts apart as well."""
    run_script(case, version)
    rows = case.tuples("SELECT item, minhash FROM text_signature WHERE words > 0")
    case.executemany(
        "UPDATE text_signature SET minhash = ? WHERE item = ?",
        ((struct.pack("<128H", *struct.unpack("<256H", signed)[::2]), item) for item, signed in rows),
    )


def pack_texts(case: Case, version: int) -> None:
    """Texts are packed, and their index holds them no more."""
    run_script(case, version)
    repacking.texts(case)
    run_script(case, version, "_after")


def store_codes(case: Case, version: int) -> Mapping[str, object]:
    """Reasons that were stored as sentences become codes with arguments."""
    run_script(case, version)
    return stored_sentences.to_codes(case)


def store_facts(case: Case, version: int) -> Mapping[str, object]:
    """How words are hidden, what shows an answer, and facts that were stored as sentences become codes as well."""
    run_script(case, version)
    return stored_sentences.facts_to_codes(case)


def store_more_facts(case: Case, version: int) -> Mapping[str, object]:
    """The rest of the facts that were stored as sentences become codes as well."""
    run_script(case, version)
    return stored_sentences.more_facts_to_codes(case)


def call_privilege(case: Case, version: int) -> Mapping[str, object]:
    """Marks of privilege become calls; the trail tells of their rows, as of all that reviewers said."""
    run_script(case, version)
    calls = _calls_of_marks(case.acting) if case.acting is not None else 0
    case.execute("ALTER TABLE item_mark DROP COLUMN privileged")
    return {"privilege calls": calls}


def _calls_of_marks(act: Act) -> int:
    """Calls for the marks of earlier formats, which had neither kind nor basis; how many."""
    rows = list(act.case.rows("SELECT id, item FROM item_mark WHERE privileged ORDER BY id"))
    for row in rows:
        who, at = _marked(act.case, row["id"])
        act.insert("privilege_call", {"item": row["item"], "kind": "unspecified", "reviewer": who, "at": at})
        act.update("item_mark", row["id"], {"privileged": 0})
    return len(rows)


def _marked(case: Case, mark: int) -> tuple[str, str]:
    """Who marked an item as privileged, and when: by the last act that changed its mark so."""
    row = case.row(
        """SELECT reviewer, at FROM audit, json_each(detail, '$.changes') AS change
           WHERE act IN ('item mark', 'mark', 'undo', 'redo')
             AND json_extract(change.value, '$[0]') = 'item_mark' AND json_extract(change.value, '$[1]') = ?
             AND json_extract(change.value, '$[3].privileged')
             AND NOT coalesce(json_extract(change.value, '$[2].privileged'), 0)
           ORDER BY audit.id DESC LIMIT 1""",
        (mark,),
    )
    return ("", "") if row is None else (row["reviewer"], row["at"])


STEPS: tuple[Step, ...] = (
    *(partial(run_script, version=version) for version in range(2, 11)),
    partial(keep_notes_private, version=11),
    partial(run_script, version=12),
    partial(pack_originals, version=13),
    partial(halve_signatures, version=14),
    partial(pack_texts, version=15),
    partial(store_codes, version=16),
    partial(run_script, version=17),
    partial(run_script, version=18),
    partial(run_script, version=19),
    partial(run_script, version=20),
    partial(run_script, version=21),
    partial(run_script, version=22),
    partial(call_privilege, version=23),
    partial(run_script, version=24),
    partial(run_script, version=25),
    partial(run_script, version=26),
    partial(run_script, version=27),
    partial(run_script, version=28),
    partial(run_script, version=29),
    partial(run_script, version=30),
    partial(run_script, version=31),
    partial(store_facts, version=32),
    partial(run_script, version=33),
    partial(store_more_facts, version=34),
    partial(run_script, version=35),
    partial(run_script, version=36),
    partial(run_script, version=37),
    partial(run_script, version=38),
    partial(run_script, version=39),
)


def newest(steps: Sequence[Step] = STEPS) -> int:
    """The format version that this program writes."""
    return len(steps) + 1


def check_version(version: int, steps: Sequence[Step] = STEPS) -> None:
    """Refuse a file of a later version, or one that was never finished."""
    if version > newest(steps):
        raise NewerVersionError(
            f"this case has format {version}; this program, version {__version__}, knows formats up to {newest(steps)}",
            "Install the newer version of Evidence Reviewer; nothing was changed.",
        )
    if version < 1:
        raise DamagedError("the creation of this case was never finished", "Delete the file and create the case anew.")


def migrate(case: Case, connection: Connection, steps: Sequence[Step] = STEPS) -> Upgrade | None:
    """Take an older case through the steps it lacks, after a copy of it was made; None when there was nothing to do.

    StorageError when there is no room for the copy: then nothing was changed.
    """
    version = int(case.value("PRAGMA user_version"))
    check_version(version, steps)
    if version == newest(steps):
        return None
    began, kept = _made_before(case, connection) or (version, _free_name(case.path, version))
    if not kept.exists():  # else an upgrade that was broken off has made it
        encrypted_copy(connection, kept, connection.key)
    take_steps(case, steps, kept.name)
    return Upgrade(began, newest(steps), kept)


def take_steps(case: Case, steps: Sequence[Step] = STEPS, copy: str = "") -> None:
    """Take a case through the steps it lacks; ``copy`` is the name of the one that was made before."""
    for number in range(int(case.value("PRAGMA user_version")), newest(steps)):
        case.watch_format()
        with case.act(f"Evidence Reviewer {__version__}", "case upgrade", f"format {number + 1}") as act:
            said = steps[number - 1](case)
            case.follow_format()
            case.execute(f"PRAGMA user_version = {number + 1}")
            act.facts.update({"from": number, "to": number + 1, "copy": copy, **(said or {})})
            act.facts["towards"] = newest(steps)


def _made_before(case: Case, connection: Connection) -> tuple[int, Path] | None:
    """What an upgrade that was broken off has left: the format it began with, and its copy, if that is still whole.

    Only if nobody has acted since the last of its steps.
    """
    began, head, name = int(case.value("PRAGMA user_version")), 0, ""
    for row in case.rows("SELECT id, act, detail FROM audit ORDER BY id DESC"):
        facts = json.loads(row["detail"]).get("facts", {}) if row["act"] == "case upgrade" else {}
        if facts.get("to") != began or facts.get("towards", 0) <= facts["to"]:
            head = row["id"]
            break
        began, name = facts["from"], facts["copy"]
    named = [case.path.with_name(Path(name).name)] if Path(name).name else _copies(case.path, began)
    digest = bytes(case.value("SELECT hash FROM audit WHERE id = ?", (head,)))
    return next(((began, kept) for kept in named if is_copy(kept, connection.key, began, digest)), None)


def _names(path: Path, version: int) -> Iterator[Path]:
    """What copies of a case of that format are called, the first first."""
    stem = f"{path.stem}.before-v{version + 1}"
    yield path.with_name(f"{stem}{path.suffix}")
    for number in count(2):
        yield path.with_name(f"{stem}-{number}{path.suffix}")


def _copies(path: Path, version: int) -> Iterator[Path]:
    return takewhile(Path.exists, _names(path, version))


def _free_name(path: Path, version: int) -> Path:
    return next(name for name in _names(path, version) if not name.exists())


@contextmanager
def of_today(path: Path, key: Key) -> Iterator[Path]:
    """The case itself; of one of an earlier format a copy under the same key, brought up to date, and gone afterwards.

    The case itself as well where it cannot be read at all. StorageError when there is no room for the copy,
    DamagedError where it is not of the format that it says it has.
    """
    version = version_of(path, key) or 0
    if not 1 <= version < newest():
        yield path
        return
    folder = path.absolute().parent
    with ExitStack() as stack:
        try:
            made = TemporaryDirectory(
                prefix=".older-", dir=folder if os.access(folder, os.W_OK) else None, ignore_cleanup_errors=True
            )
        except OSError as error:
            raise StorageError.of("a copy of the case, which has an earlier format, cannot be made", error) from error
        copy = Path(stack.enter_context(made)) / path.name
        with closing(connect(path, key, read_only=True, immutable=not os.access(folder, os.W_OK))) as connection:
            encrypted_copy(connection, copy, key)
        with Case(copy, connect(copy, key), lambda: connect(copy, key, read_only=True), read_only=False) as case:
            try:
                take_steps(case)
            except (CaseError, cipher.DatabaseError, ValueError, TypeError, KeyError) as error:
                # What is not of that format may answer with anything.
                told = f"it cannot be brought up to date from format {version}, which it says it has: {error}"
                raise DamagedError(told) from error
        yield copy


def version_of(path: Path, key: Key) -> int | None:
    """The format of a case; None where that cannot be read."""
    with suppress(CaseError, StorageError, cipher.DatabaseError):
        immutable = not os.access(path.absolute().parent, os.W_OK)
        with closing(connect(path, key, read_only=True, immutable=immutable)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    return None
