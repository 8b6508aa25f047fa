"""The custody record: each intake, and a manifest by which anybody can check what was delivered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.custody import IntakeRecord
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.ids import IntakeId
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.custody.sheet import beginning
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.unpack_limits import told
from reviewer.usecases.evidence import custody
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.exports.papers import custody_manifest


class IntakesPart(QFrame):
    """Who took in what, when and from which medium; one of them in full below the list."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._records: list[IntakeRecord] = []
        self._at: IntakeId | None = None
        self._saving = False
        names = [self.tr("When (UTC)"), self.tr("Who"), self.tr("From"), self.tr("Items"), self.tr("Failed")]
        self.model = RowsModel(names, numbers=(3, 4))
        self.model.setParent(self)
        self.table = table(self.model, self.tr("Intakes"), {0: 34, 1: 29, 3: 16, 4: 15})
        self.table.setMinimumHeight(room_for(20))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # paths are told by how they end, too
        self.none = label(self.tr("No intake yet."), "muted")
        self.facts = label("", "small", wrap=True, selectable=True)
        self.facts.setAccessibleDescription(self.tr("The intake in full"))
        self.save = button(self.tr("Save manifest…"), self._choose)
        self.save.setToolTip(
            self.tr("The SHA-256 of every file taken in, in the format that sha256sum --check and others read")
        )
        self.said = label("", "small", wrap=True, selectable=True)
        self.said.hide()
        self.leaving = AskLeaving(session)
        self._whole = whole = column(
            row(label(self.tr("Intakes"), "title"), 1, self.save),
            self.none,
            self.table,
            self.facts,
            self.leaving,
            self.said,
            margins=(4, 3, 4, 3),
            gap=2,
        )
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        Refresher(self, session, {Noun.ITEMS}, self._look)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """No more than is needed: the table scrolls, and the part around it only where there is no room for that."""
        return self._whole.minimumHeightForWidth(width)

    def _look(self, _changes: Changes) -> None:
        self._session.query(self, custody.records).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: list[IntakeRecord]) -> None:
        self._records = list(reversed(found))
        shared = beginning([each.media[0][0] for each in self._records if each.media])
        rows = [
            (_moment(each.started), each.reviewer, _from(each, shared), f"{each.items:,}", f"{each.failed:,}")
            for each in self._records
        ]
        unfinished = [number for number, each in enumerate(self._records) if each.state != "complete"]
        self.model.show(rows, unfinished)
        for part in (self.table, self.facts):
            part.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self._look_at_save()
        if rows:
            at = [number for number, each in enumerate(self._records) if each.id == self._at]
            choose_row(self.table, at[0] if at else 0)

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if 0 <= current.row() < len(self._records):
            self._at = self._records[current.row()].id
            self.facts.setText("\n".join(self._in_words(self._records[current.row()])))

    def _in_words(self, record: IntakeRecord) -> list[str]:
        media = [path + (f" · {medium}" if medium else "") for path, medium in record.media]
        state = self.tr("finished {0}").format(_moment(record.finished)) if record.finished else record.state
        if record.state == "stopped":
            state = self.tr("stopped {0}; add the same again to go on").format(_moment(record.finished))
        whose = [self.tr("custodian {0}").format(record.custodian)] if record.custodian else []
        whose += [self.tr("source {0}").format(record.source)] if record.source else []
        counts = (
            text.counted(record.files, self.tr("file"), self.tr("files")),
            text.size(record.bytes),
            text.counted(record.items, self.tr("item"), self.tr("items")),
            self.tr("{0:,} failed").format(record.failed),
        )
        limits = [self.tr("limits on archives: {0}").format(told(record.limits) or self.tr("as usual"))]
        if record.limits_later:
            limits.append(self.tr("tried again with {0}").format(told(record.limits_later)))
        if record.unwalled:
            limits.append(self.tr("read without a sandbox"))
        if record.tried_again:
            again = self.tr("tried again, at last {0}; the counts are those of now")
            limits.append(again.format(_moment(record.tried_again)))
        lines = (counts, [*whose, state, record.program], limits)
        return [*media, *(" · ".join(each) for each in lines)]

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save manifest"), "manifest.sha256", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, out: Path) -> None:
        """Write the manifest to a new file."""
        who = self._session.reviewer

        def begin(terms: Terms) -> None:
            def work(case: Case, write: Writer) -> int:
                return custody_manifest.write(case, out, reviewer=who, terms=terms, write=write)

            self._saving = True
            self._look_at_save()
            asked = self._session.exporting(self, work)
            asked.success(partial(self._saved, out)).failure(self._refused).run()

        self.leaving.before(custody_manifest.preview, begin)

    def _look_at_save(self) -> None:
        """One manifest at a time, whatever is listed meanwhile."""
        self.save.setEnabled(bool(self._records) and not self._saving)

    def _saved(self, out: Path, lines: int) -> None:
        files = text.counted(lines, self.tr("file"), self.tr("files"))
        self._say(self.tr("{0} listed in {1}. Check them with: sha256sum --check {2}").format(files, out, out.name))

    def _refused(self, error: KnownError) -> None:
        self._say(text.refusal(error))

    def _say(self, words: str) -> None:
        self._saving = False
        self._look_at_save()
        self.said.setText(words)
        self.said.show()


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")


def _from(record: IntakeRecord, shared: str) -> str:
    """Where the first of it was, without the folders that all begin with: the facts below tell the whole path."""
    first = record.media[0][0] if record.media else ""
    first = f"…{first[len(shared) :]}" if shared else first
    more = len(record.media) - 1
    return f"{first} +{more:,}" if more > 0 else first
