"""``reviewer case``, as a person meets it: each trouble has its own message and exit code."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import FORMAT_VERSION, open_case
from reviewer.cli.session import Bar
from reviewer.desktop import settings
from reviewer.usecases import cases
from tests.casefile.engine.test_lost_log import summed_anew
from tests.cli.conftest import PASSPHRASE, Command
from tests.commands import Done, run_process, run_together
from tests.endurance import at_length
from tests.evidence import folder, mail

NAMESPACES = ("unshare", "--user", "--map-root-user", "--mount")


def on_a_disk(folder: Path, case: Path, *, size: str, then: str = "true") -> tuple[str, ...]:
    """Run what follows with ``case`` alone on a small disk at ``folder``, in a mount namespace that ends with it."""
    folder.mkdir()
    script = f'mount -t tmpfs -o size={size} tmpfs "{folder}" && cp -p "{case}" "{folder}/" && {then} && exec "$@"'
    return (*NAMESPACES, "sh", "-c", script, "sh")


def has_namespaces() -> bool:
    """Whether we may mount a disk that only our own process sees."""
    if shutil.which("unshare") is None:
        return False
    probe = [*NAMESPACES, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="this system does not give us a mount namespace")


def harm(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"harm")


# -- create and info ----------------------------------------------------------------------------------------------


@at_length
def test_so_does_one_by_the_program_as_it_is(environment: dict[str, str], tmp_path: Path) -> None:
    """In processes of its own, with keys at their whole cost; test_credential.py tries one key each time."""

    def process(*words: str | Path) -> Done:
        return run_process(words, environment)

    created_and_told(process, tmp_path / "new.evcase")
    assert (tmp_path / "new.evcase").read_bytes()[0] == 1, "the profile whose cost test_credential.py holds"


def test_a_case_is_created_and_tells_about_itself(reviewer: Command, tmp_path: Path) -> None:
    created_and_told(reviewer, tmp_path / "new.evcase")


def created_and_told(process: Command, path: Path) -> None:
    done = process("case", "create", path, "--title", "Doorbells", "--reference", "IA-21/7", "--reviewer", "Ada L.")
    assert (done.code, done.err) == (0, "")
    info = process("case", "info", path, "--json").json
    assert {name: info[name] for name in ("title", "reference", "items", "passages", "officers", "format_version")} == {
        "title": "Doorbells",
        "reference": "IA-21/7",
        "items": 0,
        "passages": 0,
        "officers": 0,
        "format_version": FORMAT_VERSION,
    }
    assert (info["created_by"], info["audit_entries"], info["older_than_remembered"]) == ("Ada L.", 1, "")
    assert {"platform", "parse", "print", "warnings"} <= info["sandbox"].keys()
    assert [found.name for found in path.parent.glob("new*")] == ["new.evcase"]


@pytest.mark.parametrize(
    ("passphrase", "words", "code", "message"),
    [
        ("   ", ["--title", "T"], 3, "passphrase is empty"),
        ("seven77", ["--title", "T"], 3, "fewer than 8"),
        (PASSPHRASE, ["--title", " "], 2, "needs a title"),
        ("", ["--title", "T"], 3, "no passphrase was given"),
    ],
)
def test_a_case_is_not_created_without_what_it_needs(
    reviewer: Command, tmp_path: Path, *, passphrase: str, words: list[str], code: int, message: str
) -> None:
    done = reviewer("case", "create", tmp_path / "new.evcase", *words, REVIEWER_PASSPHRASE=passphrase)
    assert done.code == code
    assert message in done.err
    assert not (tmp_path / "new.evcase").exists()


def test_a_weak_passphrase_is_taken_with_a_hint(reviewer: Command, tmp_path: Path) -> None:
    done = reviewer("case", "create", tmp_path / "a.evcase", "--title", "T", "--json", REVIEWER_PASSPHRASE="eightchr")
    assert done.code == 0
    assert "Four or more words" in done.err
    assert done.json["title"] == "T"


def test_a_name_that_is_taken_or_has_no_folder_is_refused(reviewer: Command, made: Path) -> None:
    assert "exists already" in reviewer("case", "create", made, "--title", "T").err
    done = reviewer("case", "create", made.parent / "no" / "a.evcase", "--title", "T")
    assert done.code == 4
    assert "no folder" in done.err


def test_the_passphrase_may_come_from_a_file(reviewer: Command, made: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    for text in (f"{PASSPHRASE}\n", PASSPHRASE, f"\ufeff{PASSPHRASE}\r\n"):
        file.write_bytes(text.encode())
        assert reviewer("tag", "list", made, "--passphrase-file", file, REVIEWER_PASSPHRASE="wrong").code == 0
    done = reviewer("tag", "list", made, "--passphrase-file", tmp_path / "none")
    assert done.code == 4
    assert "cannot be read" in done.err


# -- troubles -----------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_changes_nothing(process: Command, made: Path) -> None:
    before = (made.read_bytes(), made.stat().st_mtime_ns)
    done = process("case", "info", made, "--json", REVIEWER_PASSPHRASE="five quiet wet bolts")
    assert done.code == 3
    assert done.json["error"] == "this is not the passphrase of this case"
    assert (made.read_bytes(), made.stat().st_mtime_ns) == before
    assert not list(made.parent.glob("made.evcase-*"))


def test_without_a_terminal_a_missing_passphrase_is_an_error_with_advice(process: Command, made: Path) -> None:
    done = process("case", "info", made, REVIEWER_PASSPHRASE="")
    assert done.code == 3
    assert "--passphrase-file" in done.err


def test_a_damaged_first_page_and_a_wrong_passphrase_differ_in_words(reviewer: Command, made: Path) -> None:
    harm(made, 1000)
    done = reviewer("case", "info", made)
    assert done.code == 5
    assert "first page of the case file is damaged" in done.err
    assert "Restore" in done.err


def test_a_damaged_page_within_is_damage(reviewer: Command, made: Path) -> None:
    for number in range(1, made.stat().st_size // 4096):
        harm(made, number * 4096 + 1000)
    done = reviewer("case", "info", made)
    assert done.code == 5
    assert "damaged" in done.err
    assert "case verify" in done.err


def test_what_is_no_case_is_said_to_be_none(reviewer: Command, tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.evcase")
    plain.execute("CREATE TABLE a (b)")
    plain.close()
    (tmp_path / "letter.evcase").write_text("Dear officer")
    assert "plain SQLite file" in reviewer("case", "info", tmp_path / "plain.evcase").err
    done = reviewer("case", "info", tmp_path / "letter.evcase")
    assert done.code == 5
    assert "is not a case file" in done.err


def test_a_case_of_a_newer_version_asks_for_the_newer_program(
    reviewer: Command, made: Path, passphrase_key: Key
) -> None:
    with open_case(made, passphrase_key) as case:
        case.execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    done = reviewer("case", "info", made)
    assert done.code == 5
    assert f"format {FORMAT_VERSION + 1}" in done.err
    assert "Install the newer version" in done.err


def test_a_case_that_is_open_elsewhere_can_be_read_but_not_written(
    process: Command, made: Path, passphrase_key: Key
) -> None:
    with open_case(made, passphrase_key):
        assert process("tag", "list", made).code == 0
        done = process("tag", "add", made, "gift")
    assert done.code == 5
    assert "already open in another window or command" in done.err
    assert f"Close it there, then try again. For the administrator: it is process {os.getpid()}." in done.err


@needs_namespaces
def test_from_a_write_protected_disk_one_reads_verifies_and_exports_and_nothing_is_written(
    reviewer: Command, environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    """Each act that would write says that the case is open for reading only, and an export what the trail lacks."""
    first = folder(tmp_path / "first", {"a.eml": mail("A camera")})
    more = folder(tmp_path / "more", {"b.eml": mail("Another")})
    assert reviewer("intake", "add", made, first).code == 0
    disk, out = tmp_path / "disk", tmp_path / "out.eml"
    case = disk / made.name
    protected = on_a_disk(disk, made, size="8m", then=f'mount -o remount,ro "{disk}"')
    environment["REVIEWER_NEW_PASSPHRASE"] = "another passphrase of ours"
    listed, verified, done, *refusals = run_together(
        [
            ("item", "list", case), ("case", "verify", case), ("item", "export", case, "IA21-000001", out),
            ("tag", "add", case, "gift"), ("case", "passphrase", case), ("intake", "add", case, more),
        ],
        environment, before=protected,
    )  # fmt: skip
    assert (listed.code, verified.code) == (0, 0)
    assert (done.code, out.read_bytes()) == (0, (first / "a.eml").read_bytes())
    assert "the audit trail does not tell that IA21-000001 left the case" in done.err
    for refused in refusals:
        assert refused.code == 4, refused.err
        assert "write-protected" in refused.err
        assert "Copy it to a" in refused.err


@needs_namespaces
def test_a_full_disk_says_so(process: Command, made: Path, tmp_path: Path) -> None:
    size = made.stat().st_size // 1024 + 48
    done = process(
        "tag", "add", tmp_path / "disk" / made.name, "gift", "--definition", "x" * 60_000,
        before=on_a_disk(tmp_path / "disk", made, size=f"{size}k"),
    )  # fmt: skip
    assert done.code == 4
    assert "disk is full" in done.err
    assert "Free some space" in done.err


# -- verify -------------------------------------------------------------------------------------------------------


def test_verify_says_what_was_checked(reviewer: Command, made: Path) -> None:
    done = reviewer("case", "verify", made)
    assert done.code == 0
    assert done.out.startswith(f"ok   pages: {made.stat().st_size // 4096} checked in ")
    told = reviewer("case", "verify", made, "--json").json
    assert (told["whole"], told["sealed_since"]) == (True, "")
    assert next(part for part in told["parts"] if part["name"] == "seals")["checked"] >= 3
    assert all(part["seconds"] >= 0 for part in told["parts"])


def test_a_deep_verification_reads_the_evidence_again_and_names_what_differs(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("Fourteen uses of the code", encoding="utf-8")
    assert reviewer("intake", "add", made, tmp_path / "note.txt").code == 0
    done = reviewer("case", "verify", made, "--deep")
    assert (done.code, done.err) == (0, "")
    assert "ok   items read again: 1 checked" in done.out
    with cases.open_with_passphrase(made, PASSPHRASE) as case, case.act("Ada", "intake batch"):
        case.execute("UPDATE item SET name = 'other.txt'")
    assert reviewer("case", "verify", made).code == 0
    told = reviewer("case", "verify", made, "--deep")
    assert told.code == 5
    assert "-000001, names: here “note.txt”, by its original “other.txt”" in told.out


def test_verify_names_the_page_that_is_damaged(reviewer: Command, made: Path) -> None:
    harm(made, 7 * 4096 + 100)
    done = reviewer("case", "verify", made)
    assert done.code == 5
    assert "page 8 is not what was written" in done.out
    assert "not whole" in done.err


def test_a_file_put_back_from_a_copy_is_noticed_and_can_be_accepted(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    shutil.copy(made, tmp_path / "copy")
    assert reviewer("tag", "add", made, "gift").code == 0
    shutil.copy(tmp_path / "copy", made)
    harm(made, 7 * 4096 + 100)
    done = reviewer("case", "verify", made, "--accept-older")
    assert (done.code, "page 8 is not what was written" in done.out) == (5, True), "that is not accepted with it"
    shutil.copy(tmp_path / "copy", made)
    for _ in range(2):
        assert "older than when it was last open here" in reviewer("tag", "list", made).err
    done = reviewer("case", "verify", made)
    assert done.code == 5
    assert "ends at audit entry 1, then it had 2" in done.out
    assert "or it went on without what its log had lost, add --accept-older." in done.err
    assert reviewer("case", "verify", made, "--accept-older").code == 0
    done = reviewer("case", "verify", made)
    assert (done.code, done.err) == (0, "")


def left_by_a_crash(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A case as a killed program leaves it, with three acts in its log; the case and the log."""
    (left := tmp_path / "left").mkdir()
    with open_case(made, cases.key_for(made, PASSPHRASE)) as opened:
        for name in ("gift", "camera", "porch"):
            with opened.act("Ada", "tag add", name) as act:
                act.insert("tag", {"name": name, "color": "#000000"})
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", left)
    return left / made.name, left / f"{made.name}-wal"


def test_a_log_that_has_lost_acts_stops_every_command_until_one_goes_on_without(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    path, log = left_by_a_crash(made, tmp_path)
    assert "porch" in reviewer("tag", "list", path).out, "what this laptop remembers of the case"
    harm(log, 32 + 24 + 100)
    before = path.read_bytes(), log.read_bytes()
    for words in (("tag", "list", path), ("tag", "add", path, "lamp"), ("case", "info", path)):
        done = reviewer(*words)
        assert done.code == 5
        assert "frame 1 (from byte 32) is not what was written, so 3 transactions that were saved are lost" in done.err
        assert "--accept-lost" in done.err
    done = reviewer("case", "verify", path)
    assert (done.code, "add --accept-lost" in done.err) == (5, True)
    assert (path.read_bytes(), log.read_bytes()) == before
    done = reviewer("case", "verify", path, "--accept-lost")
    assert done.code == 0
    assert f"kept in {made.name}.lost-log" in done.err
    assert (path.parent / f"{made.name}.lost-log").read_bytes() == before[1]
    done = reviewer("tag", "list", path)
    assert (done.code, done.err) == (0, ""), "that it is older was accepted with what is lost"
    assert "has lost nothing" in reviewer("case", "verify", path, "--accept-lost").err
    assert f"case accept lost {made.name}.lost-log" in reviewer("audit", path).out
    done = reviewer("case", "verify", path)
    assert (done.code, done.err) == (0, "")


def test_looking_through_the_log_of_a_killed_program_stops_as_asked(
    reviewer: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (left := tmp_path / "left").mkdir()
    with open_case(made, cases.key_for(made, PASSPHRASE)) as opened:
        with opened.act("Ada", "tag add", "gift") as act:
            act.insert("tag", {"name": "x" * 2_250_000, "color": "#000000"})
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", left)
    path, log = left / made.name, left / f"{made.name}-wal"
    before = path.read_bytes(), log.read_bytes()
    with monkeypatch.context() as pressed:
        pressed.setattr(Bar, "step", lambda bar, *_: bar.stop(2, None))  # Ctrl+C at the first thousand
        for words in (("tag", "list", path), ("tag", "add", path, "porch")):
            done = reviewer(*words)
            assert (done.code, done.out, "stopped as asked; nothing is changed" in done.err) == (4, "", True)
    assert (path.read_bytes(), log.read_bytes()) == before
    assert reviewer("tag", "add", path, "porch").code == 0


def test_a_log_with_a_page_that_cannot_be_relied_on_is_left_behind_and_the_rest_verified(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    (left := tmp_path / "left").mkdir()
    with open_case(made, cases.key_for(made, PASSPHRASE)) as opened:
        for name in ("gift", "camera", "porch"):
            with opened.act("Ada", "tag add", name) as act:
                act.insert("tag", {"name": name, "color": "#000000"})
            end = made.with_name(f"{made.name}-wal").stat().st_size
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", left)
    path, log = left / made.name, left / f"{made.name}-wal"
    harm(log, end - 100)
    log.write_bytes(summed_anew(log.read_bytes()))
    before = path.read_bytes(), log.read_bytes()
    done = reviewer("tag", "list", path)
    assert (done.code, "--accept-lost" in done.err) == (5, True)
    assert "so 1 transaction from there on cannot be relied on" in done.err
    done = reviewer("case", "verify", path)
    assert (done.code, "add --accept-lost" in done.err) == (5, True)
    assert (path.read_bytes(), log.read_bytes()) == before
    assert reviewer("case", "verify", path, "--accept-lost").code == 0
    assert (path.parent / f"{made.name}.lost-log").read_bytes() == before[1]
    told = reviewer("tag", "list", path).out
    assert ("gift" in told, "camera" in told, "porch" in told) == (True, True, False)
    assert reviewer("case", "verify", path).code == 0


@pytest.mark.parametrize("summed", [False, True])
def test_that_a_case_is_another_one_is_no_matter_of_what_its_log_has_lost(
    reviewer: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, summed: bool
) -> None:
    """Whether the log was spoiled, or one of its pages before it was summed."""
    (left := tmp_path / "left").mkdir()
    with open_case(made, cases.key_for(made, PASSPHRASE)) as opened:
        for name in ("gift", "camera"):
            with opened.act("Ada", "tag add", name) as act:
                act.insert("tag", {"name": name, "color": "#000000"})
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", left)
        monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
        settings.remember_head(cases.info(opened).uuid, 1, bytes(32))
    path, log = left / made.name, left / f"{made.name}-wal"
    harm(log, 32 + 24 + 100)
    if summed:
        log.write_bytes(summed_anew(log.read_bytes()))
    done = reviewer("case", "verify", path, "--accept-lost")
    assert (done.code, "kept in" in done.err) == (5, True)
    assert "or it went on without what its log had lost, add --accept-older." in done.err
    assert reviewer("case", "verify", path, "--accept-older").code == 0
    assert reviewer("case", "verify", path).code == 0


def test_going_on_without_the_end_of_a_log_is_not_advised_where_it_is_refused(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """A page of the log is not what was written, and one of those behind it is in the file already."""
    path, log = left_by_a_crash(made, tmp_path)
    last = log.read_bytes()[-(24 + 4096) :]
    with path.open("r+b") as file:
        file.seek((int.from_bytes(last[:4]) - 1) * 4096)
        file.write(last[24:])
    harm(log, 32 + 24 + 100)
    log.write_bytes(summed_anew(log.read_bytes()))
    before = path.read_bytes(), log.read_bytes()
    for words in (("tag", "list", path), ("case", "verify", path), ("case", "verify", path, "--accept-lost")):
        done = reviewer(*words)
        assert (done.code, "--accept-lost" in done.err) == (5, False), words
        assert "the page in frame 1 (from byte 32) was not written under this passphrase" in done.out + done.err
    assert (path.read_bytes(), log.read_bytes()) == before


# -- passphrase, recovery, keyring --------------------------------------------------------------------------------


def test_the_passphrase_is_changed(reviewer: Command, made: Path) -> None:
    new = "a wholly other sentence"
    assert reviewer("case", "passphrase", made, REVIEWER_NEW_PASSPHRASE="short").code == 3
    shutil.copy(made, made.with_name("evening.evcase"))
    shutil.copy(made, made.with_name("gifts.evcase.bak"))
    made.with_name("none.evcase").write_bytes(bytes(5000))
    done = reviewer("case", "passphrase", made, REVIEWER_NEW_PASSPHRASE=new)
    assert done.code == 0
    told = "Copies of the file from before still open with the old passphrase.\n"
    found, where = done.out.partition(told)[2].split("Looked at ")
    assert found == "In its folder: evening.evcase\nIn its folder: gifts.evcase.bak\n"
    assert where.endswith(f" in its folder, {made.parent}; not at folders in it, and nowhere else.\n")
    assert reviewer("tag", "list", made).code == 3
    assert reviewer("tag", "list", made, REVIEWER_PASSPHRASE=new).code == 0


def test_the_file_from_before_a_change_of_passphrase_is_told_to_be_older(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    """Who knows the old passphrase could put it back, and have others go on with it."""
    before = shutil.copy(made, tmp_path / "before")
    assert reviewer("case", "passphrase", made, REVIEWER_NEW_PASSPHRASE="a wholly other sentence").code == 0
    Path(before).replace(made)
    assert "older than when it was last open here" in reviewer("tag", "list", made).err


def test_the_recovery_sheet_sets_a_new_passphrase(reviewer: Command, made: Path, tmp_path: Path) -> None:
    sheet, lines = tmp_path / "sheet.pdf", tmp_path / "lines.txt"
    assert reviewer("case", "recovery-sheet", made, sheet).code == 0
    assert sheet.stat().st_mode & 0o777 == 0o600
    text = pypdf.PdfReader(sheet).pages[0].extract_text()
    assert "Doorbells" in text
    told = " ".join(text.split())
    assert "choose Passphrase lost? Use the recovery sheet below the passphrase" in told, "as the window words it"
    assert "delete that file" in told, "a key does not stay on the disk"
    typed = [line for line in text.splitlines() if line[:1].isdigit() and len(line.split()) == 6]
    assert len(typed) == 5
    lines.write_text("\n".join(typed))
    done = reviewer(
        "case", "passphrase", made, "--recovery-key-file", lines,
        REVIEWER_PASSPHRASE="", REVIEWER_NEW_PASSPHRASE="found again at last",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert reviewer("case", "info", made, REVIEWER_PASSPHRASE="found again at last").code == 0
    done = reviewer(
        "case", "passphrase", made, "--recovery-key-file", lines, REVIEWER_NEW_PASSPHRASE="once more with it"
    )
    assert done.code == 3
    assert (
        "exists already"
        in reviewer("case", "recovery-sheet", made, sheet, REVIEWER_PASSPHRASE="found again at last").err
    )


def test_a_slip_in_the_recovery_key_names_its_line(reviewer: Command, made: Path, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("1 ABCD\n")
    done = reviewer("case", "passphrase", made, "--recovery-key-file", tmp_path / "lines.txt")
    assert done.code == 3
    assert "5 lines" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a keyring")
def test_without_a_keyring_remembering_is_refused_with_advice(
    environment: dict[str, str], made: Path, tmp_path: Path
) -> None:
    environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/nobody"
    done, forgotten = run_together([("case", "remember", made), ("case", "forget", made)], environment)
    assert done.code == 3
    assert "no keyring that keeps keys encrypted" in done.err
    assert forgotten.out == "this laptop did not remember it\n"
