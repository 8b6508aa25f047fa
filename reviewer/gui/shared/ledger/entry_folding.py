"""Fields of an entry form that are not in sight at first: a button brings them, and what they say is told anyway."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtWidgets import QFrame

from reviewer.gui.shared.ledger.entry_row import FormRow
from reviewer.gui.widgets.parts import button, column, label, row

IN_SIGHT = 5
"""So many fields are in sight until one asks for more."""


class FoldedFields(QFrame):
    """The line below the fields; ``first`` names those that are always in sight, at most :data:`IN_SIGHT`."""

    def __init__(self, rows: Mapping[str, FormRow], first: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self._rows, self._first = rows, first
        self._blank: dict[str, str] = {}
        self.folded = False
        self.filled = label("", "small", wrap=True)
        self.more = button("", self._toggle, "link")
        self.setLayout(column(self.filled, row(self.more, 1), margins=(3, 0, 3, 1), gap=1))

    def begin(self, *, folded: bool) -> None:
        """The fields say nothing yet but what each says by itself."""
        self._blank = {name: each.field.words() for name, each in self._rows.items()}
        self.fold(folded=folded)

    def fold(self, *, folded: bool) -> None:
        """Put the others out of sight, or bring them."""
        self.folded = folded
        self.look_again()

    def holds(self, each: FormRow) -> bool:
        """Whether a field is out of sight."""
        return self.folded and each.name not in self._first()

    def look_again(self) -> None:
        """A field says something else, so that others may come into sight and what is out of it is told anew."""
        away = [each for each in self._rows.values() if self.holds(each)]
        for each in self._rows.values():
            each.show_in_form(each not in away)
        said = [
            self.tr("{0}: {1}").format(each.title, words)
            for each in away
            if (words := each.field.words()) and words != self._blank.get(each.name)
        ]
        self.filled.setText(self.tr("Filled in as well: {0}").format(" · ".join(said)) if said else "")
        self.filled.setVisible(bool(said))
        others = len(self._rows) - len(self._first())
        words = self.tr("More fields ({0})").format(others) if self.folded else self.tr("Fewer fields")
        self.more.setText(words)
        self.more.setMinimumHeight(self.more.sizeHint().height())  # it may be in sight before it is laid out anew
        self.more.setAccessibleName(words)
        self.more.setVisible(others > 0)

    def _toggle(self) -> None:
        self.fold(folded=not self.folded)
        if not self.folded:
            first = next((each for each in self._rows.values() if each.name not in self._first()), None)
            if first is not None:
                first.field.widget.setFocus()
