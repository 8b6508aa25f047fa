"""What texts are compared by, as it comes in with the items, and of which texts it is still to be made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from reviewer.casefile.analysis import analysis_state, messages, thread_keys
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis import fingerprint
from reviewer.domain.analysis.near_duplicate import PERMUTATIONS, SEED, SHINGLE
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import Kind, Reading, State
from reviewer.domain.ids import ItemId

METHOD = f"rensa {version('rensa')}, {SHINGLE} words, {PERMUTATIONS} permutations of 16 bits, seed {SEED}"
"""How signatures are made; those made otherwise cannot be compared with them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that was just taken in: what it lies in, what was read, and whether its bytes were there before.

    ``sha256`` is empty for one without bytes; ``members`` counts what lies directly in it.
    """

    item: ItemId
    parent: ItemId | None
    reading: Reading
    media_type: str
    sha256: bytes
    members: int
    copy: bool

    @property
    def is_message(self) -> bool:
        """Whether it is a message that could be read."""
        return self.reading.kind is Kind.EMAIL and self.reading.state is not State.FAILED


def add(case: Case, taken: Sequence[Taken]) -> None:
    """Keep what was made of some items with all below them, parents first. Within an open transaction."""
    if taken:
        analysis_state.begin(case)
    made = [(each.item, found) for each in taken if (found := _found(each.reading)) is not None]
    messages = {each.item for each in taken if each.is_message}
    _add_words(case, [(item, features) for item, features in made if item in messages])
    _add_signatures(case, made, {each.item for each in taken if each.copy})
    attached = _attached(case, taken)
    case.executemany(
        _FIRST_OF_GROUP,
        [(item, sha256 or None, int(attached[item])) for item, sha256 in _fingerprints(taken).items()],
    )


_FIRST_OF_GROUP = """INSERT INTO message_fingerprint (item, sha256, attached, grouped)
    VALUES (?1, ?2, ?3, ?2 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message_fingerprint WHERE sha256 = ?2))"""
"""What is the only one of its fingerprint is a group by itself, and need not be put into one later.

The index of those that have to be is in no order: in a large case to put each in and take it out writes two pages.
"""


def _found(reading: Reading) -> TextFeatures | None:
    """What was made of a text; where there is none, nothing is left to be made."""
    return reading.features or (None if reading.searched else TextFeatures())


def _add_words(case: Case, made: Sequence[tuple[ItemId, TextFeatures]]) -> None:
    case.executemany(
        "INSERT INTO message_words (item, own, quoted) VALUES (?,?,?)",
        [(item, features.own, features.quoted) for item, features in made],
    )
    case.executemany(
        "INSERT INTO quoted_header (item, seq, name, address, recipients, date, date_text, subject) "
        "VALUES (?,?,?,?,?,?,?,?)",
        [(item, seq, *one.said) for item, features in made for seq, one in enumerate(features.headers, 1)],
    )


def _add_signatures(case: Case, made: Sequence[tuple[ItemId, TextFeatures]], copies: set[ItemId]) -> None:
    if made and not case.value("SELECT signatures FROM arranging"):
        case.execute("UPDATE arranging SET signatures = ?", (METHOD,))
    case.executemany(
        "INSERT INTO text_signature (item, words, minhash, compared) VALUES (?,?,?,?)",
        [
            (item, 0, b"", 1) if item in copies or not each.words else (item, each.words, each.minhash, 0)
            for item, each in made
        ],
    )


def _fingerprints(taken: Sequence[Taken]) -> dict[ItemId, bytes]:
    """Those of the messages of which all that is attached is known; empty where too little is known to tell it."""
    found: dict[ItemId, bytes] = {}
    attachments: dict[ItemId, list[str]] = {}
    for each in reversed(taken):  # what is attached comes before what it is attached to
        if each.is_message and each.reading.features is not None and each.reading.mail is not None:
            inner = attachments.get(each.item, [])
            if not each.members:
                found[each.item] = each.reading.features.fingerprint
            elif len(inner) == each.members:
                mail = each.reading.mail
                said = (fingerprint.senders(mail.people), mail.date, mail.subject, mail.body)
                found[each.item] = fingerprint.fingerprint(fingerprint.Message(*said, tuple(inner))) or b""
        if each.parent is not None and (told := _as_attachment(each, found.get(each.item))) is not None:
            attachments.setdefault(each.parent, []).append(told)
    return found


def _as_attachment(each: Taken, made: bytes | None) -> str | None:
    """What an item is to the message that it is attached to; None where that cannot be told yet."""
    if made:
        return fingerprint.attached_message(made)
    if each.is_message and made is None:
        return None
    features = each.reading.features
    if features is not None and features.lines:
        return fingerprint.attached_lines(features.lines)
    if each.reading.kind.value in fingerprint.TEXTS or each.media_type.startswith("text/"):
        return None
    return fingerprint.attachment_of(each.sha256 or None)


def _attached(case: Case, taken: Sequence[Taken]) -> dict[ItemId, bool]:
    """Which items are inside a message, at whatever depth."""
    inside: dict[ItemId, bool] = {}
    holds: dict[ItemId | None, bool] = {None: False}  # whether what lies in this one is inside a message
    for each in taken:
        if each.parent not in holds and each.parent is not None:
            holds[each.parent] = is_message(case, each.parent) or is_attached(case, each.parent)
        inside[each.item] = holds[each.parent]
        holds[each.item] = inside[each.item] or each.reading.kind is Kind.EMAIL
    return inside


def is_message(case: Case, item: ItemId) -> bool:
    """Whether an item is a message."""
    return bool(case.value("SELECT kind = ? FROM item WHERE id = ?", (Kind.EMAIL.value, item)))


def is_attached(case: Case, item: ItemId) -> bool:
    """Whether an item is inside a message, directly or in an archive that is attached to one."""
    return bool(
        case.value(
            """WITH RECURSIVE holder (id, kind, parent) AS (
                   SELECT above.id, above.kind, above.parent FROM item JOIN item AS above ON above.id = item.parent
                   WHERE item.id = ?
                   UNION ALL
                   SELECT above.id, above.kind, above.parent FROM holder JOIN item AS above ON above.id = holder.parent)
               SELECT 1 FROM holder WHERE kind = ? LIMIT 1""",
            (item, Kind.EMAIL.value),
        )
    )


# -- what is still to be made: of texts that changed, and in cases of earlier formats -------------------------------

_LACKING = """FROM item LEFT JOIN text_signature AS signed ON signed.item = item.id
    LEFT JOIN message_words AS words ON words.item = item.id
    WHERE signed.item IS NULL OR (words.item IS NULL AND item.kind = 'email' AND item.state <> 'failed')"""


def lacking(case: Case) -> int:
    """How many texts there are of which nothing was made yet."""
    return len(set(case.numbers(_UNSIGNED)).union(_wordless(case)))


_UNSIGNED = """SELECT item.id FROM item LEFT JOIN text_signature AS signed ON signed.item = item.id
    WHERE signed.item IS NULL"""


def _wordless(case: Case) -> list[int]:
    """The messages of which no words are kept; those in threads have them as long as the case does not say otherwise.

    A trigger says so when words of a message go, so their table need not be gone through.
    """
    waiting = messages.without(case, "thread_message") if thread_keys.current(case) else list(messages.every(case))
    return case.numbers(
        "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM message_words WHERE item = value)",
        (json.dumps(waiting),),
    )


def next_lacking(case: Case, after: int, limit: int) -> list[tuple[ItemId, bool]]:
    """Some of them in order, and whether each is a message."""
    rows = case.rows(
        f"""SELECT item.id, item.kind = 'email' AND item.state <> 'failed' AS message
            {_LACKING.replace("WHERE", "WHERE item.id > ? AND (")}) ORDER BY item.id LIMIT ?""",
        (after, limit),
    )
    return [(ItemId(row["id"]), bool(row["message"])) for row in rows]


def renew(case: Case, made: Iterable[tuple[ItemId, bool, TextFeatures]]) -> None:
    """Keep what was made of texts that lacked it; of each, whether it is a message. Within an open transaction."""
    kept = list(made)
    for item, message, _ in kept:
        case.execute("DELETE FROM text_signature WHERE item = ?", (item,))
        if message:
            for table in ("message_words", "quoted_header", "thread_message"):  # the last: it is put in order anew
                case.execute(f"DELETE FROM {table} WHERE item = ?", (item,))
    copies = {
        item for item, _, _ in kept if case.value("SELECT duplicate_of IS NOT NULL FROM item WHERE id = ?", (item,))
    }
    _add_words(case, [(item, features) for item, message, features in kept if message])
    _add_signatures(case, [(item, features) for item, _, features in kept], copies)
