"""Any search for words finds what one would find by reading all items and the notes on them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.query import And, Near, Node, Not, Or, Term
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import notes, review_coding
from tests.evidence import folder, mail

WORDS = ["camera", "code", "lunch", "flyer", "noon", "quill"]
Columns = Mapping[str, Sequence[str]]


def wanted(node: Node, read: Columns) -> bool:
    match node:
        case And(parts):
            return all(wanted(part, read) for part in parts)
        case Or(parts):
            return any(wanted(part, read) for part in parts)
        case Not(part):
            return not wanted(part, read)
        case Term((sought,), column, prefix):
            columns = [read[column]] if column else read.values()
            return any(word.startswith(sought) if prefix else word == sought for words in columns for word in words)
        case Near(left, right, distance):
            return any(near(words, left, right, distance) for words in read.values())
    raise TypeError(node)


def near(words: Sequence[str], left: Sequence[Node], right: Sequence[Node], distance: int) -> bool:
    first, second = ([at for at, word in enumerate(words) if Term((word,)) in side] for side in (left, right))
    return any(abs(at - to) <= distance for at in first for to in second)


def a_search(chance: random.Random, depth: int) -> Node:
    kind = chance.choice(["word", "and", "or", "not", "near"] if depth else ["word", "near"])
    if kind == "word":
        word, column, prefix = chance.choice(WORDS), chance.choice(["", "", "subject", "notes"]), chance.random() < 0.3
        return Term((word[:3] if prefix else word,), column, prefix)
    if kind == "near":
        one, other, third = (Term((word,)) for word in chance.sample(WORDS, 3))
        return Near((one,), (other, third), chance.randrange(1, 4))
    parts = tuple(a_search(chance, depth - 1) for _ in range(chance.randrange(2, 4)))
    if kind == "not":
        return parts[0] if isinstance(parts[0], Not) else Not(parts[0])
    return And(parts) if kind == "and" else Or(parts)


def some(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices([*WORDS, "x", "y"], k=chance.randrange(1, most)))


def test_any_search_for_words_finds_what_one_would_find_by_reading(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    chance = random.Random(7)
    texts = {f"{number}.eml": (some(chance, 4), some(chance, 8)) for number in range(40)}
    files = {
        name: mail(subject, f"{body}\n", sender="Zed <zed@z.example>", to="Zed <zed@z.example>")
        for name, (subject, body) in texts.items()
    }
    intake.add(case, workers, [folder(tmp_path / "mail", files)], reviewer="Ada")
    reading: dict[ItemId, Columns] = {}
    for item in items.many(case, search.ids(case, "")):
        subject, body = texts[item.name]
        note = some(chance, 4) if chance.random() < 0.4 else ""
        if note:
            notes.on_item(case, item.id, note, reviewer="Ada")
        reading[item.id] = {"subject": subject.split(), "body": body.split(), "notes": note.split()}
    relevant = list(reading)[::3]
    for each in relevant:
        review_coding.put(case, each, relevance="relevant", reviewer="Ada")
    for _ in range(200):
        sought = a_search(chance, 3)
        expected = [item for item, read in reading.items() if wanted(sought, read)]
        assert search.ids(case, str(sought)) == expected, sought
        found = search.find(case, str(sought), limit=100)
        best = [hit.item.id for hit in found.hits]
        assert (found.total, sorted(best)) == (len(expected), expected), sought
        assert list(search.run(case, str(sought))[0].found) == best, sought
        run, _ = search.run(case, f"({sought}) is:relevant")
        assert list(run.found) == [item for item in best if item in relevant], sought
