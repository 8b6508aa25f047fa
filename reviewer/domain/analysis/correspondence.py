"""Who wrote to whom, counted, with the messages behind each count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from reviewer.domain.ids import ItemId

_SENDERS, _RECEIVERS = {"from", "sender"}, {"to", "cc", "bcc"}


@dataclass(frozen=True, slots=True)
class Header:
    """One person in the headers of one message; ``address`` is lower case and may be empty."""

    item: ItemId
    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody whom an officer wrote to (``sent``) or had messages from (``received``), in order of the items.

    ``who`` is what all their addresses have in common: whom they belong to, or the one address itself, or a name where
    there is no address. Names are those that the messages give, the most frequent first.
    """

    who: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    sent: tuple[ItemId, ...]
    received: tuple[ItemId, ...]


@dataclass(slots=True)
class _Counted:
    names: Counter[str] = field(default_factory=Counter)
    addresses: set[str] = field(default_factory=set)
    sent: set[ItemId] = field(default_factory=set)
    received: set[ItemId] = field(default_factory=set)


def correspondents(headers: Iterable[Header], own: AbstractSet[str], owners: Mapping[str, str]) -> list[Correspondent]:
    """Everybody whom the owner of some addresses corresponded with, those with most messages first.

    ``headers`` are all people of the messages in question; ``own`` and the keys of ``owners`` are lower case. A message
    counts once for each correspondent, in each direction, however many of their addresses it names.
    """
    by_item: dict[ItemId, list[Header]] = defaultdict(list)
    for header in headers:
        by_item[header.item].append(header)
    found: dict[str, _Counted] = defaultdict(_Counted)
    for item, people in by_item.items():
        wrote = any(each.role in _SENDERS and each.address in own for each in people)
        got = any(each.role in _RECEIVERS and each.address in own for each in people)
        for each in people:
            if each.address in own or not (each.address or each.name):
                continue
            counted = wrote and each.role in _RECEIVERS, got and each.role in _SENDERS
            if not any(counted):
                continue
            one = found[owners.get(each.address) or each.address or each.name.casefold()]
            one.names.update([each.name] if each.name else [])
            one.addresses.update([each.address] if each.address else [])
            one.sent.update([item] if counted[0] else [])
            one.received.update([item] if counted[1] else [])
    made = [
        Correspondent(
            who,
            tuple(sorted(one.names, key=lambda name: (-one.names[name], name))),
            tuple(sorted(one.addresses)),
            tuple(sorted(one.sent)),
            tuple(sorted(one.received)),
        )
        for who, one in found.items()
    ]
    return sorted(made, key=lambda each: (-len(each.sent) - len(each.received), each.who))
