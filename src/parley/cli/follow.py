"""``parley follow``, ``unfollow``, ``sources``, ``update``: what is followed, and what is new there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.pages import complain_refusal
from parley.cli.shell import (
    ALL_DONE,
    SOME_REFUSED,
    complain,
    jobs_option,
    json_option,
    open_existing,
    output,
    plain,
    print_json,
    record_option,
    settings_with,
    tracked,
)
from parley.errors import PageRefused
from parley.terms.review import Refusal

if TYPE_CHECKING:
    from parley.pipeline.following import FeedNews, ItemNews

Place = Path | str | None


@click.command(
    "follow",
    epilog="""\b
Examples:
  parley follow https://example.org/feed.xml
  parley follow https://example.org/ --include "*/politics/*" --exclude sport
  parley follow https://example.org/news-sitemap.xml
  parley follow feeds.opml
""",
)
@click.argument("places", nargs=-1, required=True, metavar="PLACES...")
@click.option("--include", multiple=True, metavar="PATTERN", help="Read only items whose address or title matches.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out items whose address or title matches.")
@click.option("--later", is_flag=True, help="Ask nothing now; `parley update` does.")
@record_option
@json_option
def follow_command(
    *,
    places: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    later: bool,
    record: Place,
    as_json: bool,
) -> int:
    """Follow feeds, sitemaps, and the feeds that web pages name.

    PLACES are addresses of feeds (RSS, Atom, JSON Feed), sitemaps or web pages, which are asked at once; or files: OPML
    from a feed reader, or text with an address on each line, which `parley update` asks. Patterns have * and ?;
    one without them may stand anywhere in the address or title. Following again changes the patterns.
    """
    from parley.pages.feeds.places import addresses_at
    from parley.pages.fetching.addresses import is_address
    from parley.pipeline.collecting import build_collector
    from parley.pipeline.following import follow_now
    from parley.record import open_record

    settings = settings_with(record=record)
    collector = build_collector(settings)
    refused = 0
    with open_record(settings.record) as store:
        for place in places:
            for address in addresses_at(place):
                if isinstance(address, PageRefused):
                    refused += 1
                    complain(address.sentence(), label="Refused")
                elif later or not is_address(place):
                    store.feeds().follow(address, include=include, exclude=exclude)
                else:
                    news = follow_now(store, collector, address, include=include, exclude=exclude)
                    refused += news.said is not None
                    _show_feed(news, as_json=as_json)
        followed = sum(row.state == "followed" for row in store.feeds().rows())
        name = store.name
    if not as_json:
        click.echo(f"{name}: {followed} followed. `parley update` reads what is new there.", err=True)
    return SOME_REFUSED if refused else ALL_DONE


@click.command("unfollow", epilog="\b\nExamples:\n  parley unfollow https://example.org/feed.xml\n")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESSES...")
@record_option
def unfollow_command(*, addresses: tuple[str, ...], record: Place) -> int:
    """Follow an address no longer. What was read stays; what waits is not read."""
    from parley.pages.fetching.addresses import parse_address

    with open_existing(settings_with(record=record).record) as store:
        for one in addresses:
            store.feeds().unfollow(parse_address(one).url)
    return ALL_DONE


@click.command(
    "sources", epilog="\b\nExamples:\n  parley sources\n  parley sources --json\n  parley sources --to feeds.opml\n"
)
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="OPML", help="Write a list of the feeds."
)
@record_option
@json_option
def sources_command(*, to: Path | None, record: Place, as_json: bool) -> int:
    """List what is followed, with its health: last success and error, items a day, warnings."""
    from parley.cli.lists import feeds_table
    from parley.pages.feeds.outlines import write_outline

    with open_existing(settings_with(record=record).record) as store:
        rows = store.feeds().rows()
    if to is not None:
        listed = [(row.title or row.given, row.url, row.kind or "rss") for row in rows if row.state == "followed"]
        to.write_text(write_outline(listed, title="Followed in Parley"), encoding="utf-8")
        click.echo(f"{to}: {len(listed)} feeds.", err=True)
    elif as_json:
        for row in rows:
            print_json(plain(row))
    elif rows:
        output().print(feeds_table(rows))
    else:
        click.echo("Nothing is followed yet: parley follow ADDRESS", err=True)
    return ALL_DONE


@click.command(
    "update", epilog="\b\nExamples:\n  parley update\n  parley update --json\n  parley update --per-host 20\n"
)
@click.option(
    "--per-host",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="So many new items are fetched from a host at most; the others wait for the next update.",
)
@record_option
@jobs_option
@json_option
def update_command(*, per_host: int, record: Place, jobs: int, as_json: bool) -> int:
    """Ask what is followed for new items, fetch them, and read them into the record.

    A feed that answered is not asked again for fifteen minutes; one that failed, ever later. What was read is never
    fetched again. Stopped at any moment, the next update goes on where this one was.
    """
    from parley.pipeline.collecting import build_collector
    from parley.pipeline.following import read_items, update_feeds
    from parley.pipeline.workers import Workers

    settings = settings_with(record=record)
    collector = build_collector(settings)
    workers = Workers(settings, jobs=jobs)
    count: Counter[str] = Counter()
    with open_existing(settings.record) as store, workers:
        feeds, name = store.feeds(), store.name
        for feed in tracked(update_feeds(store, collector), label="Asking", total=len(feeds.due(_now()))):
            count["asked"] += 1
            count["new"] += feed.new
            count["failed"] += feed.said is not None
            _show_feed(feed, as_json=as_json)
        items = read_items(store, collector, workers, per_host=per_host)
        for item in tracked(items, label="Reading", total=len(feeds.waiting(_now()))):
            count[_became(item)] += 1
            _show_item(item, as_json=as_json)
        count["waiting"] = sum(row.waiting for row in feeds.rows())
    if not as_json:
        click.echo(
            f"{name}: {count['asked']} asked, {count['failed']} of them in vain; {count['new']} new items; "
            f"{count['read']} read, {count['refused']} refused, {count['waiting']} wait.",
            err=True,
        )
    return SOME_REFUSED if count["failed"] or count["refused"] or count["put off"] else ALL_DONE


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _became(item: ItemNews) -> str:
    if item.outcome is None:
        return "put off"
    return "refused" if isinstance(item.outcome, Refusal) else "read"


def _show_feed(news: FeedNews, *, as_json: bool) -> None:
    """Print what a feed answered."""
    if as_json:
        print_json({"kind": "feed", **plain(news)})
        return
    if news.said is not None:
        complain(news.said, label="Gone" if news.gone else "Refused")
        return
    where = news.feed if news.url == news.feed else f"{news.feed} ({news.url})"
    click.echo(f"{where}: {'not changed' if news.unchanged else f'{news.new} new'}")
    for warning in news.warnings:
        complain(warning, label="Warning")
    if news.others:
        click.echo(f"The page names further feeds: {', '.join(news.others)}", err=True)


def _show_item(item: ItemNews, *, as_json: bool) -> None:
    """Print what became of an item: an article on one line, or why there is none."""
    from parley.pipeline.read import Read

    outcome = item.outcome
    if as_json:
        said = outcome.what if isinstance(outcome, Refusal) else item.said
        row = {"kind": "item", "url": item.url, "state": _became(item), "said": said, "title": None, "statements": 0}
        if isinstance(outcome, Read):
            reading = outcome.reading
            row |= {"title": reading.article.title, "statements": len(reading.proposals.statements)}
        print_json(row)
    elif isinstance(outcome, Refusal):
        complain_refusal(outcome)
    elif outcome is None:
        complain(item.said or "", label="Put off")
    else:
        reading = outcome.reading
        click.echo(f"  {reading.article.title or item.url}: {len(reading.proposals.statements)} statements")
