"""Imports run downwards: each room of the design imports from those below it alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import playground

ROOT = Path(playground.__file__).parent
# Top to bottom. A module at the root is a room too.
ROOMS = (
    *("ui", "components", "charts", "commands", "server", "services"),
    *("lessons", "runs", "studies", "comparing", "engine", "worker", "evaluation", "export", "pictures"),
    *("training", "plan", "doctor", "network", "datasets", "messages", "experiment", "layers"),
    *("store", "persons", "part", "words", "states", "priority", "limits", "machine", "errors"),
)
# The process that serves pages imports no training library, so it imports no module of these that does.
TRAINING_LIBRARIES = {"worker", "pictures", "training", "network", "layers"}


def imports(path: Path) -> Iterator[str]:
    """The modules of the project that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "playground":
            yield from (f"playground.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
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
