"""A database of before is brought up to date, with what its columns mean now."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from playground.experiment import Branch, Complete, Data, EarlyStopping, Experiment, Training
from playground.runs.rows import row_of
from playground.runs.run import Run
from playground.store import Store, StoreError
from playground.store.bodies import pack
from playground.store.connect import connect
from playground.store.migrate import configuration
from tests.support.experiments import complete

EPOCHS = {"kind": "epochs", "first": 0, "seconds": [0.1 * n for n in range(5)]}
LOSSES = [0.1, 3.0, 2.0, 1.9, 2.5]  # the untrained network first


def experiment(stopping: EarlyStopping | None = None, branch: Branch | None = None) -> Complete:
    return complete(
        Experiment(
            data=Data(dataset="line"), training=Training(epochs=50, early_stopping=stopping), branch=branch
        )
    )


def written_at(
    revision: str, url: str, run: Run, events: list[dict[str, Any]], columns: Mapping[str, Any]
) -> None:
    """Puts a run into a database as it was at a revision."""
    engine, config = connect(url), configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = sa.MetaData()
        tables.reflect(connection)
        row = {**row_of(run, "a server"), **columns}
        there = {name: value for name, value in row.items() if name in tables.tables["runs"].c}
        connection.execute(sa.insert(tables.tables["runs"]).values(**there))
        body = {"run_id": run.id, "number": 0, "body": pack(events)}
        connection.execute(sa.insert(tables.tables["events"]).values(**body))
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "state", "losses", "found"),
    [
        (experiment(EarlyStopping(min_delta=0.5)), "stopped_early", LOSSES, (2, 2.0, 2)),
        (experiment(), "finished", LOSSES, (3, 1.9, 4)),
        (experiment(), "interrupted", LOSSES, (3, 1.9, None)),
        (experiment(), "failed", [*LOSSES[:4], math.nan], (3, 1.9, 4)),
        (
            experiment(branch=Branch(experiment=experiment(), epoch=2)),
            "finished",
            [math.nan, math.nan, 1.0, 1.9, 2.5],
            (3, 1.9, 4),
        ),
    ],
)
def test_best_and_kept_of_older_runs_are_looked_for_in_their_events(
    tmp_path: Path, asked: Experiment, state: str, losses: list[float], found: tuple[Any, ...]
) -> None:
    url = f"sqlite:///{tmp_path / 'playground.db'}"
    run = Run("0" * 32, "me", asked)
    told = {"best": {"epoch": 1, "monitor": "val_loss", "value": 9.0}, "seconds": 1.0, "reason": ""}
    events = [
        {"kind": "began", "parameters": 2, "train_rows": 9, "validation_rows": 9},
        {**EPOCHS, "logs": {"loss": losses, "val_loss": losses}},
        {"kind": "ended", "status": state, **told},
    ]
    written_at("0001", url, run, events, {"state": state, "best_epoch": 1, "best_value": 9.0})
    store = Store(url)
    store.open()
    row = store.run(run.id)
    store.close()
    assert row is not None
    assert (row["best_epoch"], row["best_value"], row["kept_epoch"]) == found


@pytest.mark.parametrize("loss", ["hinge", "mape"])
def test_a_run_of_before_says_that_its_loss_was_another(tmp_path: Path, loss: str) -> None:
    url = f"sqlite:///{tmp_path / 'playground.db'}"
    dataset = "ionosphere" if loss == "hinge" else "line"
    parent = complete(Experiment(data=Data(dataset=dataset), training=Training(loss=loss, epochs=3)))
    run = Run("0" * 32, "me", parent.model_copy(update={"branch": Branch(experiment=parent, epoch=1)}))
    content = json.loads(run.experiment.model_dump_json())
    for training in (content["training"], content["branch"]["experiment"]["training"]):
        del training["loss_version"]
    written_at("0003", url, run, [], {"experiment": json.dumps(content)})
    store = Store(url)
    store.open()
    row = store.run(run.id)
    store.close()
    assert row is not None
    assert (row["unit"], row["judged_by"] is not None) == (None, True)
    kept = Experiment.model_validate_json(row["experiment"])
    assert kept.branch is not None
    assert (kept.training.loss_version, kept.branch.experiment.training.loss_version) == (1, 1)
    # A file that does not say so has the loss as it is now.
    assert Experiment.model_validate(content).training.loss_version == 2


def test_migrations_stand_in_one_line_each_with_a_number_of_its_own() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    files = [path.stem[:4] for path in Path(scripts.versions).glob("[0-9]*.py")]
    assert sorted(files) == sorted(script.revision for script in scripts.walk_revisions())
    assert len(scripts.get_heads()) == 1


def test_a_database_of_a_newer_version_is_left_alone_and_says_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'playground.db'}"
    store = Store(url)
    store.open()
    store.close()
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"made by a newer version .* Update the app"):
        Store(url).open()
    engine = connect(url)
    with engine.begin() as connection:
        assert connection.execute(sa.text("select version_num from alembic_version")).scalar_one() == "9999"
    engine.dispose()
