"""The code beside the widgets is that of the exported script."""

import pytest

from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.export.live_code import NETWORK, live_code
from playground.export.script import script
from playground.plan import plan


@pytest.mark.parametrize("name", ["spiral", "red-wine-early-stopping", "ionosphere"])
def test_it_is_the_script_of_the_settings_also_after_a_change_of_the_data(name: str) -> None:
    content = presets()[name].model_dump()
    for fraction in (0.7, 0.6):
        content["data"]["train_fraction"] = fraction
        found = plan(from_content(content))
        assert live_code(found) == script(found).code
        assert NETWORK in live_code(found).splitlines()


def test_a_branch_goes_on_from_a_file_though_no_worker_has_made_it() -> None:
    parent = presets()["single-neuron"].model_dump(mode="json")
    asked = {**parent, "branch": {"experiment": parent, "epoch": 2}}
    code = live_code(plan(from_content(asked)))
    assert 'np.load("start.npz")' in code
    assert "initial_epoch=2" in code
