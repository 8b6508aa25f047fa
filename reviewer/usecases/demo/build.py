"""Build the demo case: write the evidence, take it in, enter what a reviewer found, export the report and a bundle.

Everything goes through the same use cases as with real evidence.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.lock import Lock
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import passages as kept_passages
from reviewer.domain.evidence.account import Account
from reviewer.domain.exports.report_options import ReportForm
from reviewer.domain.ids import ItemId, PassageId, TagId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import IncompleteError, NotFoundError, QuoteError, StorageError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases import cases, sandbox
from reviewer.usecases.analysis import analysis
from reviewer.usecases.demo import alleging, entering, evidence, interviewing, organising, policy, producing, queueing
from reviewer.usecases.demo.plan import PlannedPassage, Story
from reviewer.usecases.demo.story import tell
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import bundles
from reviewer.usecases.exports import report as reports
from reviewer.usecases.pages import item_pages, passages, tags
from reviewer.usecases.people import officers

PASSPHRASE = "lantern-demo-2016"  # noqa: S105 - everything in the demo is invented, and everybody may read it
SIGNING = alleging.SIGNING
TITLE = "Lantern Bell and the Port Merrow Police Department"
REFERENCE = "PMPD 16-0417"
AGENCY = "Port Merrow Police Department"
REVIEWER = "Demo Reviewer"

_ABOUT = f"""This folder was made by `reviewer demo`. Everyone and everything in it is invented.

evidence/      what the investigator gets: mailboxes, documents, tables
demo.evcase    the case; its passphrase is {PASSPHRASE}, the one for signing as second reviewer is {SIGNING}
report/        the findings report for counsel in each form, with its exhibits
bundle/        the first production as its receiver got it; index.html in data/ opens in any browser

`reviewer demo --again` makes all of it anew, and drops what was changed.
"""
_MARK = "ABOUT THE DEMO.txt"


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """Where the parts of the demo lie."""

    folder: Path

    @property
    def case(self) -> Path:
        """The case file."""
        return self.folder / "demo.evcase"

    @property
    def evidence(self) -> Path:
        """The evidence as it came."""
        return self.folder / "evidence"

    @property
    def report(self) -> Path:
        """The exported report."""
        return self.folder / "report"

    @property
    def bundle(self) -> Path:
        """The first production as a bundle."""
        return self.folder / "bundle"

    @property
    def screenshots(self) -> Path:
        """Pictures of the window, where there is no screen to open it on."""
        return self.folder / "screenshots"


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, in figures."""

    place: DemoPlace
    messages: int
    documents: int
    tables: int
    account: Account
    items: int
    officers: int
    passages: int
    links: int
    report: Path
    exhibits: int
    quotes_checked: int
    bundle: Path
    bundled: int
    bates: tuple[str, str]


def build(
    folder: Path,
    *,
    reviewer: str,
    again: bool = False,
    jobs: int | None = None,
    without_sandbox: bool = False,
    progress: Progress,
    say: Callable[[str], None] = lambda _words: None,
) -> Built:
    """Build the whole demo in a folder that is new, empty, or (``again``) an earlier demo's.

    ``say`` is told, in words, what comes next. UsageError when the folder holds something else, or a demo and ``again``
    was not said.
    """
    place = DemoPlace(folder)
    clear(place, again=again)
    story = tell()
    say("writing the evidence")
    written = evidence.write(story, place.evidence, progress)
    stop_if_cancelled(progress)
    case = cases.create(place.case, PASSPHRASE, title=TITLE, reference=REFERENCE, reviewer=reviewer)
    with closing(_Closing(case)), Workers(jobs) as workers:
        if without_sandbox:
            sandbox.waive(case, workers, reviewer=reviewer)
        workers.warm_up()
        desk = _Desk(case, workers, reviewer, progress)
        say("taking it in")
        _take_in(desk, written)
        say(f"marking {len(story.passages)} passages")
        _enter(desk, story, written)
        producing.show_agency(case, workers, reviewer=reviewer)
        say("exporting the report")
        options = reports.ReportOptions(forms=tuple(ReportForm), agency=AGENCY)
        exported = reports.export(case, workers, place.report, reviewer=reviewer, options=options, progress=progress)
        say("redacting, and handing over a production")
        handed = producing.enter(case, workers, place.bundle, reviewer=reviewer, progress=progress)
        return _in_figures(case, written, exported, handed, place)


def _in_figures(
    case: Case,
    written: evidence.Evidence,
    exported: reports.ReportExport,
    handed: bundles.BundleExport,
    place: DemoPlace,
) -> Built:
    info = cases.info(case)
    return Built(
        place=place,
        messages=written.messages,
        documents=written.documents,
        tables=written.tables,
        account=intake.report(case),
        items=info.items,
        officers=info.officers,
        passages=info.passages,
        links=kept_passages.link_count(case),
        report=exported.report,
        exhibits=len(exported.exhibits),
        quotes_checked=exported.quotes_checked,
        bundle=handed.place,
        bundled=handed.items,
        bates=(handed.production.bates_first, handed.production.bates_last),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the work is done: the case, who helps, who acts, who watches."""

    case: Case
    workers: Workers
    reviewer: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Closing:
    case: Case

    def close(self) -> None:
        cases.close(self.case)


def clear(place: DemoPlace, *, again: bool) -> None:
    """Make room for the demo, in a folder that bears its mark or is empty. LockedError while the demo is open."""
    mark = place.folder / _MARK
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        if not mark.exists() and any(place.folder.iterdir()):
            raise UsageError(
                f"the folder {place.folder} holds something other than a demo", "Name a new folder with --dir."
            )
        if mark.exists() and not again:
            raise UsageError(
                f"there is a demo in {place.folder} already",
                f"Open it with `reviewer {place.case}` (passphrase {PASSPHRASE}), or make it anew with --again.",
            )
        if place.case.exists():
            Lock(place.case).release()  # refuses while a window has the case open
        for made in (place.evidence, place.report, place.bundle, place.screenshots):
            if made.exists():
                shutil.rmtree(made)
        for file in place.folder.glob(f"{place.case.name}*"):
            file.unlink()
        mark.write_text(_ABOUT, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"the demo cannot be written to {place.folder}: {error.strerror}", "Name another folder with --dir."
        ) from error


def _take_in(desk: _Desk, written: evidence.Evidence) -> None:
    for custodian, path in written.sources:
        intake.add(
            desk.case,
            desk.workers,
            [path],
            custodian=custodian,
            source="Demo evidence",
            reviewer=desk.reviewer,
            progress=desk.progress,
        )
    analysis.arrange(desk.case, reviewer=desk.reviewer, progress=desk.progress, workers=desk.workers)
    account = intake.report(desk.case)
    if account.gaps:
        names = ", ".join(each.name for each in account.gaps)
        raise IncompleteError(f"the account of the demo's intake does not add up: {names}")


def _enter(desk: _Desk, story: Story, written: evidence.Evidence) -> None:
    """The codebook, the roster, all passages with what hangs on them, and what was made of them by hand."""
    case, reviewer = desk.case, desk.reviewer
    by_name: dict[str, TagId] = {}
    for tag in story.codebook:
        made = tags.add(case, tag.name, color=tag.color, key=tag.key, definition=tag.definition, reviewer=reviewer)
        by_name[tag.name] = made.id
    officers.import_roster(case, written.roster, reviewer=reviewer)
    organising.enter(case, story, reviewer=reviewer)
    marked: dict[str, PassageId] = {}
    for done, (planned, item) in enumerate(_located(case, story)):
        stop_if_cancelled(desk.progress)
        desk.progress.step(done, len(story.passages), planned.key)
        item_pages.ensure(case, desk.workers, item, reviewer=reviewer)
        try:
            added = passages.add_quote(
                case,
                item,
                planned.quote,
                tag_ids=[by_name[name] for name in planned.tags],
                concerns=[passages.concern(case, f"{who.serial}:{who.role}") for who in planned.officers],
                note=planned.note,
                note_for_report=True,
                reviewer=reviewer,
            )
        except QuoteError as error:
            raise QuoteError(f"{items.get(case, item).control}, planned as {planned.key}: {error}") from error
        marked[planned.key] = added.passage.id
    entering.enter(case, story, marked, reviewer=reviewer)
    policy.enter(case, written.roster.with_name(evidence.COMPLAINTS), desk.workers, reviewer=reviewer)
    alleging.enter(case, story, marked, reviewer=reviewer)
    interviewing.enter(case, story, marked, reviewer=reviewer)
    queueing.enter(case, reviewer=reviewer)


def _located(case: Case, story: Story) -> Iterator[tuple[PlannedPassage, ItemId]]:
    """Each planned passage with the item that holds it: of a message in several mailboxes, the copy taken in first."""
    for planned in story.passages:
        found: Sequence[ItemId] = ()
        if planned.message_id:
            found = items.of_message(case, planned.message_id)
        if planned.paper:
            name = story.paper(planned.paper).file
            members = items.children(case, found[0]) if found else items.many(case, items.named(case, name))
            found = [member.id for member in members if member.name == name]
        if not found:
            raise NotFoundError(f"no item holds the passage planned as {planned.key}")
        yield planned, found[0]
