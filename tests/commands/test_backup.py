"""`backup` and `restore` move an installation with one command each."""

from pathlib import Path

import pytest

from playground.__main__ import main
from playground.lessons.uploaded import SETTING
from playground.persons import CONSOLE
from playground.store import Store
from tests.support.installation import settings
from tests.support.kept_rows import put_run


def test_back_up_and_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def move_to(folder: Path) -> str:
        for name, value in (settings(folder) | {SETTING: str(folder / "lessons")}).items():
            monkeypatch.setenv(name, value)
        return settings(folder)["DATABASE_URL"]

    store = Store(move_to(tmp_path / "here"))
    store.open()
    run_id = put_run(store, CONSOLE.id)
    store.close()
    archive = str(tmp_path / "a.tar.gz")
    assert main(["backup", archive]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"Backed up 1 run, 0 uploaded tables and 0 files to {archive} (")
    assert "PLAYGROUND_SECRET" in said.err
    assert main(["backup", archive]) == 2
    assert "already" in capsys.readouterr().err

    store = Store(move_to(tmp_path / "there"))
    assert main(["restore", archive]) == 0
    assert capsys.readouterr().out == "Brought back 1 run, 0 uploaded tables and 0 files.\n"
    store.open()
    assert [row.id for row in store.table()] == [run_id]
    store.close()
    assert main(["restore", archive]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["restore", archive, "--force"]) == 0
