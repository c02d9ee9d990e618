"""Every preset trains as it is, but for its length."""

import pytest

from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.messages.events import Event
from playground.worker.control import Control
from playground.worker.job import train

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", presets())
def test_every_preset_trains(name: str) -> None:
    content = presets()[name].model_dump()
    content["training"]["epochs"] = 2
    heard: list[Event] = []
    train(from_content(content), heard.extend, Control())
    end = heard[-1]
    assert end.kind == "ended"
    assert (end.status, end.epochs) == ("finished", 2) or name == "concrete-diverges"
    assert end.status in ("finished", "failed")
    assert [len(event.logs["val_loss"]) for event in heard if event.kind == "epochs"]
