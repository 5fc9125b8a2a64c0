"""How well Parley finds statements, beside two simpler systems; a table in Markdown.

Same documents (PolNeAR dev), same scorer (``parley.training.score``), each system alone in a process
of one thread. The CRF tagger is trained once on PolNeAR train, for minutes, and kept in ``.work/bench``.

    PARLEY_CORPORA=FOLDER python -m bench.language [--first N] [--fp32 FOLDER] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.crf_tagger import digest_of, train, trained_files
from bench.plain_text import Row, count_words
from bench.systems import TITLES, Job
from parley.training.evaluate import read_rows
from parley.training.manifest import load_models
from parley.training.score import score
from parley.weights.models import file_digest

Scores = dict[str, tuple[float, float, float]]
"""Each score's F1 with the ends of its 95 % interval."""

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
FULL = "encoder.fp32.onnx"
HEAD = "| system | source | cue | content | DET | SOFT (95 %) | EXACT | words/s | peak MB |\n" + "|---" * 9 + "|"


def corpus_folder() -> Path:
    """Where PolNeAR lies; leaves the program with a sentence where it is not named or not there."""
    named = os.environ.get("PARLEY_CORPORA")
    if not named:
        sys.exit(
            "The corpora are not named. Set PARLEY_CORPORA to the folder that holds polnear/train.jsonl and "
            "polnear/dev.jsonl, for example: PARLEY_CORPORA=/data/corpora make bench-language"
        )
    folder = Path(named) / "polnear"
    for name in ("train.jsonl", "dev.jsonl"):
        if not (folder / name).is_file():
            sys.exit(f"There is no {folder / name}. Set PARLEY_CORPORA to the folder that holds polnear/{name}.")
    return folder


def crf_files(training: Path, first: int | None) -> dict[str, Path]:
    """The trained CRFs; trains them where they are not kept yet.

    Args:
        training: the JSON Lines file of the training documents.
        first: how many of them to train on; all if None.
    """
    files = trained_files(digest_of(training, first))
    missing = {role: path for role, path in files.items() if not path.exists()}
    if missing:
        print("training the CRF tagger, once; this takes some minutes", file=sys.stderr, flush=True)
        train(read_rows(training)[:first], missing)
    return files


def link_full_weights(folder: Path, into: Path) -> None:
    """Make a folder of weights whose encoder is the fp32 graph of an exported folder.

    Args:
        folder: an exported folder of weights; all but the encoder is as it lies there.
        into: an empty folder; it gets links, and a manifest where the exported folder has none.
    """
    for path in folder.resolve().iterdir():
        if path.name not in (FULL, "encoder.onnx"):
            (into / path.name).symlink_to(path)
    (into / "encoder.onnx").symlink_to(folder.resolve() / FULL)
    load_models(into)


def run_system(job: Job, documents: list[Row]) -> dict[str, Any]:
    """One row of the table: a system's scores, speed and memory, from a process of its own."""
    print(f"running: {TITLES[job.name]}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(asdict(job)), encoding="utf-8")
        command = [sys.executable, "-m", "bench.systems", str(file)]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD})
    if done.returncode:
        sys.exit(f"{TITLES[job.name]}: it could not be run; the reason stands above.")
    found = json.loads(done.stdout)
    scores: Scores = score(documents, [{"statements": rows} for rows in found["statements"]])
    return {
        "system": TITLES[job.name],
        "scores": scores,
        "words_per_second": found["words_per_second"],
        "peak_mb": found["peak"],
    }


def table_row(row: dict[str, Any]) -> str:
    """A row of the table in Markdown."""
    scores: Scores = row["scores"]
    cells = [f"{mean:.1f}" for mean, _, _ in scores.values()]
    place = list(scores).index("SOFT")
    _, low, high = scores["SOFT"]
    cells[place] += f" ({low:.1f} - {high:.1f})"
    return f"| {' | '.join([row['system'], *cells])} | {row['words_per_second']:,.0f} | {row['peak_mb']:.0f} |"


def shown(report: dict[str, Any]) -> str:
    """The whole report in Markdown."""
    told = f"{report['documents']} documents of {report['corpus']}, {report['words']:,} words; {report['machine']}."
    notes = (
        "Source, cue, content: F1 of exact fragments. DET, SOFT, EXACT: F1 of whole statements. Words per second\n"
        "of processor time on one thread, loading aside; peak memory of the whole process, its interpreter included."
    )
    return "\n".join([told, "", HEAD, *(table_row(row) for row in report["rows"]), "", notes])


def at_least_one(told: str) -> int:
    """A number of documents from the command line."""
    if not told.isdigit() or int(told) < 1:
        raise argparse.ArgumentTypeError(f"{told} is no number of documents; give 1 or more")
    return int(told)


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=at_least_one, default=None, help="only so many documents")
    parser.add_argument(
        "--train-first", type=at_least_one, default=None, help="train the CRF tagger on so many documents only"
    )
    parser.add_argument("--fp32", type=Path, default=None, help=f"a folder of exported weights that holds {FULL}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.fp32 and not (options.fp32 / FULL).is_file():
        parser.error(f"there is no {FULL} in {options.fp32}; name a folder that parley.training.export has written")
    return options


def report_on(documents: list[Row], crf: dict[str, Path], fp32: Path | None) -> dict[str, Any]:
    """What every system finds and costs on some documents.

    Args:
        documents: rows with ``text`` and ``statements``.
        crf: the trained CRF of each role.
        fp32: a folder of exported weights that also holds the encoder in fp32, if there is one.
    """
    texts = [str(document["text"]) for document in documents]
    files = {role: str(path) for role, path in crf.items()}
    with tempfile.TemporaryDirectory() as folder:
        if fp32:
            link_full_weights(fp32, Path(folder))
        names = [name for name in TITLES if name != "fp32" or fp32]
        jobs = [Job(name=name, texts=texts, crf=files, fp32=folder if fp32 else None) for name in names]
        rows = [run_system(job, documents) for job in jobs]
    return {
        "documents": len(documents),
        "words": sum(count_words(text) for text in texts),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "rows": rows,
    }


def main() -> None:
    """Measure and print."""
    options = read_options()
    folder = corpus_folder()
    dev = folder / "dev.jsonl"
    crf = crf_files(folder / "train.jsonl", options.train_first)
    report = report_on(read_rows(dev)[: options.first], crf, options.fp32)
    report |= {"corpus": "PolNeAR dev", "sha256": file_digest(dev)}
    print(json.dumps(report, indent=1) if options.json else shown(report))


if __name__ == "__main__":
    main()
