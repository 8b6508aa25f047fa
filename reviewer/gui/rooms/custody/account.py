"""The account: declared = extracted + failed + duplicates for every container, and every failure with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QFrame

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.account import Account
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.navigation import ControlTarget, ItemsTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.custody import sheet
from reviewer.gui.rooms.custody.retrying import RetryPart
from reviewer.gui.rooms.custody.sheet import CustodySheet
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import boxed, button, column, label, row

RECOVERED = 5
"""The column that only few cases need: of stores from which deleted messages were recovered."""


class AccountPart(QFrame):
    """What was taken in, and what became of it; a row leads to its items."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._shown: CustodySheet | None = None
        self.sum = label(self.tr("Adding up what was taken in…"), wrap=True, selectable=True)
        self.sum.setAccessibleDescription(self.tr("Total"))
        self.verdict = label("", "small", wrap=True)
        names = [
            self.tr("Container"),
            self.tr("Declared"),
            self.tr("Extracted"),
            self.tr("Failed"),
            self.tr("Duplicates"),
            self.tr("Recovered"),
        ]
        self.containers = TreeModel(names, numbers=(1, 2, 3, 4, 5), parent=self)
        self.failures = TreeModel([self.tr("What could not be read, by reason"), self.tr("No.")], parent=self)
        self.retrying = RetryPart(session)
        self.retry = button(self.tr("Try again"), self.retrying.run)
        self.retry.setToolTip(self.tr("Read again whatever failed, from the bytes in the case"))
        self._lay_out()
        self._connect()
        Refresher(self, session, {Noun.ITEMS}, self._look)

    def _lay_out(self) -> None:
        widths = {1: 18, 2: 19, 3: 14, 4: 22, 5: 22}
        self.containers_tree = Tree(self.containers, self.tr("Containers and their folders"), widths)
        self.failures_tree = Tree(self.failures, self.tr("Failures by reason"), {1: 32})
        self.failures_title = label("", "caption")
        self.within = label("", "small", wrap=True, selectable=True)
        self.within.hide()
        self.hint = label(self.tr("Enter or a double click lists what a row counts in Review."), "small")
        lower = column(row(self.failures_title, 1, self.retry), self.failures_tree, self.retrying, gap=2)
        lower.setStretchFactor(self.failures_tree, 1)
        self.lower_half = boxed(
            lower
        )  # what is told in it takes its room from this list alone, and moves nothing above
        whole = column(
            label(self.tr("Account"), "title"),
            self.sum,
            self.verdict,
            self.within,
            self.containers_tree,
            self.hint,
            self.lower_half,
            margins=(4, 3, 4, 3),
            gap=2,
        )
        whole.setStretchFactor(self.containers_tree, 3)
        self.failures_tree.setMinimumHeight(room_for(24))
        self.setLayout(whole)
        self._whole = whole

    def _connect(self) -> None:
        self.containers_tree.opened.connect(self._list)
        self.failures_tree.opened.connect(self._open)

    def _look(self, _changes: Changes) -> None:
        self._session.query(self, sheet.look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: CustodySheet) -> None:
        if found == self._shown:
            return
        self._shown = found
        account, totals = found.account, found.account.totals
        text = self.tr("{0:,} declared = {1:,} extracted + {2:,} failed + {3:,} duplicates")
        self.sum.setText(text.format(totals.declared, totals.extracted, totals.failed, totals.duplicates))
        self.sum.setProperty("role", "problem" if account.gaps else "")
        self.sum.style().polish(self.sum)
        beginning, containers = without_beginning(found.containers)
        self.containers_tree.show_branches(containers)
        recovered = any(each.recovered for each in account.containers)
        self.containers_tree.setColumnHidden(RECOVERED, not recovered)
        self.within.setText(self.tr("All paths begin with {0}").format(beginning))
        self.within.setVisible(bool(beginning))
        self._judge(account)
        self.failures_tree.show_branches(found.failures)
        self.failures_title.setText(self.tr("Failures: {0:,}").format(len(account.failures)))
        for part in (self.retry, self.failures_title, self.failures_tree):
            part.setVisible(bool(account.failures))
        self._whole.setStretchFactor(self.lower_half, 3 if account.failures else 0)
        self.hint.setVisible(bool(account.containers))
        self.retrying.show_count(found.locked)
        self.retrying.show_left_inside(found.left_inside)

    def _judge(self, found: Account) -> None:
        if not found.containers:
            words = self.tr("Nothing has been taken in yet. Drop files on the window, or use + above.")
        elif found.gaps:
            names = ", ".join(f"{container.control} {container.name}".strip() for container in found.gaps[:5])
            words = self.tr("It does not add up yet in: {0}. Add the same evidence again to go on.").format(names)
        else:
            words = self.tr("It adds up for every container.")
            if found.partial:
                words += self.tr(
                    " {0:,} of those extracted, or copies, could be read only in part (is:partial in Review)."
                ).format(len(found.partial))
        self.verdict.setText(words)

    def _open(self, wanted: str) -> None:
        if ":" in wanted:
            self._list(wanted)
        else:
            self._session.go(ControlTarget(wanted))

    def _list(self, query: str) -> None:
        self._session.go(ItemsTarget(query))

    def cancel(self) -> None:
        """Ask a retry to stop."""
        self.retrying.cancel()


def without_beginning(branches: Sequence[Branch]) -> tuple[str, list[Branch]]:
    """The folder that all paths at the top begin with, and the branches without it: they are told by where they differ.

    Members of containers, which are named by their control numbers, stay as they are.
    """
    shared = sheet.beginning([each.cells[0] for each in branches if _is_path(each.cells[0])])
    if not shared:
        return "", list(branches)
    cut = len(shared) + 1
    return shared, [
        replace(each, cells=(each.cells[0][cut:], *each.cells[1:])) if _is_path(each.cells[0]) else each
        for each in branches
    ]


def _is_path(words: str) -> bool:
    return words.startswith("/") or words[1:3] in (":\\", ":/")
