"""One line of an entry form: a field, the button that tells and takes its proof, and a note below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton

from reviewer.domain.ledger.benefit import Field as Proved
from reviewer.domain.ledger.recognise import Kind
from reviewer.domain.pages.passage import one_line
from reviewer.gui import icons
from reviewer.gui.shared.ledger.entry_fields import Field, LineField
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.parts import follow_theme, label
from reviewer.usecases.ledger.proposals import Proposed

LONGEST = 200
"""So many characters of a quote are taken into a field."""


class FormRow(QObject):
    """``wanted`` when its proof is to be shown or taken. ``takes`` says what of a quote its words are made of.

    ``proved`` is what of an entry a passage can prove here, None where nothing can.
    """

    wanted = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        field: Field,
        proved: Proved | None = None,
        *,
        takes: Kind | str = "",
        needed: bool = False,
    ) -> None:
        super().__init__()
        self.name, self.title, self.field, self.proved, self.needed = name, title, field, proved, needed
        self._takes = takes
        self.caption = label(title, "muted")
        self.caption.setBuddy(field.widget)
        self.note = label("", "small", wrap=True)
        self.note.hide()
        self.prove = QToolButton()
        self.prove.setProperty("role", "line")
        self.prove.setIconSize(QSize(room_for(4), room_for(4)))
        if proved is None:  # to show it here would show it as a window of its own, since it has no parent yet
            self.prove.hide()
        self.prove.clicked.connect(lambda: self.wanted.emit(self))
        self._proved_now = False
        follow_theme(self.prove, lambda: self._draw())  # noqa: PLW0108 - the button may outlive this
        self.show_proof([])

    @property
    def expects(self) -> bool:
        """Whether something of a kind is looked for in a quote that is taken."""
        return isinstance(self._takes, Kind)

    def lay_out(self, lines: QGridLayout, number: int) -> None:
        """Take two lines of a grid: the field, and its note."""
        lines.addWidget(self.caption, number, 0)
        lines.addWidget(self.field.widget, number, 1)
        lines.addWidget(self.prove, number, 2)
        lines.addWidget(self.note, number + 1, 1, 1, 2)

    def show_in_form(self, there: bool) -> None:  # noqa: FBT001 - as widgets are shown
        """Put the whole line in sight, or out of it."""
        for part in (self.caption, self.field.widget):
            part.setVisible(there)
        self.prove.setVisible(there and self.proved is not None)
        self.note.setVisible(there and bool(self.note.text()))

    def look_again(self) -> None:
        """What was wrong with the field is no longer told once it is mended."""
        if self.note.property("role") == "problem" and self.note.text():
            self.check()

    def offer(self, known: Sequence[str]) -> None:
        """Offer words while one types."""
        if isinstance(self.field, LineField):
            self.field.offer(known)

    def words_in(self, proposed: Proposed, quote: str) -> str:
        """What the words of a quote come to in this field; empty where they say nothing of its kind."""
        if isinstance(self._takes, Kind):
            found = next((each.value for each in proposed.found if each.kind is self._takes), "")
            if not found and self.name in {"threshold", "description"}:
                found = str(proposed.fields.get(self.name, ""))
            return found or (one_line(quote)[:LONGEST] if self.name == "description" else "")
        if self._takes == "officer":
            return "" if "officer" in proposed.why else str(proposed.fields.get("officer", ""))
        return one_line(quote)[:LONGEST] if self._takes == "quote" else ""

    def show_proof(self, quotes: Sequence[str]) -> None:
        """Show whether words of its own prove it, and which."""
        self._proved_now = bool(quotes)
        words = (
            self.tr("{0} is proved by {1}").format(self.title, "; ".join(quotes))
            if quotes
            else self.tr("Take {0} from the selection").format(self.title)
        )
        self.prove.setToolTip(plain(words))
        self.prove.setAccessibleName(words)
        self._draw()

    def _draw(self) -> None:
        self.prove.setIcon(
            icons.icon("proof" if self._proved_now else "no_proof", "accent" if self._proved_now else "muted")
        )

    def check(self) -> str:
        """Say below the field what is wrong with it, and return that; empty when nothing is."""
        wrong = self.field.problem()
        if not wrong and self.needed and not self.field.words():
            wrong = self.tr("Enter this.")
        if wrong or self.note.property("role") == "problem":
            self._note(wrong, "problem")
        return wrong

    def say_note(self, words: str) -> None:
        """Say below the field where its words come from."""
        self._note(words, "small")

    def _note(self, words: str, role: str) -> None:
        self.note.setProperty("role", role)
        self.note.style().polish(self.note)
        self.note.setText(words)
        self.note.setVisible(bool(words))
