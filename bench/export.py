"""What exporting all statements of a large record costs: time, and the most memory that one process took.

    python -m bench.export [--statements 1000000] [--folder FOLDER]

Makes records of a tenth and of the whole number of statements (20 an article, each with a named speaker
and four quotations as evidence), then exports them in processes of their own, through the command line. Beside
it stands the memory that the same rows take as one pandas frame, which is what holding all of them costs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import Connection, insert

from parley.record import open_record, sql
from parley.record.digest import canonical_json, digest_of, digest_text, short_key

PER_ARTICLE, PORTION = 20, 250
FORMATS = ("csv", "jsonl", "xlsx", "parquet")

TABLES = (
    sql.fetch,
    sql.page_text,
    sql.reading,
    sql.piece,
    sql.article_state,
    sql.run_reading,
    sql.actor,
    sql.actor_name,
    sql.entry,
    sql.version,
    sql.entry_state,
    sql.evidence,
    sql.version_link,
    sql.run_proposal,
)
"""The tables that are filled, each after those that it points at."""

Rows = dict[Any, list[dict[str, Any]]]


def fill(place: Path, statements: int, *, per_article: int = PER_ARTICLE) -> None:
    """Fill a record with statements, row by row as a run would have left them."""
    with open_record(place) as store, store.engine.begin() as connection:
        connection.execute(insert(sql.blob), {"sha256": "0" * 64, "size": 0, "content": zstandard.compress(b"")})
        run = {"code": "bench", "weights": "0" * 64, "parameters": "{}", "started_at": "2024-01-01T00:00:00Z"}
        connection.execute(insert(sql.run), run | {"id": 1, "articles": 0, "statements": 0, "refusals": 0})
        for first in range(0, statements // per_article, PORTION):
            _keep(connection, range(first, min(first + PORTION, statements // per_article)), per_article)


def _keep(connection: Connection, numbers: range, per_article: int) -> None:
    rows: Rows = {table: [] for table in TABLES}
    for number in numbers:
        _article(rows, number, per_article)
    for table, found in rows.items():
        connection.execute(insert(table), found)


def _article(rows: Rows, number: int, per_article: int) -> None:
    sentences = [
        f"Minister {number} said that the {place}th point of list {number} is agreed." for place in range(per_article)
    ]
    whole = " ".join(sentences)
    digest, key = digest_text(whole), short_key("bench", number)
    date = f"{2020 + number % 5}-{number % 12 + 1:02}-01"
    fields = {"title": f"List {number}", "date": date, "genre": "wire", "publication": "Bench", "url": None}
    fields |= {"publication_folded": "bench", "byline": "[]", "language": "en"}
    rows[sql.fetch].append(
        {"key": key, "name": str(number), "location": str(number), "url": None, "media_type": "text/plain",
         "fetched_at": date, "blob": "0" * 64}
    )  # fmt: skip
    rows[sql.page_text].append({"sha256": digest, "key": key, "characters": len(whole), "text": whole})
    rows[sql.reading].append(
        {"key": key, "page_text": digest, "extractor": "bench", "sections": "[]", "comments": None, "text": whole}
        | fields
    )
    rows[sql.piece].append({"reading": key, "position": 0, "start": 0, "end": len(whole), "page_start": 0})
    rows[sql.article_state].append(
        {"id": number + 1, "page_text": digest, "reading": key, "fetch": key, "corrections": "{}", "work": "unread",
         "work_reason": ""} | fields
    )  # fmt: skip
    rows[sql.run_reading].append(
        {"id": number + 1, "run": 1, "page_text": digest, "reading": key, "fetch": key, "fetched_at": date}
    )
    actor = {"name": f"Minister {number}", "kind": "person", "role": "minister", "country": None, "sector": None}
    rows[sql.actor].append({"key": short_key("actor", number), "name": actor["name"], "kind": "person"})
    rows[sql.actor_name].append(
        {"actor": short_key("actor", number), "name": actor["name"], "folded": f"minister {number}"}
    )
    link = {"kind": "actor_link", "actor": actor | {"known_as": None}, "mentions": []}
    who = _entry(rows, digest, link, number, {"state": short_key("actor", number), "span": (0, 8), "text": whole})
    at = 0
    for place, sentence in enumerate(sentences):
        cue, content = at + sentence.index("said"), at + sentence.index("that")
        payload = {
            "kind": "statement", "source": [[[at, cue - 1]]], "cue": [[[cue, cue + 4]]],
            "content": [[[content, at + len(sentence) - 1]]], "form": "indirect", "polarity": "affirmed",
            "certainty": "certain", "mention": False, "asserted": True, "said": None,
            "speakers": [actor["name"]], "about": [], "parent": None, "continues": None, "same_as": None,
        }  # fmt: skip
        spans = {"source": (at, cue - 1), "cue": (cue, cue + 4), "content": (content, at + len(sentence) - 1)}
        spans["sentence"] = (at, at + len(sentence))
        about = {"state": None, "span": spans["sentence"], "text": whole, "spans": spans, "place": place + 1}
        _, version = _entry(rows, digest, payload, number, about)
        rows[sql.version_link].append({"version": version, "role": "speaker", "position": 0, "entry": who[0]})
        at += len(sentence) + 1


def _entry(rows: Rows, page: str, payload: dict[str, Any], number: int, about: dict[str, Any]) -> tuple[str, str]:
    digest = digest_of(payload)
    entry = short_key("entry", page, digest, 0)
    version = short_key("proposal", entry, digest)
    start, end = about["span"]
    rows[sql.entry].append({"key": entry, "kind": payload["kind"], "page_text": page, "recorded_at": "2024"})
    rows[sql.version].append(
        {"key": version, "entry": entry, "content_hash": digest, "payload": canonical_json(payload), "start": start,
         "end": end, "recorded_at": "2024"}
    )  # fmt: skip
    rows[sql.entry_state].append(
        {"entry": entry, "state": "proposed", "version": version, "actor": about["state"], "seen": version}
    )
    for place, (role, (left, right)) in enumerate(about.get("spans", {"mention": about["span"]}).items()):
        exact = about["text"][left:right]
        rows[sql.evidence].append(
            {"version": version, "position": place, "role": role, "start": left, "end": right, "exact": exact,
             "prefix": "", "suffix": "", "sha256": digest_text(exact)}
        )  # fmt: skip
    rows[sql.run_proposal].append(
        {"run_reading": number + 1, "version": version, "position": about.get("place", 0), "local": '[["s"]]',
         "confidence": 0.9, "speaker_confidence": 0.9, "reason": "named"}
    )  # fmt: skip
    return entry, version


def exported(place: Path, form: str) -> tuple[float, float]:
    """Seconds, and the most megabytes of memory, that an export took in a process of its own."""
    target = place.with_suffix(f".{form}")
    begun = time.perf_counter()
    code = (
        "from parley.pipeline.records import open_record\n"
        f"with open_record({str(place)!r}) as record:\n"
        + (f"    record.export({str(target)!r})\n" if form != "pandas" else "    record.statements().to_pandas()\n")
        # Of this process alone: what getrusage gives begins with the memory of the one that made it.
        + "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    target.unlink(missing_ok=True)
    return time.perf_counter() - begun, int(found.stdout) / 1024


def main() -> None:
    """Make the records, export them, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    print("| statements | export | s | peak memory, MB |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for statements in (options.statements // 10, options.statements):
            place = Path(folder) / f"{statements}.db"
            fill(place, statements)
            for form in FORMATS if statements < options.statements else FORMATS[:1]:
                seconds, memory = exported(place, form)
                print(f"| {statements:,} | {form} | {seconds:.0f} | {memory:.0f} |", flush=True)
            if statements < options.statements:
                seconds, memory = exported(place, "pandas")
                print(f"| {statements:,} | (all in one pandas frame) | {seconds:.0f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
