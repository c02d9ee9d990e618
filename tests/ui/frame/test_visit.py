"""What a session remembers is an attribute of the visit, or the value of a widget."""

import ast
from collections.abc import Iterator
from pathlib import Path

import playground

ROOT = Path(playground.__file__).parent


def uses_of_the_state(tree: ast.AST) -> Iterator[tuple[int, ast.expr | None]]:
    """Line and key of each place that reads or writes `session_state`; None where an attribute is the key."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="session_state"), slice=key):
                yield node.lineno, key
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(attr="session_state"), attr="get" | "setdefault" | "pop"
                ),
                args=[key, *_],
            ):
                yield node.lineno, key
            case ast.Attribute(value=ast.Attribute(attr="session_state"), attr=name):
                if name not in ("get", "setdefault", "pop"):
                    yield node.lineno, None


def is_key_of_a_widget(key: ast.expr | None, tree: ast.AST) -> bool:
    """Whether some widget of the module, or of the component that names it, has a key that is written this way."""
    if isinstance(key, ast.Attribute):
        return key.attr == "KEY"
    return isinstance(key, ast.Name | ast.Call) and any(
        isinstance(node, ast.keyword) and node.arg == "key" and ast.dump(node.value) == ast.dump(key)
        for node in ast.walk(tree)
    )


def test_no_session_key_stands_outside_the_visit_unless_it_is_a_widgets() -> None:
    files = [*(ROOT / "ui").rglob("*.py"), *(ROOT.parent / "pages").glob("*.py")]
    assert len(files) > 40
    found = {
        f"{file.relative_to(ROOT.parent)}:{line}"
        for file in files
        if file.name != "visit.py"
        for tree in [ast.parse(file.read_text("utf-8"))]
        for line, key in uses_of_the_state(tree)
        if not is_key_of_a_widget(key, tree)
    }
    assert found == set()
