"""`tidy` says what it would remove, and removes it, where the policy says so."""

import json
from pathlib import Path

import pytest

from playground.__main__ import main
from playground.ids import new_id
from playground.keeping.tidy import lease_of
from playground.lessons.uploaded import SETTING
from playground.persons import CONSOLE
from playground.store import Store
from tests.support.installation import settings
from tests.support.kept_rows import put_run


def test_tidy_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (settings(tmp_path) | {SETTING: str(tmp_path / "lessons")}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PLAYGROUND_KEEP_DAYS", "30")
    store = Store(settings(tmp_path)["DATABASE_URL"])
    store.open()
    put_run(store, CONSOLE.id, started_at=0.0)
    star = put_run(store, CONSOLE.id, started_at=0.0, starred=True)
    assert main(["tidy", "--dry-run"]) == 0
    assert capsys.readouterr().out == "Tidying would remove 1 run.\n"
    held = lease_of(store, new_id())
    assert held.take()
    assert main(["tidy"]) == 1
    assert "at this moment" in capsys.readouterr().err
    held.give_back(done=False)
    assert main(["tidy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == {"count": 1, "bytes": 0}
    assert [row.id for row in store.table()] == [star]
    assert main(["tidy", "--dry-run"]) == 0
    assert capsys.readouterr().out == "Tidying would remove nothing.\n"
    store.close()
