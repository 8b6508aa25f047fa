"""What a mock run of a production finds wrong with it by what the case knows, before anything is searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reviewer.casefile.evidence import items, privilege_calls
from reviewer.casefile.exports import confidential_sources as kept_sources
from reviewer.casefile.exports import productions
from reviewer.casefile.exports.source_candidates import run_together
from reviewer.casefile.pages import notes, ocr, passages, renditions
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import State
from reviewer.domain.exports.leaving import StayReason, Thing, Way
from reviewer.domain.exports.production import (
    PRIVILEGED,
    Node,
    Part,
    Problem,
    Production,
    ScopeReason,
    Wrong,
    reason_words,
)
from reviewer.domain.exports.redaction import covered, first_found, is_within, pattern_of, spans_of, stretch
from reviewer.domain.exports.run_together import FEWEST_TIGHT, tight
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.ocr import has_next_to_none
from reviewer.domain.pages.passage import PAGE_BREAK
from reviewer.errors import ExportError
from reviewer.usecases.analysis import coverage
from reviewer.usecases.exports import named_sources, production_scope
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacting import boxes_on
from reviewer.usecases.exports.withheld_repeated import repeating_compelled, repeating_privileged

DELIVERED, RECALLED = ScopeReason.DELIVERED.value, ScopeReason.RECALLED.value
OUT_OF_SCOPE = frozenset({DELIVERED, RECALLED, ScopeReason.CONTAINER.value})
"""Why an item that was asked for is left out, whatever the gate would say of it."""
_PRIVILEGED = PRIVILEGED | {StayReason.PRIVILEGED_PART.value}

_UNSEARCHED = StayReason.UNSEARCHED.value
_UNDECIDED = {
    StayReason.UNDECIDED.value: "have them approved or declined",
    StayReason.REPEATS_REDACTED.value: "Follow the text in Exports, or `reviewer redaction follow`, proposes them "
    "there as well; where its name or a field alone has them, redact its page: Region, page… in Review, or "
    "`reviewer redaction page`",
}
"""What waits for a decision, and what to do."""

_REPEATED = {
    "same": "is the same file as",
    "near": "has nearly the same words as",
    "quotes": "quotes",
    "says": "repeats",
}

_REDACT = "Find and propose in Exports, or `reviewer redaction pattern CASE sources`, proposes to redact it"
_UNSHOWN = "What stands on no page cannot be redacted there: it stays, or goes to a receiver who may see sources"

ANEW = "Have it redacted or withheld, or drop this production and create it anew: then it is left out"
_SUPPLEMENT = "This production was delivered, so it is not written again; a supplement takes in what goes otherwise"


def as_now(gate: Gate, production: Production, stored: Sequence[Part]) -> list[Part]:
    """What would become of the items of a production now; without numbers, which were given for what was then."""
    nodes = productions.nodes(gate.case)
    standing = production_scope.recalled_since(gate.case, production.receiver, stored)
    return [_as_now(gate, production, nodes, part) for part in standing]


def _as_now(gate: Gate, production: Production, nodes: Mapping[ItemId, Node], part: Part) -> Part:
    if part.way is Way.STAYS and part.reason in OUT_OF_SCOPE:
        return part
    now = production_scope.decide(gate, nodes[part.item], part.family, production.natives)
    if part.reason in {ScopeReason.DAMAGED.value, _UNSEARCHED} and now.way is Way.GOES and not now.native:
        now = production_scope.as_file(gate, nodes[part.item], part.family)  # it was tried when it was numbered
    if now.native and part.reason == _UNSEARCHED:  # it was searched when it was numbered
        gate.hold(Thing.ITEM, gate.control(part.item), StayReason.UNSEARCHED)
        return part
    return now


def found(
    gate: Gate, receiver: str, stored: Sequence[Part], now: Sequence[Part], *, delivered: bool
) -> Iterator[Problem]:
    """All that is wrong, in the order in which one mends it. ``stored`` is what numbers were given for."""
    known = {each.id: each for each in items.iterate(gate.case, [part.item for part in stored])}
    yield from _changed(known, stored, now)
    yield from _again(gate, receiver, known, zip(stored, now, strict=True), delivered=delivered)
    yield from _split(known, now)
    yield from _copies_of_redacted(known, now)
    yield from _repeating_withheld(gate, known, now)
    yield from _cited(gate, known, now)
    yield from _notes(gate, known, now)
    yield from _named_tags(gate, known, now)
    yield from _unexplained(gate, known, now)
    yield from _uncovered(gate, known, now)
    yield from _sources(gate, known, now)
    yield from _run_together(gate, known, now)
    yield from _unrecognised(gate, known, now)
    for part in now:
        if part.reason in _UNDECIDED:
            words = f"{known[part.item].control} {reason_words(part.reason)}; {_UNDECIDED[part.reason]}"
            yield Problem(part.item, Wrong.UNDECIDED, words)
        if part.reason == _UNSEARCHED:
            words = f"{known[part.item].control} has a slip sheet: {reason_words(part.reason)}"
            yield Problem(part.item, Wrong.UNSEARCHED, words)
        if part.reason == StayReason.COMPELLED.value:
            words = f"{known[part.item].control} holds compelled statements and stays, without a number"
            yield Problem(part.item, Wrong.COMPELLED, words)


def _changed(known: Mapping[ItemId, Item], stored: Sequence[Part], now: Sequence[Part]) -> Iterator[Problem]:
    for before, after in zip(stored, now, strict=True):
        if before.as_decided != after.as_decided:
            words = (
                f"{known[before.item].control} was numbered as what {_told(before)}; now it {_told(after)}. "
                "Take back what was decided since, or create another production: its numbers go on from these, and "
                "this one is undone or dropped"
            )
            yield Problem(before.item, Wrong.CHANGED, words)


def _told(part: Part) -> str:
    why = reason_words(part.reason)
    how = {
        Way.GOES: "goes as a file" if part.native else f"goes on {part.pages:,} page{'s' * (part.pages != 1)}",
        Way.REDACTED: f"goes redacted on {part.pages:,} page{'s' * (part.pages != 1)}",
        Way.PLACEHOLDER: "has a slip sheet",
        Way.STAYS: "stays",
    }[part.way]
    return f"{how} ({why})" if why else how


def _again(
    gate: Gate, receiver: str, known: Mapping[ItemId, Item], parts: Iterable[tuple[Part, Part]], *, delivered: bool
) -> Iterator[Problem]:
    """What was called back and goes once more: as it is, or in any way with the production it was called back from."""
    back = production_scope.called_back(gate.case, receiver)
    for before, part in parts:
        own = before.recalled and part.way in {Way.GOES, Way.REDACTED}
        if not own and not back.goes_again(part):
            continue
        if own:
            why = "was called back from this production, which would hand it over again, redacted or not"
            advice = _SUPPLEMENT
        else:
            what = "was called back" if part.item in back.items else "holds in its file what was called back"
            why = f"{what} from this receiver, and goes again"
            advice = _SUPPLEMENT if delivered else ANEW
        yield Problem(part.item, Wrong.AGAIN, f"{known[part.item].control} {why}. {advice}")


def _split(known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    by_family: defaultdict[ItemId, list[Part]] = defaultdict(list)
    for part in now:
        by_family[part.family].append(part)
    for members in by_family.values():
        kept = [part for part in members if part.reason in _PRIVILEGED and part.way is not Way.REDACTED]
        goes = [part for part in members if part.way in {Way.GOES, Way.REDACTED}]
        if kept and goes:
            words = (
                f"{known[kept[0].item].control} is withheld as privileged, and {known[goes[0].item].control} "
                "of the same family goes"
            )
            yield Problem(kept[0].item, Wrong.SPLIT, words)


def _copies_of_redacted(known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    redacted = {known[part.item].sha256: part.item for part in now if part.way is Way.REDACTED}
    for part in now:
        first = redacted.get(known[part.item].sha256)
        if part.way is Way.GOES and first is not None:
            words = f"{known[first].control} goes redacted, and {known[part.item].control}, the same file, goes whole"
            yield Problem(part.item, Wrong.NATIVE, words)


def _repeating_withheld(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    going = [part.item for part in now if part.way in {Way.GOES, Way.REDACTED}]
    for item, (other, how) in sorted(repeating_privileged(gate, going).items()):
        words = (
            f"{known[item].control} goes, and {_REPEATED[how]} {other}, which is withheld as privileged. "
            "Say of it too whether it is privileged: `reviewer privilege set`"
        )
        yield Problem(item, Wrong.PRIVILEGED_AGAIN, words)
    for item, (other, how) in sorted(repeating_compelled(gate, going).items()):
        words = (
            f"{known[item].control} goes, and {_REPEATED[how]} {other}, a compelled statement. "
            "If it is known only from the interview, redact those words with reason CMP, or leave the item out"
        )
        yield Problem(item, Wrong.COMPELLED_AGAIN, words)


def _cited(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    numbered = [part.item for part in now if part.numbered]
    cited = passages.items_with(gate.case, numbered)
    unread = coverage.read_by_nobody(gate.case, cited)
    for item in (each for each in numbered if each in cited):
        if item in unread:
            yield Problem(item, Wrong.UNREAD, f"{known[item].control} is cited, and nobody has read it")
        if known[item].state is not State.OK:
            reason = known[item].reason or known[item].state.value
            yield Problem(item, Wrong.FAILED, f"{known[item].control} is cited and could not be read in full: {reason}")


def _unexplained(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """Calls on what does not go, or goes in part, of which the log could not say what is claimed and why."""
    withheld = {
        part.item
        for part in now
        if part.reason in _PRIVILEGED or (part.numbered and gate.withheld.has_privileged_words(part.item))
    }
    for call in privilege_calls.listed(gate.case):
        if call.item in withheld and call.withholds and not call.explained:
            words = f"{known[call.item].control} is marked privileged, and its kind and basis are not said yet"
            yield Problem(call.item, Wrong.UNEXPLAINED, words)


def _sources(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """What names a confidential source and stays, or goes to a receiver who may see it; and notes that name one."""
    sources = kept_sources.listed(gate.case)
    if not sources:
        return
    every = {part.item: part for part in now}
    for each in named_sources.named_in(gate.case, sources):
        part = every.get(each.item)
        if part is None:
            continue
        control = f"{known[each.item].control} names confidential source {each.source.id} ({each.where})"
        if gate.terms.shows_sources and part.way in {Way.GOES, Way.REDACTED}:
            yield Problem(each.item, Wrong.SOURCE_SHOWN, f"{control}, and goes: the receiver may see it")
        elif part.reason == StayReason.NAMES_SOURCE.value:
            todo = ". ".join([_REDACT] * bool(each.pages or not each.has_pages) + [_UNSHOWN] * each.only_beside)
            words = f"{control} and stays, without a number. {todo}"
            yield Problem(each.item, Wrong.SOURCE, words)
    for part in now:
        if part.reason == StayReason.FAMILY_NAMES_SOURCE.value:
            words = (
                f"{known[part.item].control} belongs to a message that names a confidential source, and stays with it"
            )
            yield Problem(part.item, Wrong.SOURCE, words)
    going = {part.item for part in now if part.way in {Way.GOES, Way.REDACTED}}
    for item, note in _for_report(gate, going):
        if first_found(note.text, gate.withheld.sources.words):
            words = f"note {note.id} on {known[item].control} names a confidential source, and stays"
            yield Problem(item, Wrong.SOURCE, words)


def _run_together(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """What goes on pages that name a source without anything between the words, for which the bundle is refused."""
    going = {part.item for part in now if part.way in {Way.GOES, Way.REDACTED} and not part.native}
    sources, held = gate.withheld.sources, defaultdict[ItemId, set[str]](set)
    for words in sources.words:
        letters = tight(words)
        may = run_together(gate.case, letters) if len(letters) >= FEWEST_TIGHT else set()
        for item in may & going:
            if words not in sources.legible.get(item, ()):
                held[item].add(letters)
    for item, sought in sorted(held.items()):
        rendition = renditions.of_item(gate.case, item)
        texts = [items.body(gate.case, item)] if rendition is None else renditions.texts(gate.case, rendition.id)
        left = tight(_without(PAGE_BREAK.join(texts), covered(texts, gate.withheld.redactions_of(item))))
        if any(letters in left for letters in sought):
            words = (
                f"{known[item].control} names a confidential source with nothing between the words, and a bundle with "
                "it is not written. Give that as another spelling of the source, or redact its page"
            )
            yield Problem(item, Wrong.UNCOVERED, words)


def _unrecognised(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """What goes whole on pages that are pictures to the case, where nothing finds words that may not leave."""
    going = [part.item for part in now if part.way is Way.GOES and gate.withheld.hides_words]
    pages = dict.fromkeys(sorted({*ocr.pictures_without_pages(gate.case)} & {*going}), 1)
    for each in ocr.waiting(gate.case, going):
        texts = renditions.texts(gate.case, each.rendition)
        pages[each.item] = sum(has_next_to_none(texts[number - 1]) for number in each.numbers)
    for item, count in pages.items():
        if count:
            words = (
                f"{known[item].control} goes with {count:,} page{'s' * (count != 1)} of next to no words, "
                "so nobody and nothing that may not leave is found there. Have the words recognised "
                "(`reviewer ocr run CASE ITEM`), or look at each"
            )
            yield Problem(item, Wrong.UNRECOGNISED, words)


def _named_tags(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """Notes that are for the report, and name a tag that is for reviewers alone: its name may be a usual word."""
    names = tuple(gate.withheld.internal_tags.values())
    if not names:
        return
    going = {part.item for part in now if part.way in {Way.GOES, Way.REDACTED}}
    on_officers = [note for note in notes.listed(gate.case) if note.for_report and note.officer is not None]
    shown: list[tuple[ItemId | None, Note]] = [*_for_report(gate, going), *((None, each) for each in on_officers)]
    for item, note in shown:
        if any(first_found(note.text, [name]) for name in names):
            on = "an officer" if item is None else known[item].control
            words = (
                f"note {note.id} on {on} is for the report and names a tag that is internal; it goes as it is written. "
                "Say it in other words, or make the note private"
            )
            yield Problem(item, Wrong.NOTE_TAG, words)


def _without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """A text without some stretches, which are in order."""
    kept, at = [], 0
    for start, end in stretches:
        kept.append(text[at:start])
        at = max(at, end)
    return PAGE_BREAK.join([*kept, text[at:]])


def _for_report(gate: Gate, going: Collection[ItemId]) -> list[tuple[ItemId, Note]]:
    """The notes on some items, and on passages of them, that are for the report."""
    told = [note for note in notes.listed(gate.case) if note.for_report]
    on_items = [(note.item, note) for note in told if note.item is not None and note.item in going]
    shown = sorted(on_items, key=lambda each: each[0])
    if not any(note.passage is not None for note in told):
        return shown
    for marked in passages.listed(gate.case):
        if marked.passage.item in going:
            shown += [(marked.passage.item, note) for note in marked.notes if note.for_report]
    return shown


def _uncovered(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """Redactions and privileged words that could not be covered when the pages are made, so that nothing is written."""
    for part in now:
        if part.way is not Way.REDACTED:
            continue
        rendition, control = renditions.of_item(gate.case, part.item), known[part.item].control
        try:
            if rendition is not None:
                list(boxes_on(gate, rendition, control))
        except ExportError as error:
            advice = error.advice.removeprefix("Nothing was written. ").removesuffix(".")
            yield Problem(part.item, Wrong.UNCOVERED, f"{error}. {advice}")
            continue
        if rendition is not None and _stands_again(gate, part.item, renditions.texts(gate.case, rendition.id)):
            words = f"words that are privileged on {control} stand there again. Mark those places as privileged as well"
            yield Problem(part.item, Wrong.UNCOVERED, words)


def _stands_again(gate: Gate, item: ItemId, texts: Sequence[str]) -> bool:
    """Whether privileged words of an item stand at a place of its pages that nothing covers."""
    anchors = [passages.get(gate.case, each).passage.anchor for each in gate.withheld.privileged_on(item)]
    if not anchors:
        return False
    known = covered(texts, gate.withheld.redactions_of(item)) + [stretch(texts, each.span) for each in anchors]
    sought = set(gate.sought(item))
    quotes = {each.quote for each in anchors if each.quote in sought}
    return any(not is_within(at, known) for quote in quotes for at in spans_of(texts, pattern_of(quote)))


def _notes(gate: Gate, known: Mapping[ItemId, Item], now: Sequence[Part]) -> Iterator[Problem]:
    """Notes that go with what goes, and repeat words of what does not."""
    going = {part.item for part in now if part.way in {Way.GOES, Way.REDACTED}}
    shown = _for_report(gate, going)
    if not shown:
        return
    kept = [part.item for part in now if part.reason in _PRIVILEGED and part.way is not Way.REDACTED]
    words = [*gate.withheld.words]
    for item in kept:
        words += items.body(gate.case, item).splitlines()
    for item, note in shown:
        if repeats(note.text, words):
            yield Problem(
                item, Wrong.NOTE, f"note {note.id} on {known[item].control} repeats words of an item that is withheld"
            )
