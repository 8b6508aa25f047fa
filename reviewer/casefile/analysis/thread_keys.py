"""What has to do with what in threads: found by keys, so that few new messages need no look at all the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile.analysis.letters import Headers
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis import thread_keys
from reviewer.domain.analysis.thread_keys import RULES

_LISTED = "(SELECT value FROM json_each(?))"


def current(case: Case) -> bool:
    """Whether what is stored of all messages in threads holds: nothing of them changed, and neither did the rules.

    Triggers of the case say so when headers or texts of what is in threads change or go.
    """
    return bool(case.value("SELECT thread_rules = ? FROM arranging", (RULES,)))


def begin(case: Case) -> None:
    """Note that what is stored does not hold until :func:`note_current` says so. Within an open transaction."""
    case.execute("UPDATE arranging SET thread_rules = -?", (RULES,))


def note_current(case: Case) -> None:
    """Note that it holds, unless something has changed since :func:`begin`. Within an open transaction."""
    case.execute("UPDATE arranging SET thread_rules = ?1 WHERE thread_rules = -?1", (RULES,))


def forget(case: Case) -> None:
    """Forget all keys, to make them anew. Within an open transaction."""
    case.execute("DELETE FROM thread_key")


def add(case: Case, rows: Iterable[Headers]) -> None:
    """Keep the keys of messages. Within an open transaction."""
    some = list(rows)
    case.executemany("DELETE FROM thread_key WHERE item = ?", [(row.item,) for row in some])
    case.executemany(
        "INSERT INTO thread_key (item, seq, key) VALUES (?,?,?)",
        [
            (row.item, seq, key)
            for row in some
            for seq, key in enumerate(thread_keys.keys(names(row), row.subject, row.date))
        ],
    )


def names(row: Headers) -> list[str]:
    """The Message-IDs that a message names."""
    return thread_keys.names(row.references.split(), row.in_reply_to)


def related(case: Case, rows: Sequence[Headers]) -> set[int]:
    """The items that some are directly related to, whatever their subjects.

    These name them, or are named by them, or name the same; they are copies, have the same Message-ID or share a place;
    they quote them or are quoted.
    """
    listed = [row.item for row in rows]
    ids = {name for row in rows for name in (row.message_id, *names(row)) if name}
    originals = {row.original for row in rows if row.original is not None}
    places = _found(case, f"SELECT place FROM thread_message WHERE item IN {_LISTED}", listed)
    return originals.union(
        with_keys(case, map(thread_keys.named, ids)),
        _found(case, f"SELECT id FROM item WHERE message_id <> '' AND message_id IN {_LISTED}", ids),
        _found(case, f"SELECT item FROM message_fingerprint WHERE original IN {_LISTED}", listed),
        _found(case, f"SELECT item FROM thread_message WHERE place IN {_LISTED}", places),
        _found(case, f"SELECT parent FROM thread_edge WHERE reason = 'quote' AND child IN {_LISTED}", listed),
        _found(case, f"SELECT child FROM thread_edge WHERE reason = 'quote' AND parent IN {_LISTED}", listed),
    ) - {None}


def with_keys(case: Case, wanted: Iterable[int]) -> set[int]:
    """The items that have one of some keys."""
    return _found(case, f"SELECT item FROM thread_key WHERE key IN {_LISTED}", wanted)


def _found(case: Case, query: str, values: Iterable[object]) -> set[int]:
    return {number for (number,) in case.tuples(query, (json.dumps(list(values)),))}
