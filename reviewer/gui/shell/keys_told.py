"""What the keys do, room by room: what the key map shows. A test holds it against the keys that there are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Told:
    """Keys, named as Qt names them, and what they do; ``shown`` where their names would be too long or too plain."""

    keys: str
    meaning: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that belong together."""

    title: str
    keys: tuple[Told, ...]


def everywhere() -> Group:
    """What is the same in every room."""
    return Group(
        _tr("Everywhere"),
        (
            Told("F6 Shift+F6", _tr("next part of the room, and back"), "F6"),
            Told("Alt+1 Alt+2 Alt+3 Alt+4 Alt+5 Alt+6 Alt+7 Alt+8", _tr("rooms"), _tr("Alt+1 … 8")),
            Told("Ctrl+1 Ctrl+2 Ctrl+3 Ctrl+4 Ctrl+5 Ctrl+6", _tr("parts of a room"), _tr("Ctrl+1 …")),
            Told("Ctrl+K", _tr("search")),
            Told("Ctrl+Z Ctrl+Shift+Z", _tr("undo, redo"), _tr("Ctrl+Z")),
            Told("Alt+Z", _tr("undo all that was marked one by one in the list")),
            Told("Ctrl+Return Ctrl+Enter", _tr("save what is typed"), _tr("Ctrl+Enter")),
            Told("Esc", _tr("cancel, or close what is open")),
            Told("Ctrl+Shift+A", _tr("add evidence")),
            Told("Ctrl+L", _tr("lock the case")),
            Told("Ctrl+,", _tr("settings")),
            Told("F1 ?", _tr("these keys; Page Up, Page Down scroll them"), _tr("F1")),
            Told("F1 Shift+F1", _tr("on the keys: the handbook on this room; handbook"), _tr("F1  Shift+F1")),
        ),
    )


def groups(room: str) -> list[Group]:
    """What is so in one room."""
    return _ROOMS[room]()


def _reading() -> tuple[Told, ...]:
    return (
        Told("J K", _tr("next, previous item")),
        Told("U Q", _tr("next item you have not seen; next of the queue")),
        Told("Shift+Q S A", _tr("queues: make one, take one up; there S draws a sample, A puts one away"), "Shift+Q"),
        Told("Shift+U", _tr("coverage: what was read and what was not")),
        Told("Shift+L", _tr("messages in time; arrows, Shift, Enter choose a stretch")),
        Told("C Shift+C", _tr("compare the chosen; next difference, before")),
        Told("Shift+B", _tr("hold the compared ones against this one")),
        Told("W Alt+Left", _tr("to the message that is quoted, and back"), _tr("W  Alt+←")),
        Told("Shift+W", _tr("compare with the message that is quoted")),
        Told("Shift+F10", _tr("menu of the chosen; so does the right button")),
        Told("Space", _tr("scroll on, then the next item")),
        Told("Return", _tr("open in the other pane"), _tr("Enter")),
        Told("Shift+Down Ctrl+A", _tr("choose several, or all: for R X P and tags"), _tr("Shift+↓  Ctrl+A")),
        Told("Shift+G", _tr("threads, then families, together in the list")),
        Told("/", _tr("filter the list")),
        Told("T H I", _tr("thread and duplicates; hidden text; tags and notes")),
        Told("Ctrl+F F3 Shift+F3", _tr("find in the document; next, before"), "Ctrl+F  F3"),
        Told("+ = Ctrl+= - 0", _tr("zoom in, out, fit the width"), "+  −  0"),
    )


def _review() -> list[Group]:
    selecting = (
        Told("F7", _tr("caret on the page")),
        Told("Shift+Right", _tr("select; with Ctrl by words"), _tr("Shift+arrows")),
        Told("", _tr("select a word; drag: whole words, with Alt by letters"), _tr("double click")),
        Told("Ctrl+C Ctrl+Shift+C", _tr("copy; with number and page"), _tr("Ctrl+C  Ctrl+Shift+C")),
        Told("Ctrl+P", _tr("print; what is selected with its cite")),
        Told("[ ]", _tr("previous, next passage")),
    )
    marking = (
        Told(" ".join("123456789"), _tr("tag selection or passage"), "1 – 9"),
        Told("O Shift+O", _tr("link an officer to the words; to the whole, in the list"), "O  Shift+O"),
        Told("F", _tr("for or against an allegation")),
        Told("B E", _tr("enter a benefit, an endorsement")),
        Told("N", _tr("note")),
        Told("D", _tr("redact the words, with a reason")),
        Told("Shift+D", _tr("redact a region, a page, a field")),
        Told("V", _tr("the pages as a receiver sees them")),
        Told("R X P", _tr("relevant, not relevant, privileged: with duplicates")),
        Told("Shift+R Shift+X Shift+P", _tr("this one alone"), _tr("Shift+R X P")),
        Told("M", _tr("say that you have read it, or not")),
        Told("G", _tr("after R X P M go on to the next, or not")),
        Told("Del", _tr("remove what has the focus")),
    )
    entering = (
        Told("B", _tr("take the field from the selection")),
        Told("Return Enter", _tr("save the entry"), _tr("Enter")),
        Told("Ctrl+Return", _tr("prove the likely duplicate instead"), _tr("Ctrl+Enter")),
    )
    thread = (
        Told("A Del", _tr("it answers…, it answers none")),
        Told("Left Right", _tr("fold, unfold"), "← →"),
    )
    return [
        Group(_tr("Reading"), _reading()),
        Group(_tr("Selecting"), selecting),
        Group(_tr("Thread"), thread),
        Group(_tr("Marking"), marking),
        Group(_tr("Entering"), entering),
    ]


def _search() -> list[Group]:
    found = (
        Told("Return", _tr("search; open what was found in Review"), _tr("Enter")),
        Told("J K", _tr("next, previous hit; arrows do, too")),
        Told("U", _tr("next hit you have not seen")),
        Told("Space", _tr("scroll on, then the next hit")),
        Told("Ctrl+A Shift+Down", _tr("choose all that was found, or several"), _tr("Ctrl+A  Shift+↓")),
        Told("Shift+F10", _tr("menu of the chosen; so does the right button")),
        Told("Shift+S Shift+T", _tr("saved searches; a list of terms")),
        Told("L S F2 C Del", _tr("saved search: what is new, seen, rename, stand for the search at hand, remove")),
        Told("Alt+Return Alt+Enter", _tr("leave out what a row of Narrow to counts"), _tr("Alt+Enter")),
        Told("Shift+G", _tr("threads, then families, together in the list")),
        Told("/", _tr("type other words")),
        Told("T H", _tr("thread and duplicates; hidden text")),
        Told("?", _tr("these keys")),
    )
    page = (
        Told("F3 Shift+F3", _tr("next of the words found, before"), "F3"),
        Told("W Alt+Left", _tr("to the message that is quoted, and back"), _tr("W  Alt+←")),
        Told("Shift+W", _tr("compare with the message that is quoted")),
        Told("[ ]", _tr("previous, next passage")),
        Told("Ctrl+F", _tr("find in the document")),
        Told("F7", _tr("caret on the page")),
        Told("Ctrl+C Ctrl+Shift+C", _tr("copy; with number and page"), _tr("Ctrl+C  Ctrl+Shift+C")),
        Told("Ctrl+P", _tr("print; what is selected with its cite")),
        Told("+ = Ctrl+= - 0", _tr("zoom in, out, fit the width"), "+  −  0"),
    )
    digits = " ".join("123456789")
    marking = (
        Told("R X P", _tr("relevant, not relevant, privileged: with duplicates")),
        Told("Shift+R Shift+X Shift+P", _tr("this one alone"), _tr("Shift+R X P")),
        Told("M", _tr("say that you have read it, or not")),
        Told(digits, _tr("tag the words found, or the selection"), "1 – 9"),
        Told("O Shift+O", _tr("link an officer to the words; to the whole, in the list"), "O  Shift+O"),
        Told("F", _tr("for or against an allegation")),
        Told("B E", _tr("enter a benefit, an endorsement")),
        Told("N", _tr("note")),
        Told("G", _tr("after a mark or tag go on to the next, or not")),
    )
    entering = (
        Told("B", _tr("take the field from the selection")),
        Told("Return Enter", _tr("save the entry"), _tr("Enter")),
        Told("Ctrl+Return", _tr("prove the likely duplicate instead"), _tr("Ctrl+Enter")),
    )
    return [
        Group(_tr("Search"), found),
        Group(_tr("On the page"), page),
        Group(_tr("Marking"), marking),
        Group(_tr("Entering"), entering),
    ]


def _people() -> list[Group]:
    officers = (
        Told("Ctrl+I", _tr("import a roster")),
        Told("Ctrl+N", _tr("add an officer, an organisation")),
        Told("Ctrl+E", _tr("edit")),
        Told("Ctrl+M Ctrl+T", _tr("two are one; one is two"), _tr("Ctrl+M  T")),
    )
    page = (
        Told("Left Right", _tr("section before, after"), "← →"),
        Told("Return Enter", _tr("go where an entry is kept"), _tr("Enter")),
        Told("[ ]", _tr("passages of an entry")),
        Told("A Del", _tr("a found name is the officer's, or not")),
        Told("Del", _tr("take a person out of an organisation")),
    )
    return [Group(_tr("Officers and organisations"), officers), Group(_tr("Pages"), page)]


def _ledger() -> list[Group]:
    tables = (
        Told("/", _tr("filter")),
        Told("Return Enter", _tr("what is said, and what proves it"), _tr("Enter")),
        Told("F2 Del", _tr("change, delete the entry")),
        Told("M", _tr("the chosen entries, or duplicates, are one")),
        Told("Del", _tr("duplicates are two")),
    )
    form = (
        Told("B", _tr("take the field from the selection")),
        Told("Return Enter", _tr("save the entry"), _tr("Enter")),
        Told("Ctrl+Return", _tr("prove the likely duplicate instead"), _tr("Ctrl+Enter")),
    )
    rest = (
        Told("Left Right", _tr("from mark to mark in a picture"), _tr("arrows")),
        Told("Return", _tr("what is behind a mark, a figure"), _tr("Enter")),
        Told("Ctrl++ Ctrl+- Ctrl+0", _tr("zoom a picture in, out, fit"), _tr("Ctrl  +  −  0")),
        Told("F2 Del", _tr("change, remove a limit")),
    )
    return [
        Group(_tr("Benefits, endorsements, pairs"), tables),
        Group(_tr("Changing an entry"), form),
        Group(_tr("Figures, limits, pictures"), rest),
    ]


def _findings() -> list[Group]:
    matrix = (
        Told("Ctrl+N", _tr("new allegation, new clause")),
        Told("Ctrl+G", _tr("all that has to be looked at again")),
        Told("/", _tr("type another search for an element")),
        Told("D", _tr("dismiss the hit at hand: why does it not speak so?")),
        Told("A", _tr("add to a cell")),
        Told("L", _tr("look for what belongs into a cell")),
        Told("Return", _tr("open what a cell rests on"), _tr("Enter")),
        Told("W Del", _tr("it still speaks so; take it out")),
    )
    clause = (
        Told("Return", _tr("another element below"), _tr("Enter")),
        Told("Alt+Up Alt+Down", _tr("move an element"), "Alt+↑↓"),
        Told("Backspace", _tr("remove an empty one")),
    )
    return [Group(_tr("Allegations"), matrix), Group(_tr("Elements of a clause"), clause)]


def _interviews() -> list[Group]:
    planning = (
        Told("Ctrl+N", _tr("new interview")),
        Told("L", _tr("what there is to ask about")),
        Told("+ Return", _tr("put it into the question at hand"), _tr("+  Enter")),
        Told("O", _tr("open it in its room")),
        Told("Q", _tr("type a question")),
        Told("Ctrl+Return", _tr("what is typed is a topic"), _tr("Ctrl+Enter")),
        Told("F2", _tr("edit a question; Enter does, too")),
        Told("Alt+Up Alt+Down", _tr("move a question, renumber an exhibit"), "Alt+↑↓"),
        Told("Del", _tr("take out")),
        Told("Ctrl+P", _tr("print the binder")),
        Told("Ctrl+H", _tr("hold the interview")),
    )
    asking = (
        Told("Ctrl+Return", _tr("begin"), _tr("Ctrl+Enter")),
        Told("J K", _tr("next, previous question")),
        Told("A N", _tr("type the answer, a note")),
        Told("1 C", _tr("the answer confirms")),
        Told("2 X", _tr("it contradicts")),
        Told("3 R", _tr("does not recall")),
        Told("4 D", _tr("declines to answer")),
        Told("B", _tr("break, and on again")),
        Told("Ctrl+E", _tr("end")),
    )
    exhibit = (
        Told("S", _tr("the exhibit was shown")),
        Told("Left Right", _tr("turn its pages"), "← →"),
        Told("W 0", _tr("second window; blank it")),
        Told("L", _tr("checklist")),
    )
    return [
        Group(_tr("Preparing"), planning),
        Group(_tr("Holding an interview"), asking),
        Group(_tr("While it is held"), exhibit),
    ]


def _exports() -> list[Group]:
    exports = (Told("Space", _tr("press the button at hand")),)
    mock = (
        Told("Return Enter", _tr("open the document, in Review"), _tr("Enter")),
        Told("Ctrl+Return Ctrl+Enter", _tr("number the pages of a new production"), _tr("Ctrl+Enter")),
    )
    redacted = (Told("Del", _tr("take redactions back that are not approved")),)
    return [
        Group(_tr("Exports"), exports),
        Group(_tr("Productions"), mock),
        Group(_tr("Redactions"), redacted),
    ]


def _custody() -> list[Group]:
    account = (
        Told("Return", _tr("list what a row counts, in Review"), _tr("Enter")),
        Told("Left Right", _tr("fold, unfold"), "← →"),
    )
    return [Group(_tr("Account"), account)]


_ROOMS = {
    "review": _review,
    "search": _search,
    "people": _people,
    "ledger": _ledger,
    "findings": _findings,
    "interviews": _interviews,
    "exports": _exports,
    "custody": _custody,
}


def _tr(words: str) -> str:
    return QCoreApplication.translate("Keys", words)
