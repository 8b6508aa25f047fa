"""What was left inside archives for a limit, with the limit at hand to be raised for another try."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.evidence.account import by_reason
from reviewer.domain.evidence.unpack_limits import Met, UnpackingLimits, higher
from reviewer.gui import text
from reviewer.gui.rooms.custody.sheet import LeftInside
from reviewer.gui.widgets.parts import button, column, label
from reviewer.gui.widgets.unpack_limits import LimitFields

MOST = 3
"""So many reasons are told here; the account has all of them."""


class LimitOverride(QWidget):
    """The limits that were met are in view, with a higher number to begin with; the others are a step away."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._left: tuple[LeftInside, ...] = ()
        self._met: dict[str, int] = {}
        self.title = label("", "caption")
        self.reasons = label("", wrap=True, selectable=True)
        self.reasons.setAccessibleName(self.tr("Which limits were met"))
        self.fields = LimitFields()
        self.fields.entered.connect(self._try)
        self.attempt = button(self.tr("Try again with a higher limit"), self._try)
        self.attempt.setToolTip(self.tr("Only what met a limit that is higher now, from the bytes in the case"))
        self.fields.steps.insertWidget(0, self.attempt)
        self.setLayout(column(self.title, self.reasons, self.fields, gap=1))
        QWidget.setTabOrder(self.attempt, self.fields.others)
        QWidget.setTabOrder(self.fields.others, self.fields.usual)

    @property
    def limits(self) -> UnpackingLimits | None:
        """The limits to try with; None when something of them is no number in range."""
        return self.fields.limits

    @property
    def within(self) -> tuple[str, ...]:
        """The control numbers of what met a limit that is higher now."""
        limits = self.limits
        if limits is None:
            return ()
        higher_now = [each for each in self._left if any(getattr(limits, met.name) > met.value for met in each.limits)]
        return tuple(dict.fromkeys(each.failure.control for each in higher_now))

    def show_left(self, left: Sequence[LeftInside]) -> None:
        """Show what met a limit; numbers that were typed stay while the same limits are met."""
        self._left = tuple(left)
        self.setVisible(bool(left))
        reached: dict[str, int] = {}
        for met in (met for each in left for met in each.limits):
            reached[met.name] = max(met.value, reached.get(met.name, 0))
        if reached != self._met:
            self._met = reached
            self.fields.set_values({name: higher(Met(name, value)) for name, value in reached.items()})
            self.fields.show_only(reached)
        items = text.counted(len(left), self.tr("item"), self.tr("items"))
        self.title.setText(self.tr("Held back by a limit on archives: {0}").format(items))
        self.reasons.setText("\n".join(self._in_words()))

    def _in_words(self) -> list[str]:
        found = by_reason(each.failure for each in self._left)
        lines = []
        for words, failures in found[:MOST]:
            what = text.counted(len(failures), self.tr("item"), self.tr("items"))
            if len(failures) == 1:
                what = f"{failures[0].control} {failures[0].path.rpartition('/')[2]}"
            lines.append(f"{what} · {words}")
        more = len(found) - MOST
        if more > 0:
            lines.append(
                self.tr("and for {0}").format(text.counted(more, self.tr("more reason"), self.tr("more reasons")))
            )
        return lines

    def _try(self) -> None:
        if self.limits is None:
            self.fields.point_out()
        elif self.within:
            self.wanted.emit()
        else:
            self._refuse()

    def _refuse(self) -> None:
        """Say at the limits that were met that they are not higher than they were."""
        for name, value in self._met.items():
            field = self.fields.fields[name]
            if value >= field.most:
                field.refuse(self.tr("It was met at {0:,}, and it cannot be higher.").format(value))
            else:
                field.refuse(self.tr("It was met at {0:,}: write more than that.").format(value))
        self.fields.fields[next(iter(self._met))].field.setFocus()
