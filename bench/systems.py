"""The systems that are set beside each other, and one of them run and measured alone in its process.

``python -m bench.systems JOB.json`` prints, as JSON, what the system found, its speed and its memory.
Law of this module: a process imports what its own system needs and no more, or the memory of one
system would be counted for another. The scorer, which needs scipy, runs elsewhere.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.plain_text import Row, count_words
from parley.terms.statements import Statement

System = Callable[[str], list[Row]]
"""From a text to its statements in the yardstick's format."""

TITLES = {
    "rules": "quotation marks and verb list",
    "crf": "CRF tagger in Citron's manner",
    "int8": "Parley, int8 as shipped",
    "fp32": "Parley, fp32",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a process needs to run one system."""

    name: str
    """One of ``TITLES``."""
    texts: list[str]
    crf: Mapping[str, str]
    """The trained CRF of each role."""
    fp32: str | None
    """A folder of weights whose encoder is in fp32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one system found and cost."""

    statements: list[list[Row]]
    """Of each text."""
    words_per_second: float
    """Words between white space by the processor time of the process, loading aside."""
    peak: float
    """The most memory that the process held, in MB (10^6 bytes), the interpreter included."""


def row_of(statement: Statement) -> Row:
    """One of Parley's statements in the yardstick's format."""
    spans = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    rows: Row = {role: [[span.start, span.end] for span in found] for role, found in spans.items()}
    return rows | {"extended": statement.extended, "nested": statement.nested}


def build_rules() -> System:
    """The rules."""
    from bench.quote_rules import find_by_rules  # noqa: PLC0415 - the law of this module

    return find_by_rules


def build_crf(files: Mapping[str, str]) -> System:
    """The CRF tagger, from the file of each role."""
    from bench.crf_tagger import CrfTagger  # noqa: PLC0415 - the law of this module

    return CrfTagger({role: Path(path) for role, path in files.items()}).find


def build_parley(folder: Path | None) -> System:
    """Parley's own finders with the weights of a folder; the shipped ones if None."""
    from parley.knowledge.gazetteer import load_gazetteer, load_words  # noqa: PLC0415 - the law of this module
    from parley.language.finders import Tools, find_proposals  # noqa: PLC0415 - the same
    from parley.weights.models import load_weights  # noqa: PLC0415 - the same

    weights = load_weights(folder)
    tools = Tools(models=weights, numbers=weights.numbers, gazetteer=load_gazetteer(), nouns=load_words())
    return lambda text: [row_of(statement) for statement in find_proposals(text, tools).statements]


def build_system(job: Job) -> System:
    """The system that a job names, loaded."""
    if job.name == "rules":
        return build_rules()
    if job.name == "crf":
        return build_crf(job.crf)
    return build_parley(Path(job.fp32) if job.name == "fp32" and job.fp32 else None)


def measure(system: System, texts: list[str]) -> Measured:
    """Run a system over texts, one after the other."""
    system(texts[0])  # loads what loads late
    begun = time.process_time()
    statements = [system(text) for text in texts]
    taken = time.process_time() - begun
    speed = sum(count_words(text) for text in texts) / max(taken, 1e-9)
    return Measured(statements=statements, words_per_second=speed, peak=peak_memory())


def peak_memory() -> float:
    """The most memory that this process held, in MB (10^6 bytes).

    Linux counts in ``ru_maxrss`` what the parent held when it started this process, so its own status is asked first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes


def main() -> None:
    """Run the job that the command line names."""
    job = Job(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    print(json.dumps(asdict(measure(build_system(job), job.texts))))


if __name__ == "__main__":
    main()
