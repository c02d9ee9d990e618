"""No case is forgotten: every file of `tests/cases` is loaded by a test that names it."""

import ast
from pathlib import Path

from tests.support.cases import FOLDER

TESTS = Path(__file__).parent


def named_in(file: Path) -> set[str]:
    """All texts in a test file that imports the cases; none of any other file."""
    text = file.read_text("utf-8")
    if "tests.support.cases" not in text:
        return set()
    tree = ast.parse(text)
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    if "tests.support.cases" not in imported:
        return set()
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def test_every_case_is_named_by_a_test_that_loads_it() -> None:
    named = set().union(*(named_in(file) for file in TESTS.rglob("test_*.py")))
    cases = {file.stem for file in FOLDER.glob("*.json")}
    assert cases
    assert cases - named == set()
