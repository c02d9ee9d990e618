"""Limits can be set wherever the app is started."""

from pathlib import Path

import pytest

from playground.limits import Limits

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", Limits.model_fields)
def test_every_limit_is_told_to_hosts_and_reaches_the_services_of_compose(name: str) -> None:
    setting = f"PLAYGROUND_{name.upper()}"
    assert f"    {setting}: ${{{setting}:-}}\n" in (ROOT / "compose.yaml").read_text("utf-8")
    told = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/hosting.md"))
    assert f"| `{setting}` |" in told
