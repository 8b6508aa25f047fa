"""Look at threads, correct them by hand, and say what is missing from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reviewer.casefile.analysis import threads
from reviewer.casefile.analysis.threads import Link
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis.gaps import Gap, gaps
from reviewer.domain.analysis.missing_quoted import Key, Sent, key_of
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.threads import ReplyBasis, corrected, descends
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import InputError, NotFoundError


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One message of a thread, in the order in which one reads it.

    ``item`` is None when it is missing; then ``told`` is what the first quote of an answer says of it. ``copies`` are
    all items of it. ``parent`` is the control number or Message-ID of what it answers.
    """

    depth: int
    item: Item | None
    message_id: str
    copies: tuple[Item, ...]
    parent: str
    reason: str
    evidence: Reason | None
    told: QuotedHeader | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A thread in a list: its first message that is there, how many are there and are missing, and its days (UTC)."""

    first: Item
    messages: int
    missing: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A message that others name or quote and that is not there; ``message_id`` is empty when it is only quoted.

    ``referrers`` are the items that name it, and in which header; ``told`` is what ``told_by`` says above its quote of
    it, None when no quote tells. It was sent no later than ``not_after`` (UTC), as far as its answers' dates are right.
    """

    message_id: str
    referrers: tuple[tuple[Item, str], ...]
    told: QuotedHeader | None
    told_by: Item | None
    not_after: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A gap in a mailbox, or in all mailboxes of a custodian where ``mailbox`` is empty."""

    custodian: str
    mailbox: str
    gap: Gap


Correction = tuple[int, int | None, Reason]
"""What a reviewer said: the place of a message, of what it answers (None: it answers none), and who said so when."""


@dataclass
class _Graph:
    """All threads of a case with corrections: places, and missing messages by the negative of their numbers."""

    places: dict[int, int]
    links: dict[int, Link]
    parents: dict[int, int]
    missing: dict[int, str]

    @cached_property
    def children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for child, parent in self.parents.items():
            found[parent].append(child)
        return found

    @cached_property
    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for item, place in self.places.items():
            found[place].append(item)
        return found

    def top(self, node: int) -> int:
        while node in self.parents:
            node = self.parents[node]
        return node


def _graph(case: Case) -> _Graph:
    """All threads of a case."""
    return _corrected(threads.places(case), threads.links(case), threads.corrections(case), threads.missing_ids(case))


def _graph_of(case: Case, place: int) -> _Graph:
    """The thread of one place, and whatever corrections have joined to it or taken out of it; no other."""
    corrections = threads.corrections(case)
    nodes, links = _part(case, {place}, corrections)
    return _corrected_part(case, nodes, links, corrections)


def _part(case: Case, wanted: set[int], corrections: Sequence[Correction]) -> tuple[set[int], dict[int, Link]]:
    """The threads of some places and missing messages, with what corrections join to them.

    Returned are all that is in them, and what was worked out of it.
    """
    joined: dict[int, set[int]] = defaultdict(set)
    for child, parent, _ in corrections:
        if parent is not None:
            joined[child].add(parent)
            joined[parent].add(child)
    links: dict[int, Link] = {}
    nodes, latest = set(wanted), set(wanted)
    while latest:
        found = threads.links_about(case, latest)
        links |= {link.child: link for link in found}
        ends = {end for link in found for end in (link.child, link.parent)}
        latest = ends.union(*(joined[node] for node in latest)) - nodes
        nodes |= latest
    return nodes, links


def _corrected_part(
    case: Case, nodes: set[int], links: Mapping[int, Link], corrections: Sequence[Correction]
) -> _Graph:
    return _corrected(
        threads.items_at(case, (node for node in nodes if node > 0)),
        dict(links),
        [each for each in corrections if each[0] in nodes],
        threads.missing_among(case, (-node for node in nodes if node < 0)),
    )


def _corrected(
    places: dict[int, int],
    links: dict[int, Link],
    corrections: Sequence[Correction],
    missing_ids: Mapping[int, str],
) -> _Graph:
    answered = {child: link.parent for child, link in links.items()}
    parents = corrected(answered, [(child, parent) for child, parent, _ in corrections])
    for child, parent, said in corrections:
        links.pop(child, None)
        if parent is not None and parent != child:
            links[child] = Link(child, parent, ReplyBasis.BY_HAND, said)
    return _Graph(places, links, parents, {-number: name for number, name in missing_ids.items()})


def counts(case: Case) -> dict[str, int]:
    """How many messages answer another, by reason, and how many are missing.

    Of a case without corrections nothing is looked at singly; with some only the threads that they are about.
    """
    found = Counter(threads.counts(case))
    corrections = threads.corrections(case)
    if corrections:
        about = {node for child, parent, _ in corrections for node in (child, parent) if node is not None}
        nodes, links = _part(case, about, corrections)
        found.subtract(_counted(links.values()))
        graph = _corrected_part(case, nodes, links, corrections)
        found.update(_counted(graph.links[child] for child in graph.parents))
    return {name: found[name] for name in (*(reason.value for reason in ReplyBasis), "missing")}


def _counted(links: Iterable[Link]) -> Counter[str]:
    several = list(links)
    missing = {node for link in several for node in (link.child, link.parent) if node < 0}
    return Counter(link.reason.value for link in several) + Counter(missing=len(missing))


def listed(case: Case) -> list[Summary]:
    """All threads of more than one message, missing ones included; the longest first."""
    graph = _graph(case)
    trees: dict[int, set[int]] = defaultdict(set)
    for child, parent in graph.parents.items():
        trees[graph.top(child)] |= {child, parent}
    nodes = sorted(trees.values(), key=lambda tree: (-len(tree), -max(tree)))
    there = _items(case, (place for tree in nodes for place in tree))
    found = []
    for tree in nodes:
        messages = sorted((there[place] for place in tree if place > 0), key=lambda item: (item.date or "~", item.id))
        if messages:
            days = [item.date for item in messages if item.date]
            ends = (days[0], days[-1]) if days else ("", "")
            found.append(Summary(messages[0], len(messages), sum(node < 0 for node in tree), *ends))
    return found


def of_item(case: Case, item: ItemId) -> list[ThreadLine]:
    """The thread of a message: what it answers, at however many removes, and all other answers to that.

    InputError for what is no message.
    """
    place = threads.place_of(case, item)
    if place is None:
        raise InputError(
            f"{items.get(case, item).control} is in no thread",
            "Only messages are, once `reviewer thread build CASE` has put them in order.",
        )
    graph = _graph_of(case, place)
    children, members = graph.children, graph.members
    top = graph.top(place)
    nodes = [(0, top)]
    for depth, node in nodes:  # grows as it goes
        nodes += [(depth + 1, child) for child in children.get(node, [])]
    there = _items(case, (each for _, node in nodes for each in members.get(node, [])))
    lines: list[ThreadLine] = []
    waiting = [(0, top)]
    while waiting:
        depth, node = waiting.pop()
        lines.append(_line(case, graph, node, depth, there))
        below = sorted(children.get(node, []), key=lambda child: (there[child].date if child > 0 else "", child))
        waiting += [(depth + 1, child) for child in reversed(below)]
    return lines


def tops(case: Case) -> dict[ItemId, int]:
    """The thread of each message, by the place of what all in it answer at however many removes."""
    graph = _graph(case)
    known: dict[int, int] = {}
    for place in graph.places.values():
        if place not in known:
            known[place] = graph.top(place)
    return {ItemId(item): known[place] for item, place in graph.places.items()}


def answered(case: Case) -> dict[ItemId, ItemId]:
    """Which message that is there each message answers, by the items that stand for them among their copies."""
    pairs = _graph(case).parents.items()
    return {ItemId(child): ItemId(parent) for child, parent in pairs if child > 0 and parent > 0}


def whole_threads(case: Case, wanted: Iterable[int]) -> set[ItemId]:
    """All messages of the threads that some items are in; what is no message is in none."""
    known = tops(case)
    chosen = {known[ItemId(item)] for item in wanted if item in known}
    return {item for item, top in known.items() if top in chosen}


def _line(case: Case, graph: _Graph, node: int, depth: int, there: Mapping[int, Item]) -> ThreadLine:
    link = graph.links.get(node) if node in graph.parents else None
    parent, reason, evidence = "", "", None
    if link is not None:
        parent = there[link.parent].control if link.parent > 0 else graph.missing[link.parent]
        reason, evidence = link.reason.value, link.evidence
    if node < 0:
        told, _ = _told(case, graph, graph.children.get(node, []))
        return ThreadLine(depth, None, graph.missing[node], (), parent, reason, evidence, told)
    copies = [there[node], *(there[each] for each in graph.members[node] if each != node)]
    return ThreadLine(depth, there[node], "", tuple(copies), parent, reason, evidence)


def _items(case: Case, ids: Iterable[int]) -> dict[int, Item]:
    """Items by id; missing messages are left out."""
    wanted = sorted({ItemId(number) for number in ids if number > 0})
    return {item.id: item for item in items.iterate(case, wanted)}


def _told(case: Case, graph: _Graph, answers: Sequence[int]) -> tuple[QuotedHeader | None, int]:
    """What the answers to a missing message say above their first quotes: the one that says most, and whose it is."""
    best, by = None, 0
    for child in sorted(answers):
        if child > 0 and graph.links[child].reason in {ReplyBasis.REFERENCES, ReplyBasis.IN_REPLY_TO}:
            said = threads.told(case, ItemId(child))
            if said is not None and (best is None or _says(said) > _says(best)):
                best, by = said, child
    return best, by


def _says(said: QuotedHeader) -> int:
    return sum(map(bool, (said.name, said.address, said.recipients, said.date, said.subject)))


def missing(case: Case) -> list[Missing]:
    """The messages that others name or quote and that are not there, those that most refer to first."""
    graph = _graph(case)
    found = [*_missing_named(case, graph), *_missing_quoted(case, graph)]
    return sorted(found, key=lambda each: (-len(each.referrers), each.not_after, each.message_id))


def _missing_named(case: Case, graph: _Graph) -> Iterator[Missing]:
    named = threads.referrers(case, dict.fromkeys(graph.missing.values()))
    there = _items(case, (item for by in named.values() for item, _ in by))
    for node, message_id in graph.missing.items():
        told, told_by = _told(case, graph, graph.children.get(node, []))
        by = tuple((there[item], how) for item, how in named.get(message_id, []))
        yield Missing(message_id, by, told, there.get(told_by), _earliest(by))


def _missing_quoted(case: Case, graph: _Graph) -> Iterator[Missing]:
    """Quoted messages that nobody names: mail within one Exchange server often names none."""
    sent = Sent()
    for message in threads.sent(case):
        sent.add(*message)
    quoting: dict[Key, list[tuple[ItemId, QuotedHeader]]] = defaultdict(list)
    for item, number, header in threads.all_told(case):
        key = key_of(header)
        known = number == 1 and graph.places.get(item) in graph.parents  # it is what this message answers
        if key is not None and not known and not sent.has(header):
            quoting[key].append((item, header))
    there = _items(case, (item for several in quoting.values() for item, _ in several))
    for several in quoting.values():
        by = tuple((there[item], "quote") for item in dict.fromkeys(item for item, _ in several))
        teller, told = max(several, key=lambda one: (_says(one[1]), -one[0]))
        yield Missing("", by, told, there[teller], _earliest(by))


def _earliest(referrers: Sequence[tuple[Item, str]]) -> str:
    return min((item.date for item, _ in referrers if item.date), default="")


def silences(case: Case) -> list[Silence]:
    """The gaps of each mailbox, and of each custodian with several, the longest first; see :data:`gaps.RULE`."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    mailboxes: dict[str, set[str]] = defaultdict(set)
    for custodian, mailbox, day in threads.days(case):
        days[custodian, mailbox or "."].add(date.fromisoformat(day))
        mailboxes[custodian].add(mailbox)
    for custodian, several in mailboxes.items():
        if custodian and len(several) > 1:
            days[custodian, ""] = set().union(*(days[custodian, mailbox or "."] for mailbox in several))
    found = [Silence(custodian, mailbox, gap) for (custodian, mailbox), active in days.items() for gap in gaps(active)]
    return sorted(found, key=lambda each: (-each.gap.days, each.gap.after, each.custodian, each.mailbox))


def messages_at_ends(case: Case, found: Silence, wanted: Iterable[ItemId]) -> list[ItemId]:
    """Those of some messages that were sent on the days between which a mailbox was silent, and so tell of it."""
    ends = {found.gap.after.isoformat(), found.gap.before.isoformat()}
    return [
        item
        for item, custodian, mailbox, day in threads.days_of(case, wanted)
        if day in ends and custodian == found.custodian and found.mailbox in {"", mailbox or "."}
    ]


def attach(case: Case, child: ItemId, parent: ItemId, *, reviewer: str) -> None:
    """Say that one message answers another, whatever was worked out. InputError when that would close a loop."""
    below, above = _place(case, child), _place(case, parent)
    one, other = items.get(case, child).control, items.get(case, parent).control
    if below == above:
        raise InputError(f"{one} and {other} are the same message")
    if descends(_graph_of(case, above).parents, above, below):
        raise InputError(
            f"{other} itself answers {one}, if only by way of others", f"`reviewer thread detach CASE {other}` first."
        )
    with case.act(reviewer, "thread attach", one) as act:
        threads.correct(act, child, parent, reviewer)


def detach(case: Case, child: ItemId, *, reviewer: str) -> None:
    """Say that a message answers none, whatever was worked out."""
    _place(case, child)
    with case.act(reviewer, "thread detach", items.get(case, child).control) as act:
        threads.correct(act, child, None, reviewer)


def _place(case: Case, item: ItemId) -> int:
    found = items.get(case, item)
    if found.kind is not Kind.EMAIL:
        raise InputError(f"{found.control} is no message")
    place = threads.place_of(case, item)
    if place is None:
        raise NotFoundError(f"{found.control} is not analysed yet", "`reviewer thread build CASE` first.")
    return place
