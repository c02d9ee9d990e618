"""What XLA compiled is kept over restarts, in a folder with a bound, for this kind of machine alone."""

import os
import stat
from pathlib import Path

import pytest

from playground.engine import compiled, worker


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*/*"))


def test_the_oldest_files_go_when_there_are_too_many(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "older", "oldest")):
        file = tmp_path / f"machine {age}" / name
        file.parent.mkdir()
        file.write_bytes(bytes(100))
        os.utime(file, (1e9 - age, 1e9 - age))
    compiled.shrink(tmp_path, most_bytes=200)
    assert files(tmp_path) == ["new", "older"]


def test_a_file_that_goes_meanwhile_is_no_reason_to_keep_nothing(tmp_path: Path) -> None:
    (tmp_path / "machine").mkdir()
    (tmp_path / "machine" / "gone").symlink_to("nowhere")  # named by the folder, and not there
    (tmp_path / "machine" / "there").write_bytes(bytes(100))
    compiled.shrink(tmp_path, most_bytes=200)
    assert (tmp_path / "machine" / "there").exists()


def test_workers_keep_it_where_only_this_user_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.SETTING, str(tmp_path / "kept"))
    monkeypatch.delenv("TF_XLA_FLAGS", raising=False)
    (flag, _) = compiled.flags()["TF_XLA_FLAGS"].split()
    own = Path(flag.partition("=")[2])
    assert own.parent == tmp_path / "kept"
    assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_another_kind_of_machine_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(compiled.SETTING, str(tmp_path))
    monkeypatch.delenv("TF_XLA_FLAGS", raising=False)
    here = compiled.flags()
    processor = tmp_path / "cpuinfo"
    processor.write_text("model name\t: another\nflags\t\t: none\n")
    monkeypatch.setattr(compiled, "_PROCESSOR", processor)
    assert compiled.flags() != here


@pytest.mark.parametrize(("setting", "flags"), [("", None), (None, "--tf_xla_auto_jit=2")])
def test_who_wants_none_or_has_flags_already_gets_none(
    monkeypatch: pytest.MonkeyPatch, setting: str | None, flags: str | None
) -> None:
    if setting is None:
        monkeypatch.delenv(compiled.SETTING)
    else:
        monkeypatch.setenv(compiled.SETTING, setting)
    if flags is not None:
        monkeypatch.setenv("TF_XLA_FLAGS", flags)
    assert compiled.flags() == {}


def test_a_worker_started_elsewhere_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.SETTING, str(tmp_path))
    monkeypatch.setenv("TF_XLA_FLAGS", "")
    monkeypatch.delenv("TF_XLA_FLAGS")
    monkeypatch.setattr(worker, "_warm_up", lambda: None)
    worker.dask_setup(None)  # type: ignore[arg-type]
    assert str(tmp_path) in os.environ["TF_XLA_FLAGS"]
