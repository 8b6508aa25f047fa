"""What lies beside the documents of a bundle: report, load files, logs, tables and the first page that lists them.

All of it is in the language of the bundle. The names of files, and those of the fields of load files, are what the
standards and other programs expect, and are the same in each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer import __version__
from reviewer.domain import clock
from reviewer.domain.exports.report_options import Language
from reviewer.domain.sheet import Column, Table, table_csv
from reviewer.export.bundle_papers import Cover, index_page, ours
from reviewer.export.load_files import Replaced, carried, dat, opt
from reviewer.export.sheets import workbook
from reviewer.export.texts import Texts
from reviewer.usecases.exports import agency, production_history, sheets
from reviewer.usecases.exports.bundle_documents import Document, Making
from reviewer.usecases.exports.bundle_files import custody_graph, edrm_load_file, findings_report, interchange
from reviewer.usecases.exports.bundle_files.findings_report import BundleReport
from reviewer.usecases.exports.bundle_files.interchange import Interchange, Marks
from reviewer.usecases.exports.papers import account_sheet, hidden_words, privilege_log, redaction_log

INDEX = "index.html"
DAT, OPT = "load/production.dat", "load/production.opt"
PROGRAM = f"Evidence Reviewer {__version__}"
_REPLACED = "load/replaced.csv"


@dataclass(frozen=True, slots=True)
class Beside:
    """What was made beside the documents, where it was wanted."""

    report: BundleReport | None
    interchange: Interchange | None


def write(
    making: Making, documents: Sequence[Document], marks: Marks | None, begins: Callable[[str], None], *, report: bool
) -> Beside:
    """Write report, load files, logs, tables and the first page; ``begins`` hears what is about to be made.

    ExportError when one of them holds what is redacted; a report that would is not written.
    """
    gate, bag = making.gate, making.bag
    begins("load files")
    marked = None if marks is None else marks.finish()
    papers = [*_papers(making, documents), *(() if marked is None else marked.papers)]
    made = findings_report.make(making, begins) if report and making.marked else None
    begins("first page")
    reports = () if made is None else made.papers  # searched when they were made
    told = tuple((name, words) for name, words, _ in (*reports, *papers))
    gaps = tuple(each.said(making.say) for each in production_history.not_used(gate, making.production, making.say))
    found = () if made is None else made.findings
    cover = replace(cover_of(making), papers=told, gaps=gaps, agency=agency.shown(gate), findings=found)
    index = index_page(cover, [each.entry for each in documents], making.say)
    for name, _, data in reports:
        bag.add(name, data)
    for name, _, data in (*papers, (INDEX, "", index)):
        within = marked.texts_of if marked is not None and name == interchange.CODEBOOK else ()
        making.redactor.attack(name, _told(name, data, making.say), gate.sought(*within))
        bag.add(name, data)
    return Beside(made, marked)


def cover_of(making: Making) -> Cover:
    """What is said of the whole."""
    production = making.production
    return Cover(
        title=production.title,
        receiver=production.receiver,
        confidentiality=production.confidentiality,
        first=production.bates_first,
        last=production.bates_last,
        made=clock.now(),
        program=PROGRAM,
        papers=(),
        order=making.say(f"order.{production.order.value}"),
    )


def fitted(documents: Sequence[Document]) -> tuple[list[dict[str, str]], list[Replaced]]:
    """The lines of the load file as it can carry them, and which signs it cannot."""
    rows: list[dict[str, str]] = []
    replaced: list[Replaced] = []
    for each in documents:
        row, told = carried(each.row)
        rows.append(row)
        replaced += told
    return rows, replaced


def _told(name: str, data: bytes, say: Texts) -> bytes:
    """What a paper tells of the case: of the first page all but its style and script, whose words are the program's."""
    for each in ours(say) if name == INDEX else ():
        data = data.replace(each.encode(), b"", 1)
    return data


def _papers(making: Making, documents: Sequence[Document]) -> Iterator[tuple[str, str, bytes]]:
    """The files beside the documents: their names, what each is, and their bytes."""
    say = making.say
    rows, replaced = fitted(documents)
    yield DAT, say("file.dat"), dat(rows)
    yield OPT, say("file.opt"), opt(image for each in documents for image in each.images)
    yield edrm_load_file.FILE, say("file.edrm"), edrm_load_file.make(making, documents)
    yield _REPLACED, say("file.replaced"), _replaced_csv(replaced, say)
    hidden = [row for each in documents for row in each.hidden]
    if hidden:
        yield hidden_words.FILE, say("file.hidden"), _csv(hidden_words.table(hidden, say))
    yield from _logs(making)
    if making.marked:
        yield from _tables(making)
        yield custody_graph.FILE, say("file.custody"), custody_graph.make(making, documents)


def _logs(making: Making) -> Iterator[tuple[str, str, bytes]]:
    """What is withheld, redacted and called back, and the numbers that are not used."""
    gate, say = making.gate, making.say
    log = privilege_log.log_of(gate, say, making.production)
    for suffix in (".csv", ".xlsx", ".pdf") if log.rows else ():
        name = f"privilege-log{suffix}"
        yield name, say("file.privilege"), privilege_log.written(gate, log, name, say, making.paper)
    covered = redaction_log.log_of(gate, making.production, say, people=making.marked)
    if covered.rows:
        yield "redaction-log.csv", say("file.redactions"), _csv(covered)
        yield "redaction-log.xlsx", say("file.workbook"), workbook([covered], say("paper.about"))
    back = production_history.recalls(gate, making.production, say)
    if back.rows:
        yield "recalls.csv", say("file.recalls"), _csv(back)


def _tables(making: Making) -> Iterator[tuple[str, str, bytes]]:
    """The ledger and the account."""
    gate, say = making.gate, making.say
    words = None if making.language is Language.ENGLISH else say  # in English as the commands write them
    tables = [sheets.benefits(gate, say=words), sheets.endorsements(gate, say=words)]
    benefits, endorsements = sheets.masked(gate, tables)
    yield "ledger/benefits.csv", say("file.benefits"), _csv(benefits)
    yield "ledger/endorsements.csv", say("file.endorsements"), _csv(endorsements)
    yield "ledger/ledger.xlsx", say("file.ledger"), workbook([benefits, endorsements], say("paper.about"))
    yield "account.pdf", say("file.account"), account_sheet.as_pdf(gate, say, making.paper)


def _csv(table: Table) -> bytes:
    return table_csv(table).encode("utf-8-sig")


def _replaced_csv(replaced: Sequence[Replaced], say: Texts) -> bytes:
    columns = tuple(Column(say(f"replaced.{name}")) for name in ("number", "field", "sign", "by"))
    return _csv(Table("Replaced", columns, [(each.number, each.field, each.sign, each.by) for each in replaced]))
