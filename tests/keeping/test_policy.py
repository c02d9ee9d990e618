"""The policy can be set wherever the app is started, and is told where hosts look."""

from pathlib import Path

import pytest

from playground.keeping.policy import Policy, policy

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", Policy.model_fields)
def test_every_setting_is_told_to_hosts_and_reaches_the_app_of_compose(name: str) -> None:
    setting = f"PLAYGROUND_{name.upper()}"
    assert f"      {setting}: ${{{setting}:-" in (ROOT / "compose.yaml").read_text("utf-8")
    assert f"| `{setting}` |" in (ROOT / "docs" / "hosting.md").read_text("utf-8")


def test_an_empty_setting_keeps_everything_and_a_wrong_one_ends_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLAYGROUND_KEEP_DAYS", "")
    assert policy() == Policy()
    monkeypatch.setenv("PLAYGROUND_KEEP_DAYS", "0")
    with pytest.raises(SystemExit, match="PLAYGROUND_KEEP_DAYS must be a positive number"):
        policy()
