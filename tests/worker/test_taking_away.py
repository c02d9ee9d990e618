"""What a worker makes of a run for use without this app."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from playground.errors import ExperimentError
from playground.experiment.parse import from_content
from playground.export.comparing import Difference, compare
from playground.export.script import Script
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer
from playground.messages.jobs import TakeAway
from playground.network.backend import keras
from playground.network.model import untrained
from playground.plan import plan
from playground.worker import checking
from playground.worker.desk import Desk
from playground.worker.taking_away import do
from tests.support.exported import curves_of

PLANNED = plan(
    from_content(
        {
            "data": {"dataset": "iris"},
            "network": {"layers": [{"type": "dense", "units": 3}, {"type": "dropout"}]},
            "training": {"epochs": 22, "batch_size": None},
        }
    )
)


def answer(way: Any, **more: Any) -> bytes:
    found = do(TakeAway("0" * 32, PLANNED.experiment, way, **more), Desk(tell=lambda _events: None))
    assert isinstance(found, Answer)
    return found.content


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def test_each_form_is_a_zip_of_what_belongs_together(tmp_path: Path) -> None:
    assert names(answer("script")) == ["script.py", "iris.csv"]
    assert names(answer("notebook")) == ["notebook.ipynb", "iris.csv"]
    weights = as_npz(untrained(PLANNED.experiment, PLANNED.prepared).get_weights())
    model = answer("model", weights=weights)
    assert names(model) == ["model.keras", "predict_model.py"]
    zipfile.ZipFile(io.BytesIO(model)).extractall(tmp_path)
    assert keras.models.load_model(tmp_path / "model.keras").output_shape == (None, 3)
    events = names(answer("tensorboard", curves={"loss": [1.0], "val_loss": [2.0]}, learning_rate=[0.1]))
    assert [name.split("/")[0] for name in events] == ["train", "validation"]


@pytest.mark.usefixtures("without_xla")  # the check ends before XLA begins
@pytest.mark.slow
def test_a_check_runs_the_script_and_compares_its_losses_with_those_of_the_run() -> None:
    curves = curves_of(PLANNED)
    told = {name: [0.0, *values] for name, values in curves.items()}
    told["val_loss"][7] *= 1.5
    found = Difference(**json.loads(answer("check", curves=told)))
    assert (found.epochs, found.epoch, found.curve) == (20, 7, "val_loss")
    assert found.largest == pytest.approx(1 / 3)


def test_a_script_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    # It fails at once; the program that ends a script's training early loads Keras first, which takes ten seconds.
    monkeypatch.setattr(checking, "_DRIVER", "import runpy; runpy.run_path('script.py', run_name='__main__')")
    with pytest.raises(
        ExperimentError, match=r"ends with an error \(ModuleNotFoundError: No module named 'playground'\)"
    ):
        checking.check(Script("import playground", {}), {"loss": [1.0], "val_loss": [1.0]})


def test_a_run_that_diverges_is_compared_until_then() -> None:
    wild = [1.0, 2.0, 5000.0, float("nan")]
    assert compare({"loss": wild, "val_loss": wild}, {"loss": [1.0, 2.0, 4e3, 9e9], "val_loss": wild}).is_none
    calm = [1.0, 2.0, 3.0, 4.0]
    apart = compare({"loss": wild, "val_loss": calm}, {"loss": calm, "val_loss": calm})
    assert (apart.largest, apart.epoch, apart.curve) == (float("inf"), 3, "loss")
    assert compare({"loss": calm, "val_loss": calm}, {"loss": wild, "val_loss": calm}).largest > 1
