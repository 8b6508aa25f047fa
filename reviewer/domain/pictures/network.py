"""Who gave to whom, and who recommended it to whom: donors, officers and audiences in three columns.

Lines are as thick as there are entries behind them. Beyond ``MOST_OFFICERS`` officers those who also recommended
something keep their names, as far as there is room, and the others stand together by the station that they had on
the day of their first entry.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger.totals import Summand as Benefit
from reviewer.domain.ledger.totals import parted
from reviewer.domain.people.officer import station_on
from reviewer.domain.pictures.entries import Entries, Praised, who
from reviewer.domain.pictures.frame import (
    HEAD,
    MARGIN,
    SIZE,
    SMALL,
    WIDTH,
    empty,
    heading,
    key,
    sample_bar,
    sample_line,
)
from reviewer.domain.pictures.picture import (
    Anchor,
    Bar,
    Cue,
    Label,
    Line,
    Mark,
    Picture,
    Role,
    Target,
    behind,
)
from reviewer.domain.pictures.picture_words import PictureWords

MOST_OFFICERS = 60
"""Officers, or groups of them, in the column between."""

MOST_DONORS = 12
"""Donors by name; the others, who gave least often, stand together."""

TITLE = "From donor through officer to audience"

_BOX = 8.0
_ROW = 15.0
_LEAST = 300.0
_DONOR, _OFFICER, _OFFICER_END, _AUDIENCE = 136.0, 212.0, 376.0, 470.0
"""Where the boxes of each column begin; officers have one on either side of their name."""

_THICKEST = 9.0


@dataclass(frozen=True, slots=True)
class _Node:
    """A donor, an officer or several, or an audience."""

    key: Hashable
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Edge:
    """What leads from one node to another."""

    start: _Node
    end: _Node
    target: Target
    counts: bool

    @property
    def weight(self) -> int:
        """How many entries."""
        return len(self.target.benefits) + len(self.target.endorsements)


def network(entries: Entries) -> Picture:
    """The picture; donors, officers and audiences with most entries first."""
    if not entries.benefits and not entries.endorsements:
        return empty(entries.say(TITLE), entries.say("There are no benefits and no endorsements to show."))
    edges = _edges(entries)
    columns = {role: _ordered(edges, role) for role in (Role.DONOR, Role.OFFICER, Role.AUDIENCE)}
    number = max(len(column) for column in columns.values())
    height = max(_LEAST, _ROW * number)
    places = {node: place for role, column in columns.items() for node, place in _placed(role, column, height)}
    thickest = max(edge.weight for edge in edges)
    words, say, title = _summary(entries), entries.say, entries.say(TITLE)
    marks: list[Mark] = [*heading(title, words), *key(_KEY, say)]
    for x, anchor, text in (
        (_DONOR + _BOX, Anchor.END, "Donors"),
        (_OFFICER, Anchor.START, "Officers"),
        (_AUDIENCE, Anchor.START, "Audiences"),
    ):
        marks.append(Label(x=x, y=HEAD + 8, text=say(text), size=SMALL, role=Role.QUIET, bold=True, anchor=anchor))
    marks += [_line(edge, places, thickest, say) for edge in sorted(edges, key=lambda edge: -edge.weight)]
    for node, (x, y) in places.items():
        marks += _node(node, x, y, behind(edge.target for edge in edges if node in (edge.start, edge.end)), say)
    return Picture(title, words, WIDTH, HEAD + 16 + height + MARGIN, tuple(marks))


_KEY = (
    (sample_bar(Role.DONOR, Cue.FULL), "donor"),
    (sample_bar(Role.OFFICER, Cue.FULL), "officer, or several"),
    (sample_bar(Role.AUDIENCE, Cue.FULL), "audience"),
    (sample_line(Role.BENEFIT, Cue.FULL), "benefits"),
    (sample_line(Role.APART, Cue.DASHED), "only benefits that do not count"),
    (sample_line(Role.ENDORSEMENT, Cue.FULL), "endorsements"),
)


def _summary(entries: Entries) -> str:
    both = {line.officer for line in parted(entries.benefits)[0]} & {each.officer for each in entries.endorsements}
    counted = entries.say.counted
    return entries.say(
        "{benefits} to and {endorsements} by {officers}; {both} with both",
        benefits=counted(len(entries.benefits), "benefit"),
        endorsements=counted(len(entries.endorsements), "endorsement"),
        officers=counted(len(entries.named), "officer"),
        both=counted(len(both), "officer"),
    )


def _edges(entries: Entries) -> list[_Edge]:
    donors, officers = _donors(entries.benefits, entries.say), _officers(entries)
    audiences = {
        each.audience: _Node(each.audience, entries.say(each.audience), Role.AUDIENCE) for each in entries.endorsements
    }
    # Nodes by number, for each is looked up once an entry.
    nodes = [*dict.fromkeys(donors.values()), *dict.fromkeys(officers.values())]
    number = {node: place for place, node in enumerate(nodes)}
    of_donor = {name: number[node] for name, node in donors.items()}
    of_officer = {officer: number[node] for officer, node in officers.items()}
    gifts: dict[tuple[int, int], list[Benefit]] = defaultdict(list)
    for line in entries.benefits:
        gifts[of_donor[line.donor], of_officer[line.officer]].append(line)
    praise: dict[tuple[_Node, _Node], list[Praised]] = defaultdict(list)
    for each in entries.endorsements:
        praise[officers[each.officer], audiences[each.audience]].append(each)
    return [
        *(
            _Edge(nodes[start], nodes[end], _given(group), any(line.counts for line in group))
            for (start, end), group in gifts.items()
        ),
        *(_Edge(*ends, _praised(group), counts=True) for ends, group in praise.items()),
    ]


def _given(group: Sequence[Benefit]) -> Target:
    officers = tuple(sorted({line.officer for line in group}))
    return Target(benefits=tuple(sorted(line.id for line in group)), officers=officers)


def _praised(group: Sequence[Praised]) -> Target:
    officers = tuple(sorted({each.officer for each in group}))
    return Target(endorsements=tuple(sorted(each.id for each in group)), officers=officers)


def _donors(benefits: Iterable[Benefit], say: PictureWords) -> dict[str, _Node]:
    """The node of each donor, by the name as it was entered."""
    entered = Counter(line.donor for line in benefits)
    names: dict[str, list[str]] = defaultdict(list)
    weight: dict[str, int] = defaultdict(int)
    for name, number in entered.items():
        names[_plain(name)].append(name)
        weight[_plain(name)] += number
    ranked = sorted(names, key=lambda plain: (-weight[plain], plain))
    kept = ranked if len(ranked) <= MOST_DONORS else ranked[: MOST_DONORS - 1]
    others = _Node(None, say.counted(len(ranked) - len(kept), "other donor"), Role.DONOR)
    made: dict[str, _Node] = {}
    for plain in ranked:
        alone = _Node(plain, min(names[plain]).strip() or say("donor not known"), Role.DONOR)
        made |= dict.fromkeys(names[plain], alone if plain in kept else others)
    return made


def _officers(entries: Entries) -> dict[OfficerId, _Node]:
    """The node of each officer."""
    everybody = entries.named
    if len(everybody) <= MOST_OFFICERS:
        return {officer: _alone(entries, officer) for officer in everybody}
    praising = {each.officer for each in entries.endorsements}
    named = praising if len(praising) <= MOST_OFFICERS * 2 // 3 else set[OfficerId]()
    groups: dict[tuple[str, bool], list[OfficerId]] = defaultdict(list)
    stations = _stations(entries, everybody - named)
    for officer, station in stations.items():
        groups[station, officer in praising].append(officer)
    ranked = sorted(groups, key=lambda each: (-len(groups[each]), each))
    room = MOST_OFFICERS - len(named)
    kept = ranked if len(ranked) <= room else ranked[: room - 1]
    made = {officer: _alone(entries, officer) for officer in named}
    for group in kept:
        made |= dict.fromkeys(groups[group], _together(group, len(groups[group]), entries.say))
    rest = [officer for group in ranked[len(kept) :] for officer in groups[group]]
    return made | dict.fromkeys(
        rest,
        _Node(
            ("", "rest"),
            entries.say("{number} others, of other stations", number=entries.say.number(len(rest))),
            Role.OFFICER,
        ),
    )


def _alone(entries: Entries, officer: OfficerId) -> _Node:
    return _Node(officer, who(entries.officers[officer]), Role.OFFICER)


def _together(group: tuple[str, bool], number: int, say: PictureWords) -> _Node:
    station, praising = group
    also = say("{number} who also recommended", number=say.number(number))
    who_else = also if praising else say.counted(number, "officer")
    return _Node(group, f"{station or say('station not known')}: {who_else}", Role.OFFICER)


def _stations(entries: Entries, wanted: set[OfficerId]) -> dict[OfficerId, str]:
    """Where each of some officers was on the first day of an entry; empty where that is not known."""
    days: dict[OfficerId, set[str]] = defaultdict(set)
    for line in entries.benefits:
        days[line.officer].add(line.earliest or line.latest)
    for each in entries.endorsements:
        days[each.officer].add(each.earliest or each.latest)
    first = {officer: min(held - {""}, default="") for officer, held in days.items() if officer in wanted}
    return {officer: station_on(entries.officers[officer], day) for officer, day in first.items()}


def _ordered(edges: Iterable[_Edge], role: Role) -> list[_Node]:
    """The nodes of a column: heaviest first; officers so that those with both lie between."""
    weight: dict[_Node, int] = defaultdict(int)
    both: dict[_Node, set[bool]] = defaultdict(set)
    for edge in edges:
        for node in (edge.start, edge.end):
            if node.role is role:
                weight[node] += edge.weight
                both[node].add(node is edge.start)
    if role is Role.OFFICER:
        return sorted(weight, key=lambda node: (-len(both[node]), -weight[node], node.name))
    return sorted(weight, key=lambda node: (-weight[node], node.name))


def _placed(role: Role, column: list[_Node], height: float) -> Iterable[tuple[_Node, tuple[float, float]]]:
    x = {Role.DONOR: _DONOR, Role.OFFICER: _OFFICER, Role.AUDIENCE: _AUDIENCE}[role]
    step = height / max(1, len(column))
    for number, node in enumerate(column):
        yield node, (x, HEAD + 16 + step * (number + 0.5))


def _line(edge: _Edge, places: Mapping[_Node, tuple[float, float]], thickest: int, say: PictureWords) -> Line:
    (x, y), (to_x, to_y) = places[edge.start], places[edge.end]
    if edge.start.role is Role.OFFICER:
        x = _OFFICER_END
    if edge.target.endorsements:
        role, number = Role.ENDORSEMENT, say.counted(len(edge.target.endorsements), "endorsement")
        said = say("{start} recommended to {end}", start=edge.start.name, end=edge.end.name)
    else:
        role, number = Role.BENEFIT, say.counted(len(edge.target.benefits), "benefit")
        if not edge.counts:
            role, number = Role.APART, say("{benefits} that do not count", benefits=number)
        said = say("{start} to {end}", start=edge.start.name, end=edge.end.name)
    said = f"{said}: {number}"
    return Line(
        x=x + _BOX, y=y, to_x=to_x, to_y=to_y, curved=True, words=said, target=edge.target,
        role=role, cue=Cue.FULL if edge.counts else Cue.DASHED,
        thickness=max(0.75, _THICKEST * math.sqrt(edge.weight / max(thickest, 20))),
    )  # fmt: skip


def _node(node: _Node, x: float, y: float, target: Target, say: PictureWords) -> list[Mark]:
    numbers = [say.counted(len(target.benefits), "benefit"), say.counted(len(target.endorsements), "endorsement")]
    if node.role is Role.DONOR:
        numbers = numbers[:1]
    if node.role is Role.AUDIENCE:
        numbers = numbers[1:]
    words = f"{node.name}: {', '.join(numbers)}"
    box = Bar(x=x, y=y - 5, width=_BOX, height=10, role=node.role, words=words, target=target)
    if node.role is Role.DONOR:
        name = Label(x=x - 4, y=y + 3, text=node.name, size=SIZE, anchor=Anchor.END)
        return [box, name.within(x - 4 - MARGIN)]
    end = _OFFICER_END if node.role is Role.OFFICER else WIDTH - MARGIN
    name = Label(x=x + _BOX + 4, y=y + 3, text=node.name, size=SIZE)
    marks: list[Mark] = [box, name.within(end - x - _BOX - 8)]
    if node.role is Role.OFFICER and target.endorsements:
        marks.append(Bar(x=end, y=y - 5, width=_BOX, height=10, role=node.role, target=target))
    return marks


def _plain(donor: str) -> str:
    return " ".join(donor.casefold().split())
