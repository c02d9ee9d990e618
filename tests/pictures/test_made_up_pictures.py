"""The pictures that tests of the page make up have what real ones have."""

from playground.experiment import Data, Dense, Experiment, Network
from playground.network.model import untrained
from playground.pictures.format import decode
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.plan import plan
from tests.support.made_up_pictures import picture


def test_a_made_up_picture_has_the_keys_of_a_real_one() -> None:
    network = Network(layers=(Dense(units=2, activation="tanh"),))
    planned = plan(Experiment(data=Data(dataset="spiral"), network=network))
    values = [variable.numpy() for variable in variables(untrained(planned.experiment, planned.prepared))]
    real, made_up = decode(Renderer(planned).render(Snapshot(0, 0, values))).header, picture().header
    assert set(made_up) - {"fine"} == set(real)
    for shown, true in zip(made_up["layers"], real["layers"], strict=True):
        # Inputs and outputs may have less: a layer has maps only where there are axes.
        assert set(shown) <= set(true) if true["kind"] != "dense" else set(shown) == set(true), true["title"]
        assert (shown["name"], shown["kind"], shown["units"]) == (true["name"], true["kind"], true["units"])
