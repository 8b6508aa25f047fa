"""Section 6, the interviews: who was asked when, and the answers that allegations cite."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.ids import PassageId
from reviewer.domain.interviews.interview import Interview, Question
from reviewer.domain.interviews.interview import clock as time_of
from reviewer.export.report.model import (
    Block,
    Definitions,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Span,
    Text,
    joined,
    words,
)
from reviewer.usecases.exports.report_sections.findings import proofs
from reviewer.usecases.exports.report_sections.sources import Sources, allegation_anchor


def blocks(sources: Sources) -> Iterator[Block]:
    """Every interview that was held, without what was said under order."""
    say = sources.say
    held = [each for each in sources.interviews if each.started]
    if not held:
        yield Paragraph(words(say("interviews.none")))
        return
    cited = _cited(sources)
    for each in held:
        yield from _interview(sources, each, cited)


def _cited(sources: Sources) -> dict[PassageId, list[int]]:
    """The allegations that put a passage to an element, by passage."""
    found: dict[PassageId, list[int]] = {}
    for one, _ in sources.alleged:
        for line in one.matrix:
            for ground in line.grounds:
                for passage in proofs(sources, ground):
                    if one.id not in found.setdefault(passage, []):
                        found[passage].append(one.id)
    return found


def _interview(sources: Sources, kept: Interview, cited: dict[PassageId, list[int]]) -> Iterator[Block]:
    say = sources.say
    yield Heading(say("chronology.interview", number=str(kept.id), name=kept.name), 2, f"interview-{kept.id}")
    present = ", ".join(f"{each.name} ({each.role})" if each.role else each.name for each in kept.participants)
    ended = say.moment(kept.ended) if kept.ended else say("interviews.not_ended")
    rows = (
        (say("interviews.began"), say.moment(kept.started)),
        (say("interviews.ended"), ended),
        (say("interviews.place"), kept.place),
        (say("interviews.present"), present),
        (say("interviews.record"), sources.record_of(kept)),
    )
    yield Definitions(tuple((name, words(value)) for name, value in rows if value))
    told = 0
    for question in kept.questions:
        answer = question.answer
        if answer is None:
            continue
        if kept.is_compelled(answer) and not sources.gate.terms.compelled:
            continue
        if answer.passage is not None and answer.passage in cited and answer.passage in sources.places:
            told += 1
            yield from _answer(sources, question, answer.passage, cited[answer.passage])
    under_order = sum(1 for each in kept.questions if each.answer is not None and kept.is_compelled(each.answer))
    if under_order and not sources.gate.terms.compelled:
        yield Paragraph(words(say("interviews.compelled", count=under_order)), Kind.REMARK)
    if not told:
        yield Paragraph(words(say("interviews.not_cited")))


def _answer(sources: Sources, question: Question, passage: PassageId, allegations: list[int]) -> Iterator[Block]:
    """A question, the answer word for word where the record or the transcript has it, and what rests on it."""
    say, answer = sources.say, question.answer
    if answer is None:
        return
    head = say("interviews.question", number=question.number, at=time_of(answer.seconds))
    yield Paragraph((Text(head + " ", Look.STRONG), Text(question.text)))
    said: list[Span] = [*sources.quote_of(passage), *sources.supported([passage])]
    if answer.reply.value:
        said.append(Text(f" {say.word('reply', answer.reply.value)}", Look.QUIET))
    yield Paragraph(tuple(said), Kind.QUOTATION)
    named = joined(
        (Ref(say("findings.allegation", number=str(each)), allegation_anchor(each)),) for each in allegations
    )
    yield Paragraph(say.spans("interviews.rests", allegations=named), Kind.REMARK)
