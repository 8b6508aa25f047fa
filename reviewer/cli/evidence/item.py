"""``reviewer item``: list, show and hand out items of evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.evidence import item_coding, item_compare
from reviewer.cli.evidence.reason import reasons_json
from reviewer.cli.exports.leaving import held_json, tell_held, terms_options
from reviewer.cli.grouping import group_json, group_margin, group_option
from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option, searched
from reviewer.cli.terminal import echo
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.evidence.item import Item
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.ocr import OcrPage
from reviewer.domain.plain_line import whole_line
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import args_of
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import items, unread
from reviewer.usecases.exports import item_exports
from reviewer.usecases.pages import item_pages, ocr
from reviewer.usecases.people import officers


@click.group()
def item() -> None:
    """List, show and export items of evidence."""


@item.command("list", cls=QueryCommand)
@case_options
@json_option
@click.argument("query", nargs=-1, callback=as_typed)
@click.option(
    "--sort", default="control", help="control, date, sender, subject, name, kind, state, size or attachments."
)
@click.option("--descending", is_flag=True, help="The largest or latest first.")
@click.option("--no-duplicates", is_flag=True, help="Without duplicates, and what is attached to them.")
@group_option
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    query: tuple[str, ...],
    sort: str,
    descending: bool,
    no_duplicates: bool,
    grouping: Grouping,
    as_json: bool,
) -> None:
    """List the items that QUERY wants, or all: ``from:pat has:attachment camera``."""
    with searched(path, passphrase_file) as case:
        words = " ".join([*query, "-is:suppressed"] if no_duplicates else query)
        wanted = search.listed(case, words, reviewer=reviewer, sort=sort, descending=descending, grouping=grouping)
        rows = {item: row for row, item in enumerate(wanted.items)} if grouping else {}
        controls: dict[int, str] = {}
        prefix = items.prefix(case)
        found = [
            item_json(case, each, controls) | group_json(prefix, wanted.member(rows[each.id]) if rows else None)
            for each in items.iterate(case, [ItemId(each) for each in wanted.items])
        ]
    if as_json:
        print_json(found)
        return
    for each in found:
        what = group_margin(each) + whole_line(each["subject"] or each["name"])
        state = "" if each["state"] == "ok" else f"  [{each['state']}: {each['reason']}]"
        echo(f"{each['item']}  {each['date'] or '-':20}  {each['kind']:6}  {each['sender'][:30]:30}  {what}{state}")


@item.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
@click.option("--text", "as_text", is_flag=True, help="Its words: of its pages when it has any, else as read.")
@click.option("--headers", "as_headers", is_flag=True, help="Its header block as received.")
@click.option("--read", "as_read", is_flag=True, help="Remember that the reviewer has read it.")
def show(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    as_text: bool,
    as_headers: bool,
    as_read: bool,
    as_json: bool,
) -> None:
    """Show what is known of an item."""
    with opened(path, passphrase_file, read_only=not as_read) as case:
        found = items.find(case, control)
        if as_read:
            items.read(case, found.id, reviewer=reviewer)
        if as_text:
            echo(_text(case, found))
        elif as_headers:
            echo(items.headers(case, found.id))
        elif as_json:
            print_json(_detail(case, found))
        else:
            for name, value in _detail(case, found).items():
                if value not in ("", None, [], {}):
                    echo(f"{name:12} {_plain(value)}")


@item.command()
@case_options
@sandbox_option
@json_option
@click.argument("control", metavar="ITEM")
@click.argument("out", type=click.Path(path_type=Path))
@terms_options()
def export(
    path: Path, passphrase_file: Path | None, reviewer: str, control: str, out: Path, *, terms: Terms, as_json: bool
) -> None:
    """Write an item's original bytes to a file, unchanged; prints their SHA-256."""
    with opened(path, passphrase_file) as case:
        found = items.find(case, control)
        digest = item_exports.original(case, found.id, out, reviewer=reviewer, terms=terms)
    if as_json:
        print_json({"item": found.control, "path": str(out), "sha256": digest})
    else:
        echo(f"{digest}  {out}")


@item.command(cls=QueryCommand)
@case_options
@sandbox_option
@json_option
@click.argument("query", nargs=-1, callback=as_typed)
@click.option("--all", "everything", is_flag=True, help="All items of the case, in place of a query.")
@click.option("--to", "out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="A new folder.")
@terms_options()
def originals(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    query: tuple[str, ...],
    out: Path,
    *,
    everything: bool,
    terms: Terms,
    as_json: bool,
) -> None:
    """Write the original bytes of all items that a query finds into a new folder, as one act."""
    with opened(path, passphrase_file) as case, progress() as bar, case.watched(bar):
        found = item_coding.chosen(case, query, everything=everything, reviewer=reviewer)
        subject = " ".join(query)
        done = item_exports.originals(case, found, out, subject=subject, reviewer=reviewer, terms=terms, progress=bar)
    if as_json:
        told = {"folder": str(done.folder), "files": done.files, "lacking": list(done.lacking)}
        print_json({**told, "held": held_json(done.stays)})
    else:
        echo(f"{done.files:,} original{'' if done.files == 1 else 's'} in {out}")
        if done.lacking:
            echo(f"could not be had when they were taken in: {', '.join(done.lacking)}", err=True)
        tell_held(done.stays)


@item.command("next")
@case_options
@json_option
@click.option("--query", default="", help="Only among what this finds.")
@click.option("--after", metavar="ITEM", default="", help="From here on, and then from the beginning.")
def following(
    path: Path, passphrase_file: Path | None, reviewer: str, *, query: str, after: str, as_json: bool
) -> None:
    """Name the next item, by date, that you have not seen and nobody called not relevant."""
    with searched(path, passphrase_file) as case:
        start = items.find(case, after).id if after else None
        found = unread.next_of_query(case, query, start, reviewer=reviewer)
        so_far = unread.progress(case, reviewer=reviewer)
        told = None if found is None else items.get(case, found)
    if as_json:
        print_json({"item": told and told.control, "read": so_far.read, "items": so_far.items})
        return
    echo("nothing is left for you to see" if told is None else f"{told.control}  {told.title}")
    echo(f"{so_far.read:,} of {so_far.items:,} seen by you")


for _command in (item_coding.mark, item_coding.tag, item_coding.officer, item_coding.note, item_compare.compare):
    item.add_command(_command)


@item.command("pages")
@case_options
@sandbox_option
@json_option
@click.argument("control", metavar="ITEM")
@click.argument("out", metavar="OUT.pdf", type=click.Path(path_type=Path))
@click.option(
    "--paper", type=click.Choice(item_pages.PAPERS), default="Letter", help="For pages that are still to be made."
)
@terms_options(redacted=True)
def render(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    out: Path,
    paper: str,
    terms: Terms,
    as_json: bool,
) -> None:
    """Write an item's pages as a PDF, made now if it has none yet."""
    with opened(path, passphrase_file) as case, Workers(1) as workers:
        found = items.find(case, control)
        rendition, remark = item_exports.pages(
            case, workers, found.id, out, paper=paper, reviewer=reviewer, terms=terms
        )
        number = len(item_pages.sizes(case, rendition.id))
    if as_json:
        made = {"pages": number, "engine": rendition.engine, "remark": remark}
        print_json({"item": found.control, "path": str(out), **made})
        return
    echo(f"{out}  ({rendition.engine}{'; ' + remark if remark else ''})")


def item_json(case: Case, each: Item, controls: dict[int, str] | None = None) -> dict[str, Any]:
    """An item as the documented JSON object; ``controls`` remembers the control numbers of parents."""
    known = {} if controls is None else controls
    known[each.id] = each.control
    parent = None
    if each.parent is not None:
        parent = known.get(each.parent) or items.get(case, each.parent).control
        known[each.parent] = parent
    return {
        "item": each.control,
        "parent": parent,
        "kind": each.kind.value,
        "state": each.state.value,
        **reasons_json(each.reasons),
        "name": each.name,
        "sha256": each.sha256,
        "size": each.size,
        "date": each.date,
        "sender": each.sender,
        "subject": each.subject,
        "path": each.path,
        "custodian": each.custodian,
        "attachments": each.attachments,
        "pages": each.pages,
        "duplicate": each.duplicate_of is not None,
        "folder": each.folder,
        "flags": [sentence(flag) for flag in each.flags],
        "flag_codes": [flag.code for flag in each.flags],
        "derived": each.derived,
        "locked": each.locked,
    }


def _detail(case: Case, found: Item) -> dict[str, Any]:
    rendition = item_pages.of_item(case, found.id)
    mark = items.mark(case, found.id)
    return {
        **item_json(case, found),
        "people": [f"{person.role}: {person.name} <{person.address}>" for person in items.people(case, found.id)],
        "officers": [
            {"serial": each.officer.serial, "name": each.officer.name, "role": each.role.value}
            for each in officers.in_header(case, found.id)
        ],
        "children": [child.control for child in items.children(case, found.id)],
        "zone": found.zone,
        "media_type": found.media_type,
        "relevance": mark.relevance,
        "privileged": mark.privileged,
        "tags": [tag.name for tag in items.item_tags_of(case, found.id)],
        "linked_officers": [{"serial": each.serial, "name": each.name} for each in officers.linked_to(case, found.id)],
        "notes": [note.text for note in items.item_notes(case, found.id)],
        "passages": len(items.item_passages(case, found.id)),
        "rendition": None if rendition is None else {"engine": rendition.engine, "remark": rendition.remark},
        "ocr": [] if rendition is None else [_ocr(page) for page in ocr.of_rendition(case, rendition.id)],
        "hidden": [
            {
                "page": each.page,
                "how": each.how,
                "text": each.text,
                "how_code": each.by.code,
                "how_args": args_of(each.by),
            }
            for each in items.hidden(case, found.id)
        ],
        "metadata": found.metadata,
        "remarks": [{"code": each.code, "args": args_of(each)} for each in found.defects],
    }


def _ocr(page: OcrPage) -> dict[str, Any]:
    return {
        "page": page.number,
        "outcome": page.outcome.value,
        **reasons_json(page.reasons),
        "engine": page.engine,
        "language": page.language,
        "confidence": None if page.confidence is None else round(page.confidence, 1),
        "low": page.low,
        "words": page.words,
        "made": page.made,
    }


def _text(case: Case, found: Item) -> str:
    rendition = item_pages.of_item(case, found.id)
    return items.body(case, found.id) if rendition is None else "\f\n".join(item_pages.texts(case, rendition.id))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {inner}" for key, inner in value.items() if inner)
    return whole_line(str(value))
