"""Jobs come to a worker as they were given to the engine, and each kind has a module that does it."""

import inspect
import pickle
from importlib import import_module

import pytest

from playground.experiment.presets import presets
from playground.messages.jobs import Job, Train
from tests.support.echo import Echo


@pytest.mark.parametrize("name", presets())
def test_a_job_is_the_same_on_the_other_side_of_dask(name: str) -> None:
    job = Train("a run", presets()[name])
    again = pickle.loads(pickle.dumps(job))
    assert again == job
    assert again.experiment.model_dump_json() == job.experiment.model_dump_json()


@pytest.mark.parametrize("kind", [Train, Echo])
def test_the_module_of_a_kind_does_its_jobs(kind: type[Job]) -> None:
    assert list(inspect.signature(import_module(kind.module).do).parameters) == ["job", "desk"]
