"""`judge`: the measures of the network that a run kept, for people and as JSON; its errors are those of its end."""

import json

import pytest

from playground.__main__ import main
from playground.commands.source import source_of
from playground.commands.stored import open_store
from playground.store.openings import Openings
from playground.store.rows import OpeningRow


def test_json_has_the_measures_of_the_run_in_the_targets_own_unit(
    run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", run[:8], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    source = source_of(run, [])
    assert source.run is not None
    evaluated, unit = source.run.evaluated, source.planned.prepared.unit
    assert evaluated is not None
    assert unit is not None
    assert (found["task"], found["target"], found["weights"]) == (
        "regression",
        "calories",
        {"which": "last", "epoch": 3},
    )
    assert set(found["baselines"]) == {"mean", "linear"}
    # The run's loss, mse, was measured by Keras on the scale of training.
    for part, name in (("training", "loss"), ("validation", "val_loss")):
        own = evaluated[name] * unit.factor**2
        assert found["metrics"][part]["mse"] == pytest.approx(own, rel=1e-4)
    assert found["confusion"] is None


def test_test_rows_are_judged_once_they_were_opened_with_the_run(
    run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def parts() -> dict[str, int]:
        assert main(["judge", run, "--json"]) == 0
        found: dict[str, int] = json.loads(capsys.readouterr().out)["rows"]
        return found

    assert set(parts()) == {"training", "validation"}
    opening = OpeningRow(
        owner="console", dataset="cereals", target="", rows="", run_id=run, opened_at=0.0, measures=None
    )
    with open_store() as store:
        Openings(store).claim(opening)
        Openings(store).measured(opening, "{}")
    assert parts()["test"] == len(source_of(run, []).planned.prepared.test_rows)


def test_people_get_a_table_and_a_sentence(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", run]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "The weights of the last epoch, 3:"
    assert [line.split()[0] for line in lines[2:6]] == ["mae", "mse", "rmse", "r2"]
    assert lines[-1].startswith("On the validation rows the network has the root mean squared error")


@pytest.mark.usefixtures("run")
def test_what_is_no_run_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", "0123456789abcdef"]) == 2
    assert capsys.readouterr().err.strip()
