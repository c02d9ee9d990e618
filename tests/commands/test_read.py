"""`read`: one line of JSON a file, the cells as the file has them, and a sentence for what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import main

Read = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Read:
    """Reads files of the given contents; returns the exit code and what was printed for each."""

    def run(*contents: bytes, options: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
        paths = [tmp_path / f"{number}.csv" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        code = main(["read", "--json", "--cells", *map(str, paths), *options])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_sound_file_comes_with_its_dialect_columns_and_cells(read: Read) -> None:
    code, (found,) = read(
        'name;größe\nAnn;1,5\n"B; b";2,25\nEve;\n'.encode("cp1252"), options=("--encoding", "cp1252")
    )
    assert code == 0
    assert found["status"] == "read"
    wanted = {"delimiter": ";", "quote": '"', "decimal": ",", "encoding": "cp1252", "header": True}
    assert found["dialect"].items() >= wanted.items()
    assert (found["rows"], found["doubts"], found["left_out"]) == (3, [], [])
    assert found["columns"] == [
        {"name": "name", "kind": "category", "missing": 0, "distinct": 3},
        {"name": "größe", "kind": "number", "missing": 1, "distinct": 2},
    ]
    assert found["cells"] == [["name", "größe"], ["Ann", "1,5"], ["B; b", "2,25"], ["Eve", ""]]


def test_a_row_that_does_not_fit_is_left_out_and_named(read: Read) -> None:
    _, (found,) = read(b"a,b\n1,2\n3,4,5\n6,7\n")
    assert found["status"] == "doubtful"
    assert found["left_out"] == [3]
    assert [(doubt["row"], doubt["column"]) for doubt in found["doubts"]] == [(3, None)]
    assert found["cells"] == [["a", "b"], ["1", "2"], ["6", "7"]]


def test_what_a_person_says_overrules_the_guess(read: Read) -> None:
    _, (found,) = read(b"a;b\n1,234;x\n", options=("--decimal", ",", "--header", "no", "--delimiter", ";"))
    assert found["status"] == "read"
    assert found["cells"] == [["a", "b"], ["1,234", "x"]]


def test_the_exit_code_is_2_when_every_file_was_refused(read: Read) -> None:
    code, found = read(b"", b"a,b\n1,2\n3,4\n")
    assert code == 0
    assert [one["status"] for one in found] == ["refused", "read"]
    code, (one,) = read(b"")
    assert code == 2
    assert one["sentence"] == "This file is empty."


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "none.csv")]) == 2
    assert "There is no such file." in capsys.readouterr().err
