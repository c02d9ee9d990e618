"""What stands in for a real part has exactly its methods and keys, so that tests with it tell of the real one."""

import inspect
from typing import Any

import pytest

from playground.engine.client import Engine
from playground.engine.in_process import InProcess
from playground.engine.protocol import Trains
from playground.experiment import Data, Dense, Experiment, Network
from playground.pictures.scene import scene
from playground.runs import Run
from playground.runs.group import Group
from tests.support.experiments import complete
from tests.support.fake_member import fake_member
from tests.support.kept_runs import Engine as ScriptedEngine
from tests.support.made_up_pictures import PLANE, TABLE
from tests.support.silent_engine import SilentEngine


def promised(protocol: type) -> list[str]:
    """The methods that a protocol names."""
    return [name for name, _ in inspect.getmembers(protocol, inspect.isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("engine", [SilentEngine, ScriptedEngine, InProcess, Engine])
def test_every_engine_is_asked_in_the_same_words(engine: type) -> None:
    assert promised(Trains)
    for name in promised(Trains):
        asked = inspect.signature(getattr(engine, name))
        wanted = inspect.signature(getattr(Trains, name))
        assert list(asked.parameters.values()) == list(wanted.parameters.values()), name
        assert asked.return_annotation == wanted.return_annotation, name


def test_a_made_up_member_of_a_group_has_what_the_route_of_groups_tells() -> None:
    run = Run("r", "somebody", complete(Experiment(data=Data(dataset="iris"))))
    (real,) = Group("g", "somebody", "sweep", {}, (run,)).in_short()["runs"]
    assert set(fake_member("r")) == set(real)


@pytest.mark.parametrize(("made_up", "dataset"), [(PLANE, "spiral"), (TABLE, "red-wine")])
def test_a_made_up_scene_has_what_a_real_one_has(made_up: dict[str, Any], dataset: str) -> None:
    real = scene(Experiment(data=Data(dataset=dataset), network=Network(layers=(Dense(units=2),))))
    assert set(made_up) == set(real)
    assert set(made_up["points"]) == set(real["points"])
    assert set(made_up["points"]["train"]) == set(real["points"]["train"])
    assert made_up["kind"] == real["kind"]
