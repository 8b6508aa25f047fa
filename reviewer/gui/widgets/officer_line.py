"""Name an officer by typing: a list narrows to those meant."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.people.officer import Officer, station_on
from reviewer.gui.widgets.type_ahead import Named, TypeAhead


class OfficerLine(TypeAhead):
    """``chosen`` carries the officer's id; ``nobody_meant`` what is wrong, in words.

    ``offers_new``: the last entry of the list stands for somebody who is not in it.
    """

    def __init__(self, name: str, hint: str, *, offers_new: bool = False) -> None:
        super().__init__(name, hint)
        self._new = self.tr("Not in the roster: add “{0}” as unidentified") if offers_new else ""

    def show_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these."""
        self.show_choices([officer_named(officer, officer.id) for officer in officers])

    def nobody(self, typed: str) -> str:
        """What to do now."""
        if self._new:
            return self.tr("No officer is called “{0}”; Down and Enter add an unidentified one").format(typed)
        if not len(self):
            return self.tr("There are no officers yet. Import the roster in the People room")
        return self.tr("No officer is called “{0}”").format(typed)


def officer_named(officer: Officer, payload: object, first: str = "") -> Named:
    """An officer as listed, found also by other names, addresses and stations; ``payload`` is what stands for it.

    ``first`` says why it is offered before others.
    """
    told = (first, officer.name, officer.rank, officer.serial, station_on(officer, ""))
    words = (*officer.aliases, *officer.addresses, *(each.station for each in officer.assignments))
    return Named(" · ".join(part for part in told if part), payload, " ".join(words))
