"""What a run's end says of the network that it kept."""

from dataclasses import replace

from playground.doctor.endings import KeptNetwork, judge
from playground.doctor.setup import Setup, Target

PLAIN = Setup(learning_rate=1.1, activations=frozenset({"relu"}))
WELL = KeptNetwork(PLAIN, loss=0.02, usual_loss=0.1)


def test_nothing_is_said_of_a_network_that_is_well_or_was_never_trained() -> None:
    assert judge(WELL) is None
    assert judge(replace(WELL, loss=0.5)) is None, "a bad network has not diverged"
    assert judge(replace(WELL, loss=0.5, best_loss=0.4)) is None
    assert judge(replace(WELL, loss=1e30, epochs=0)) is None


def test_a_divergence_that_stays_finite_is_one() -> None:
    found = judge(replace(WELL, loss=1.36e32))
    assert found is not None
    assert found.kind == "diverged"
    assert "1.36e+32" in found.sentence
    assert found.remedy == "Try a smaller learning rate (now 1.1)."


def test_a_network_that_was_ten_times_better_has_diverged_sooner() -> None:
    found = judge(replace(WELL, loss=0.5, best_loss=0.02))
    assert found is not None
    assert found.kind == "diverged"


def test_first_weights_of_zeros_are_named_before_anything_else() -> None:
    found = judge(replace(WELL, answer="calories 107", setup=replace(PLAIN, has_zeros=True)))
    assert found is not None
    assert found.remedy == "Try first weights that are not zeros."


def test_one_answer_for_every_row_is_told_with_the_answer() -> None:
    found = judge(replace(WELL, answer="calories 107"))
    assert found is not None
    assert found.sentence == "The network answers the same for every training row: calories 107."
    assert found.remedy == "Try leaky ReLU instead of ReLU."


def test_an_unscaled_target_is_named_as_the_cause() -> None:
    prices = replace(PLAIN, unscaled=Target("price", 30_000, 884_790))
    for kept in (replace(WELL, answer="price 238,633"), replace(WELL, loss=1e30)):
        found = judge(replace(kept, setup=prices))
        assert found is not None
        assert "The target, price, runs from 30,000 to 884,790 and is not scaled" in found.sentence
        assert found.remedy == "Scale the target too."


def test_a_network_that_names_one_class_only_is_as_good_as_its_share() -> None:
    found = judge(replace(WELL, always="good", share=0.7524))
    assert found is not None
    assert found.sentence == (
        "The network says “good” for every row: its accuracy on the validation rows, 0.752, is the share of that class."
    )
