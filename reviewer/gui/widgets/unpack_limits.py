"""Limits on archives: a field for each, with its meaning and how far it goes, and a quiet line that unfolds to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from reviewer.domain.evidence.unpack_limits import MOST, NAMES, UNRAISED, Changed, UnpackingLimits, changed
from reviewer.gui import icons
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, button, column, follow_theme, label, line, row

_GAPS = str.maketrans("", "", " ,'’_\u00a0\u2009\u202f")
"""What people put between the digits of a large number."""

_LONGEST = 9
"""No limit goes so far that it had more digits."""


@dataclass(frozen=True, slots=True)
class LimitWords:
    """How a limit is called, what it is counted in, and what it means."""

    name: str
    unit: str
    meaning: str


def words(name: str) -> LimitWords:
    """What a limit is to a person."""
    known = {
        "members": (_tr("Members"), _tr("members"), _tr("of one archive")),
        "member": (_tr("Member"), _tr("MiB"), _tr("that one member of an archive may have")),
        "total": (_tr("Total"), _tr("MiB"), _tr("that may come out of one archive")),
        "ratio": (
            _tr("Ratio"),
            _tr("times"),
            _tr("its size that an archive, or a file of them, may grow to, above 256 MiB"),
        ),
        "nested": (_tr("Nested"), _tr("MiB"), _tr("that may come out of the archives within one file")),
        "archives": (_tr("Archives"), _tr("archives"), _tr("that are opened within one file")),
        "seconds": (_tr("Seconds"), _tr("seconds"), _tr("for the archives within one file; large files have more")),
        "depth": (_tr("Depth"), _tr("levels"), _tr("that archives may lie within each other")),
    }
    return LimitWords(*known[name])


def told(limits: Changed) -> str:
    """Limits with their numbers: ``members 200,000, total 131,072 MiB``."""
    return ", ".join(_told(name, value) for name, value in limits)


def _told(name: str, value: int) -> str:
    known = words(name)
    return f"{known.name.lower()} {value:,}" + (f" {known.unit}" if name in ("member", "total", "nested") else "")


class LimitField(QFrame):
    """One limit: a number to type, what it means, and how far it goes or what is wrong. Nothing typed is the usual."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.usual: int = getattr(UNRAISED, name)
        self.most: int = getattr(MOST, name)
        self._refused = ""
        known = words(name)
        self.field: QLineEdit = line(self.tr("Limit on archives: {0}").format(known.name), f"{self.usual:,}")
        self.field.setFixedWidth(room_for(26))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        far = self.tr("usually {0:,}, at most {1:,}").format(self.usual, self.most)
        self._meaning = f"{known.unit} {known.meaning}; {far}"
        self.wrong = FormProblem()
        self.wrong.hide()
        title = label(known.name)
        title.setFixedWidth(room_for(16))
        title.setBuddy(self.field)
        self.far = label(far, "small", wrap=True)
        beside = column(label(f"{known.unit} {known.meaning}", "small", wrap=True), self.far, self.wrong, gap=0)
        whole = row(title, self.field, beside)
        whole.setStretchFactor(beside, 1)
        title.setFixedHeight(self.field.sizeHint().height())
        for part in (title, self.field):
            whole.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)
        self.show_value(self.usual)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.entered)

    @property
    def value(self) -> int | None:
        """The number typed; None when it is none, or beyond what can be."""
        typed = self.field.text().translate(_GAPS)
        if not typed:
            return self.usual
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST else 0
        return number if 1 <= number <= self.most else None

    def show_value(self, value: int) -> None:
        """Put a number into the field."""
        self.field.setText(f"{value:,}")
        self._look()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the number, until it is another one."""
        self._refused = sentence
        self._look()

    def _typed(self) -> None:
        self._refused = ""
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        said = self._refused
        if self.value is None:
            said = self.tr("Write a whole number from 1 to {0:,}.").format(self.most)
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
        self.far.setVisible(not said)
        self.field.setAccessibleDescription(" ".join(part for part in (said, self._meaning) if part))


class LimitFields(QWidget):
    """The fields, some of them or all in view, with a way to see the others and a way back to the usual."""

    changed = Signal()
    entered = Signal()

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self.fields = {name: LimitField(name) for name in NAMES}
        self.others = button(self.tr("Other limits"), self.show_all, "link")
        self.usual = button(self.tr("Back to the usual"), self._back, "link")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(grid(4))
        self._grid.setVerticalSpacing(grid(1))
        below = -(-len(NAMES) // columns)
        for number, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, number % below, number // below, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(number // below, 1)
            field.changed.connect(self._look)
            field.changed.connect(self.changed)
            field.entered.connect(self.entered)
        self.steps = row(self.others, self.usual, 1)
        """What can be done with the numbers; whoever uses them puts its own step first."""
        self.setLayout(column(self._grid, self.steps, gap=1))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_all()

    @property
    def limits(self) -> UnpackingLimits | None:
        """What is set; None when something of it is no number in range."""
        values = {name: field.value for name, field in self.fields.items()}
        known = {name: value for name, value in values.items() if value is not None}
        return UnpackingLimits(**known) if len(known) == len(values) else None

    def set_values(self, values: Mapping[str, int]) -> None:
        """Set some limits, and the others back to the usual."""
        for name, field in self.fields.items():
            field.show_value(values.get(name, field.usual))
        self._look()

    def show_only(self, names: Collection[str]) -> None:
        """Have these in view; the others are a step away."""
        for name, field in self.fields.items():
            field.setVisible(name in names)
        self.others.setVisible(len(names) < len(self.fields))

    def show_all(self) -> None:
        """Have all of them in view; the cursor goes to the first that was not."""
        new = [field for field in self.fields.values() if field.isHidden()]
        self.show_only(NAMES)
        if new and self.isVisible():
            new[0].field.setFocus()

    def point_out(self) -> None:
        """Put the cursor where something is wrong."""
        wrong = next((field for field in self.fields.values() if field.value is None), None)
        if wrong is not None:
            wrong.show()
            wrong.field.setFocus()
            wrong.field.selectAll()

    def _back(self) -> None:
        self.set_values({})
        next(field for field in self.fields.values() if not field.isHidden()).field.setFocus()

    def _look(self) -> None:
        set_ = self.limits
        self.usual.setVisible(set_ is None or set_ != UNRAISED)


class LimitsLine(QWidget):
    """“Limits on archives: as usual”, which unfolds to the fields."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = LimitFields(columns=2)
        self.head: QPushButton = button("", self._folded, "link")
        self.head.setCheckable(True)
        self.head.setToolTip(self.tr("How far archives are taken apart before the rest is left inside"))
        self.body = boxed(column(self.fields, margins=(2, 0, 0, 0)))
        self.setLayout(column(row(self.head, 1), self.body, gap=1))
        self.fields.changed.connect(self._tell)
        self.fields.entered.connect(self.entered)
        follow_theme(self.head, lambda: self.head.setIcon(icons.icon(self._caret())))
        self.fold()

    @property
    def limits(self) -> UnpackingLimits | None:
        """What is set; None when something of it is no number in range."""
        return self.fields.limits

    def fold(self) -> None:
        """Everything as usual, and only the line in view."""
        self.fields.set_values({})
        self.head.setChecked(False)
        self._folded()

    def point_out(self) -> None:
        """Unfold, and put the cursor where something is wrong."""
        self.head.setChecked(True)
        self._folded()
        self.fields.point_out()

    def _folded(self) -> None:
        open_ = self.head.isChecked()
        self.body.setVisible(open_)
        self._tell()
        if open_ and self.head.hasFocus():
            self.fields.fields[NAMES[0]].field.setFocus()

    def _tell(self) -> None:
        limits = self.limits
        if limits is None:
            said = self.tr("one is not a number in range")
        else:
            said = told(changed(limits)) or self.tr("as usual")
        self.head.setText(self.tr("Limits on archives: {0}").format(said))
        shown = self.tr("unfolded") if self.head.isChecked() else self.tr("folded")
        self.head.setAccessibleName(f"{self.head.text()}, {shown}")
        self.head.setIcon(icons.icon(self._caret()))

    def _caret(self) -> str:
        return "up" if self.head.isChecked() else "down"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LimitFields", text)
