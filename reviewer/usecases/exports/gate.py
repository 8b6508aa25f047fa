"""The gate: the one way out. Everything that leaves a case asks it, and every file that leaves is written by it.

An export is one pass through the gate. It reads the case as it was when the pass began, whatever is written meanwhile,
and keeps no writer waiting; only the act that tells of it is written to the case. See docs/decisions/0013-gate.md. ::

    with passing(case, reviewer=reviewer, terms=terms) as gate:
        gate.check_item(item)
        gate.write_file(out, data, Export.ORIGINAL, subject=control)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.exports import redactions
from reviewer.casefile.pages import passages
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.evidence.item import control_number
from reviewer.domain.exports import confidential_source
from reviewer.domain.exports.leaving import (
    GOES,
    Answer,
    Export,
    Held,
    StayReason,
    Terms,
    Thing,
    Way,
    in_words,
)
from reviewer.domain.exports.redaction import RedactionState, bare, first_found, is_followed, masker
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.errors import ExportError, WordsStayError
from reviewer.export.encrypted_zip import EncryptedZip
from reviewer.export.folder import ExportFolder, check_free
from reviewer.export.new_file import NewFile
from reviewer.usecases.exports.withheld import Withheld
from reviewer.usecases.interviews.interview_compelled import compelled_words

__all__ = [
    "EncryptedZip",
    "ExportFolder",
    "Gate",
    "NewFile",
    "Preview",
    "Terms",
    "Writer",
    "check_free",
    "foresee",
    "passing",
    "writing_to",
]

_ONLY_TO = (
    " What names a confidential source leaves only to a receiver who may see it: --include-sources with --receiver "
    "NAME; in the window a production has a switch for that."
)
"""The one way out of what names a source."""

T = TypeVar("T")


class Writer(Protocol):
    """Runs something on the case that is open for writing, on whatever thread that is, and waits for it."""

    def __call__(self, fn: Callable[[Case], T], /) -> T:
        """Run it."""
        ...


@contextmanager
def passing(case: Case, *, reviewer: str, terms: Terms | None = None, write: Writer | None = None) -> Iterator[Gate]:
    """One pass through the gate. ``write`` is needed where ``case`` is not itself the one that is open for writing."""
    with case.snapshot() as seen:
        yield Gate(seen, reviewer, terms or Terms(), write or writing_to(case))


def writing_to(case: Case) -> Writer:
    """How something is run on a case that this thread has open for writing."""

    def write(fn: Callable[[Case], T], /) -> T:
        return fn(case)

    return write


@dataclass(frozen=True, slots=True)
class Preview:
    """What would stay, and what stands in the way of the export, if anything does."""

    held: tuple[Held, ...]
    refused: ExportError | None = None


def foresee(case: Case, look: Callable[[Gate], object], terms: Terms | None = None) -> Preview:
    """What would stay of an export on these terms: ``look`` asks for all that it would hold. Nothing is written."""
    with passing(case, reviewer="", terms=terms) as gate:
        try:
            look(gate)
        except ExportError as error:
            return Preview(gate.stays, error)
        return Preview(gate.stays)


class Gate:
    """What goes and what stays in one export, told by the state of the case that the export reads.

    ``case`` is that state, and ``withheld`` what stays of it, asked for or not. What is asked for and stays is
    remembered in ``held``, and told in the audit trail.
    """

    def __init__(self, case: Case, reviewer: str, terms: Terms, write: Writer) -> None:
        self.case = case
        self.reviewer = reviewer
        self.terms = terms
        self.held: dict[Held, None] = {}
        self._write = write
        self._covered: dict[str, int] = {}
        self._prefix = items.prefix(case)
        self.withheld = Withheld(case, terms)

    # -- what goes ------------------------------------------------------------------------------------------------

    def answer(self, item: ItemId) -> Answer:
        """What goes of an item where its pages can be redacted, and a slip sheet can stand in its place."""
        reason = self.withheld.items.get(item)
        if reason is None:
            return GOES
        if reason in {StayReason.REDACTED, StayReason.PRIVILEGED_PART}:
            return Answer(Way.REDACTED, reason)
        self.hold(Thing.ITEM, self.control(item), reason)
        told = self.terms.compelled or item not in self.withheld.compelled  # of those no slip sheet tells either
        told = told and not reason.untold
        return Answer(Way.PLACEHOLDER if self.terms.placeholders and told else Way.STAYS, reason)

    def item(self, item: ItemId) -> StayReason | None:
        """Why nothing of an item goes where it goes whole or not at all: its pages, its words, what is known of it.

        None when it goes.
        """
        return self._ask(self.withheld.items.get(item), Thing.ITEM, self.control(item))

    def exhibit(self, item: ItemId) -> StayReason | None:
        """Why the pages of an item do not go as an exhibit, for which they are rebuilt without what is redacted.

        None when they go: whole, or where :attr:`Withheld.rebuilt` has the item without what is redacted.
        """
        return None if item in self.withheld.rebuilt else self.item(item)

    def original(self, item: ItemId) -> StayReason | None:
        """Why the bytes of an item do not go, which may hold others; None when they go."""
        return self._ask(self.withheld.originals.get(item), Thing.ITEM, self.control(item))

    def note(self, note: Note) -> StayReason | None:
        """Why a note does not go, as most do not; one with redacted words does not whatever was said of it.

        Nor does one that names a confidential source.
        """
        private = None if note.for_report else StayReason.PRIVATE
        repeats = StayReason.REPEATS_REDACTED if self.masked(note.text) != note.text else None
        names = StayReason.NAMES_SOURCE if first_found(note.text, self.withheld.sources.words) else None
        return self._ask(names or repeats or private, Thing.NOTE, str(note.id))

    def notes(self, found: Iterable[Note]) -> tuple[Note, ...]:
        """Those of some notes that go."""
        return tuple(each for each in found if self.note(each) is None)

    def marked(self, found: MarkedPassage) -> MarkedPassage:
        """A passage with those of its notes and of its tags that go, these without words that stay."""
        for each in found.tags:
            if each.id in self.withheld.internal_tags:
                self.hold(Thing.TAG, str(each.id), StayReason.INTERNAL)
        going = (each for each in found.tags if each.id not in self.withheld.internal_tags)
        kept = tuple(replace(each, name=self.masked(each.name)) for each in going)
        return replace(found, notes=self.notes(found.notes), tags=kept)

    def benefit(self, benefit: BenefitId) -> StayReason | None:
        """Why a benefit does not go: what proves it stays."""
        return self._ask(self.withheld.benefits.get(benefit), Thing.BENEFIT, str(benefit))

    def endorsement(self, endorsement: EndorsementId) -> StayReason | None:
        """Why an endorsement does not go: what proves it stays."""
        return self._ask(self.withheld.endorsements.get(endorsement), Thing.ENDORSEMENT, str(endorsement))

    def masked(self, text: str) -> str:
        """A text with the words that are redacted anywhere in the case replaced by the codes of their reasons."""
        return self._mask(text)

    def repeats_what_stays(self, text: str) -> bool:
        """Whether a text repeats words that stay, with codes in the place of those that have one.

        Statements are looked for in the text as it is: one with a code in its middle has no long run of words left.
        """
        return repeats(text, self.withheld.statements) or repeats(self.masked(text), self.withheld.words)

    def sought(self, *within: ItemId) -> tuple[str, ...]:
        """The words that nothing which leaves may hold, or that the pages of some items may not.

        Words that were declined in one of the items are not among the latter. What is written about items is masked,
        so declining words at a place frees them nowhere else. Privileged words are among those of one item. What gives
        a confidential source away is among them, redacted or not, unless it was declined as that of a source there and
        each other place was decided on.
        """
        known = (each for item in within for each in redactions.of_item(self.case, item))
        freed = {bare(each.quote) for each in known if not each.hides}
        own = self.withheld.privileged_on(within[0]) if len(within) == 1 else ()
        sources = self.withheld.sources
        legible = {words for item in within for words in sources.legible.get(item, ())}
        if not (freed or own or legible):
            return self._sought_everywhere
        privileged = (passages.get(self.case, each).passage.anchor.quote for each in own)
        left = {**self._followed, **{each: bare(each) for each in privileged if is_followed(each)}}
        words = (each for each in sources.words if each not in legible)
        return tuple(dict.fromkeys([*(each for each, plain in left.items() if plain not in freed), *words]))

    @cached_property
    def _followed(self) -> Mapping[str, str]:
        """The redacted words that are looked for, each with what is the same of all its spellings."""
        quotes = dict.fromkeys(each.quote for each in self.withheld.redactions)
        return {quote: bare(quote) for quote in quotes if is_followed(quote)}

    @cached_property
    def _sought_everywhere(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self._followed, *self.withheld.sources.words]))

    def cover(self, item: ItemId, boxes: int) -> None:
        """Remember that the pages of an item go with so many boxes on them."""
        self._covered[self.control(item)] = boxes

    def hold(self, thing: Thing, number: str, reason: StayReason) -> None:
        """Remember that something stays, for a reason that its use case knows."""
        self.held.setdefault(Held(thing, number, reason))

    # -- what stands in the way -----------------------------------------------------------------------------------

    def check(self, wanted: Iterable[Held]) -> None:
        """ExportError, naming what stays, unless there is nothing: for what would be false or empty without it."""
        found = list(dict.fromkeys(wanted))
        if found:
            switched = (each.reason.option for each in found if not each.reason.untold)
            options = " or ".join(dict.fromkeys(filter(None, switched)))
            advice = f" If it is to leave all the same, say so: {options}, or the switch in the window." * bool(options)
            advice += _ONLY_TO * any(each.reason.untold for each in found)
            raise ExportError(f"this may not leave the case: {in_words(found)}", f"Nothing was written.{advice}")

    def check_item(self, item: ItemId, *, original: bool = False) -> None:
        """ExportError when an item, or with ``original`` its bytes, may not leave."""
        reason = self.original(item) if original else self.item(item)
        self.check([] if reason is None else [Held(Thing.ITEM, self.control(item), reason)])

    def check_pages(self, item: ItemId) -> Answer:
        """What goes of an item's pages, whole or redacted; ExportError when they do not go."""
        answer = self.answer(item)
        if answer.reason is StayReason.UNDECIDED:
            hiding = self.withheld.redactions_of(item)
            waiting = [str(each.id) for each in hiding if each.state is RedactionState.PROPOSED]
            raise ExportError(
                f"redactions of {self.control(item)} wait for a second reviewer: {', '.join(waiting)}",
                "Nothing was written. Have them approved or declined, or cover them as they are: --with-proposed.",
            )
        if answer.way in {Way.PLACEHOLDER, Way.STAYS} and answer.reason is not None:
            self.check([Held(Thing.ITEM, self.control(item), answer.reason)])
        return answer

    def check_ledger(self, benefits: Iterable[int], endorsements: Iterable[int] = ()) -> None:
        """ExportError when some of the entries that a sum or a picture is made of may not leave."""
        stay = [(Thing.BENEFIT, each, self.benefit(BenefitId(each))) for each in benefits]
        stay += [(Thing.ENDORSEMENT, each, self.endorsement(EndorsementId(each))) for each in endorsements]
        self.check(Held(thing, str(number), reason) for thing, number, reason in stay if reason is not None)

    def check_written(self, entries: Mapping[str, Iterable[str]]) -> None:
        """WordsStayError when what reviewers wrote in some entries, by the name of each, repeats words that stay."""
        for what, held in self._held_words:
            if not repeats("\n".join(text for texts in entries.values() for text in texts), held):
                continue
            for name, texts in entries.items():
                if any(repeats(text, held) for text in texts):
                    raise WordsStayError(
                        f"words of {what} stand in {name}",
                        "Nothing was written. Say it there in words of your own, or say that those words may leave.",
                    )

    def repeats_held(self, text: str) -> bool:
        """Whether a text repeats words of what is privileged or was said under order, as far as that stays."""
        return any(repeats(text, held) for _, held in self._held_words)

    @cached_property
    def _held_words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is privileged and what was said under order, as far as it stays, each with its words."""
        privileged = () if self.terms.privileged else self.withheld.privileged_quotes
        compelled = () if self.terms.compelled else compelled_words(self.case)
        return ("a privileged item", tuple(privileged)), ("a compelled statement", tuple(compelled))

    def check_writable(self) -> None:
        """StorageError when the case is open for reading only, so that this is said before the work and not after.

        From a disk that nobody can write to it goes all the same: see :attr:`Case.left`.
        """
        self._write(_begin)

    # -- what is told ---------------------------------------------------------------------------------------------

    def control(self, item: ItemId) -> str:
        """The control number of an item."""
        return control_number(self._prefix, item)

    @property
    def stays(self) -> tuple[Held, ...]:
        """What was asked for so far and stays."""
        return tuple(self.held)

    # -- the way out ----------------------------------------------------------------------------------------------

    def write_file(
        self,
        out: Path,
        data: bytes,
        act: Export,
        *,
        subject: str = "",
        facts: Mapping[str, Any] | None = None,
        item: ItemId | None = None,
    ) -> str:
        """Write a file that must not exist yet, and tell of it in the trail; its SHA-256 in hexadecimal.

        ``item`` is of which it is the original, in which words may have been declined. InputError for a file that is
        there, StorageError when it cannot be written. ExportError when its name holds words that are redacted, or it
        is text that does; what is packed has been looked at by whoever made it.
        """
        self.check_text(out.name, data, item)
        digest = hashlib.sha256(data).hexdigest()
        with NewFile(out) as file:
            file.write(data)
            told = {"file": out.name, "sha256": digest, **(facts or {})}
            self.tell(act, subject or out.name, told, file.finish)
        return digest

    def finish_folder(self, folder: ExportFolder, act: Export, facts: Mapping[str, Any]) -> None:
        """Put a folder that is written into its place, and tell of it in the trail."""
        folder.make_durable()  # before the act: nobody who writes waits for a disk
        told = {"folder": folder.folder.name, **facts}
        self.tell(act, folder.folder.name, told, folder.finish)

    def finish(self, place: ExportFolder | EncryptedZip, act: Export, facts: Mapping[str, Any], subject: str) -> None:
        """Put a folder or an archive that is written into its place, and tell of it in the trail."""
        place.make_durable()  # before the act: nobody who writes waits for a disk
        kind = "folder" if isinstance(place, ExportFolder) else "file"
        self.tell(act, subject, {kind: place.place.name, **facts}, place.finish)

    def check_text(self, name: str, data: bytes, item: ItemId | None = None) -> None:
        """ExportError when the name of a file, or one that is text, holds words that are redacted or name a source."""
        if not self.withheld.hides_words:
            return
        packed = data.startswith((b"%PDF", b"PK")) or b"\0" in data[:4096]
        within = self.sought(*(() if item is None else (item,)))
        if first_found(name, self.sought()) or (not packed and first_found(data.decode("utf-8", "replace"), within)):
            raise ExportError(
                f"{name} would hold words that are redacted, or name a confidential source",
                "Nothing was written. `reviewer redaction list CASE` has the redactions, "
                "`reviewer confidential-source list CASE` the sources.",
            )

    def tell(self, act: Export, subject: str, facts: Mapping[str, Any], finish: Callable[[], None]) -> None:
        """One act that says what left, what was held back, and which state of the case that was."""

        def tell(case: Case) -> None:
            case.left.append(subject)
            if case.why_read_only:  # a trail on a write-protected disk cannot tell; whoever exports is told so
                finish()
                return
            with case.act(self.reviewer, act.value, subject) as made:
                made.facts.update(facts)
                made.facts["as of"] = audit.head(self.case)[0]
                if self.terms.receiver:
                    made.facts["receiver"] = self.terms.receiver
                if self.terms.codes:
                    made.facts["let go"] = self.terms.codes
                if self._covered:
                    made.facts["redacted"] = [[control, boxes] for control, boxes in self._covered.items()]
                if self.held:
                    made.facts["held back"] = [[each.thing.value, each.number, each.reason.value] for each in self.held]
                finish()

        self._write(tell)

    def _ask(self, reason: StayReason | None, thing: Thing, number: str) -> StayReason | None:
        if reason is None or self.terms.let_go(reason):
            return None
        self.hold(thing, number, reason)
        return reason

    @cached_property
    def _mask(self) -> Callable[[str], str]:
        named = dict.fromkeys(self.withheld.sources.words, confidential_source.CODE)
        redacted = {each.quote: each.what.reason for each in self.withheld.redactions if is_followed(each.quote)}
        return masker(named | redacted)


def _begin(case: Case) -> None:
    if not case.why_read_only:
        with case.transaction():
            pass
