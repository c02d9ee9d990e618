"""Seeds and sweeps in one row of the table of runs."""

from playground.store import Summary
from playground.ui.runs.folding import fold, sparklines
from playground.ui.runs.runs_frame import frame
from tests.ui.runs.test_runs_frame import ROW

SEED = ROW._replace(group="a", group_kind="seeds", metric="accuracy", seconds=1.0, epochs=5)


def seeds(*changed: dict[str, object]) -> list[Summary]:
    return [
        SEED._replace(id=f"{number}", cell=f"seed {number}", **change)
        for number, change in enumerate(changed)
    ]


def test_a_study_is_one_row_with_the_best_of_its_runs_and_what_they_took_together() -> None:
    rows = seeds(
        {"best_value": 0.3, "best_epoch": 1, "best_metric": 0.8},
        {"best_value": 0.1, "best_epoch": 4, "best_metric": 0.7},
        {"best_value": None, "best_epoch": None, "best_metric": None},
    )
    (row,) = fold(frame(rows)).to_dict("records")
    assert row["called"] == "Wine · 3 seeds"
    assert (row["best_value"], row["best_epoch"], row["best_metric"]) == (0.1, 4, 0.8)
    assert (row["seconds"], row["epochs"]) == (3.0, 15)
    assert row["members"] == ("2", "1", "0")
    assert row["study"] == "seeds"


def test_a_study_that_goes_on_says_how_many_of_its_runs_have_ended() -> None:
    (row,) = fold(frame(seeds({"state": "finished"}, {"state": "running"}, {"state": "waiting"}))).to_dict(
        "records"
    )
    assert row["ended"] == "1 of 3 ended"


def test_other_runs_keep_their_rows_and_their_order() -> None:
    rows = [ROW._replace(id="x"), *seeds({}, {}), ROW._replace(id="y"), SEED._replace(id="z", group="b")]
    folded = fold(frame(rows))
    assert folded["members"].tolist() == [("x",), ("1", "0"), ("y",), ("z",)]
    assert folded["study"].tolist() == ["", "seeds", "", "seeds"]


def test_a_curve_is_drawn_at_its_own_scale_and_without_what_is_no_number() -> None:
    texts = ["[4, 2, null, 3]", "[5, 5]", "[1]", None]
    table = frame([ROW._replace(sparkline=text) for text in texts])
    assert sparklines(table) == [[1.0, 0.0, 0.5], [0.5, 0.5], None, None]
