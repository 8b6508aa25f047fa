"""Real mailboxes in order: copies against files of the same messages, threads against what another reader reads."""

from __future__ import annotations

import email
import re
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, duplicates, threads
from reviewer.usecases.evidence import intake

pytestmark = pytest.mark.corpora


@pytest.fixture
def mailing_list(corpora: Path, case: Case, workers: Workers) -> list[Path]:
    """A mailbox of five messages, which mime4j keeps as five files beside it, in a case; the files."""
    folder = corpora / "mbox" / "mime4j"
    parts = [folder / f"mbox.rlug-{number}" for number in range(5)]
    intake.add(case, workers, [folder / "mbox.rlug", *parts], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    return parts


def test_each_message_of_the_mailbox_is_found_again_as_its_file(case: Case, mailing_list: list[Path]) -> None:
    found = [[copy.item for copy in group.copies] for group in duplicates.listed(case)]
    assert [(first.path, first.position, second.path) for first, second in found] == [
        ("mbox.rlug", number, path.name) for number, path in enumerate(mailing_list)
    ]
    assert len(search.ids(case, "kind:email -is:suppressed")) == len(mailing_list)


def test_what_the_headers_name_is_the_parent_or_is_missing(case: Case, mailing_list: list[Path]) -> None:
    messages = [email.message_from_bytes(path.read_bytes()) for path in mailing_list]
    ids = {str(message["Message-ID"]).strip() for message in messages}
    named = {
        str(message["Message-ID"]).strip(): re.findall(
            r"<[^<>\s]+>", str(message["References"] or message["In-Reply-To"] or "")
        )
        for message in messages
    }
    gone = {name for several in named.values() for name in several} - ids
    assert gone
    assert gone <= {each.message_id for each in threads.missing(case)}
    controls = {f"TST1-{row['id']:06}": row["message_id"] for row in case.rows("SELECT id, message_id FROM item")}
    for message_id, several in named.items():
        item = case.value("SELECT min(id) FROM item WHERE message_id = ?", (message_id,))
        lines = threads.of_item(case, item)
        line = next(each for each in lines if each.item is not None and each.item.id == item)
        if several:
            assert controls.get(line.parent, line.parent) == several[-1]
