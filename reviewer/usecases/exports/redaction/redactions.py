"""Say what of an item's pages receivers must not see: words, regions, pages, header fields; and decide on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.exports import redactions
from reviewer.casefile.pages import renditions
from reviewer.domain.exports.redaction import (
    CODE,
    REASONS,
    Cover,
    Draft,
    Redaction,
    RedactionKind,
    RedactionState,
)
from reviewer.domain.exports.redaction_boxes import PageBox, boxes_of
from reviewer.domain.ids import ItemId, RedactionId, RenditionId
from reviewer.domain.pages.page_text import Box
from reviewer.domain.pages.passage import Anchor, Place, Span, anchor, find_quote, still_holds
from reviewer.domain.people.person_names import check_scripts, same_person
from reviewer.domain.plain_line import plain_line
from reviewer.errors import InputError, NotFoundError, QuoteError

# Handed on as the case file answers it.
reasons = redactions.reasons

_MEANING = 60
"""Characters of what a reason means: it stands in a table."""

_NAMED = 10
"""So many redactions are named where many are refused."""


@dataclass(frozen=True, slots=True)
class Said:
    """A redaction with the control number of its item."""

    redaction: Redaction
    control: str

    @property
    def where(self) -> str:
        """“GIFTS-000012 page 3”, “GIFTS-000012 pages 3–5”."""
        what = self.redaction.what
        pages = f"page {what.first_page}" if what.first_page == what.last_page else None
        return f"{self.control} {pages or f'pages {what.first_page}–{what.last_page}'}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A redaction with its boxes; none where its words are no longer at their place, so that nothing can leave."""

    said: Said
    boxes: tuple[PageBox, ...]


def add_quote(
    case: Case,
    item: ItemId,
    quote: str,
    reason: str,
    *,
    occurrence: int | None = None,
    cover: Cover = Cover.LINE,
    reviewer: str,
) -> Said:
    """Propose to redact the words of an item's pages that a quote gives; QuoteError as for a passage."""
    rendition = _rendition(case, item)
    found = find_quote(renditions.texts(case, rendition), quote, occurrence)
    return _add(case, of_words(item, rendition, found, reason, cover), reviewer)


def add_span(case: Case, item: ItemId, span: Span, reason: str, *, reviewer: str) -> Said:
    """Propose to redact a span of an item's pages; QuoteError when it holds no words."""
    rendition = _rendition(case, item)
    found = anchor(renditions.texts(case, rendition), span)
    return _add(case, of_words(item, rendition, found, reason, Cover.LINE), reviewer)


def add_header(case: Case, item: ItemId, field: str, reason: str, *, reviewer: str) -> Said:
    """Propose to redact a field of the head of a message's first page; InputError when the page has none of it."""
    rendition = _rendition(case, item)
    texts = renditions.texts(case, rendition)
    name = field.strip().rstrip(":")
    field_of = re.compile(rf"^{re.escape(name)}:?[ \t]+(?P<value>\S.*?)\s*?(?=\n\n|\Z)", _LINES)
    found = field_of.search(texts[0]) if texts and name else None
    if found is None:
        raise InputError(
            f"the first page has no field “{name}”", "It is called as on the page: From, To, Cc, Date, Subject …"
        )
    span = Span(Place(1, found.start("value")), Place(1, found.end("value")))
    made = of_words(item, rendition, anchor(texts, span), reason, Cover.LINE)
    return _add(case, replace(made, found_by=f"field {name}"), reviewer)


_LINES = re.MULTILINE | re.DOTALL | re.IGNORECASE


def add_page(case: Case, item: ItemId, first: int, last: int, reason: str, *, reviewer: str) -> Said:
    """Propose to redact whole pages, from the first to the last; InputError for pages that there are not."""
    rendition = _rendition(case, item)
    _check_pages(case, item, rendition, first, last)
    return _add(case, Draft(item, rendition, RedactionKind.PAGE, first, last, _reason(case, reason)), reviewer)


def add_region(case: Case, item: ItemId, page: int, box: Box, reason: str, *, reviewer: str) -> Said:
    """Propose to redact a region of a page, in points from its top left corner; InputError for one off the page."""
    rendition = _rendition(case, item)
    _check_pages(case, item, rendition, page, page)
    size = renditions.sizes(case, rendition)[page - 1]
    x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(size.width, box[2]), min(size.height, box[3])
    if not all(map(isfinite, box)) or x1 - x0 < 1 or y1 - y0 < 1:
        raise InputError(
            "this region is not on the page, or has no width or no height",
            f"The page is {size.width:.0f} by {size.height:.0f} points; give left, top, right, bottom.",
        )
    draft = Draft(item, rendition, RedactionKind.REGION, page, page, _reason(case, reason), box=(x0, y0, x1, y1))
    return _add(case, draft, reviewer)


def add_drafts(
    case: Case, drafts: Sequence[Draft], subject: str, *, declined_anew: bool = False, reviewer: str
) -> list[Said]:
    """Propose many at once, as one act; those that are there already are left as they are and left out here.

    ``declined_anew``: not those that were declined, which are asked about once more.
    """
    new = [draft for draft in drafts if _is_new(redactions.same(case, draft), declined_anew=declined_anew)]
    with case.act(reviewer, "redaction add", subject) as act:
        made = [redactions.add(act, draft, reviewer) for draft in new]
    return [_said(case, each) for each in made]


def _is_new(there: Redaction | None, *, declined_anew: bool) -> bool:
    return there is None or (declined_anew and not there.hides)


def remove(case: Case, wanted: Sequence[RedactionId], *, reviewer: str) -> list[Said]:
    """Take back what is not approved; InputError for what is, and while others follow it. Returns what they were."""
    before = [_said(case, each) for each in dict.fromkeys(wanted)]
    for each in before:
        number = each.redaction.id
        if each.redaction.state is RedactionState.APPROVED:
            raise InputError(
                f"redaction {number} is approved, so nobody can take it back alone",
                f"A second reviewer can decline it, in Review or by `reviewer redaction decline CASE {number}`.",
            )
    with case.act(reviewer, "redaction remove", before[0].where if len(before) == 1 else _subject(before)) as act:
        for number in sorted((each.redaction.id for each in before), reverse=True):  # a later one may follow an earlier
            redactions.remove(act, number)
    return before


def decide(case: Case, wanted: Sequence[RedactionId], state: RedactionState, *, reviewer: str) -> list[Said]:
    """Approve or decline redactions as a second reviewer; InputError for one who proposed any of them."""
    check_scripts(reviewer)
    found = [_said(case, each) for each in dict.fromkeys(wanted)]
    own = [each for each in found if same_person(each.redaction.reviewer, reviewer)]
    if own:
        numbers = ", ".join(str(each.redaction.id) for each in own[:_NAMED])
        more = f" and {len(own) - _NAMED:,} more" if len(own) > _NAMED else ""
        raise InputError(
            f"{reviewer} proposed redaction {numbers}{more}, so somebody else has to decide on it",
            "Decide as a second reviewer, by --reviewer or under “Use another name…”; "
            "who proposed it can only remove it.",
        )
    verb = "redaction approve" if state is RedactionState.APPROVED else "redaction decline"
    changed = [each for each in found if each.redaction.state is not state]
    with case.act(reviewer, verb, _subject(changed)) as act:
        for each in changed:
            redactions.decide(act, each.redaction.id, state, reviewer)
    return [_said(case, each.redaction.id) for each in found]


def listed(case: Case, item: ItemId | None = None) -> list[Said]:
    """All redactions, or those of an item, in order of place."""
    found = redactions.listed(case) if item is None else redactions.of_item(case, item)
    controls = {each.id: each.control for each in items.many(case, sorted({each.what.item for each in found}))}
    return [Said(each, controls[each.what.item]) for each in found]


def on_pages(case: Case, item: ItemId) -> list[Placed]:
    """The redactions of an item, in order of place, each with the boxes that it has on the pages as they are now."""
    found = listed(case, item)
    rendition = renditions.of_item(case, item) if found else None
    return [Placed(each, () if rendition is None else _boxes(case, rendition.id, each.redaction)) for each in found]


def get(case: Case, redaction: RedactionId) -> Said:
    """One redaction; NotFoundError when there is none of that number."""
    return _said(case, redaction)


def reasons_by_use(case: Case, *, reviewer: str) -> Mapping[str, str]:
    """The reasons of a case with their meanings, the one that a reviewer gave last first."""
    known, last = redactions.reasons(case), redactions.last_reason(case, reviewer)
    return {last: known[last], **known} if last in known else known


def last_reason(case: Case, *, reviewer: str) -> str:
    """The code of the reason that a reviewer gave last; empty when there is none, or it is no reason any more."""
    last = redactions.last_reason(case, reviewer)
    return last if last in redactions.reasons(case) else ""


def put_reason(case: Case, code: str, meaning: str, *, reviewer: str) -> Mapping[str, str]:
    """Call a reason otherwise, or add one; without a meaning, take back what this case said of it."""
    code, meaning = code.strip().upper(), plain_line(meaning)
    if not CODE.fullmatch(code):
        raise InputError(f"“{code}” cannot be a code", "It is one to eight letters and digits, a letter first.")
    if len(meaning) > _MEANING:
        raise InputError(f"{len(meaning)} characters are too many for a reason", f"{_MEANING} are the most.")
    used = redactions.with_reason(case, code)
    if not meaning and used and code not in REASONS:
        raise InputError(f"{used} redactions have the reason {code}", "Give those another reason first.")
    with case.act(reviewer, "redaction reason", code) as act:
        if meaning:
            redactions.put_reason(act, code, meaning)
        elif not redactions.remove_reason(act, code):
            raise NotFoundError(f"this case says nothing of its own about {code}")
    return redactions.reasons(case)


def rendition_of(case: Case, item: ItemId) -> RenditionId:
    """The pages of an item, for something on them to be redacted; NotFoundError when it has none yet."""
    return _rendition(case, item)


def known_reason(case: Case, code: str) -> str:
    """The code of a reason as it is kept; InputError, with the ones there are, for no reason of this case."""
    return _reason(case, code)


def of_words(item: ItemId, rendition: RenditionId, found: Anchor, reason: str, cover: Cover) -> Draft:
    """A draft for words of an item's pages."""
    first, last = found.span.start.page, found.span.end.page
    return Draft(item, rendition, RedactionKind.WORDS, first, last, reason, found, None, cover)


def _add(case: Case, draft: Draft, reviewer: str) -> Said:
    reason = _reason(case, draft.reason)
    known = redactions.same(case, draft)
    if known is not None:
        raise QuoteError(f"redaction {known.id} covers just this already, with the reason {known.what.reason}")
    with case.act(reviewer, "redaction add", items.get(case, draft.item).control) as act:
        number = redactions.add(act, replace(draft, reason=reason), reviewer)
    return _said(case, number)


def _boxes(case: Case, rendition: RenditionId, redaction: Redaction) -> tuple[PageBox, ...]:
    what = redaction.what
    numbers = range(what.first_page, what.last_page + 1)
    pages = {number: page for number in numbers if (page := renditions.page(case, rendition, number)) is not None}
    if what.rendition != rendition or len(pages) < len(numbers):
        return ()
    if what.anchor is not None:
        start, end = what.anchor.span.start, what.anchor.span.end
        near = Span(Place(1, start.offset), Place(end.page - start.page + 1, end.offset))
        if not still_holds([page.text for page in pages.values()], replace(what.anchor, span=near)):
            return ()
    return tuple(boxes_of(what, pages))


def _said(case: Case, redaction: RedactionId) -> Said:
    found = redactions.get(case, redaction)
    return Said(found, items.get(case, found.what.item).control)


def _subject(changed: Sequence[Said]) -> str:
    controls = list(dict.fromkeys(each.control for each in changed))
    return ", ".join(controls[:3]) + (f" and {len(controls) - 3} more" if len(controls) > 3 else "")


def _rendition(case: Case, item: ItemId) -> RenditionId:
    found = renditions.of_item(case, item)
    if found is None:
        control = items.get(case, item).control
        raise NotFoundError(f"{control} has no pages yet", "Open it first, so that they are made.")
    return found.id


def _reason(case: Case, code: str) -> str:
    known, wanted = redactions.reasons(case), code.strip().upper()
    if wanted not in known:
        raise InputError(
            f"“{code}” is no reason for a redaction in this case",
            f"Use one of: {', '.join(known)}; or add one with `reviewer redaction reason`.",
        )
    return wanted


def _check_pages(case: Case, item: ItemId, rendition: RenditionId, first: int, last: int) -> None:
    count = len(renditions.sizes(case, rendition))
    if not 1 <= first <= last <= count:
        raise InputError(f"{items.get(case, item).control} has {count} pages, so there are no pages {first}–{last}")
