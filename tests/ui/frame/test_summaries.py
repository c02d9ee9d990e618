"""Summaries of forms in a few words."""

from playground.experiment import Optimizer, Schedule, StopAt, Training
from playground.ui.frame.summaries import training_in_short


def test_training_in_short_says_what_differs_from_one_run_to_the_next_as_a_rule() -> None:
    training = Training(optimizer=Optimizer(name="sgd", learning_rate=0.05), batch_size=None, epochs=2000)
    assert training_in_short(training) == "SGD 0.05 · full batch · 2,000 epochs"


def test_training_in_short_names_what_is_not_usual() -> None:
    training = Training(
        optimizer=Optimizer(clipnorm=0.5), schedule=Schedule(name="step"), stop_at=StopAt(value=0.2)
    )
    assert (
        training_in_short(training)
        == "Adam 0.001 · gradient norm ≤ 0.5 · batch 32 · 100 epochs · rate: in steps · until validation loss 0.2"
    )
