"""Every preset, trained in a real browser."""

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(400)]

# A hundred epochs of this network take a minute and show nothing that ten do not.
SHORTENED = {"red-wine-dropout-batchnorm": 10}


def _expected(name: str) -> set[str]:
    if name == "concrete-diverges":
        return {"failed"}
    if presets()[name].training.early_stopping:
        return {"stopped_early", "finished"}
    return {"finished"}


@pytest.mark.parametrize("name", presets())
def test_every_preset_trains_to_its_end_and_a_failure_says_what_to_try(visit: Visit, name: str) -> None:
    person = visit()
    person.choose_preset(presets()[name].title)
    if name in SHORTENED:
        person.set_epochs(SHORTENED[name])
    person.train()
    ended = person.wait_for_end()
    assert ended in _expected(name)
    planned = SHORTENED.get(name, presets()[name].training.epochs)
    if ended == "finished":
        assert person.epoch == planned
    else:
        assert 0 <= person.epoch < planned
    if ended == "failed":
        for advice in ("learning rate", "scaling", "BatchNormalization"):
            expect(person.curves).to_contain_text(advice)
