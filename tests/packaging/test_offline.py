"""What installs from a folder of wheels on Windows and macOS: for which computers, and what it refuses in which words.

It was made to run there; here its decisions are tried with the computer as a parameter, and the whole of it once, on
wheels that are made for the test.
"""

from __future__ import annotations

import ast
import hashlib
import os
import plistlib
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from frozen import start
from offline import install_offline as offline
from release import locked, steps, wheelhouse

MAC = offline.Computer("darwin", "arm64", (3, 13), "cpython", 64, (14, 2), Path("/moore"), {})
INTEL_MAC = replace(MAC, machine="x86_64")
WINDOWS = offline.Computer(
    "win32", "AMD64", (3, 12), "cpython", 64, (), Path("C:/moore"), {"LOCALAPPDATA": "C:/moore/Local"}
)
MAKENSIS = shutil.which("makensis")


def test_each_computer_gets_the_wheels_of_its_own_kind() -> None:
    assert offline.wheels_for(MAC) == "macosx_arm64"
    assert offline.wheels_for(WINDOWS) == "win_amd64"
    assert offline.wheels_for(INTEL_MAC) == "macosx_x86_64"
    assert {each.name for each in wheelhouse.SYSTEMS} == {"macosx_arm64", "macosx_x86_64", "win_amd64"}


def test_a_mac_with_an_intel_processor_gets_the_last_parts_made_for_it_and_is_told_so() -> None:
    """Newer ones have no wheels for those Macs; the lock has both versions, each for its own computers."""
    older = {"cryptography": 49, "argon2-cffi-bindings": 26}
    for system in wheelhouse.SYSTEMS:
        found = locked.runtime(locked.markers("3.13", system.sys_platform, system.machine))
        (versions,) = [{each.name: int(each.version.split(".")[0]) for each in found if each.name in older}]
        assert versions.keys() == older.keys()
        assert {versions[name] < first for name, first in older.items()} == {system.name == "macosx_x86_64"}
        told = offline.told_before(system.name)
        assert [name in told for name in older] == [system.name == "macosx_x86_64"] * 2


def test_it_installs_for_the_pythons_that_there_are_wheels_for() -> None:
    for number in wheelhouse.PYTHONS:
        major, minor = map(int, number.split("."))
        assert offline.wheels_for(replace(WINDOWS, python=(major, minor)))
    assert [".".join(map(str, each)) for each in offline.PYTHONS] == [wheelhouse.PYTHONS[0], wheelhouse.PYTHONS[-1]]


@pytest.mark.parametrize(
    ("computer", "said", "advice"),
    [
        (replace(WINDOWS, python=(3, 10)), "This is Python 3.10. It must be one from 3.11 to 3.14.", "python.org"),
        (replace(MAC, python=(3, 15)), "This is Python 3.15.", "python.org"),
        (replace(MAC, implementation="pypy"), "(pypy)", "python.org"),
        (replace(WINDOWS, bits=32), "a 32-bit one", "64-bit Python"),
        (replace(WINDOWS, machine="ARM64"), "Windows on ARM", "64-bit Python"),
        (replace(MAC, macos=(12, 7)), "13 or later", "another computer"),
        (replace(MAC, system="linux"), "for Windows and macOS", "for Linux"),
    ],
)
def test_other_computers_are_refused_in_words(computer: offline.Computer, said: str, advice: str) -> None:
    with pytest.raises(offline.RefusedError) as refused:
        offline.wheels_for(computer)
    what, _, then = str(refused.value).partition("\n")
    assert said in what
    assert advice in then


def test_it_goes_where_its_person_may_write() -> None:
    assert offline.place_for(WINDOWS).as_posix() == "C:/moore/Local/EvidenceReviewer"
    assert offline.place_for(replace(WINDOWS, environment={})).as_posix() == "C:/moore/AppData/Local/EvidenceReviewer"
    assert offline.place_for(MAC).as_posix() == "/moore/Library/Application Support/EvidenceReviewer"


def test_a_folder_that_is_not_whole_is_refused_by_what_is_missing(tmp_path: Path) -> None:
    for missing, make in (
        ("the folder win_amd64", (tmp_path / "win_amd64").mkdir),
        ("requirements.lock", (tmp_path / "requirements.lock").touch),
        ("the program itself", (tmp_path / "evidence_reviewer-1.2-py3-none-any.whl").touch),
    ):
        with pytest.raises(offline.RefusedError, match=missing):
            offline.check_house(tmp_path, "win_amd64")
        make()
    assert offline.check_house(tmp_path, "win_amd64") == "1.2"
    (tmp_path / "evidence_reviewer-1.3-py3-none-any.whl").touch()
    with pytest.raises(offline.RefusedError, match="two versions"):
        offline.check_house(tmp_path, "win_amd64")


def test_an_older_version_goes_once_the_new_one_runs(tmp_path: Path) -> None:
    for name in ("0.1.0", "0.2.0"):
        version_in(tmp_path, name)
    assert offline.remove_older(tmp_path, "0.2.0") == []
    assert [each.name for each in tmp_path.iterdir()] == ["0.2.0"]
    with pytest.raises(offline.RefusedError, match="is installed already"):
        offline.new_folder(tmp_path, "0.2.0")


def version_in(place: Path, name: str) -> Path:
    """A version as it lies there: a virtual environment."""
    (place / name / "bin").mkdir(parents=True)
    (place / name / "pyvenv.cfg").touch()
    return place / name


def test_no_folder_goes_but_those_of_older_versions(tmp_path: Path) -> None:
    """``program`` is where the other installer for Windows puts it; the two others have half of what a version has."""
    for name in ("Cases", "program", "2026.1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "it.evcase").touch()
    version_in(tmp_path, "harbor")
    version_in(tmp_path, "0.1.0")
    assert offline.remove_older(tmp_path, "0.2.0") == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["2026.1", "Cases", "harbor", "program"]


def test_a_version_that_cannot_be_renamed_keeps_all_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, which renames no folder in which a file is open; what an earlier removal left goes first."""
    used = version_in(tmp_path, "0.1.0")
    version_in(tmp_path, "0.0.9")
    (tmp_path / "0.0.8.gone" / "bin").mkdir(parents=True)
    rename = Path.rename

    def refused(self: Path, to: Path) -> Path:
        if self == used:
            raise PermissionError(13, "in use")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refused)
    assert offline.remove_older(tmp_path, "0.2.0") == ["0.1.0"]
    assert [each.name for each in tmp_path.iterdir()] == ["0.1.0"]
    assert sorted(each.name for each in used.iterdir()) == ["bin", "pyvenv.cfg"]


def test_a_folder_that_is_named_gets_one_of_the_programs_own(tmp_path: Path) -> None:
    assert offline.asked_place(["--into", str(tmp_path)], MAC) == tmp_path.resolve() / "EvidenceReviewer"
    assert offline.asked_place([], MAC) == offline.place_for(MAC)


@pytest.mark.parametrize("words", [["--into"], ["--in", "there"], ["there"], ["--into", ""], ["--into", "a", "b"]])
def test_words_that_are_not_understood_install_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert offline.main(words) == 1
    assert capsys.readouterr().err.startswith(f"This was not understood: {' '.join(words)}\nGive nothing, or --into")


@pytest.mark.parametrize(("made_for", "machine"), [("win-amd64", "AMD64"), ("win-arm64", "ARM64")])
def test_on_windows_the_python_counts_and_not_the_processor(
    made_for: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sysconfig.get_platform", lambda: made_for)
    monkeypatch.setattr("platform.machine", lambda: "ARM64")
    assert offline.this_computer().machine == machine


def test_what_fails_after_the_installation_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Applications").touch()
    assert not offline.give_app(tmp_path / "Applications", tmp_path / "it's" / "python", "1.2")
    said = capsys.readouterr().err
    assert "It is installed, but no program could be put into" in said
    command = shlex.split(said.rpartition("into the Terminal: ")[2])
    assert command == [str(tmp_path / "it's" / "python"), "-P", "-m", "reviewer"]
    offline.clear(tmp_path / "nowhere", "1.2")
    assert "Older versions could not be removed" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no right to run")
def test_the_finder_may_start_the_installer(tmp_path: Path) -> None:
    assert os.access(steps.PACKAGING / "offline" / "install.command", os.X_OK)
    wheelhouse.installers(tmp_path)
    assert (tmp_path / "install.command").stat().st_mode & 0o777 == 0o755
    assert {"install.ps1", "install_offline.py"} <= {each.name for each in tmp_path.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="runs a shell's script")
def test_the_program_for_the_mac_starts_its_own_python(tmp_path: Path) -> None:
    python = tmp_path / "it's here" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    app = offline.make_app(tmp_path / "Applications", python, "1.2")
    settings = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    starter = app / "Contents" / "MacOS" / settings["CFBundleExecutable"]
    shown = subprocess.run([starter, "a b.evcase"], capture_output=True, text=True, check=True).stdout
    assert shown == "-P -m reviewer a b.evcase\n"


@pytest.mark.skipif(sys.platform != "linux", reason="a Python from python.org on this computer would be found first")
def test_the_mac_hands_over_to_a_python_that_will_do_or_says_which(tmp_path: Path) -> None:
    house, found = tmp_path / "the stick", tmp_path / "found"
    house.mkdir()
    found.mkdir()
    shutil.copy(steps.PACKAGING / "offline" / "install.command", house)
    start_it = ["/bin/sh", str(house / "install.command"), "--into", "there"]
    tools = {name: shutil.which(name) for name in ("dirname",)}
    for name, path in tools.items():
        (found / name).symlink_to(str(path))
    done = subprocess.run(start_it, env={"PATH": str(found)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Install Python 3.13" in done.stderr
    (found / "python3.12").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (found / "python3.12").chmod(0o755)
    done = subprocess.run(start_it, env={"PATH": str(found)}, capture_output=True, text=True, check=False)
    assert done.stdout == f"{house}/install_offline.py --into there\n"


def test_the_installer_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((steps.PACKAGING / "offline" / "install_offline.py").read_text(encoding="utf-8"))
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names


def test_the_script_for_windows_looks_for_the_same_pythons_and_is_closed_everywhere() -> None:
    """No PowerShell can be had where this is made: brackets, quotes and the versions are what can be looked at."""
    text = (steps.PACKAGING / "offline" / "install.ps1").read_text(encoding="utf-8")
    assert set(re.findall(r"'(3\.\d+)'", text)) == set(wheelhouse.PYTHONS)
    # Each end waits, so that what was said can be read.
    assert re.findall(r"(?m)^.*\bexit\b.*$", text) == ["    exit $code"]
    assert text.endswith("\nFinish 0\n")
    code = re.sub(r"(?m)#.*$", "", text)
    code = re.sub(r"'[^'\n]*'|\"(?:`.|[^\"`\n])*\"", "", code)
    assert "'" not in code
    assert '"' not in code
    waiting = []
    for sign in code:
        if sign in "([{":
            waiting.append({"(": ")", "[": "]", "{": "}"}[sign])
        elif sign in ")]}":
            assert waiting.pop() == sign
    assert waiting == []


def wheel(folder: Path, name: str, number: str, module: str) -> Path:
    """A wheel (PEP 427) of one package whose ``__main__`` is this text."""
    made = folder / f"{name.replace('-', '_')}-{number}-py3-none-any.whl"
    info = f"{name.replace('-', '_')}-{number}.dist-info"
    package = "reviewer" if name == "evidence-reviewer" else name.replace("-", "_")
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{package}/__init__.py", "")
        archive.writestr(f"{package}/__main__.py", module)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return made


@pytest.mark.endurance
def test_it_installs_what_the_lock_says_and_nothing_else(tmp_path: Path) -> None:
    """A virtual environment each time, which takes seconds: whole, a part changed, a part missing, one that fails."""
    house, into = tmp_path / "a stick", tmp_path / "in" / "1.2"
    (house / "any").mkdir(parents=True)
    part = wheel(house / "any", "a-part", "3.0", "")
    program = wheel(house, "evidence-reviewer", "1.2", "import a_part, sys; sys.exit(sys.argv[1:] != ['version'])")
    lock = wheelhouse.entry(part) + wheelhouse.entry(program)
    lock += "elsewhere==1 ; sys_platform == 'nowhere' \\\n    --hash=sha256:" + "0" * 64 + "\n"
    (house / "requirements.lock").write_text(lock, encoding="utf-8")
    python = offline.install(house, "any", into, system=sys.platform)
    assert subprocess.run([python, "-I", "-m", "reviewer", "version"], check=False).returncode == 0
    for change, said in (
        (lambda: part.write_bytes(part.read_bytes() + b"\0"), "a-part==3.0: this part is not the one"),
        (part.unlink, r"a-part==3\.0 is missing in the folder any"),
        (lambda: _failing(house), "does not start"),
    ):
        change()
        with pytest.raises(offline.RefusedError, match=said):
            offline.install(house, "any", tmp_path / "in" / "1.3", system=sys.platform)
        assert not (tmp_path / "in" / "1.3").exists()
    assert into.exists()


def _failing(house: Path) -> None:
    part = wheel(house / "any", "a-part", "3.0", "")
    program = wheel(house, "evidence-reviewer", "1.2", "import no_such_part")
    lock = wheelhouse.entry(part) + wheelhouse.entry(program)
    (house / "requirements.lock").write_text(lock, encoding="utf-8")


def test_a_wheel_made_here_is_locked_by_its_hash(tmp_path: Path) -> None:
    made = wheel(tmp_path, "evidence-reviewer", "1.2", "")
    (each,) = locked.packages(wheelhouse.entry(made))
    assert (each.name, each.version, each.marker) == ("evidence-reviewer", "1.2", "")
    assert f"--hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}" in each.text


def test_the_table_in_the_documents_counts_what_the_lock_has() -> None:
    """``make wheelhouse`` makes it; a package more or less in the lock, and it is an old one."""
    page = (steps.ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    systems = {each.name: each for each in wheelhouse.SYSTEMS}
    (header,) = re.findall(r"^\| Python \| (.+) \|$", page, flags=re.MULTILINE)
    for number in wheelhouse.PYTHONS:
        (row,) = re.findall(rf"^\| {re.escape(number)} \| (.+) \|$", page, flags=re.MULTILINE)
        for name, cell in zip(header.split(" | "), row.split(" | "), strict=True):
            system = systems[name]
            wanted = len(locked.runtime(locked.markers(number, system.sys_platform, system.machine)))
            found = re.match(r"all (\d+)|\d+ of (\d+), not: ", cell)
            assert found is not None, cell
            assert int(found[1] or found[2]) == wanted, (number, name)


def test_a_frozen_program_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Workers are started as ``PROGRAM -P -m MODULE WORDS``; other words are the program's own."""
    ran: list[object] = []
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: ran.append((name, sys.argv)))
    monkeypatch.setattr("reviewer.cli.main.main", ran.append)
    for words in (["-P", "-m", "reviewer.workers.parse", "--pipe"], ["-m", "reviewer"], ["-m", "os"], ["case", "-m"]):
        monkeypatch.setattr(sys, "argv", [str(tmp_path / "reviewer"), *words])
        start.main()
    assert ran == [
        ("reviewer.workers.parse", ["reviewer.workers.parse", "--pipe"]),
        ("reviewer", ["reviewer"]),
        ["-m", "os"],
        ["case", "-m"],
    ]


def test_the_recipe_for_pyinstaller_is_python_and_starts_what_is_there() -> None:
    folder = steps.PACKAGING / "frozen"
    tree = ast.parse((folder / "reviewer.spec").read_text(encoding="utf-8"))
    scripts = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Analysis"
    ]
    assert [ast.literal_eval(each) for each in scripts] == [["start.py"]]
    assert (folder / "start.py").exists()


def test_the_workflow_names_what_there_is_and_needs_no_secret() -> None:
    text = (steps.ROOT / ".github" / "workflows" / "packages.yml").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", (steps.ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    asked = {word for line in re.findall(r"run: make (.+)", text) for word in line.split()}
    assert asked
    assert asked <= targets
    paths = re.findall(r"(?:packaging|tests)/[\w./-]+", text)
    assert len(paths) >= 4
    assert [path for path in paths if not (steps.ROOT / path).exists()] == []
    assert [name for name in re.findall(r"pip install (\S+)", text) if "==" not in name] == []
    others = text.partition("\n  others:\n")[2]
    assert re.findall(r"reviewer demo (.*?)(?:  #|\n)", others) == ["--no-window --without-sandbox"]
    assert "secrets" not in text.replace("needs no secret", "")
    assert "://" not in text


@pytest.mark.skipif(MAKENSIS is None, reason="makensis is not here, which only who builds for Windows needs")
def test_the_installer_for_windows_compiles_without_a_warning(tmp_path: Path) -> None:
    (tmp_path / "made" / "_internal").mkdir(parents=True)
    for name in ("reviewer.exe", "evidence-reviewer.exe", "_internal/a.dll"):
        (tmp_path / "made" / name).touch()
    script = steps.PACKAGING / "windows" / "evidence-reviewer.nsi"
    page = (steps.ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"`makensis (.+) packaging/windows/evidence-reviewer\.nsi`", page)
    values = iter(("1.2", "made", "installer.exe"))
    words = re.sub(r"=\S+", lambda _: f"={next(values)}", shown).split()
    command = [str(MAKENSIS), "-V4", "-WX", *words, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "installer.exe").read_bytes()[:2] == b"MZ"
    assert '"a.dll"' in done.stdout
    spoiled = [word for word in command if not word.startswith("-DSOURCE")]
    assert subprocess.run(spoiled, capture_output=True, cwd=tmp_path, check=False).returncode != 0
