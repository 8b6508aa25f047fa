"""The organisations of the case: the list, and one with its domains, its people and its addresses in the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QTableView

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.ids import OrganisationId, OrganisationPersonId
from reviewer.domain.people.organisation import Organisation, OrganisationKind, OrganisationPerson
from reviewer.errors import KnownError
from reviewer.gui.at_hand import WantedRow, row_kept
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemsTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.people.asking import Asked, Asking
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.flow import flow
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.tab_order import lead, lead_by_list
from reviewer.usecases.people import organisations
from reviewer.usecases.people.organisations import Shown


class OrganisationsPart(QFrame):
    """The list. ``chosen`` carries an :class:`Organisation`, or None, and whether a hand went to its row.

    ``new_wanted`` asks for another one.
    """

    chosen = Signal(object, bool)
    new_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._found: list[Organisation] = []
        self._wanted: WantedRow[OrganisationId] = WantedRow()
        self._listing = False
        self.model = RowsModel([self.tr("Name"), self.tr("Kind"), self.tr("People")], {2})
        self.model.setParent(self)
        self.table = table(self.model, self.tr("Organisations"), {1: 22, 2: 16})
        self.none = label(
            self.tr("No organisations yet. Add the vendor with its domains, and its addresses are counted."),
            "muted",
            wrap=True,
        )
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.add = button(self.tr("Add an organisation…"), self.new_wanted.emit)
        self.add.setToolTip(self.tr("Ctrl+N"))
        whole = column(row(self.add, 1, margins=(2, 2, 2, 1)), self.none, self.table, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.table)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        Refresher(self, session, {Noun.ORGANISATIONS}, lambda _changes: self._look())

    @property
    def current(self) -> Organisation | None:
        """The organisation at hand."""
        at = self.table.currentIndex().row()
        return self._found[at] if 0 <= at < len(self._found) else None

    def choose(self, organisation: OrganisationId) -> None:
        """Make an organisation the one at hand, as soon as it is listed."""
        self._wanted.want(organisation)
        self._look()

    def _look(self) -> None:
        asked = self._session.query(self, organisations.listed).unless(self._latest.ask())
        asked.success(self._show).run()

    def _show(self, found: list[Organisation]) -> None:
        shown, stood = self.current, self.table.currentIndex().row()
        kept = self._wanted.key or (shown.id if shown else None)
        self._found = found
        self.model.show([(each.name, each.kind.value, f"{len(each.people):,}") for each in found])
        self.none.setVisible(not found)
        lead_by_list(self, self.table, self.add, there=bool(found))
        if found:
            self._listing = True
            choose_row(self.table, row_kept([each.id for each in found], kept, stood))
            self._listing = False
        else:
            self.chosen.emit(None, False)

    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if self.current is not None:
            self._wanted.settle()
            self.chosen.emit(self.current, not self._listing)


class OrganisationPage(QFrame):
    """One organisation. ``entered`` carries one that is new."""

    entered = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._shown: Shown | None = None
        self._asked: Organisation | None = None
        self._until_shown = UntilShown(self)
        self._changing: OrganisationPersonId | None = None
        self._new = False
        self.name = label("", "title", wrap=True)
        self.facts = label("", "small", wrap=True, selectable=True)
        people = [self.tr("Name"), self.tr("Position"), self.tr("Address"), self.tr("From"), self.tr("To")]
        self.people = RowsModel(people)
        found = [self.tr("Address"), self.tr("Name"), self.tr("Messages"), self.tr("First"), self.tr("Among people")]
        self.addresses = RowsModel(found, {2})
        for model in (self.people, self.addresses):
            model.setParent(self)
        self.people_table = table(self.people, self.tr("People of this organisation"), {1: 40, 2: 60, 3: 24, 4: 24})
        widths = {1: 40, 2: 20, 3: 30, 4: 24}
        self.address_table = table(self.addresses, self.tr("Its addresses in the evidence"), widths)
        self._make_forms()
        self._lay_out()
        self._connect()
        self.show_organisation(None)

    def _make_forms(self) -> None:
        self.form = Asking(
            {
                "name": Asked(self.tr("Name")),
                "kind": Asked(self.tr("Kind"), choices=[kind.value for kind in OrganisationKind]),
                "domains": Asked(self.tr("Domains"), self.tr("what stands behind the @, separated by ;")),
                "remark": Asked(self.tr("Remark")),
            },
            self._session.report,
        )
        self.person = Asking(
            {
                "name": Asked(self.tr("Name")),
                "address": Asked(self.tr("Address")),
                "position": Asked(self.tr("Position")),
                "start": Asked(self.tr("From"), self.tr("YYYY-MM-DD")),
                "end": Asked(self.tr("To"), self.tr("open")),
            },
            self._session.report,
        )
        for form in (self.form, self.person):
            form.hide()

    def _lay_out(self) -> None:
        self.edit = button(self.tr("Edit"), self.edit_organisation)
        self.edit.setToolTip(self.tr("Ctrl+E"))
        self.remove = button(self.tr("Remove"), self._remove)
        self.remove.setToolTip(self.tr("With its domains and people; Ctrl+Z takes it back"))
        self.add = button(self.tr("Add a person…"), partial(self._ask_person, None))
        self.change = button(self.tr("Change"), self._change_person)
        self.change.setToolTip(self.tr("Enter"))
        self.drop = button(self.tr("Remove"), self._drop_person)
        self.drop.setToolTip(self.tr("Del"))
        self.list = button(self.tr("List the messages in Review"), self._list_messages, "link")
        self.know = button(self.tr("Add as a person…"), self._add_address)
        self.people_title = label("", "caption")
        self.addresses_title = label("", "caption")
        self.inside = column(
            row(self.edit, self.remove, 1),
            self.form,
            flow(self.people_title, self.add, self.change, self.drop),
            self.person,
            self.people_table,
            flow(self.addresses_title, self.know, self.list),
            self.address_table,
            gap=2,
        )
        self.inside.addStretch(0)
        self.inside.setStretchFactor(self.people_table, 2)
        self.inside.setStretchFactor(self.address_table, 3)
        self.setLayout(column(self.name, self.facts, self.inside, margins=(4, 3, 4, 3), gap=2))
        lead(self, self.people_table)

    def _connect(self) -> None:
        self.form.submitted.connect(self._save)
        self.form.left.connect(self._leave_form)
        self.person.submitted.connect(self._save_person)
        self.person.left.connect(partial(self._leave_person))
        on_keys(self.people_table, {ENTER: self._change_person, "Del": self._drop_person})
        on_keys(self.address_table, {ENTER: self._list_messages})
        self.people_table.doubleClicked.connect(lambda _index: self._change_person())
        self.address_table.doubleClicked.connect(lambda _index: self._list_messages())
        Refresher(self, self._session, {Noun.ITEMS, Noun.ORDER}, lambda _changes: self._look_again(), at_first=False)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_organisation(self, organisation: Organisation | None) -> None:
        """Show one, or say what belongs here."""
        self._new, self._asked = False, organisation
        other = self._shown is None or organisation is None or self._shown.organisation.id != organisation.id
        if other:
            self.form.hide()
            self.person.hide()
        stale = self._latest.ask()
        if organisation is None:
            self._shown = None
            self._until_shown.arrived()
            self.name.setText("")
            self.facts.setText(
                self.tr("An organisation's domains, its people, and its addresses in the evidence are shown here.")
            )
            self._reveal(some=False)
            return
        look = partial(organisations.show, name=organisation.name)
        if self._shown is not None and other:
            self._until_shown.wait()
        self._session.query(self, look).unless(stale).success(self._show).failure(self._not_shown).run()

    def _not_shown(self, error: KnownError) -> None:
        if self._until_shown.waiting:  # else the one that is shown stays, with what is being typed
            self.show_organisation(None)
        self._session.report(error)

    def add_organisation(self) -> None:
        """Ask for a new one."""
        self._latest.ask()  # one that is on its way does not take the form over
        self._until_shown.arrived()
        self._new, self._shown, self._asked = True, None, None
        self.name.setText(self.tr("New organisation"))
        self.facts.setText("")
        self._reveal(some=False)
        self.form.ask("", {"kind": OrganisationKind.VENDOR.value})

    @property
    def entering(self) -> bool:
        """Whether a new one is being typed, which a list that arrives empty must not take away."""
        return self._new and self.form.isVisible()

    def edit_organisation(self) -> None:
        """Change name, kind, domains and remark."""
        if self._shown is None or self._until_shown.waiting:
            return
        each = self._shown.organisation
        values = {"name": each.name, "kind": each.kind.value, "domains": "; ".join(each.domains), "remark": each.remark}
        self.form.ask("", values)

    def _reveal(self, *, some: bool) -> None:
        for part in (
            *(self.edit, self.remove, self.add, self.change, self.drop, self.list, self.know),
            *(self.people_title, self.addresses_title, self.people_table, self.address_table),
        ):
            part.setVisible(some)

    def _show(self, shown: Shown) -> None:
        same = self._shown is not None and self._shown.organisation.id == shown.organisation.id
        at_hand = (self._at_hand(self.people_table), self._at_hand(self.address_table)) if same else ("", "")
        self._shown, self._asked = shown, shown.organisation
        self._until_shown.arrived()
        each = shown.organisation
        self.name.setText(each.name)
        domains = ", ".join(each.domains) or self.tr("no domains: add some, and its addresses are found")
        self.facts.setText("\n".join(part for part in (f"{each.kind.value} · {domains}", each.remark) if part))
        self._reveal(some=True)
        self.people_title.setText(self.tr("People · {0:,}").format(len(each.people)))
        self.people.show([(one.name, one.position, one.address, one.start, one.end) for one in each.people])
        unknown = {one.address for one in shown.unknown}
        listed = {False: self.tr("yes"), True: self.tr("no")}
        self.addresses.show(
            [
                (one.address, one.name, f"{one.items:,}", one.first, listed[one.address in unknown])
                for one in shown.addresses
            ]
        )
        self.addresses_title.setText(self.tr("Addresses in the evidence · {0:,}").format(len(shown.addresses)))
        for view, named in zip((self.people_table, self.address_table), at_hand, strict=True):
            rows = [view.model().index(at, 0).data() for at in range(view.model().rowCount())]
            if rows:
                choose_row(view, rows.index(named) if named in rows else 0)
        for part in (self.change, self.drop):
            part.setEnabled(bool(each.people))
        for link in (self.list, self.know):
            link.setEnabled(bool(shown.addresses))

    @staticmethod
    def _at_hand(view: QTableView) -> str:
        return str(view.currentIndex().siblingAtColumn(0).data() or "")

    def _look_again(self) -> None:
        if self._asked is not None:
            self.show_organisation(self._asked)

    def _list_messages(self) -> None:
        at = _row(self.address_table)
        if self._shown is not None and 0 <= at < len(self._shown.addresses):
            self._session.go(ItemsTarget(f'people:"{self._shown.addresses[at].address}" -is:duplicate'))

    # -- changing it ----------------------------------------------------------------------------------------------

    def _leave_form(self) -> None:
        self.form.hide()
        if self._new:
            self.show_organisation(None)
        self.setFocus()

    def _save(self, said: Mapping[str, str]) -> None:
        shown, who = None if self._new else self._shown, self._session.reviewer
        domains = [each.strip() for each in said["domains"].split(";") if each.strip()]

        def act(case: Case) -> Organisation:
            if shown is None:
                return organisations.add(
                    case, said["name"], said["kind"], domains=domains, remark=said["remark"], reviewer=who
                )
            before = shown.organisation
            return organisations.change(
                case,
                before.name,
                name=said["name"],
                kind=said["kind"],
                remark=said["remark"],
                add_domains=[each for each in domains if each not in before.domains],
                drop_domains=[each for each in before.domains if each not in domains],
                reviewer=who,
            )

        self._run(act, *self.form.answers(self._saved))

    def _saved(self, made: Organisation) -> None:
        self.form.hide()
        self._new = False
        self.entered.emit(made)

    def _remove(self) -> None:
        if self._shown is not None:
            act = partial(organisations.remove, who=self._shown.organisation.name, reviewer=self._session.reviewer)
            self._run(act, lambda _gone: None, self._session.report)

    def _run(
        self,
        act: Callable[[Case], Organisation],
        done: Callable[[Organisation], None],
        refuse: Callable[[KnownError], None],
    ) -> None:
        self._session.operation(self, act).success(done).failure(refuse).run()

    # -- its people -----------------------------------------------------------------------------------------------

    def _ask_person(self, person: OrganisationPerson | None) -> None:
        self._changing = None if person is None else person.id
        known = person or OrganisationPerson(OrganisationPersonId(0), "")
        names = ("name", "address", "position", "start", "end")
        title = self.tr("New person") if person is None else self.tr("Change {0}").format(person.name)
        self.person.ask(title, {name: getattr(known, name) for name in names})

    def _person(self) -> OrganisationPerson | None:
        at = _row(self.people_table)
        people = () if self._shown is None else self._shown.organisation.people
        return people[at] if 0 <= at < len(people) else None

    def _change_person(self) -> None:
        person = self._person()
        if person is not None:
            self._ask_person(person)

    def _add_address(self) -> None:
        """Make whoever writes from the address at hand one of its people."""
        at = _row(self.address_table)
        if self._shown is not None and 0 <= at < len(self._shown.addresses):
            one = self._shown.addresses[at]
            self._ask_person(None)
            self.person.ask(self.tr("New person"), {"name": one.name, "address": one.address})

    def _leave_person(self) -> None:
        self.person.hide()
        self.people_table.setFocus()

    def _save_person(self, said: Mapping[str, str]) -> None:
        if self._shown is None:
            return
        person = OrganisationPerson(self._changing or OrganisationPersonId(0), **said)
        verb = organisations.add_person if self._changing is None else organisations.change_person
        name, who = self._shown.organisation.name, self._session.reviewer
        self._run(lambda case: verb(case, name, person, reviewer=who), *self.person.answers(self._person_done))

    def _drop_person(self) -> None:
        person = self._person()
        if person is not None and self._shown is not None:
            name, who = self._shown.organisation.name, self._session.reviewer
            drop = partial(organisations.remove_person, who=name, person=person.id, reviewer=who)
            self._run(drop, lambda _left: None, self._session.report)

    def _person_done(self, _organisation: Organisation) -> None:
        self._leave_person()


def _row(view: QTableView) -> int:
    return view.currentIndex().row()
