"""What becomes of each item of a production: what the gate says, whole families, and what the receiver has already."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Self

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items, privilege, volumes
from reviewer.casefile.exports import productions
from reviewer.casefile.pages import passages, renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.exports.leaving import Answer, StayReason, Terms, Way
from reviewer.domain.exports.production import (
    Node,
    Part,
    Production,
    ProductionOrder,
    ScopeReason,
    arranged,
    families,
    has_as_much,
)
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import ExportError, InputError
from reviewer.isolation.protocol import Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.exports.gate import Gate, passing
from reviewer.usecases.exports.redaction.redacting import SECONDS, attack_file
from reviewer.usecases.pages import item_pages


def terms_for(receiver: str, *, sources: bool = False) -> Terms:
    """The terms of a production: nothing is let go, and a slip sheet stands where something is withheld.

    With ``sources`` its receiver may see confidential sources.
    """
    return Terms(receiver=receiver, placeholders=True, sources=sources)


def terms_of(production: Production) -> Terms:
    """The terms of a production that is made."""
    return terms_for(production.receiver, sources=production.sources)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of an item in a production, and what its pages would rest on: another then, other pages."""

    answer: Answer
    rests_on: Hashable


def outlook(case: Case, item: ItemId, *, reviewer: str) -> Outlook:
    """What would become of an item in a production, whoever receives it."""
    with passing(case, reviewer=reviewer, terms=terms_for("")) as gate:
        answer = gate.answer(item)
        boxes = tuple(gate.withheld.redactions_of(item)), tuple(gate.withheld.privileged_on(item))
        highlights = _highlights(gate, item) if answer.way is Way.GOES else ()  # on pages that are rebuilt are none
        return Outlook(answer, (answer, boxes, highlights, productions.newest(gate.case, item)))


def _highlights(gate: Gate, item: ItemId) -> tuple[Hashable, ...]:
    """The passages that are highlighted on an item's pages, and what is shown of what was said of each."""
    found = [each for each in passages.of_item(gate.case, item) if each.passage.id not in gate.withheld.passages]
    return tuple(
        (each.passage, tuple((tag.name, tag.color) for tag in each.tags), tuple(note.text for note in each.notes))
        for each in map(gate.marked, found)
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked for, family by family: the items by their outermost one, and the place of each.

    ``found`` is how many of them the query itself finds.
    """

    nodes: Mapping[ItemId, Node]
    families: tuple[tuple[ItemId, tuple[ItemId, ...]], ...]
    found: int

    @property
    def items(self) -> list[ItemId]:
        """All items, in order."""
        return [item for _, members in self.families for item in members]


def scope_of(case: Case, query: str, order: ProductionOrder = ProductionOrder.CONTROL, *, reviewer: str) -> Scope:
    """The families of what a query finds, in order, none of them parted; QueryError."""
    nodes = productions.nodes(case)
    found = search.ids(case, query, reviewer=reviewer)
    together = {top: tuple(members) for top, members in families(nodes, found)}
    tops = list(together)
    if order is not ProductionOrder.CONTROL:  # in which they are
        tops = arranged(productions.family_places(case, tops), order)
    return Scope(nodes, tuple((top, together[top]) for top in tops), len(found))


def make_pages(
    case: Case,
    workers: Workers,
    scope: Scope,
    natives: Collection[Kind],
    *,
    terms: Terms,
    paper: str,
    reviewer: str,
    watched: Progress,
) -> None:
    """Make the pages that are missing of what goes as pages.

    InputError when those of an item could not be made only because it took too long: another time they may be.
    """
    with passing(case, reviewer=reviewer, terms=terms) as gate:
        goes = [item for item in scope.items if gate.answer(item).way in {Way.GOES, Way.REDACTED}]
    wanted = [each for each in items.iterate(case, goes) if _as_pages(each, natives)]
    lacking = [each for each in wanted if renditions.of_item(case, each.id) is None]
    making, ahead = _Making(case, workers, paper), workers.jobs + 1
    with making, ThreadPoolExecutor(workers.jobs, thread_name_prefix="numbering") as pool:
        begun: deque[Future[item_pages.Made]] = deque()
        try:
            for done, item in enumerate(lacking):
                stop_if_cancelled(watched)
                watched.step(len(wanted) - len(lacking) + done, len(wanted), item.control)
                for each in lacking[done + len(begun) : done + ahead]:
                    begun.append(pool.submit(making.make, each.id))
                try:
                    item_pages.keep(case, begun.popleft().result(), reviewer=reviewer)
                except WorkerError as error:
                    if error.cause == "timeout":
                        raise InputError(
                            f"the pages of {item.control} could not be made in time: {error}",
                            "Nothing was numbered. Run it again while the machine has less to do.",
                        ) from error
                except InputError:
                    continue  # it has no pages: the file itself goes
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Making:
    """Makes pages on any thread of a pool, each with a connection of its own; closes them at the end."""

    def __init__(self, case: Case, workers: Workers, paper: str) -> None:
        self._case, self._workers, self._paper = case, workers, paper
        self._own, self._opened = threading.local(), list[Case]()

    def make(self, item: ItemId) -> item_pages.Made:
        """The pages of an item, which are not kept yet."""
        if not hasattr(self._own, "case"):
            self._own.case = self._case.reader()
            self._opened.append(self._own.case)
        return item_pages.make(self._own.case, self._workers, item, paper=self._paper)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._opened:
            each.close()


def _as_pages(item: Item, natives: Collection[Kind]) -> bool:
    return item.kind.has_pages and item.kind not in natives and bool(item.sha256)


@dataclass(frozen=True, slots=True)
class CalledBack:
    """What a receiver was asked to give back, with its copies, and the items whose bytes hold some of it."""

    items: frozenset[ItemId]
    holders: frozenset[ItemId]

    def goes_again(self, part: Part) -> bool:
        """Whether it would be handed over as it is a second time."""
        return part.way is Way.GOES and (part.item in self.items or (part.native and part.item in self.holders))


def called_back(case: Case, receiver: str) -> CalledBack:
    """What a receiver was asked to give back so far."""
    found = privilege.copies(case, productions.recalled_from(case, receiver))
    return CalledBack(frozenset(found), frozenset(privilege.holders(case, found)))


def recalled_since(case: Case, receiver: str, stored: Sequence[Part]) -> list[Part]:
    """The parts of a production as they stand: what was left out since the receiver had it may be called back since."""
    if all(part.reason != ScopeReason.DELIVERED.value for part in stored):
        return list(stored)
    gone = productions.recalled_from(case, receiver) - productions.delivered_to(case, receiver).keys()
    return [
        replace(part, reason=ScopeReason.RECALLED.value)
        if part.reason == ScopeReason.DELIVERED.value and part.item in gone
        else part
        for part in stored
    ]


def parts(
    gate: Gate, workers: Workers, scope: Scope, natives: Collection[Kind], had: Mapping[ItemId, Way]
) -> Iterator[Part]:
    """What becomes of each item, in order and without numbers.

    A PDF whose pages are too damaged to be numbered goes as a file. ``had`` is what the receiver has, to be left out;
    so is what was called back from the receiver and would go as it is.
    """
    back = called_back(gate.case, gate.terms.receiver)
    for top, members in scope.families:
        for item in members:
            decided = decide(gate, scope.nodes[item], top, natives, alone=len(members) == 1)
            part = _numberable(gate, workers, scope.nodes[item], decided)
            if back.goes_again(part):
                part = Part(item, top, Way.STAYS, ScopeReason.RECALLED.value)
            elif part.numbered and has_as_much(had.get(item), part.way):
                part = Part(item, top, Way.STAYS, ScopeReason.DELIVERED.value)
            yield part


def awaited(gate: Gate, found: Iterable[Part], natives: Collection[Kind]) -> Iterator[Part]:
    """The same parts, but without pages and not as files where the pages are still to be made."""
    every = list(found)
    known = {each.id: each for each in items.iterate(gate.case, [part.item for part in every])}
    for part in every:
        item, answer = known[part.item], gate.answer(part.item)
        has_pages = part.rendition is not None or renditions.of_item(gate.case, part.item) is not None
        leaves = part.numbered and answer.way in {Way.GOES, Way.REDACTED} and item.state is not State.FAILED
        if has_pages or not leaves or part.reason == ScopeReason.CONTAINER.value or not _as_pages(item, natives):
            yield part
        else:
            yield Part(part.item, part.family, answer.way, "" if answer.reason is None else answer.reason.value)


def searched(
    gate: Gate, workers: Workers, found: Iterable[Part], had: Mapping[ItemId, Way], watched: Progress
) -> Iterator[Part]:
    """The same parts, with a slip sheet for each file that could not be handed over as it is.

    Those are files that cannot be searched whole for what is redacted, as damaged ones, and files that hold it where no
    page shows it. A file of a family could not be left out otherwise. Who ``had`` a slip sheet gets no second one.
    """
    every = list(found)
    for done, part in enumerate(every):
        stop_if_cancelled(watched, "nothing was numbered")
        words = gate.sought(part.item) if part.native else ()
        if words:
            control = gate.control(part.item)
            watched.step(done, len(every), control)
            try:
                attack_file(workers, control, items.original(gate.case, part.item), words)
                attack_file(workers, control, items.body(gate.case, part.item).encode("utf-8", "replace"), words)
            except ExportError:
                if has_as_much(had.get(part.item), Way.PLACEHOLDER):
                    yield Part(part.item, part.family, Way.STAYS, ScopeReason.DELIVERED.value)
                else:
                    yield Part(part.item, part.family, Way.PLACEHOLDER, StayReason.UNSEARCHED.value, pages=1)
                continue
        yield part


def _numberable(gate: Gate, workers: Workers, node: Node, part: Part) -> Part:
    """The same part, but as a file where the pages of a PDF are too damaged to be numbered.

    Only what was not read in full is tried: a bundle of all others would be refused for one of them, after all numbers
    were given.
    """
    if part.way is not Way.GOES or part.rendition is None or node.kind is not Kind.PDF:
        return part
    if items.get(gate.case, part.item).state is State.OK or not _is_damaged(gate, workers, part):
        return part
    return as_file(gate, node, part.family)


def _is_damaged(gate: Gate, workers: Workers, part: Part) -> bool:
    rendition = renditions.of_item(gate.case, part.item)
    if rendition is None:
        return False
    labels = tuple(map(str, range(1, part.pages + 1)))
    try:
        workers.ask(
            Stamp((), "", (), labels, single=True, unseen=False), [contents.read(gate.case, rendition.content)],
            seconds=SECONDS,
        )  # fmt: skip
    except WorkerError as error:
        if error.cause == "refused":
            return True
        raise InputError(
            f"it could not be tried whether the pages of {gate.control(part.item)} can be numbered: {error}",
            "Nothing was numbered. Run it again while the machine has less to do, or leave this item out.",
        ) from error
    return False


def as_file(gate: Gate, node: Node, top: ItemId) -> Part:
    """An item whose pages cannot be numbered, as the file that it is, where that may go."""
    part = _native(gate, node, top)
    return replace(part, reason=ScopeReason.DAMAGED.value) if part.native else part


def decide(gate: Gate, node: Node, top: ItemId, natives: Collection[Kind], *, alone: bool = False) -> Part:
    """What becomes of one item. A container that is ``alone`` is in no family and stays, in all its parts."""
    item, answer = node.item, gate.answer(node.item)
    reason = "" if answer.reason is None else answer.reason.value
    if answer.way is Way.STAYS:
        return Part(item, top, Way.STAYS, reason)
    if alone and _stands_for_others(gate, node):
        return Part(item, top, Way.STAYS, ScopeReason.CONTAINER.value)
    if answer.way is Way.PLACEHOLDER:
        return Part(item, top, Way.PLACEHOLDER, reason, pages=1)
    rendition = renditions.of_item(gate.case, item)
    count = 0 if rendition is None else len(renditions.sizes(gate.case, rendition.id))
    if answer.way is Way.GOES and (rendition is None or count == 0 or node.kind in natives):
        native = _native(gate, node, top)
        if native.native or rendition is None or count == 0:
            return native
    if rendition is None or count == 0:  # redacted, and no pages to redact
        return Part(item, top, Way.PLACEHOLDER, reason, pages=1)
    return Part(item, top, answer.way, reason, rendition=rendition.id, pages=count)


def _stands_for_others(gate: Gate, node: Node) -> bool:
    """Whether what is in a container goes by itself: it has members, or is a part of an archive that has.

    A part that was read by itself as well goes as what it is, unless something in the archive stays.
    """
    if any(each.is_of(volumes.JOINED) for each in items.get(gate.case, node.item).reasons):
        return node.holder or gate.original(node.item) is not None
    return node.kind is Kind.FOLDER or (node.holder and bool(items.children(gate.case, node.item)))


def _native(gate: Gate, node: Node, top: ItemId) -> Part:
    """An item of which the file itself goes beside a slip sheet, or the slip sheet alone where it may not."""
    found = items.get(gate.case, node.item)
    if node.holder and found.state is State.OK and items.children(gate.case, node.item):
        return Part(node.item, top, Way.PLACEHOLDER, ScopeReason.CONTAINER.value, pages=1)
    if not found.sha256:
        return Part(node.item, top, Way.PLACEHOLDER, ScopeReason.NO_BYTES.value, pages=1)
    held = gate.original(node.item)
    if held is not None:
        return Part(node.item, top, Way.PLACEHOLDER, held.value, pages=1)
    reason = "" if node.kind.has_pages and found.pages else ScopeReason.NO_PAGES.value
    return Part(node.item, top, Way.GOES, reason, native=True, pages=1)
