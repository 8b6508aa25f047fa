"""What of a case stays on some terms, and why: told by one state of it.

Nothing is remembered of the asking. Whoever exports asks the gate, which remembers what was asked for and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import privilege, privilege_calls, volumes
from reviewer.casefile.exports import redactions
from reviewer.casefile.interviews import interview_compelled
from reviewer.casefile.ledger import benefits as ledger
from reviewer.casefile.pages import passages, tags
from reviewer.domain.exports.leaving import StayReason, Terms, Thing
from reviewer.domain.exports.redaction import Redaction, RedactionState, is_followed
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, PassageId, TagId
from reviewer.usecases.exports.named_sources import NOBODY, NamedSources, named
from reviewer.usecases.exports.redaction.redaction_following import open_items
from reviewer.usecases.interviews.interview_compelled import compelled_words


class Withheld:
    """What stays of the state of a case, on some terms."""

    def __init__(self, case: Case, terms: Terms) -> None:
        self.case = case
        self.terms = terms
        self._statements = frozenset(interview_compelled.statements(case))

    # -- items --------------------------------------------------------------------------------------------------------

    @cached_property
    def items(self) -> Mapping[ItemId, StayReason]:
        """Why an item does not go as it is, on these terms."""
        held: dict[ItemId, StayReason] = {}
        if not self.terms.privileged:
            held |= dict.fromkeys(self._privileged.parts, StayReason.PRIVILEGED_PART)
        held |= dict.fromkeys(self.redacted, StayReason.REDACTED)
        if not self.terms.proposed:
            undecided = (each.what.item for each in self.redactions if each.state is RedactionState.PROPOSED)
            held |= dict.fromkeys(undecided, StayReason.UNDECIDED)
        held |= dict.fromkeys(self._repeating, StayReason.REPEATS_REDACTED)
        held |= dict.fromkeys(self.sources.family, StayReason.FAMILY_NAMES_SOURCE)
        held |= dict.fromkeys(self.sources.open, StayReason.NAMES_SOURCE)
        if not self.terms.compelled:
            held |= dict.fromkeys(self.compelled, StayReason.COMPELLED)
        held |= {item: self._holding[item] for item in volumes.joined_among(self.case, self._holding)}
        if not self.terms.privileged:
            found = self._privileged
            held |= dict.fromkeys(found.family, StayReason.PRIVILEGED_FAMILY)
            held |= dict.fromkeys(found.copies, StayReason.PRIVILEGED_COPY)
            held |= dict.fromkeys(found.own, StayReason.PRIVILEGED)
        return held

    @cached_property
    def originals(self) -> Mapping[ItemId, StayReason]:
        """Why the bytes of an item do not go, on these terms."""
        return {**dict.fromkeys(self.sources.items, StayReason.HOLDS_SOURCE), **self._holding, **self.items}

    @cached_property
    def compelled(self) -> frozenset[ItemId]:
        """The items with compelled statements and the parts of an archive that was split, whatever the terms."""
        said = interview_compelled.items_with_statements(self.case)
        return frozenset(said).union(volumes.joined_among(self.case, privilege.holders(self.case, said)))

    @cached_property
    def sources(self) -> NamedSources:
        """The confidential sources, and the items that name one; nobody where the receiver may see them."""
        return NOBODY if self.terms.shows_sources else named(self.case)

    # -- redactions and words -----------------------------------------------------------------------------------------

    @cached_property
    def redactions(self) -> tuple[Redaction, ...]:
        """All redactions that keep something from receivers, proposed ones too."""
        return tuple(each for each in redactions.listed(self.case) if each.hides)

    @cached_property
    def redacted(self) -> frozenset[ItemId]:
        """The items of which something is redacted: their pages are rebuilt without it, or do not go."""
        return frozenset(each.what.item for each in self.redactions)

    @cached_property
    def rebuilt(self) -> frozenset[ItemId]:
        """The items whose pages go without what is redacted; not those with privileged words, on which more rests."""
        found = (item for item, reason in self.items.items() if reason is StayReason.REDACTED)
        return frozenset(item for item in found if not self.has_privileged_words(item))

    @property
    def hides_words(self) -> bool:
        """Whether there are words that nothing which leaves may hold."""
        return bool(self.redactions or self.sources.words)

    def redactions_of(self, item: ItemId) -> list[Redaction]:
        """The redactions of an item that keep something from receivers."""
        return list(self._redactions_by_item.get(item, ()))

    def privileged_on(self, item: ItemId) -> list[PassageId]:
        """The privileged passages of an item of which the rest may go, as far as they stay."""
        if self.terms.privileged:
            return []
        return list(self._privileged_by_item.get(item, ()))

    def has_privileged_words(self, item: ItemId) -> bool:
        """Whether words of an item, or of a copy of it, are privileged and stay."""
        return not self.terms.privileged and item in self._privileged.parts

    @cached_property
    def passages(self) -> frozenset[PassageId]:
        """All passages that stay with their items, or are compelled statements."""
        said = frozenset() if self.terms.compelled else self._statements
        return said | frozenset(passages.on_items(self.case, self.items.keys()))

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """What was said under order or stands on privileged items, as far as it stays: no code takes its place."""
        said = () if self.terms.compelled else compelled_words(self.case)
        kept = () if self.terms.privileged else self.privileged_quotes
        return (*said, *kept)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The same, and what is redacted or names a source."""
        return (*self.statements, *(each.quote for each in self.redactions if each.quote), *self.sources.words)

    @cached_property
    def privileged_passages(self) -> tuple[PassageId, ...]:
        """The passages that stand on what is privileged, whatever the terms."""
        found = self._privileged
        return tuple(passages.on_items(self.case, found.own | found.copies | found.family | found.parts))

    @property
    def privileged_quotes(self) -> Iterator[str]:
        """The words of those passages."""
        return (passages.get(self.case, each).passage.anchor.quote for each in self.privileged_passages)

    # -- the ledger and tags ------------------------------------------------------------------------------------------

    @cached_property
    def benefits(self) -> Mapping[BenefitId, StayReason]:
        """Why a benefit does not go: what proves it stays."""
        found: dict[BenefitId, StayReason] = {}
        for reason, proofs in self._proofs.items():
            found |= dict.fromkeys(ledger.proved_by(self.case, proofs), reason)
        return found

    @cached_property
    def endorsements(self) -> Mapping[EndorsementId, StayReason]:
        """Why an endorsement does not go: what proves it stays."""
        found: dict[EndorsementId, StayReason] = {}
        for reason, proofs in self._proofs.items():
            found |= dict.fromkeys(interview_compelled.endorsements_on(self.case, proofs), reason)
        return found

    @cached_property
    def entries(self) -> frozenset[tuple[Thing, int]]:
        """All entries of the ledger that stay."""
        stay = [(Thing.BENEFIT, int(each), reason) for each, reason in self.benefits.items()]
        stay += [(Thing.ENDORSEMENT, int(each), reason) for each, reason in self.endorsements.items()]
        return frozenset((thing, number) for thing, number, reason in stay if not self.terms.let_go(reason))

    @cached_property
    def internal_tags(self) -> Mapping[TagId, str]:
        """The tags that never leave, and their names."""
        return tags.internal(self.case)

    # -- what that rests on -------------------------------------------------------------------------------------------

    @cached_property
    def _redactions_by_item(self) -> Mapping[ItemId, Sequence[Redaction]]:
        found = defaultdict[ItemId, list[Redaction]](list)
        for each in self.redactions:
            found[each.what.item].append(each)
        return found

    @cached_property
    def _privileged_by_item(self) -> Mapping[ItemId, Sequence[PassageId]]:
        found = defaultdict[ItemId, list[PassageId]](list)
        for passage, item in privilege_calls.passages_withheld(self.case).items():
            found[item].append(passage)
        return found

    @cached_property
    def _privileged(self) -> privilege.Privileged:
        return privilege.privileged(self.case)

    @cached_property
    def _repeating(self) -> frozenset[ItemId]:
        """The items, not decided on, that hold what is redacted elsewhere; of regions and short words, copies alone."""
        unnamed = [each.what.item for each in self.redactions if not is_followed(each.quote)]
        decided = {each.what.item for each in redactions.listed(self.case)}
        repeating = open_items(self.case, [each.quote for each in self.redactions])
        return repeating | frozenset(privilege.copies(self.case, unnamed) - decided)

    @cached_property
    def _holding(self) -> Mapping[ItemId, StayReason]:
        """Why the bytes of what holds others do not go, on these terms."""
        said = frozenset() if self.terms.compelled else self.compelled
        found = None if self.terms.privileged else self._privileged
        privileged = () if found is None else found.holders | (privilege.holders(self.case, found.parts) - found.parts)
        return {
            **dict.fromkeys(privilege.holders(self.case, self.sources.items), StayReason.HOLDS_SOURCE),
            **dict.fromkeys(privilege.holders(self.case, self.redacted | self._repeating), StayReason.HOLDS_REDACTED),
            **dict.fromkeys(privilege.holders(self.case, said), StayReason.HOLDS_COMPELLED),
            **dict.fromkeys(privileged, StayReason.HOLDS_PRIVILEGED),
        }

    @cached_property
    def _proofs(self) -> Mapping[StayReason, Collection[PassageId]]:
        """The passages on which an entry of the ledger does not go, by the reason."""
        kept = () if self.terms.privileged else self.privileged_passages
        return {StayReason.RESTS_ON_COMPELLED: self._statements, StayReason.RESTS_ON_PRIVILEGED: kept}
