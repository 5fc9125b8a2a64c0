"""What Parley costs: start-up, speed, memory, installed size; a table in Markdown.

Speed is measured on articles of about 800 words, made of the paragraphs of the project's own sample
pages in turning order, read one after the other in one process on one thread.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from trafilatura import bare_extraction

from parley.pages.files import make_page
from parley.pipeline.build import build_reader
from parley.settings import Settings

ROOT = Path(__file__).parent.parent
WORDS = 800
ARTICLES = 30
STARTS = 5

Row = tuple[str, str, str, str]
"""What is measured, the result, what it should be, the command."""


def start_up(*arguments: str, limit: str) -> Row:
    """The median wall-clock time of a command, in seconds."""
    taken = []
    for _ in range(STARTS + 1):  # the first one fills the file cache
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "parley", *arguments], check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    median = sorted(taken[1:])[STARTS // 2]
    return "start-up", f"{median:.2f} s", limit, "parley " + " ".join(Path(one).name for one in arguments)


def articles() -> Iterator[str]:
    """Texts of about 800 words each."""
    paragraphs = []
    for page in sorted((ROOT / "tests" / "golden").glob("*.txt")):
        paragraphs += [one for one in page.read_text("utf-8").split("\n\n") if len(one.split()) > 25]
    for number in range(ARTICLES):
        chosen: list[str] = []
        while sum(len(one.split()) for one in chosen) < WORDS:
            chosen.append(paragraphs[(number * 7 + len(chosen)) % len(paragraphs)])
        yield f"Article number {number}\n\n2023/09/09\n\n" + "\n\n".join(chosen) + "\n"


def speed_and_memory(folder: Path) -> tuple[Row, Row]:
    """Articles a second on one core once warm, and the most memory that reading them took."""
    pages = folder / "pages"
    pages.mkdir()
    for number, text in enumerate(articles()):
        (pages / f"{number:02}.txt").write_text(text, encoding="utf-8")
    code = (
        "import sys, time; from pathlib import Path; from parley.cli.main import command_line\n"
        "from parley.pages.files import read_file; from parley.pipeline.build import build_reader\n"
        "from parley.pipeline.read import read_pages; from parley.record import open_record\n"
        "from parley.settings import Settings; from parley.terms.review import Run\n"
        "files = sorted(Path(sys.argv[1]).iterdir()); reader = build_reader(Settings())\n"
        "run = Run(code='bench', weights=reader.weights_digest, started_at='2023-01-01T00:00:00Z')\n"
        "with open_record(sys.argv[2]) as store, store.writer(run) as writer:\n"
        "    list(read_pages([read_file(files[0])], reader, writer)); begun = time.process_time()\n"
        "    list(read_pages((read_file(file) for file in files[1:]), reader, writer))\n"
        "print((len(files) - 1) / (time.process_time() - begun))\n"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code, str(pages), str(folder / "bench.db")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told = f"parley read of {ARTICLES} pages of {WORDS} words"
    return (
        ("speed, one core", f"{float(done.stdout):.2f} articles/s", "≥ 1", told),
        ("peak memory", f"{peak:.0f} MB", "< 600 MB", told),
    )


def growth() -> Iterator[Row]:
    """How the time for one article grows with its length; it should grow no faster than the words."""
    reader = build_reader(Settings())
    text = " ".join("\n\n".join(page.split("\n\n")[2:]) for page in articles())
    reader.annotate(text[:2000])
    for words in (400, 1600, 6400):
        shown = " ".join(text.split(" ")[:words])
        begun = time.process_time()
        reader.annotate(shown)
        taken = time.process_time() - begun
        yield f"one text of {words} words", f"{1000 * taken / words:.2f} s per 1,000 words", "even", "parley annotate"


def beside_the_extractor() -> Row:
    """Reading an HTML page, set against trafilatura alone on the same bytes in the same process."""
    reader = build_reader(Settings())
    shown = ["".join(f"<p>{part}</p>" for part in page.split("\n\n")) for page in articles()]
    pages = [
        f"<html><head><title>Page {i}</title></head><body><article>{p}</article></body></html>"
        for i, p in enumerate(shown)
    ]
    raw = [page.encode() for page in pages]
    reader.read_article(make_page(raw[0], location="warm.html"))
    begun = time.process_time()
    for content in raw:
        reader.read_article(make_page(content, location="page.html"))
    ours = time.process_time() - begun
    begun = time.process_time()
    for page in pages:
        bare_extraction(page, include_comments=False, favor_precision=True, with_metadata=True)
    theirs = time.process_time() - begun
    result = f"{len(raw) / ours:.0f} pages/s; trafilatura alone {len(raw) / theirs:.0f}"
    return (
        "HTML page to article",
        result,
        "-",
        f"{len(raw)} pages of {WORDS} words, {ours / theirs:.1f} times trafilatura's time",
    )


def installed_size(folder: Path) -> Row:
    """Megabytes of an environment with Parley's core and nothing else."""
    told = "pip install parley-record"
    place = folder / "environment"
    venv.create(place, with_pip=False, symlinks=True)
    if importlib.util.find_spec("uv") is None:
        return "installed size", "not measured: uv is not here", "≤ 420 MB", told
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--link-mode", "copy"]
    done = subprocess.run([*install, "--python", str(place / "bin" / "python"), str(ROOT)], check=False)
    if done.returncode:
        return "installed size", "not measured: no package index is within reach", "≤ 420 MB", told
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    return "installed size", f"{size / 1e6:.0f} MB", "≤ 420 MB", told


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = folder / "small.txt"
        small.write_text(
            "A short note\n\n2023/09/09\n\nThe minister, Ana Petrova, said that taxes would rise.\n", "utf-8"
        )
        rows = [
            start_up("--help", limit="< 0.5 s"),
            start_up("read", str(small), "--record", str(folder / "start.db"), limit="< 1.5 s"),
            *speed_and_memory(folder),
            *growth(),
            beside_the_extractor(),
            installed_size(folder),
        ]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | measured | wanted | command |\n|---|---|---|---|")
    for what, result, limit, command in rows:
        print(f"| {what} | {result} | {limit} | `{command}` |")


if __name__ == "__main__":
    main()
