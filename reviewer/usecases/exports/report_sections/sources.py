"""What the sections of the report draw on: read from the case once, without what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reviewer.casefile.engine.record import CaseRecord, record
from reviewer.casefile.exports import agency
from reviewer.casefile.ledger import figures as ledger_lines
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import tags
from reviewer.casefile.people import officers
from reviewer.domain.exports.agency import Agency
from reviewer.domain.exports.leaving import Thing
from reviewer.domain.ids import ItemId, OfficerId, PassageId
from reviewer.domain.interviews.interview import Interview
from reviewer.domain.ledger import figures as counting
from reviewer.domain.ledger.figures import Figures
from reviewer.domain.ledger.pairing import Pair, pairs
from reviewer.domain.ledger.totals import Summand
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.people_found import filing_key
from reviewer.domain.pictures.entries import Praised
from reviewer.domain.policy.allegation import Allegation, GroundKind
from reviewer.domain.policy.finding import Finding
from reviewer.domain.policy.look_again import LookAgain
from reviewer.export.model import ExhibitRow, Withheld
from reviewer.export.report.model import Cite, Look, Ref, Spans, Text, joined, plain
from reviewer.export.texts import Texts
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.report_sections import look_again
from reviewer.usecases.exports.report_values import Cited
from reviewer.usecases.interviews import interviews
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.ledger.benefits import BenefitEntry
from reviewer.usecases.ledger.endorsements import EndorsementEntry
from reviewer.usecases.policy import complaints, findings
from reviewer.usecases.policy.complaints import Known

Bates = Callable[[str, int], str]
"""The Bates number of a page (from 1) of an item, by its control number; empty where it has none."""


def no_bates(_control: str, _page: int) -> str:
    """Where no production is given."""
    return ""


@dataclass
class Sources:
    """The case as the report may tell it, in the language of ``say``. What is asked of the gate is remembered there."""

    gate: Gate
    say: Texts
    cited: Sequence[Cited]
    exhibits: Sequence[ExhibitRow]
    withheld: Sequence[Withheld]
    left_out: frozenset[int]
    made: str
    bates: Bates = no_bates
    whole: Mapping[OfficerId, str] = field(default_factory=dict)
    """What is linked to officers as a whole, by control numbers."""

    @cached_property
    def record(self) -> CaseRecord:
        """What the case says of itself."""
        return record(self.gate.case)

    @cached_property
    def agency(self) -> Agency:
        """The agency that the papers of the case show."""
        return agency.kept(self.gate.case)

    @cached_property
    def marked(self) -> Sequence[tuple[Cited, MarkedPassage]]:
        """Every passage that goes, with its exhibit, in order of time and place."""
        return [(each, marked) for each in self.cited for marked in each.marked]

    @cached_property
    def places(self) -> Mapping[PassageId, tuple[Cited, int]]:
        """Where each passage stands: its exhibit, and the page of it."""
        return {marked.passage.id: (each, marked.passage.anchor.span.start.page) for each, marked in self.marked}

    def quote_of(self, passage: PassageId) -> Spans:
        """The words of a passage that goes, as far as they go, in their marks."""
        said = next(each.passage.anchor.quote for _, each in self.marked if each.passage.id == passage)
        return self.say.quoted(one_line(said))

    @cached_property
    def officers(self) -> Mapping[OfficerId, Officer]:
        """Everybody."""
        return {each.id: each for each in officers.listed(self.gate.case)}

    # -- the ledger -----------------------------------------------------------------------------------------------

    @cached_property
    def benefits(self) -> Sequence[BenefitEntry]:
        """The benefits that go, in order of time."""
        return [each for each in benefits.listed(self.gate.case) if self.gate.benefit(each.benefit.id) is None]

    @cached_property
    def endorsements(self) -> Sequence[EndorsementEntry]:
        """The endorsements that go, in order of time."""
        found = endorsements.listed(self.gate.case)
        return [each for each in found if self.gate.endorsement(each.endorsement.id) is None]

    @cached_property
    def entries_held(self) -> Sequence[str]:
        """The entries of the ledger that stay, as they are named."""
        held = sorted((thing.value, number) for thing, number in self.gate.withheld.entries)
        return [f"{'B' if thing == Thing.BENEFIT.value else 'E'}-{number}" for thing, number in held]

    @cached_property
    def lines(self) -> Sequence[Summand]:
        """The benefits that go, as sums need them."""
        going = {each.benefit.id for each in self.benefits}
        return [line for line in ledger_lines.lines(self.gate.case) if line.id in going]

    @cached_property
    def praised(self) -> Sequence[Praised]:
        """The endorsements that go, as pictures need them."""
        going = {each.endorsement.id for each in self.endorsements}
        return [each for each in ledger_lines.praised(self.gate.case, Wanted()) if each.id in going]

    @cached_property
    def figures(self) -> Figures:
        """The key figures, as ``case figures`` has them, without what stays."""
        case, gone = self.gate.case, self.gate.withheld.entries
        endorsed = [each for each in ledger_lines.endorsed(case) if (Thing.ENDORSEMENT, each.id) not in gone]
        coded = [each for each in ledger_lines.coded(case) if (Thing.BENEFIT, each.id) not in gone]
        return counting.figures(self.officers.values(), self.lines, endorsed, coded)

    @cached_property
    def pairs(self) -> Mapping[OfficerId, Sequence[Pair]]:
        """The endorsements beside the benefits of each officer, the nearest in time first."""
        case, gone = self.gate.case, self.gate.withheld.entries
        found: dict[OfficerId, list[Pair]] = {}
        for pair in pairs(ledger_lines.endorsed(case), ledger_lines.received(case)):
            if not {(Thing.BENEFIT, pair.benefit), (Thing.ENDORSEMENT, pair.endorsement)} & gone:
                found.setdefault(pair.officer, []).append(pair)
        return found

    # -- policy ---------------------------------------------------------------------------------------------------

    @cached_property
    def alleged(self) -> Sequence[tuple[Allegation, Finding | None]]:
        """The allegations that go, in the order they were entered, each with the finding on it."""
        return [
            (one, found and replace(found, look_again=self.changed(one, found.look_again)))
            for one, found in findings.overview(self.gate.case)
            if one.id not in self.left_out
        ]

    @cached_property
    def accused(self) -> Sequence[Officer]:
        """The officers with an allegation, by surname."""
        return self.by_name(alleged.officer for alleged, _ in self.alleged)

    @cached_property
    def history(self) -> complaints.Overview:
        """The history of complaints, without those whose table stays."""
        return complaints.overview(self.gate.case, without=self._tables_held)

    @cached_property
    def complaints_held(self) -> int:
        """How many complaints the history lacks because the table that they stand in stays."""
        found = {each.complaint.number for each in self._complaints if each.complaint.item in self._tables_held}
        return len(found - {each.complaint.number for each in self.history.known})

    @cached_property
    def _tables_held(self) -> frozenset[ItemId]:
        tables = {each.complaint.item for each in self._complaints if each.complaint.item is not None}
        return frozenset(table for table in tables if self.gate.item(table) is not None)

    @cached_property
    def _complaints(self) -> Sequence[complaints.Known]:
        return complaints.listed(self.gate.case)

    # -- interviews -----------------------------------------------------------------------------------------------

    @cached_property
    def interviews(self) -> Sequence[Interview]:
        """All interviews, in the order they were entered."""
        return interviews.listed(self.gate.case)

    def record_of(self, kept: Interview) -> str:
        """The control numbers of an interview's record and transcript, as far as they go."""
        kept_items = (each for each in (kept.record, kept.transcript, kept.recording) if each is not None)
        return ", ".join(self.gate.control(each) for each in kept_items if self.gate.item(each) is None)

    # -- cites ----------------------------------------------------------------------------------------------------

    def cite(self, exhibit: Cited, page: int) -> Cite:
        """A page of an exhibit, in the words in which a brief cites it."""
        number = self.bates(exhibit.item.control, page) or str(page)
        return Cite(exhibit.name.number, page, self.say("cite", exhibit=str(exhibit.name.number), page=number))

    def cites(self, passages: Iterable[PassageId]) -> Spans:
        """Where passages stand, each page once, in order of the exhibits; empty when they are in none."""
        found = {(place[0].name.number, place[1]): place for each in passages if (place := self.places.get(each))}
        return joined([(self.cite(*found[key]),) for key in sorted(found)], self.say.semicolon)

    def supported(self, passages: Iterable[PassageId]) -> Spans:
        """The cites of a statement in brackets, or the word that it is unsupported."""
        found = self.cites(passages)
        return (Text(" ("), *found, Text(")")) if found else self.unsupported

    def cites_of(self, passages: Iterable[PassageId]) -> Spans:
        """The cites of a row, or the word that it is unsupported."""
        return self.cites(passages) or (Text(self.say("word.unsupported"), Look.LACK),)

    def source(self, known: Known) -> Spans:
        """Where a complaint is written in the agency's table, or the word that it is unsupported."""
        if not known.table:
            return (Text(self.say("word.unsupported"), Look.LACK),)
        return (Text(self.say("word.source_line", control=known.table, line=str(known.complaint.line))),)

    @property
    def unsupported(self) -> Spans:
        """The mark of a statement that rests on nothing."""
        return (Text(" ["), Text(self.say("word.unsupported"), Look.LACK), Text("]"))

    def query(self, text: str) -> str:
        """A search as it may be told: one that names an internal tag is not, nor what is looked for in notes."""
        if tags.names_internal(self.gate.case, text):
            return self.say("looked.internal")
        if not self.gate.terms.private_notes and tags.searches_notes(self.gate.case, text):
            return self.say("looked.notes")
        return plain(self.say.quoted(text))

    def changed(self, one: Allegation, lines: Sequence[LookAgain]) -> tuple[LookAgain, ...]:
        """What has changed about an allegation, with each search in it as it may be told.

        A passage is told by its words and its exhibit: its number is known to the case alone.
        """
        queries = {
            query: self.query(query) for line in one.matrix for each in line.confirmations for query in each.queries
        }
        return look_again.may_tell(lines, queries, self._ground)

    def _ground(self, name: str) -> str:
        kind, _, number = name.partition(" ")
        if kind != GroundKind.PASSAGE:
            return name
        passage = PassageId(int(number))
        if passage not in self.places:
            return self.say("findings.other_passage")
        return plain((*self.quote_of(passage), *self.supported([passage])))

    # -- names ----------------------------------------------------------------------------------------------------

    def who(self, officer: Officer) -> Spans:
        """An officer by name and serial number, leading to what was found."""
        return (Ref(named(officer), officer_anchor(officer.id)),)

    def by_name(self, wanted: Iterable[OfficerId]) -> list[Officer]:
        """Officers in the order of their surnames, each once."""
        return sorted((self.officers[each] for each in set(wanted)), key=filing_order)

    def entry(self, number: int, kind: str) -> Spans:
        """An entry of the ledger by its number, ``B-3`` or ``E-3``, leading to it."""
        return (Ref(f"{kind}-{number}", "table-benefits" if kind == "B" else "table-endorsements"),)


def filing_order(officer: Officer) -> tuple[tuple[str, str], str, str, OfficerId]:
    """What officers are put in order by: the surname, then the first name; two of one name by serial number."""
    return filing_key(officer.name), officer.name.casefold(), officer.serial, officer.id


def named(officer: Officer) -> str:
    """An officer by name and serial number."""
    return f"{officer.name} ({officer.serial})" if officer.serial else officer.name


def officer_anchor(officer: OfficerId) -> str:
    """Where an officer's findings begin."""
    return f"officer-{officer}"


def allegation_anchor(allegation: int) -> str:
    """Where an allegation stands."""
    return f"allegation-{allegation}"
