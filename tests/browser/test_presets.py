"""Presets of every kind of end, trained in a real browser; `tests/training/test_presets.py` trains them all."""

import pytest
from playwright.sync_api import expect

from playground.presets import presets
from tests.support.playground_page import Visit

pytestmark = [pytest.mark.app, pytest.mark.timeout(400)]

# What a newcomer trains first, two classes, and a failure.
ENDS = ("red-wine-early-stopping", "ionosphere", "concrete-diverges")


def _expected(name: str) -> set[str]:
    if name == "concrete-diverges":
        return {"failed"}
    if presets()[name].training.early_stopping:
        return {"stopped_early", "finished"}
    return {"finished"}


@pytest.mark.parametrize("name", ENDS)
def test_a_preset_trains_to_its_end_and_a_failure_says_what_to_try(visit: Visit, name: str) -> None:
    person = visit()
    person.choose_preset(presets()[name].title)
    person.train()
    ended = person.wait_for_end()
    assert ended in _expected(name)
    planned = presets()[name].training.epochs
    if ended == "finished":
        assert person.epoch == planned
    else:
        assert 0 <= person.epoch < planned
    if ended == "failed":
        for advice in ("learning rate", "scaling", "BatchNormalization"):
            expect(person.curves).to_contain_text(advice)
