"""People who train at once, in a real browser."""

from datetime import timedelta

import pytest

from playground.presets import presets
from tests.support.experiments import LONG
from tests.support.playground_page import Visit, address_of
from tests.support.steps import told

pytestmark = [pytest.mark.app, pytest.mark.timeout(timedelta(minutes=5).total_seconds())]


def test_two_people_train_at_once_without_seeing_each_others_runs(visit_stub: Visit) -> None:
    one, other = visit_stub(address_of(LONG)), visit_stub()
    first = one.train()
    one.wait_for_epoch(1)
    assert one.state == "running"
    assert other.run == ""
    other.choose_preset(presets()["single-neuron"].title)
    other.unfold("training")
    field = other.page.get_by_role("spinbutton", name="Epochs", exact=True)
    field.fill("3")  # left by the very click that starts the run
    second = other.train()
    assert second != first
    assert other.wait_for_end() == "finished"
    assert told(other)["epochs"] == 3
    assert other.epoch == 3
    assert one.run == first
    assert one.state == "running"
    assert one.page.locator("body").inner_text() != other.page.locator("body").inner_text()
    one.stop()
    assert one.wait_for_end() == "stopped"
    assert other.state == "finished"
