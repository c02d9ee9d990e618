"""The rules on real runs, from their recorded facts: each fires where it must, and nowhere else; its remedy helps.

`python -m tests.support.recorded` trains these runs and records them.
"""

from functools import cache
from typing import Any

import pytest

from playground.doctor import curves
from playground.doctor.endings import KeptNetwork, judge
from playground.doctor.layer_health import Health
from playground.doctor.layers import diagnose
from playground.doctor.rule import Finding
from playground.doctor.setup import Setup, setup
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.recorded import RUNS, experiment, recorded

FACTS = recorded()
DEAD = {"half_dead"}  # told of a network that is well too, and no warning


@cache
def facts_of(name: str) -> Setup:
    planned = plan(experiment(name))
    return setup(planned.experiment, planned.prepared)


def moments(name: str) -> list[tuple[int, list[Health]]]:
    return [(each["epoch"], [Health(**layer) for layer in each["layers"]]) for each in FACTS[name]["moments"]]


def findings(name: str, epoch: int | None = None) -> tuple[Finding, ...]:
    """What is said of a recorded run at one of its recorded epochs, or at its last."""
    seen = dict(moments(name))
    at = max(seen) if epoch is None else epoch
    return diagnose(seen[at], seen[0], at, facts_of(name))


def at_end(name: str) -> Finding | None:
    kept: dict[str, Any] | None = FACTS[name]["network_kept"]
    return None if kept is None else judge(KeptNetwork(setup=facts_of(name), **kept))


def explained(name: str) -> list[str]:
    """What is said of curves that are not measured alike."""
    facts = FACTS[name]
    at, alike = facts["kept"]["epoch"], facts["kept"]["logs"]
    rows = {curve: [0.0] * (at - 1) + values for curve, values in facts["curves"].items()}
    run = curves.finished_run(experiment(name), rows, at, alike)
    return [] if run is None else [finding.sentence for finding in curves.diagnose(run)]


def test_every_run_is_recorded() -> None:
    assert set(FACTS) == {*presets(), *RUNS}


@pytest.mark.parametrize("name", [name for name in presets() if name != "concrete-diverges"])
def test_no_warning_of_a_healthy_preset_at_any_epoch(name: str) -> None:
    for epoch, _ in moments(name):
        found = findings(name, epoch)
        assert {finding.kind for finding in found} <= DEAD, epoch
        assert not any(finding.warns for finding in found)
    assert at_end(name) is None
    assert FACTS[name]["status"] in ("finished", "stopped_early")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("N9", "unscaled_target"),
        ("N9-larger", "unscaled_target"),
        ("N9-smaller", "unscaled_target"),
        ("T5", "unscaled_target"),
        ("T5-smaller", "unscaled_target"),
        ("N25", "exploding"),
        ("cereals-4-3", "dead_layer"),
        ("concrete-diverges", "no_numbers"),
        ("concrete-raw", "exploding"),
        ("cereals-slow", "one_alive"),
        ("deep-sigmoid", "vanishing"),
        ("squeezed", "saturated"),
        ("spiral-saturated", "saturated"),
        ("zeros", "dead_layer"),
    ],
)
def test_a_rule_fires_on_a_real_run(name: str, kind: str) -> None:
    found = findings(name)
    assert kind in {finding.kind for finding in found}
    assert found[0].warns


def test_dead_units_of_a_wide_layer_are_told_and_are_no_warning_for_none_of_their_cures_helps() -> None:
    found = {finding.layer: finding for finding in findings("T9")}
    assert set(found) == {"Dense 2", "Dense 3"}
    assert not any(finding.warns or finding.remedy for finding in found.values())
    last = moments("T9")[-1][1]
    assert [layer.dead for layer in last] == [103, 504, 312, 0], "counted by NumPy on all 1,119 rows"
    assert "312 of its 512 units are dead: 0 on every training row" in found["Dense 3"].sentence
    for tried in ("T9, smaller rate", "T9, leaky ReLU"):
        assert FACTS[tried]["best"] > FACTS["T9"]["best"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("T5", "one_answer"),
        ("T5-smaller", "one_answer"),
        ("N25", "diverged"),
        ("cereals-4-3", "one_answer"),
        ("zeros", "one_answer"),
    ],
)
def test_an_end_is_told_as_it_is(name: str, kind: str) -> None:
    found = at_end(name)
    assert found is not None
    assert found.kind == kind
    assert found.sentence in FACTS[name]["reason"]


@pytest.mark.parametrize("name", ["N13", "red-wine-dropout-batchnorm"])
def test_dropout_is_named_where_it_decides_the_curves(name: str) -> None:
    (sentence,) = explained(name)
    assert "dropout switches units off in training only" in sentence


def test_batch_normalization_is_not_blamed_for_a_gap_that_is_there_when_both_are_measured_alike() -> None:
    assert explained("concrete-rescued") == []


@pytest.mark.parametrize("name", ["T5", "T5-smaller"])
def test_nothing_false_is_said_of_a_target_that_is_not_scaled(name: str) -> None:
    said = " ".join(finding.sentence + finding.remedy for finding in findings(name))
    assert "no numbers" not in said, "the weights are finite"
    assert "instead of sigmoid" not in said, "all activations are ReLU"


@pytest.mark.parametrize("remedy", [name for name in RUNS if " > " in name])
def test_a_remedy_improves_the_best_validation_value(remedy: str) -> None:
    name = remedy.split(" > ")[0]
    before, after = FACTS[name]["best"], FACTS[remedy]["best"]
    assert after is not None
    assert before is None or after < before


@pytest.mark.parametrize("remedy", [name for name in RUNS if " > " in name])
def test_after_a_remedy_its_rule_is_silent(remedy: str) -> None:
    before = {finding.kind for finding in findings(remedy.split(" > ")[0]) if finding.warns}
    assert not before & {finding.kind for finding in findings(remedy) if finding.warns}
