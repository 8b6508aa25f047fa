"""Lists by thread and by family, held against what is told of each item alone."""

from __future__ import annotations

import io
import random
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path

from reviewer.casefile.analysis import coding_scopes, item_groups
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.analysis.threads import without_loops
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import analysis, threads
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail, mailbox
from tests.pile import pile

ORDERS = [("control", False), ("date", True), ("subject", False)]

Together = Callable[[ItemId], object]


def family_of(case: Case, item: ItemId) -> ItemId:
    """By the items above it, one by one."""
    found = each = items.get(case, item)
    while each.parent is not None:
        each = items.get(case, each.parent)
        if each.kind not in (Kind.MBOX, Kind.STORE, Kind.ARCHIVE, Kind.FOLDER):
            found = each
    return found.id


def thread_of(case: Case, item: ItemId) -> object:
    """By the thread as it is shown of the message that it is or came with."""
    head = items.get(case, family_of(case, item))
    try:
        lines = threads.of_item(case, head.id)
    except InputError:  # no message, or none that was put into a thread
        return head.id
    return frozenset(copy.id for line in lines for copy in line.copies)


def in_pieces(order: list[ItemId], together: Together) -> list[tuple[ItemId, int, int, ItemId]]:
    """Each item with its number in its group, the size of that, and its first."""
    left, made = list(order), []
    while left:
        group = [item for item in left if together(item) == together(left[0])]
        made += [(item, number, len(group), group[0]) for number, item in enumerate(group, 1)]
        left = [item for item in left if item not in group]
    return made


def check(case: Case, beside: Case) -> None:
    order = search.ids(case, "")
    families, threads_ = ({item: of(case, item) for item in order} for of in (family_of, thread_of))
    assert coding_scopes.family_heads(case, order) == families, "as acts on a family mean it"
    for grouping, known in ((Grouping.FAMILY, families), (Grouping.THREAD, threads_)):
        for query in ("", "camera"):
            for sort, descending in ORDERS:
                plain = search.ids(case, query, sort=sort, descending=descending)
                made = search.listed(case, query, sort=sort, descending=descending, grouping=grouping)
                assert search.listed(beside, query, sort=sort, descending=descending, grouping=grouping) == made
                members = [(each, made.member(row)) for row, each in enumerate(made.items)]
                assert [(item, at.number, at.size, at.first) for item, at in members if at] == in_pieces(
                    plain, known.__getitem__
                )
        best = [hit.item.id for hit in search.find(case, "camera", limit=500).hits]
        hits = search.find(case, "camera", limit=7, offset=2, grouping=grouping).hits
        told = [(hit.item.id, at.number, at.size, at.first) for hit in hits if (at := hit.member)]
        assert told == in_pieces(best, known.__getitem__)[2:9]


def test_a_list_in_groups_is_as_reading_each_item_tells(case: Case, workers: Workers, tmp_path: Path) -> None:
    there = [one for one in pile(5, threads=6) if one.there]
    copies = {f"{one.number}.eml": one.data(copy=True) for one in there[::3]}
    random.Random(5).shuffle(there)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("camera.txt", "A camera.")
        made.writestr("other.txt", "Another camera.")
    within = mail("Camera within", "A camera.\n", attachments=[("a.txt", b"camera", "text/plain")])
    held = [("all.zip", packed.getvalue(), "application/zip"), ("note.txt", b"A camera.", "text/plain")]
    outer = mail("Cameras", "See the camera.\n", attachments=[*held, ("in.eml", within, "application/octet-stream")])
    files = {"box.mbox": mailbox(one.data() for one in there), "o.eml": outer, "alone.zip": packed.getvalue()}
    with case.reader() as beside:  # where what was found is kept as long as the order of the evidence is the same
        intake.add(case, workers, [folder(tmp_path / "a", files)], reviewer="Ada")
        check(case, beside)
        analysis.arrange(case, reviewer="Ada")
        check(case, beside)
        intake.add(case, workers, [folder(tmp_path / "b", copies)], reviewer="Ada")
        check(case, beside)
        analysis.arrange(case, reviewer="Ada")
        roots = [each.first.id for each in threads.listed(case)]
        threads.attach(case, roots[0], roots[1], reviewer="Ada")
        answer = next(line.item for line in threads.of_item(case, roots[2]) if line.depth and line.item)
        threads.detach(case, answer.id, reviewer="Ada")
        check(case, beside)
        sizes = [len(threads.of_item(case, root)) for root in roots[:3]]
        undo.undo(case, reviewer="Ada")
        assert [len(threads.of_item(case, root)) for root in roots[:3]] != sizes, "or what follows tells nothing"
        check(case, beside)


def test_corrections_that_close_loops_lose_to_the_latest_as_they_do_where_a_thread_is_shown() -> None:
    """By the rule of one thread, on what could be said of a dozen messages, three of which are missing."""
    chance, last, missing = random.Random(5), 9, 3
    for _ in range(300):
        answered = array("I", bytes(4 * (last + missing + 1)))
        for child in range(2, last + missing + 1):  # each answers one before it: no loop
            answered[child] = chance.randrange(child)
        by_hand = set(chance.sample(range(1, last + 1), 4))
        for child in by_hand:
            answered[child] = chance.choice([each for each in range(1, last + 1) if each != child])
        named = [place if place <= last else last - place for place in range(len(answered))]
        parents = {named[child]: named[parent] for child, parent in enumerate(answered) if parent}
        kept = without_loops(parents, {child: parents[child] for child in by_hand})
        item_groups._cut_loops(answered, by_hand, last)
        assert {named[child]: named[parent] for child, parent in enumerate(answered) if parent} == kept
