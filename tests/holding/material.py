"""A folder with a little of everything that an intake may meet, made from a seed: a couple of seconds of work."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

from tests.evidence import folder, mail, mailbox, pdf
from tests.workers.archive.building import seven_zipped, tarred, zipped
from tests.workers.office.documents import docx, paragraph, xlsx
from tests.workers.outlook.building import BODY, DATA, FILE_NAME, METHOD, SUBJECT, Message, StoreBuilder, Value, msg

WORDS = ("camera", "porch", "code", "device", "free", "gift", "patrol", "station", "neighbour", "watch", "memo", "quay")
_ROOT, _TOP = 0x122, 0x8022


def words(chance: random.Random, count: int) -> str:
    """A text of so many words, ten a line."""
    drawn = chance.choices(WORDS, k=count)
    return "\n".join(" ".join(drawn[at : at + 10]) for at in range(0, count, 10)) + "\n"


def store(folders: int, messages: int, chance: random.Random, attachment: int = 2_000) -> bytes:
    """An Outlook store of so many folders with so many messages (200 or fewer), each with an attachment."""
    made = StoreBuilder()
    made.folder(_ROOT, "Root", _ROOT)
    made.folder(_TOP, "Top", _ROOT)
    for place in range(folders):
        number = 0x8042 + 0x20 * place
        first = 0x200024 + 0x20 * place * messages
        numbers = [first + 0x20 * each for each in range(messages)]
        made.folder(number, f"Folder {place}", _TOP, numbers)
        for each in numbers:
            about = f"{words(chance, 3)[:-1]} {each:x}"
            parts: list[tuple[dict[int, Value], None]] = [
                ({FILE_NAME: "a.bin", METHOD: 1, DATA: chance.randbytes(attachment)}, None)
            ]
            made.message(each, number, Message({SUBJECT: about, BODY: words(chance, 60)}, attachments=parts))
    return made.build()


def _letters(chance: random.Random, count: int) -> list[bytes]:
    return [
        mail(f"Letter {number}", words(chance, 80), attachments=_attached(chance, number)) for number in range(count)
    ]


def _attached(chance: random.Random, number: int) -> list[tuple[str, bytes, str]]:
    if number % 7 == 0:
        return [("flyer.pdf", pdf([f"Flyer {number % 3}"]), "application/pdf")]
    if number % 11 == 0:
        return [("papers.zip", zipped({"a.txt": words(chance, 20).encode()}), "application/zip")]
    return []


def mixed(where: Path, scale: int = 1) -> Path:
    """The folder: loose mails, copies, mailboxes, archives in archives, stores, Office files, PDFs, damage."""
    chance = random.Random(31)
    letters = _letters(chance, 60 * scale)
    files = {f"loose/{number:04}.eml": data for number, data in enumerate(letters)}
    files |= {f"copies/{number:04}.eml": data for number, data in enumerate(letters[::3])}
    files["boxes/old.mbox"] = mailbox(_letters(chance, 150 * scale))
    files["boxes/new.mbox"] = mailbox(_letters(chance, 90 * scale), b"\r\n")
    files["boxes/outlook.pst"] = store(3 * scale, 20, chance)
    inner = tarred({f"{number}.txt": words(chance, 50).encode() for number in range(40)})
    files["packed/all.zip"] = zipped(
        {"in/inner.tar": inner, "in/box.mbox": mailbox(letters[:9]), "letter.eml": letters[1]}
        | {f"many/{number}.txt": words(chance, 30).encode() for number in range(90 * scale)}
    )
    files["packed/some.7z"] = seven_zipped({f"{number}.txt": words(chance, 40).encode() for number in range(30)})
    files["packed/cut.zip"] = files["packed/all.zip"][:-2_000]
    for number in range(8 * scale):
        files[f"papers/{number}.pdf"] = pdf([words(chance, 60) for _ in range(1 + number % 4)])
        files[f"papers/{number}.docx"] = docx("".join(map(paragraph, words(chance, 120).splitlines())))
        files[f"papers/{number}.xlsx"] = xlsx([("One", "visible", "<sheetData/>")], strings=[words(chance, 10)])
        files[f"papers/{number}.msg"] = msg(Message({SUBJECT: f"Outlook {number}", BODY: words(chance, 40)}))
    files["odd/empty.eml"] = b""
    files["odd/cut.pdf"] = files["papers/3.pdf"][:700]
    files["odd/noise.bin"] = chance.randbytes(40_000)
    files["odd/one.txt.zlib"] = zlib.compress(words(chance, 100).encode())
    return folder(where, files)


def sample(corpora: Path, where: Path, each: int = 3, largest: int = 150_000) -> Path:
    """Copies of some real files, so many of every folder of the corpora that holds any of bearable size."""
    chance = random.Random(17)
    for source in sorted(path for path in corpora.rglob("*") if path.is_dir()):
        fit = sorted(path for path in source.iterdir() if path.is_file() and path.stat().st_size <= largest)
        for path in chance.sample(fit, min(each, len(fit))):
            target = where / path.relative_to(corpora)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return where


def chosen(files: list[Path], count: int, seed: int) -> list[Path]:
    """So many of the files, in turns from each folder and of each ending, so that all kinds are met alike."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in files:
        groups.setdefault((path.parent, path.suffix), []).append(path)
    chance = random.Random(seed)
    for group in groups.values():
        chance.shuffle(group)
    found: list[Path] = []
    while len(found) < count and any(groups.values()):
        found += [group.pop() for group in groups.values() if group]
    return found[:count]
