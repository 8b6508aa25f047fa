"""Sentences that several sections of the report say: of a benefit, an endorsement, a passage, a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reviewer.domain.dates import Days, How, When
from reviewer.domain.ledger.benefit import Facts
from reviewer.domain.ledger.endorsement import Praise
from reviewer.domain.ledger.pairing import Pair
from reviewer.domain.ledger.totals import Sum
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.note import Note
from reviewer.domain.pages.passage import CONTEXT, one_line
from reviewer.domain.people.officer import Grade, Link
from reviewer.domain.policy.clause import Clause
from reviewer.domain.policy.finding import Finding
from reviewer.export.report.model import Look, Spans, Text
from reviewer.export.texts import Texts
from reviewer.usecases.exports.report_values import Cited

_FIRST_WORD, _LAST_WORD = re.compile(r"^\S+(?=\s+\S)"), re.compile(r"(?<=\S)\s+\S+$")


def when(say: Texts, date: When) -> str:
    """A date as far as it is known."""
    if date.how is How.UNKNOWN:
        return say("word.no_date")
    return say(f"when.{date.how.value}", first=say.day(date.first), last=say.day(date.last) if date.last else "")


def days(say: Texts, known: Days) -> str:
    """A day, or from one to another."""
    if not known.earliest and not known.latest:
        return say("word.no_date")
    if known.earliest == known.latest:
        return say.day(known.earliest)
    key = "days.both" if known.earliest and known.latest else ("days.from" if known.earliest else "days.to")
    return say(key, first=say.day(known.earliest), last=say.day(known.latest))


def benefit(say: Texts, facts: Facts, organisation: str = "") -> str:
    """What became of a benefit, without who and when: “Accepted 2 × device (doorbell camera) from Lantern Bell”."""
    what = say.word("what", facts.what.value)
    if facts.quantity > 1:
        what = f"{say.number(facts.quantity)} × {what}"
    if facts.description:
        what += f" ({facts.description})"
    said = say(f"benefit.{facts.outcome.value.replace(' ', '_')}", what=what)
    donor = facts.donor or organisation
    if donor:
        said += say("benefit.from", donor=donor)
    if facts.via:
        said += say("benefit.via", via=facts.via)
    if facts.code:
        said += say("benefit.code", code=facts.code)
    return said


def value(say: Texts, facts: Facts) -> str:
    """The arithmetic of one benefit: “2 × $199.00 less $50.00 paid = $348.00”."""
    if facts.net is None or facts.low is None or facts.high is None:
        return say("value.unknown")
    one = say.amount(facts.low, facts.high, facts.currency)
    times = f"{say.number(facts.quantity)} × {one}" if facts.quantity > 1 else one
    if not facts.paid and facts.quantity == 1:
        return one
    paid = say("value.less", paid=say.amount(facts.paid, facts.paid, facts.currency)) if facts.paid else ""
    return f"{times}{paid} = {say.amount(*facts.net, facts.currency)}"


def worth(say: Texts, sums: Mapping[str, Sum]) -> str:
    """Sums of several benefits, low to high, in each currency, and how many have no known value; empty for none."""
    said = [say.amount(one.low, one.high, one.currency) for one in sums.values()]
    unvalued = sum(len(one.unvalued) for one in sums.values())
    return say.semicolon.join([*said, *([say("value.unvalued", count=unvalued)] if unvalued else [])])


def endorsement(say: Texts, praise: Praise) -> str:
    """What an endorsement was: “Recommended the doorbell camera to residents, by e-mail, reaching 40 people”."""
    said = say(
        "endorsement.said",
        product=praise.product or say("endorsement.product"),
        audience=say.word("audience", praise.audience.value),
    )
    if praise.medium:
        said += say("endorsement.medium", medium=praise.medium)
    if praise.reach is not None:
        said += say("endorsement.reach", count=praise.reach)
    return said


def between(say: Texts, pair: Pair) -> str:
    """How an endorsement stands to a benefit in time."""
    least, most = pair.least, pair.most
    if least is None and most is None:
        return say("pair.unknown")
    if least is None or most is None:
        known = most if least is None else least
        key = "pair.at_most" if least is None else "pair.at_least"
        return say(key, days=_apart(say, known or 0))
    return _apart(say, least) if least == most else say("pair.range", least=_apart(say, least), most=_apart(say, most))


def _apart(say: Texts, number: int) -> str:
    if number == 0:
        return say("pair.same")
    return say("pair.after" if number > 0 else "pair.before", count=abs(number))


def quote(say: Texts, marked: MarkedPassage, *, context: bool = True) -> Spans:
    """The words of a passage in their marks, with the words around them."""
    anchor = marked.passage.anchor
    said = say.quoted(one_line(anchor.quote))
    if not context:
        return said
    before, after = _context(anchor.prefix, anchor.suffix)
    lead = (Text(f"…{before}", Look.QUIET),) if before else ()
    trail = (Text(f"{after}…", Look.QUIET),) if after else ()
    return (*lead, *said, *trail)


def sender(say: Texts, exhibit: Cited) -> str:
    """Who sent an exhibit, or what it was attached to, or which interview it keeps."""
    if exhibit.item.sender:
        return say("sender.from", name=exhibit.item.sender)
    if exhibit.interview is not None and exhibit.date == exhibit.interview.started:
        return say("sender.interview", number=str(exhibit.interview.id))
    if exhibit.message is None:
        return say("sender.unknown")
    name = exhibit.message.sender
    key = "sender.attached_from" if name else "sender.attached"
    return say(key, control=exhibit.message.control, name=name)


def roles(say: Texts, links: list[Link] | tuple[Link, ...]) -> str:
    """What an officer has to do with a passage, and how sure that is."""
    return ", ".join(
        say.word("role", link.role.words)
        + ("" if link.grade is Grade.CERTAIN else f" ({say.word('grade', link.grade.value)})")
        for link in links
    )


def note(said: Note) -> Spans:
    """A reviewer's note that may leave, and who wrote it."""
    return (Text(one_line(said.text), Look.NOTE), Text(f" — {said.reviewer}", Look.QUIET))


def clause(of: Clause) -> str:
    """A clause by its code and its name."""
    return f"{of.code} {of.name}"


def around(say: Texts, marked: MarkedPassage) -> Spans:
    """What a passage has besides its words: its tags, how it was read, and the notes that may leave."""
    said: list[Text] = []
    if marked.tags:
        tags = say("findings.tags", tags=", ".join(tag.name for tag in marked.tags))
        said.append(Text(f" {tags}", Look.QUIET))
    if marked.read_by:
        said.append(Text(f" {say.word('read_by', marked.read_by)}", Look.QUIET))
    return (*said, *(span for each in marked.notes for span in (Text(" "), *note(each))))


def outcome(say: Texts, found: Finding | None) -> str:
    """How an allegation ends, under the agency's own name for it where there is one."""
    if found is None:
        return say("finding.none")
    word = say.word("outcome", found.words.outcome.value)
    named = f"{found.words.label} ({word})" if found.words.label else word
    return named if found.state.value == "final" else say("finding.open", outcome=named, state=state(say, found))


def state(say: Texts, found: Finding) -> str:
    """How far a finding has come."""
    return say.word("state", found.state.value)


def capital(text: str) -> str:
    """A text whose first letter is a capital."""
    return text[:1].upper() + text[1:]


def _context(before: str, after: str) -> tuple[str, str]:
    """The words around a quote on one line, with a space where the quote does not follow without one."""
    if len(before) >= CONTEXT:
        before = _FIRST_WORD.sub("", before)
    if len(after) >= CONTEXT:
        after = _LAST_WORD.sub("", after)
    lead, trail = before[-1:].isspace(), after[:1].isspace()
    return one_line(before) + (" " if lead else ""), (" " if trail else "") + one_line(after)
