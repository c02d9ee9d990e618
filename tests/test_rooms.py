"""Imports run downwards: each room of the design imports from those below it alone."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import playground

ROOT = Path(playground.__file__).parent
# Top to bottom. A module at the root is a room too.
ROOMS = (
    *("console", "ui", "components", "charts", "commands", "server", "watching", "services"),
    *(
        "keeping",
        "lessons",
        "showing",
        "runs",
        "studies",
        "comparing",
        "engine",
        "worker",
        "evaluation",
        "export",
        "pictures",
    ),
    *("training", "plan", "doctor", "network", "datasets", "messages", "experiment", "layers"),
    *(
        "store",
        "persons",
        "ids",
        "part",
        "python_code",
        "words",
        "mentions",
        "cells",
        "number_words",
        "states",
        "priority",
        "limits",
        "machine",
        "attempts",
        "errors",
        "paths",
        "live",
    ),
)
# The process that serves pages imports no training library, so it imports no module of these that does.
TRAINING_LIBRARIES = {"worker", "export", "pictures", "training", "network", "layers", "live"}


@cache
def import_statements(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """The imports anywhere in a module; every test of this file asks for the same ones."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def imports(path: Path) -> Iterator[str]:
    """The modules of the project that a module imports anywhere in it."""
    for node in import_statements(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module == "playground":
            yield from (f"playground.{alias.name}" for alias in node.names)
        elif node.module:
            yield node.module


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if not room_of(path).startswith("__")]


def test_every_module_is_in_a_room_of_the_list() -> None:
    assert {room_of(path) for path in modules()} <= set(ROOMS)


def test_imports_run_downwards() -> None:
    upwards = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        if "migrations" not in path.parts  # a migration reads runs as they were, with the code of now
        for name in imports(path)
        if name.startswith("playground.") and ROOMS.index(name.split(".")[1]) < ROOMS.index(room_of(path))
    ]
    assert upwards == []


def test_few_rooms_import_the_training_libraries() -> None:
    named = {
        room_of(path)
        for path in modules()
        for name in imports(path)
        if name.split(".")[0] in ("tensorflow", "keras", "jax") or name == "playground.network.backend"
    }
    assert named <= TRAINING_LIBRARIES


@pytest.mark.parametrize("folder", ["playground", "tests"])
def test_what_is_imported_within_a_function_is_there_too(folder: str) -> None:
    """An import at the head of a file fails at once; one within a function only where that function is called."""
    root = Path(__file__).resolve().parents[1]
    missing = []
    for file in sorted((root / folder).rglob("*.py")):
        for node in import_statements(file):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("playground"):
                continue
            package = root.joinpath(*str(node.module).split("."))
            if package.with_suffix(".py").exists():
                continue
            head = package / "__init__.py"
            named = head.read_text("utf-8") if head.exists() else ""
            for name in (alias.name for alias in node.names):
                there = (package / f"{name}.py").exists() or (package / name).is_dir() or name in named
                if not there:
                    missing.append(f"{file.relative_to(root)}: {node.module}.{name}")
    assert missing == []
