"""Files and functions stay small enough to be read at one go."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "parley"

LONG_MODULES: dict[str, str] = {}
"""Modules that may have more than 500 lines, each with its reason."""


def lengths() -> dict[str, int]:
    """Lines of each module."""
    return {str(path.relative_to(SOURCE)): len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")}


def test_modules_are_small() -> None:
    """No module over 500 lines, half of them under 150."""
    found = lengths()
    assert {name: number for name, number in found.items() if number > 500 and name not in LONG_MODULES} == {}
    assert statistics.median(number for number in found.values() if number > 1) <= 150


def test_functions_are_small() -> None:
    """19 of 20 functions fit on a screen: 40 lines."""
    sizes = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                sizes.append(((node.end_lineno or 0) - node.lineno + 1, f"{path.relative_to(SOURCE)}: {node.name}"))
    sizes.sort()
    assert sizes[int(len(sizes) * 0.95)][0] <= 40, sizes[int(len(sizes) * 0.95) :]


def test_every_test_says_what_it_protects() -> None:
    """A test without a sentence about the behaviour it protects cannot be judged when it fails."""
    silent = []
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
                silent.append(f"{path.name}: {node.name}")
    assert silent == []
