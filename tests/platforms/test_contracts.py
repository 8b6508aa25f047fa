"""Locks, durable names, names of files, keyrings, fonts and workers: one promise, whichever the system is."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.copying import sync_folder
from reviewer.casefile.engine.lock import Lock
from reviewer.desktop.display import has_display
from reviewer.desktop.keyring import Keyring, KeyringError
from reviewer.domain.evidence.reading import Kind
from reviewer.errors import LockedError
from reviewer.gui import theme
from reviewer.gui.app import application
from reviewer.isolation.protocol import Identified, Identify
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import Workers, best_provider
from reviewer.workers.sandbox import frozen_program
from tests.parsed import ROOT
from tests.platforms.conftest import SYSTEMS

KEYRINGS = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "linux": ("keyring.backends.SecretService", "Keyring"),
}


def test_one_at_a_time_writes_to_a_case(system: str, tmp_path: Path) -> None:
    case = tmp_path / "gifts.evcase"
    held = Lock(case)
    with pytest.raises(LockedError, match=r"gifts\.evcase is already open in another window or command") as told:
        Lock(case)
    assert told.value.advice.endswith(f"it is process {os.getpid()}.")
    held.release()
    assert list(tmp_path.iterdir()) == [], system
    Lock(case).release()


def test_a_lock_that_a_crash_left_behind_keeps_nobody_out(system: str, tmp_path: Path) -> None:
    (tmp_path / "gifts.evcase.lock").write_text('{"process": 1, "host": "gone"}', encoding="utf-8")
    Lock(tmp_path / "gifts.evcase").release()
    assert list(tmp_path.iterdir()) == [], system


def test_a_new_name_is_made_durable_where_a_folder_can_be_opened(system: str, tmp_path: Path) -> None:
    """Windows keeps names by itself, and opens no folder as a file: it must not be tried there."""
    sync_folder(tmp_path)
    missing = tmp_path / "missing"
    if system == "win32":
        sync_folder(missing)
    else:
        with pytest.raises(FileNotFoundError):
            sync_folder(missing)


def test_there_is_a_screen_where_a_system_always_has_one(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert has_display() == (system != "linux")


def test_only_the_keyring_of_the_system_is_asked_for_keys(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each name works; that of another system, and one that keeps keys unencrypted, would be a mistake."""
    kept: dict[str, dict[tuple[str, str], str]] = {}
    for module, name in (*KEYRINGS.values(), ("keyring.backends.kwallet", "DBusKeyring")):
        stand_in = types.ModuleType(module)
        setattr(stand_in, name, _keyring(name, kept.setdefault(module, {})))
        monkeypatch.setitem(sys.modules, module, stand_in)
    keyring = Keyring()
    keyring.remember(bytes(16), bytes(32))
    assert {module for module, values in kept.items() if values} == {KEYRINGS[system][0]}
    assert keyring.recall(bytes(16)) == bytes(32)
    assert keyring.forget(bytes(16))
    assert not any(kept.values())


def test_where_the_keyring_does_not_work_nothing_is_remembered(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (*(each for each, _ in KEYRINGS.values()), "keyring.backends.kwallet"):
        monkeypatch.setitem(sys.modules, module, types.ModuleType(module))
    assert Keyring().name == "", system
    with pytest.raises(KeyringError, match="no keyring that keeps keys encrypted"):
        Keyring().remember(bytes(16), bytes(32))


def _keyring(name: str, kept: dict[tuple[str, str], str]) -> type:
    return type(
        name,
        (),
        {
            "priority": 5,
            "get_password": lambda _, service, user: kept.get((service, user)),
            "set_password": lambda _, service, user, value: kept.update({(service, user): value}),
            "delete_password": lambda _, service, user: kept.pop((service, user)),
        },
    )


def test_our_fonts_are_lent_to_linux_alone(system: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """On a computer without a font, Qt is handed ours; Windows and macOS always have their own."""
    lent: list[str] = []
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(list))
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", staticmethod(lent.append))
    theme._offer_fonts()
    assert bool(lent) == (system == "linux")


def test_a_reader_answers_with_fork_and_without(system: str) -> None:
    provider = best_provider()
    if system != "linux":
        assert isinstance(provider, PipeProvider)
    with Workers(1, provider=provider) as workers:
        answer = workers.ask(Identify("a.eml"), [b"From: a@b.example\nSubject: Offer\n\nFree.\n"])
    assert answer.message == Identified(Kind.EMAIL)


def test_a_program_that_has_no_terminal_runs() -> None:
    """Windows starts it so from the Start menu: all three streams are missing."""
    code = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None; from reviewer.cli.main import main; main(['version'])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


ON_LINUX_ALONE = {
    "reviewer/isolation/converter.py",  # LibreOffice is used on Linux only: a folder in memory is asked for first
    "reviewer/isolation/provider_fork.py",
    "reviewer/workers/cpu_budget.py",
    "reviewer/workers/landlock.py",
    "reviewer/workers/libre/converting.py",
    "reviewer/workers/libre/walls.py",
    "reviewer/workers/parse/zygote.py",
}
"""Modules that are loaded, or whose functions are called, where the system is Linux."""

ASKED_FIRST = {
    ("reviewer/isolation/provider.py", "sysconf"),
    ("reviewer/workers/print/surroundings.py", "fork"),
}
"""Calls that no other system has, behind a question that mypy does not follow."""


@pytest.mark.endurance
@pytest.mark.parametrize("name", [each for each in SYSTEMS if each != "linux"])
def test_nothing_is_called_that_a_system_lacks(name: str, tmp_path: Path) -> None:
    """Mypy reads the program as on that system, whose standard library it knows."""
    command = [sys.executable, "-m", "mypy", "--platform", name, "--cache-dir", str(tmp_path), "--no-warn-unreachable"]
    done = subprocess.run([*command, "reviewer"], capture_output=True, text=True, check=False)
    lacking = [line for line in done.stdout.splitlines() if "attr-defined" in line or "import-not-found" in line]
    wrong = [
        line
        for line in lacking
        if (path := line.split(":")[0]) not in ON_LINUX_ALONE
        and not any(path == where and f'"{what}"' in line for where, what in ASKED_FIRST)
    ]
    assert wrong == []
    assert lacking, done.stderr


def test_a_frozen_program_may_be_read_behind_the_walls_of_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Python modules hang on its own file, wherever that lies; an ordinary interpreter's do not."""
    assert frozen_program() == ()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert frozen_program() == (sys.executable,)


def test_a_desktop_knows_the_window_by_the_name_of_its_entry(qapp: QApplication) -> None:
    """On Wayland by the name of the file, on X11 by the class of the window, which Qt makes of the program's name."""
    assert qapp is not None
    application()
    (entry,) = (ROOT / "packaging" / "debian").glob("*.desktop")
    assert QGuiApplication.desktopFileName() == entry.stem
    assert f"StartupWMClass={QCoreApplication.applicationName()}\n" in entry.read_text(encoding="utf-8")
