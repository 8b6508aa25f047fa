"""The whole report, from what the case says: the first page, and the sections that are asked for in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from reviewer import __version__
from reviewer.domain.exports.report_options import CONFIDENTIALITY, ReportOptions, SectionKey
from reviewer.export.report.model import Block, Frame, Report, Section, rewritten, without_dead_ends
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.papers.account_sheet import account
from reviewer.usecases.exports.report_sections import (
    annex,
    checks,
    chronology,
    complaint_history,
    findings,
    interviews,
    ledger,
    method,
    summary,
)
from reviewer.usecases.exports.report_sections.sources import Sources
from reviewer.usecases.exports.report_sections.wording import state

_DRAWN: Mapping[SectionKey, Callable[[Sources], Iterator[Block]]] = {
    SectionKey.SUMMARY: summary.blocks,
    SectionKey.FINDINGS: findings.blocks,
    SectionKey.CHRONOLOGY: chronology.blocks,
    SectionKey.LEDGER: ledger.blocks,
    SectionKey.COMPLAINTS: complaint_history.blocks,
    SectionKey.INTERVIEWS: interviews.blocks,
    SectionKey.METHOD: method.blocks,
}


def drawn_up(sources: Sources, options: ReportOptions) -> tuple[Report, int]:
    """The report, and how many of its statements are supported by nothing."""
    say = sources.say
    made: list[Section] = []
    for key in options.sections:
        blocks = annex.blocks(sources, made) if key is SectionKey.ANNEX else _DRAWN[key](sources)
        made.append(Section(key.value, say(f"section.{key.value}"), tuple(blocks)))
    report = Report(
        title=sources.record.title,
        reference=sources.record.reference,
        agency=replace(sources.agency, name=options.agency or sources.agency.name),
        made=sources.made,
        reviewers=tuple(summary.investigators(sources)),
        confidentiality=_confidentiality(sources, options),
        program=f"Evidence Reviewer {__version__}",
        frame=_frame(sources, options),
        sections=tuple(made),
        files={each.number: each.file for each in sources.exhibits if each.file},
        paper=options.paper.value,
        language=options.language.value,
    )
    lacks = sum(1 for _ in annex.unsupported([each for each in made if each.key != SectionKey.ANNEX]))
    told = without_dead_ends(report)
    return (rewritten(told, sources.gate.masked) if sources.gate.withheld.hides_words else told), lacks


def _confidentiality(sources: Sources, options: ReportOptions) -> str:
    """What stands at the head of each page; the usual word is the language's own."""
    chosen = options.confidentiality
    return sources.say("frame.confidential") if chosen in {"", CONFIDENTIALITY} else chosen


def _numbers(sources: Sources, options: ReportOptions) -> str:
    if options.production is None:
        return ""
    found = productions.get(sources.gate.case, options.production)
    return sources.say("frame.numbers_said", number=str(found.id), first=found.bates_first, last=found.bates_last)


def _there(sources: Sources) -> int:
    """How many exhibits have their file beside the report."""
    return sum(1 for each in sources.exhibits if each.file)


def _note(sources: Sources) -> str:
    """How to read the report: what its cites lead to, as far as that is here."""
    say, there = sources.say, _there(sources)
    whole = there == len(sources.cited)
    links = "frame.note_links" if whole else "frame.note_links_partly" if there else "frame.note_no_links"
    return "".join(map(say, ("frame.note", links, "frame.note_days", "frame.note_language")))


def _exhibits(sources: Sources) -> str:
    there = _there(sources)
    if there == len(sources.cited):
        return sources.say("frame.exhibits_said", count=there)
    return sources.say("frame.exhibits_partly", count=len(sources.cited), there=there)


def _checked(sources: Sources) -> str:
    """How many quotes were checked, and how many stand on pages that were rebuilt without what is redacted."""
    rebuilt = sum(1 for exhibit, _ in sources.marked if exhibit.boxes)
    said = sources.say("frame.passages_said", count=len(sources.marked) - rebuilt)
    return f"{said}{sources.say.semicolon}{sources.say('frame.passages_rebuilt', count=rebuilt)}" if rebuilt else said


def _not_final(sources: Sources) -> str:
    """The allegations that a final report tells without a final finding, by name, each with how far its finding is."""
    say = sources.say
    return say.semicolon.join(
        say(
            "frame.not_final_said",
            number=str(one.id),
            officer=one.name,
            clause=one.clause.code,
            state=say("finding.none") if found is None else state(say, found),
        )
        for one, found in checks.not_final(sources.alleged)
    )


def _frame(sources: Sources, options: ReportOptions) -> Frame:
    say = sources.say
    totals = account(sources.gate).totals
    facts = [
        (say("frame.reference"), sources.record.reference or say("frame.no_reference")),
        (say("frame.made"), say.moment(sources.made)),
        (say("frame.reviewers"), ", ".join(summary.investigators(sources))),
        (say("frame.receiver"), sources.gate.terms.receiver),
        (say("frame.evidence"), say("frame.evidence_said", declared=totals.declared, failed=totals.failed)),
        (say("frame.passages"), _checked(sources)),
        (say("frame.exhibits"), _exhibits(sources)),
        (say("frame.numbers"), _numbers(sources, options)),
        (say("frame.not_final"), _not_final(sources) if options.final else ""),
        (say("frame.without"), ", ".join(say(f"section.{each.value}") for each in options.without)),
    ]
    return Frame(
        kind=say("frame.kind" if options.final else "frame.kind_draft"),
        contents=say("frame.contents"),
        page=say("frame.page"),
        of=say("frame.of"),
        facts=tuple((name, value) for name, value in facts if value),
        note=_note(sources),
        spelled=say("frame.spelled", count="{count}"),
        logo=say("frame.logo", name=options.agency or sources.agency.name or say("frame.agency")),
        colon=say.colon,
    )
