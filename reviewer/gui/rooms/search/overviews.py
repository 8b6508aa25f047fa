"""What stands in the place of a search for a while: saved searches, a term list. Each is made when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from reviewer.domain.analysis.saved_search import SavedSearch
from reviewer.gui.session import Session
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.parts import boxed, button, row

if TYPE_CHECKING:
    from reviewer.gui.rooms.search.saved import SavedPage
    from reviewer.gui.rooms.search.terms import TermsPage


class SearchOverviews(CurrentStack):
    """The search, or one of the overviews; Esc leads back. ``wanted`` carries what is to be searched for.

    ``searched`` tells the query at hand.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(self, session: Session, home: QWidget, searched: Callable[[], str]) -> None:
        super().__init__()
        self._session, self._home, self._searched = session, home, searched
        self.addWidget(home)

    @cached_property
    def saved(self) -> SavedPage:
        """Searches under a name."""
        from reviewer.gui.rooms.search.saved import SavedPage

        made = SavedPage(self._session, self._searched)
        made.left.connect(self._back)
        made.wanted.connect(self.wanted)
        made.listed.connect(self.show_list)
        self.addWidget(made)
        return made

    @cached_property
    def terms(self) -> TermsPage:
        """A list of terms."""
        from reviewer.gui.rooms.search.terms import TermsPage

        made = TermsPage(self._session)
        made.left.connect(self._back)
        made.wanted.connect(self.wanted)
        self.addWidget(made)
        return made

    def offers(self) -> QWidget:
        """What leads to each of them, for the place where nothing is found yet."""
        saved = button(self.tr("Saved searches"), self.show_saved, "link")
        terms = button(self.tr("Term list"), self.show_terms, "link")
        return boxed(row(saved, terms, 1, margins=(2, 0, 2, 0)), "panel")

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key shows."""
        return {"Shift+S": self.show_saved, "Shift+T": self.show_terms}

    def show_saved(self) -> None:
        """Show the searches that are kept, and what would be kept now."""
        self.setCurrentWidget(self.saved)
        self.saved.show_searched()

    def show_terms(self) -> None:
        """Show the list of terms."""
        self.setCurrentWidget(self.terms)
        self.terms.typed.setFocus()

    def show_list(self, saved: SavedSearch) -> None:
        """Show a list of terms that is kept."""
        self.show_terms()
        self.terms.open(saved)

    def leave(self) -> None:
        """Show the search again."""
        self.setCurrentWidget(self._home)

    def _back(self) -> None:
        self.leave()
        self.left.emit()

    def show_menu(self, below: QWidget, more: Callable[[QMenu], object]) -> None:
        """Offer the overviews, and what ``more`` puts below them."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Saved searches… (Shift+S)"), self.show_saved)
        menu.addAction(self.tr("Term list… (Shift+T)"), self.show_terms)
        more(menu)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
