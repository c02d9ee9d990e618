"""What a run says of the machine it was trained on."""

from pathlib import Path

import pytest

from playground.machine import version_of


def test_a_library_that_is_installed_under_another_name_has_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "made_up_cpu-4.2.dist-info"
    about.mkdir()
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.py").touch()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-cpu\nVersion: 4.2\n")
    (about / "RECORD").write_text("made_up/__init__.py,,\nmade_up_cpu-4.2.dist-info/METADATA,,\n")
    assert version_of("made_up") is None
    monkeypatch.syspath_prepend(str(tmp_path))
    assert version_of("made_up") == "4.2"
    assert version_of("keras") is not None
