"""A figure of a feature against many classes says how many of them it shows."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.data import against_target


def script() -> None:
    import pandas

    from playground.datasets import Card
    from playground.datasets.understanding import table_of
    from playground.experiment import Data
    from playground.ui.data.against_target import against_target
    from playground.words import Task

    words = [f"class {n % 15}" for n in range(300)]
    frame = pandas.DataFrame({"x": [n % 15 + n / 300 for n in range(300)], "y": words})
    about = Card("own", "Own", "", Task.MULTICLASS, "y", ("x",), "", "", "")
    against_target(Data(dataset="own", target="y"), table_of(about, frame), "y")


def test_classes_without_a_curve_of_their_own_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(against_target, "ranked_features", lambda *_: {"x": 0.9})
    page = AppTest.from_function(script, default_timeout=600).run()
    assert not page.exception
    assert any("Shown: 12 of 15 classes" in each.value for each in page.caption)
