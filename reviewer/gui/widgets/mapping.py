"""Take in a table: which heading stands for which column, what that would do, and the lines that cannot be used.

For whatever comes as CSV or a workbook: a roster, a history of complaints. A :class:`TableKind` says what is special.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QScrollArea, QSplitter, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.roster import DATES, Problem
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CancelledError, InputError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import name_choice
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.choice import Choice
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.evidence import agency_tables
from reviewer.usecases.evidence.agency_tables import Line
from reviewer.usecases.told_acts import ToldAct

SHOWN = 200
"""So many good lines are shown beforehand; every line with a problem is."""

_HEADER_WITHIN = 20


class TakenTable(Protocol):
    """What an import did or would do, as far as any kind of table is concerned."""

    @property
    def problems(self) -> Sequence[Problem]:
        """The lines that cannot be used."""

    @property
    def remarks(self) -> Sequence[Problem]:
        """What is odd about lines that can."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Which heading was taken for which column."""

    @property
    def unused(self) -> Sequence[str]:
        """The headings that were taken for none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table to take in: where it lies, who takes it in, which heading stands for which column, the order of dates."""

    path: Path
    reviewer: str
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    dry_run: bool = True
    progress: Progress = field(default_factory=Quiet)


def _untold(_taken: Any) -> dict[int, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class TableKind:
    """What is special about a kind of table.

    ``columns`` are our columns and what people call them, ``needed`` those without which nothing can be taken in.
    ``take`` takes a table in, or only says what that would do; ``told`` puts the counts of that in words. ``fates``
    says what becomes of each line that can be used, ``understood`` the values as they are understood, by column; both
    by the number of the line. ``leaves_out``: a heading can be said to stand for none of our columns, as ``""``.
    """

    title: str
    columns: Mapping[str, str]
    needed: frozenset[str]
    take: Callable[[Case, Wanted], TakenTable]
    told: Callable[[TakenTable], str]
    fates: Callable[[Any], Mapping[int, str]] = _untold
    understood: Callable[[Any], Mapping[int, Mapping[str, str]]] = _untold
    leaves_out: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found in a file: its lines, and what an import would do or why there can be none."""

    lines: Sequence[Line]
    taken: TakenTable | None
    refused: KnownError | None = None


class TableImport(QFrame):
    """Stands in a room's place until the table is taken in or left. ``imported`` carries what the import did."""

    imported = Signal(object)
    left = Signal()

    def __init__(self, session: Session, kind: TableKind) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self.kind = kind
        self._latest = Latest()
        self._path: Path | None = None
        self._seen = _Seen((), None)
        self._said: dict[str, str] = {}
        self._progress: PostedProgress | None = None
        self._done = False
        self.title = label(kind.title, "title")
        self.file = Elided()
        self.choices = {name: self._choice(name, called) for name, called in kind.columns.items()}
        self.dates = self._dates()
        self.verdict = label("", wrap=True, selectable=True)
        self.unused = label("", "small", wrap=True, selectable=True)
        odd = self.tr("What is wrong, or odd") if kind.fates is _untold else self.tr("What becomes of it")
        names = [self.tr("Line"), odd, *kind.columns.values()]
        self.model = RowsModel(names, {0})
        self.model.setParent(self)
        self.lines = table(
            self.model, self.tr("Lines of the table"), dict.fromkeys(range(2, len(names)), 30) | {0: 12, 1: 76}
        )
        self.take = button(self.tr("Import"), self._take, "main")
        self.another = button(self.tr("Another file…"), self.choose)
        self.leave = button(self.tr("Cancel"), self._leave)
        session.acted.connect(self._look_anew)
        self._lay_out()

    def _choice(self, name: str, called: str) -> Choice:
        made = Choice()
        name_choice(made, called)
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(12)
        made.activated.connect(partial(self._say, name))
        return made

    def _dates(self) -> Choice:
        made = Choice()
        name_choice(made, self.tr("Order of dates"))
        shown = {"iso": "2016-05-03", "mdy": self.tr("5/3/2016: month, day"), "dmy": self.tr("3.5.2016: day, month")}
        made.addItem(self.tr("as the table has it"), "")
        for order in DATES:
            made.addItem(shown[order], order)
        made.activated.connect(self._look_again)
        return made

    def _lay_out(self) -> None:
        form = captioned(margins=(4, 2, 3, 3), gap=1)
        form.addRow(label(self.tr("Our column"), "caption"), label(self.tr("is this one of the table"), "caption"))
        for name, choice in self.choices.items():
            needed = self.tr("{0} (needed)").format(self.kind.columns[name])
            form.addRow(label(needed if name in self.kind.needed else self.kind.columns[name]), choice)
        form.addRow(label(self.tr("Order of dates")), self.dates)
        inside = QScrollArea()
        inside.setObjectName("panel")
        inside.setWidgetResizable(True)
        inside.setFrameShape(QFrame.Shape.NoFrame)
        inside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.setWidget(boxed(column(form, 1)))
        HeldInPlace(inside)
        right = QWidget()
        shown = column(self.verdict, self.unused, self.lines, margins=(3, 2, 3, 2), gap=2)
        shown.setStretchFactor(self.lines, 1)
        shown.addStretch(0)
        right.setLayout(shown)
        split = QSplitter()
        for part in (inside, right):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([grid(90), grid(200)])
        head = row(self.title, self.file, self.another, self.leave, self.take, margins=(4, 3, 3, 2), gap=3)
        head.setStretchFactor(self.file, 1)
        whole = column(head, split, gap=0)
        whole.setStretchFactor(split, 1)
        self.setLayout(whole)
        lead(self, self.take)

    # -- a file ---------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file at hand."""
        return self._path

    def choose(self) -> None:
        """Ask for a file."""
        kinds = self.tr("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.ods);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.kind.title, "", kinds)
        if name:
            self.look_at(Path(name))

    def look_at(self, path: Path) -> None:
        """Show what taking in this file would do."""
        self._path, self._said, self._seen = path, {}, _Seen((), None)
        self.file.setText(path.name)
        self.file.setToolTip(plain(str(path)))
        self.dates.setCurrentIndex(0)
        self.model.show(())
        self._look_again()

    def _look_again(self, _index: int = 0, *, by_itself: bool = False) -> None:
        if self._path is None:
            return
        self._done = False
        self.leave.setText(self.tr("Cancel"))
        self.verdict.setText(self.tr("Reading…"))
        self.take.setEnabled(False)
        wanted, known, session, kind = (
            self._wanted(self._path, dry_run=True),
            self._seen.lines,
            self._session,
            self.kind,
        )

        def look(case: Case) -> _Seen:
            lines = known or agency_tables.lines_of(agency_tables.opened(wanted.path), session.workers)
            try:
                return _Seen(lines, kind.take(case, wanted))
            except InputError as error:
                return _Seen(lines, None, error)

        show = partial(self._show, by_itself=by_itself)
        session.making(self, look).unless(self._latest.ask()).success(show).failure(self._refuse).run()

    def _wanted(self, path: Path, *, dry_run: bool) -> Wanted:
        return Wanted(path, self._session.reviewer, dict(self._said), str(self.dates.currentData()), dry_run)

    def _say(self, name: str, _index: int = 0) -> None:
        """This heading stands for this column, and so for no other."""
        heading = str(self.choices[name].currentData() or "")
        self._said = {column: said for column, said in self._said.items() if column != name}
        self._said = {column: said for column, said in self._said.items() if not said or said != heading}
        if heading or self.kind.leaves_out:
            self._said[name] = heading
        self._look_again()

    # -- what it would do -----------------------------------------------------------------------------------------

    def _refuse(self, error: KnownError) -> None:
        self._say_refused(error)
        self._offer([], {})
        self.model.show(())

    def _say_refused(self, error: KnownError) -> None:
        self.verdict.setText(text.refusal(error))
        _role(self.verdict, "problem")
        self.unused.hide()
        self.take.setEnabled(False)

    def _show(self, seen: _Seen, *, by_itself: bool) -> None:
        self._seen = seen
        headings, taken = headings_of(seen.lines), seen.taken
        if taken is None:
            assert seen.refused is not None  # noqa: S101 - tells mypy what was built so
            self._offer(headings, self._said)
            self._say_refused(seen.refused)
            for section in range(2, self.model.columnCount()):
                self.lines.setColumnHidden(section, False)
            self.model.show([self._row(line, "", {}) for line in seen.lines[:SHOWN]])
            return
        self._offer(headings, taken.columns)
        self._tell(taken)
        self.take.setEnabled(True)
        focus = QApplication.focusWidget()
        if focus in (*self.choices.values(), self.dates):
            return  # whoever says which column is which goes on with the next one: another Enter imports nothing
        if not by_itself or focus is None or self.isAncestorOf(focus):
            self.take.setFocus()

    def _offer(self, headings: Sequence[str], taken: Mapping[str, str]) -> None:
        for name, choice in self.choices.items():
            choice.clear()
            if name not in taken or (self.kind.leaves_out and name not in self.kind.needed):
                choice.addItem(self.tr("— none —"), "")
            for heading in headings:
                choice.addItem(heading, heading)
            at = choice.findData(taken[name], flags=Qt.MatchFlag.MatchFixedString) if name in taken else 0
            choice.setCurrentIndex(at)
            choice.setEnabled(bool(headings))

    def _tell(self, taken: TakenTable) -> None:
        said = [self.kind.told(taken)]
        if taken.problems:
            lines = text.counted(len(taken.problems), self.tr("line"), self.tr("lines"))
            said.append(self.tr("{0} cannot be used; the others can.").format(lines))
        self.verdict.setText(" ".join(said))
        _role(self.verdict, "problem" if taken.problems else "")
        self.unused.setText(self.tr("Not used: {0}").format(", ".join(taken.unused)))
        self.unused.setVisible(bool(taken.unused))
        self._list(taken)

    def _list(self, taken: TakenTable) -> None:
        """Lines with problems first, then odd ones, then as many good ones as one looks at."""
        for section, name in enumerate(self.choices, 2):
            self.lines.setColumnHidden(section, name not in taken.columns)
        by_number = dict(self._seen.lines)
        fates, understood = self.kind.fates(taken), self.kind.understood(taken)
        at = _places(self._seen.lines, taken.columns)
        rows, used = [], set()
        for problem in (*taken.problems, *taken.remarks):
            reason = " · ".join(part for part in (fates.get(problem.line), problem.reason) if part)
            rows.append(self._row((problem.line, by_number.get(problem.line, ())), reason, at, understood))
            used.add(problem.line)
        first = _header_at(self._seen.lines) + 1
        good = [each for each in self._seen.lines[first:] if each[0] not in used]
        good.sort(key=lambda each: not fates.get(each[0]))  # what changes anything comes before what does not
        as_it_is = "" if self.kind.fates is _untold else self.tr("as it is")
        rows += [self._row(each, fates.get(each[0]) or as_it_is, at, understood) for each in good[:SHOWN]]
        self.model.show(rows, range(len(taken.problems)))

    def _row(
        self,
        line: Line,
        reason: str,
        at: Mapping[str, int],
        understood: Mapping[int, Mapping[str, str]] | None = None,
    ) -> tuple[str, ...]:
        number, values = line
        known = (understood or {}).get(number)
        if known is not None:
            return (str(number), reason, *(known.get(name, "") for name in self.choices))
        if not at:
            shown = [*values[: len(self.choices)], *[""] * (len(self.choices) - len(values))]
            return (str(number), reason, *shown)
        cells = [values[at[name]] if name in at and at[name] < len(values) else "" for name in self.choices]
        return (str(number), reason, *cells)

    # -- taking it in ---------------------------------------------------------------------------------------------

    def _take(self) -> None:
        if self._path is None:
            return
        progress = self._progress = self._session.progress(self._show_progress)
        wanted, kind = replace(self._wanted(self._path, dry_run=False), progress=progress), self.kind
        self.take.setEnabled(False)
        self.leave.setText(self.tr("Cancel"))
        self.verdict.setText(self.tr("Importing…"))
        asked = self._session.long_operation(self, lambda case: kind.take(case, wanted), told=True)
        asked.success(self._took).failure(self._stopped).run()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        if self._progress is not None:
            self.verdict.setText(self.tr("Importing {0:,} of {1:,}: {2}").format(done, total, what))

    def _stopped(self, error: KnownError) -> None:
        self._end()
        self._say_refused(error)
        self.take.setEnabled(isinstance(error, CancelledError))

    def _end(self) -> None:
        self._progress = None
        self.leave.setText(self.tr("Cancel"))

    def _took(self, taken: TakenTable) -> None:
        self._end()
        self._session.said.emit(self.kind.told(taken))
        if taken.problems:
            self._tell(taken)
            self.verdict.setText(self.tr("Done. {0}").format(self.verdict.text()))
            self._done = True
            self.leave.setText(self.tr("Close"))
            self.leave.setFocus()
        else:
            self._leave()
        self.imported.emit(taken)

    def _look_anew(self, act: ToldAct) -> None:
        """What was taken in may have been taken back, or done again: what stands here is not true any more."""
        if self._done and act.back:
            self._look_again(by_itself=True)

    def cancel(self) -> None:
        """Ask an import that is under way to stop."""
        if self._progress is not None:
            self._progress.cancel()

    def _leave(self) -> None:
        if self._progress is not None:
            self.cancel()
            return
        self._latest.ask()
        self._path, self._seen = None, _Seen((), None)
        self.left.emit()


def headings_of(lines: Sequence[Line]) -> list[str]:
    """What the columns of a table are called: the fullest of its first lines says so."""
    return [] if not lines else [value.strip() for value in lines[_header_at(lines)][1] if value.strip()]


def _header_at(lines: Sequence[Line]) -> int:
    filled = [sum(1 for value in values if value.strip()) for _, values in lines[:_HEADER_WITHIN]]
    return filled.index(max(filled)) if filled else 0


def _places(lines: Sequence[Line], columns: Mapping[str, str]) -> dict[str, int]:
    """Where in a line the value of each column stands."""
    if not lines:
        return {}
    head = [value.strip().casefold() for value in lines[_header_at(lines)][1]]
    return {name: head.index(said.casefold()) for name, said in columns.items() if said.casefold() in head}


def _role(widget: QWidget, role: str) -> None:
    """Draw a label in another role."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
