"""What a run's end says of its network costs no more memory than its training."""

import numpy
import pytest

from playground.experiment import Experiment
from playground.network.model import untrained
from playground.plan import plan
from playground.worker import judging

pytestmark = pytest.mark.usefixtures("without_xla")


def test_the_loss_in_training_takes_few_rows_at_once_and_counts_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = {"data": {"dataset": "cereals"}, "network": {"layers": [{"type": "dense", "units": 3}]}}
    planned = plan(Experiment.model_validate(content))
    model, sizes = untrained(planned.experiment, planned.prepared), []
    whole = judging._loss_in_training(planned, model)
    call = model.stateless_call

    def counted(*arguments: object, **named: object) -> object:
        sizes.append(len(arguments[2]))  # type: ignore[arg-type]
        return call(*arguments, **named)

    monkeypatch.setattr(model, "stateless_call", counted)
    monkeypatch.setattr(judging, "ROWS_AT_ONCE", 20)
    # Without a normalization every row counts for itself, so the parts make up the whole.
    assert judging._loss_in_training(planned, model) == pytest.approx(whole, rel=1e-5)
    assert sum(sizes) == len(planned.prepared.training)
    assert max(sizes) <= 20
    assert numpy.ptp(sizes) <= 1
