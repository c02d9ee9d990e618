"""Keras is loaded without the packages that it uses for nothing here; everybody else has them."""

import gc
import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from playground.network import backend


def test_only_the_thread_that_loads_keras_does_without_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drawn_with.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(backend, "_UNUSED", ("drawn_with",))
    with ThreadPoolExecutor(1) as elsewhere:
        with backend._only_what_is_used():
            assert not gc.isenabled()
            with pytest.raises(ModuleNotFoundError):
                importlib.import_module("drawn_with")
            assert elsewhere.submit(importlib.import_module, "drawn_with").result()
        del sys.modules["drawn_with"]
        assert importlib.import_module("drawn_with")
    assert gc.isenabled()
