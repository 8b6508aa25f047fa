"""The story: who wrote what to whom, and what a reviewer will find in it. The same from each run."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reviewer.domain.people.officer import Role
from reviewer.usecases.demo import ledger, material, noise, tables
from reviewer.usecases.demo.cast import Cast, gather
from reviewer.usecases.demo.letters import local, message_id, quoted_below
from reviewer.usecases.demo.plan import Concerned, Handout, Mail, Paper, PlannedPassage, PlannedTag, Row, Story

SEED = 2016
NOISE = 222
"""Messages that have nothing to do with the case, the vendor's newsletters included."""
GROUP = 4
"""Lines of a list in the body of a message that make one passage."""

_LIST = re.compile(r"\{list:([\w-]+)\}")


def tell() -> Story:
    """The whole story."""
    lot = random.Random(SEED)  # noqa: S311 - a story, not a secret
    cast = gather(lot)
    handouts = {each.key: each for each in cast.handouts}
    given = [*material.table("mails/harbor.toml")["mail"], *material.table("mails/stations.toml")["mail"]]
    written = _written(cast, handouts, given)
    papers = tuple(_papers(handouts))
    passages = (
        *_mail_passages(cast, written, given),
        *_list_passages(handouts, written, given),
        *_paper_passages(cast, written),
    )
    mails = [*written.values(), *noise.mails(cast, lot, NOISE)]
    mails.sort(key=lambda mail: (mail.date, mail.key))
    return Story(
        agency=cast.agency,
        vendor=cast.vendor,
        officers=cast.officers,
        custodians=cast.custodians,
        handouts=cast.handouts,
        mails=tuple(mails),
        papers=papers,
        complaints=tuple(tables.complaints(cast, lot)),
        codebook=tuple(PlannedTag(**each) for each in material.table("codebook.toml")["tag"]),
        passages=passages,
        benefits=tuple(ledger.benefits(cast, given, passages)),
        endorsements=tuple(ledger.endorsements(cast, given)),
    )


def _written(cast: Cast, handouts: Mapping[str, Handout], given: list[dict[str, Any]]) -> dict[str, Mail]:
    """The messages that are written out, by key."""
    made: dict[str, Mail] = {}
    for each in sorted(given, key=lambda each: each["date"]):
        sender = cast.people[each["from"]]
        body = _LIST.sub(lambda found: "\n".join(_lines(handouts[found[1]])), each["body"].strip())
        subject = each.get("subject", "")
        references: tuple[str, ...] = ()
        if "reply" in each:
            first = made[each["reply"]]
            subject = subject or f"Re: {first.subject.removeprefix('Re: ')}"
            references = (*first.references, first.message_id)
            body += quoted_below(first) if first.form == "plain" else ""
        made[each["key"]] = Mail(
            key=each["key"],
            message_id=message_id(each["key"], sender),
            sender=sender,
            to=tuple(cast.people[key] for key in each["to"]),
            cc=tuple(cast.people[key] for key in each.get("cc", ())),
            bcc=tuple(cast.people[key] for key in each.get("bcc", ())),
            date=local(datetime.fromisoformat(each["date"])),
            subject=subject,
            body=body,
            form=each.get("form", "plain"),
            charset=each.get("charset", "utf-8"),
            encoding=each.get("encoding", "8bit"),
            references=references,
            attachments=tuple(each.get("attach", ())),
            forward=each.get("forward", ""),
            logo=each.get("logo", False),
        )
    return made


def _line(row: Row) -> str:
    return f"- {row.officer.name}, serial {row.officer.serial}, {row.product}, order {row.order}"


def _lines(handout: Handout) -> Iterator[str]:
    return (_line(row) for row in handout.rows)


def _papers(handouts: Mapping[str, Handout]) -> Iterator[Paper]:
    for each in material.table("papers.toml")["paper"]:
        data = {name: value for name, value in each.items() if name not in {"passage", "key", "template", "scan"}}
        if "list" in each:
            data["rows"] = [
                {"serial": row.officer.serial, "name": row.officer.name, "product": row.product, "order": row.order}
                for row in handouts[each["list"]].rows
            ]
        yield Paper(each["key"], each["file"], each["template"], each.get("place", ""), each.get("scan", False), data)


def _planned(cast: Cast, key: str, mail_id: str, paper: str, given: Mapping[str, Any]) -> PlannedPassage:
    officers = []
    for concern in given.get("officers", ()):
        who, _, role = concern.partition(":")
        officers.append(Concerned(cast.officer(who).serial, Role(role)))
    return PlannedPassage(
        key,
        mail_id,
        paper,
        given["quote"],
        tuple(given["tags"]),
        tuple(officers),
        given.get("note", ""),
        tuple(given.get("prices", ())),
    )


def _mail_passages(cast: Cast, written: Mapping[str, Mail], given: list[dict[str, Any]]) -> Iterator[PlannedPassage]:
    for each in given:
        for number, passage in enumerate(each.get("passage", ())):
            yield _planned(cast, f"{each['key']}#{number}", written[each["key"]].message_id, "", passage)


def _paper_passages(cast: Cast, written: Mapping[str, Mail]) -> Iterator[PlannedPassage]:
    carriers = {paper: mail.message_id for mail in written.values() for paper in mail.attachments}
    for each in material.table("papers.toml")["paper"]:
        for number, passage in enumerate(each.get("passage", ())):
            yield _planned(cast, f"{each['key']}#{number}", carriers.get(each["key"], ""), each["key"], passage)


def _list_passages(
    handouts: Mapping[str, Handout], written: Mapping[str, Mail], given: list[dict[str, Any]]
) -> Iterator[PlannedPassage]:
    """Lists in an attachment: a passage for each line. Lists in a message: one for each few lines."""
    charges = {
        each.get("list", ""): (each["key"], each.get("charge", "")) for each in material.table("papers.toml")["paper"]
    }
    for mail in written.values():
        for paper in mail.attachments:
            if paper in handouts:
                handout, (key, charge) = handouts[paper], charges[paper]
                for row in handout.rows:
                    quote = f"{row.officer.serial} {row.officer.name} {row.product} {row.order} {charge}"
                    yield _list_passage(handout, (row,), mail.message_id, key, quote)
    for each in given:
        for name in each.get("lists", ()):
            rows = handouts[name].rows
            for start in range(0, len(rows), GROUP):
                group = rows[start : start + GROUP]
                quote = "\n".join(map(_line, group))
                yield _list_passage(handouts[name], group, written[each["key"]].message_id, "", quote)


def _list_passage(handout: Handout, rows: tuple[Row, ...], mail_id: str, paper: str, quote: str) -> PlannedPassage:
    returned = any(row.officer.key in handout.returned for row in rows)
    role = Role.MENTIONED if returned else Role.BENEFICIARY
    tags = ("Gratuity offered",) if returned else ("Gratuity accepted",)
    note = "Shipped to him, but he sent it back: see his message of 20 May." if returned else ""
    return PlannedPassage(
        key=f"{handout.key}:{rows[0].officer.serial}",
        message_id=mail_id,
        paper=paper,
        quote=quote,
        tags=(*tags, "Discount code") if handout.code else tags,
        officers=tuple(Concerned(row.officer.serial, role) for row in rows),
        note=note,
    )
