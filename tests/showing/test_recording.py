"""The recording with which a first visit opens is a run of the first preset, as that is today."""

import numpy as np

from playground.experiment.presets import presets
from playground.network.model import untrained
from playground.pictures.format import decode
from playground.pictures.probe import variables
from playground.plan import plan
from playground.runs import Run
from playground.showing.recording import recording_of, recordings


def test_the_first_preset_has_a_recording_of_every_epoch_from_its_own_first_weights() -> None:
    planned = plan(next(iter(presets().values())))
    name = recording_of(planned.experiment)
    assert name is not None
    found = recordings()[name]
    epochs = planned.experiment.training.epochs
    assert found.film.moments == [(epoch, 0) for epoch in range(epochs + 1)]
    assert all(len(values) == epochs + 1 for values in found.curves["curves"].values())
    first = found.film.get(0)
    assert first is not None
    model = untrained(planned.experiment, planned.prepared)
    flat = np.concatenate([variable.numpy().ravel() for variable in variables(model)])
    np.testing.assert_allclose(decode(first).arrays["weights"], flat, rtol=1e-6)


def test_a_recording_tells_of_its_curves_what_a_run_tells() -> None:
    experiment = plan(next(iter(presets().values()))).experiment
    for found in recordings().values():
        assert set(found.curves) <= set(Run("r", "somebody", experiment).since(0))


def test_other_settings_have_no_recording() -> None:
    experiment = plan(next(iter(presets().values()))).experiment
    training = experiment.training.model_copy(update={"seed": 12345})
    assert recording_of(experiment.model_copy(update={"training": training})) is None
