"""A link holds the whole experiment, for years; any other text is refused with one sentence."""

import base64
import hashlib
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.datasets import ToyOptions
from playground.errors import ExperimentError
from playground.experiment import (
    Activation,
    BatchNormalization,
    Branch,
    Data,
    Dense,
    Dropout,
    EarlyStopping,
    Experiment,
    Network,
    Optimizer,
    ReduceLROnPlateau,
    Schedule,
    StopAt,
    Training,
)
from playground.experiment.link import from_link, to_link
from playground.experiment.link_dictionary import VERSION_1
from playground.experiment.presets import presets
from playground.plan import plan
from playground.words import ACTIVATIONS, INITIALIZERS, LOSSES, METRICS, SCALINGS, SCHEDULES

# Made by the first version. It stands in letters and on blackboards: whatever changes, it is read as it was meant.
GOLDEN = (
    "1.ePlhH59Cw55lgsE1o45CSlFieZ5Cfp5CokJSTmJydlI-pIk7hOpSY6S61BRRlRoSU5WaE65LCTUXsY5VEEzbBoZ4s68hqVU0vS"
    "swYzwVGLFZCFT-w3KQCbVzkCn1chAAA5kaBg"
)


def refusal(text: str) -> str:
    with pytest.raises(ExperimentError) as refused:
        from_link(text)
    (problem,) = refused.value.problems
    assert str(problem).startswith("The link does not hold a whole experiment")
    return str(problem)


def packed(content: bytes, dictionary: bytes = VERSION_1) -> str:
    compress = zlib.compressobj(9, zdict=dictionary)
    data = compress.compress(content) + compress.flush()
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(link: str) -> Any:
    data = link.removeprefix("1.")
    return json.loads(
        zlib.decompressobj(zdict=VERSION_1).decompress(
            base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
        )
    )


def test_a_link_of_the_first_version_is_read_for_ever() -> None:
    assert from_link(GOLDEN) == Experiment(
        title="Spiral, drawn on a blackboard",
        data=Data(
            dataset="spiral",
            target="label",
            options={"points": 300, "noise": 5.0, "seed": 1, "derived": [], "added": [], "removed": [7]},
        ),
        network=Network(
            layers=(Dense(units=12, activation="tanh", l2=0.001), Dropout(rate=0.1), BatchNormalization())
        ),
        training=Training(
            loss="binary_crossentropy",
            metrics=("accuracy",),
            optimizer=Optimizer(name="sgd", learning_rate=0.03, momentum=0.9),
            batch_size=10,
            epochs=400,
            early_stopping=EarlyStopping(patience=50),
        ),
    )


def test_the_dictionary_of_version_1_has_not_changed() -> None:
    assert (
        hashlib.sha256(VERSION_1).hexdigest()
        == "b1f9e189c1424886746ebb9e3c78d2e47ed6ce8194571e32b760856e6161ba93"
    )


@pytest.mark.parametrize("name", presets())
def test_every_preset_fits_into_a_short_link(name: str) -> None:
    experiment = plan(presets()[name]).experiment
    link = to_link(experiment)
    assert len(link) < 160
    assert plan(from_link(link)).prepared.report == plan(experiment).prepared.report
    assert from_link(link).model_copy(update={"data": experiment.data}) == experiment


def test_a_default_that_changes_later_changes_no_link() -> None:
    experiment = Experiment(
        data=Data(dataset="spiral", options={"noise": 0}),
        network=Network(layers=(Dense(), Dropout())),
        training=Training(early_stopping=EarlyStopping(), reduce_lr_on_plateau=ReduceLROnPlateau()),
    )
    written = unpacked(to_link(plan(experiment).experiment))
    assert set(written["data"]["options"]) == set(ToyOptions.model_fields)
    assert written["data"]["options"]["noise"] == 0
    for part, model in (
        (written, Experiment),
        (written["data"], Data),
        (written["network"]["layers"][0], Dense),
        (written["network"]["layers"][1], Dropout),
        (written["training"], Training),
        (written["training"]["optimizer"], Optimizer),
        (written["training"]["early_stopping"], EarlyStopping),
        (written["training"]["reduce_lr_on_plateau"], ReduceLROnPlateau),
    ):
        assert set(part) <= set(model.model_fields)
        for name in set(model.model_fields) - set(part):
            assert f'"{name}":'.encode() not in VERSION_1, "only what came later is left out"
            assert model.model_fields[name].default is None, "and that is off, now and for ever"


seeds = st.integers(0, 2**31 - 1)
shares = st.floats(0, 0.99)
layers = st.one_of(
    st.builds(
        Dense,
        units=st.integers(1, 10**6),
        activation=st.sampled_from(sorted(ACTIVATIONS)),
        initializer=st.sampled_from(sorted(INITIALIZERS)),
        l1=st.floats(0, 10),
        l2=st.floats(0, 10),
    ),
    st.builds(Dropout, rate=shares),
    st.builds(BatchNormalization, momentum=shares),
    st.builds(Activation, activation=st.sampled_from(sorted(ACTIVATIONS))),
)
trainings = st.builds(
    Training,
    loss=st.sampled_from([None, *LOSSES]),
    metrics=st.none() | st.lists(st.sampled_from(sorted(METRICS)), unique=True).map(tuple),
    optimizer=st.builds(
        Optimizer,
        name=st.just("sgd"),
        learning_rate=st.floats(1e-12, 100),
        momentum=st.floats(0.01, 0.99),
        clipnorm=st.none() | st.floats(1e-6, 100),
    ),
    batch_size=st.none() | st.integers(1, 10**6),
    epochs=st.integers(1, 10_000),
    seed=seeds,
    early_stopping=st.none() | st.builds(EarlyStopping, monitor=st.text(), min_delta=st.floats(0, 1e300)),
    stop_at=st.none() | st.builds(StopAt, monitor=st.text(), value=st.floats(-1e300, 1e300)),
    reduce_lr_on_plateau=st.none() | st.builds(ReduceLROnPlateau, factor=st.floats(0.001, 0.999)),
) | st.builds(
    Training,
    schedule=st.builds(
        Schedule,
        name=st.sampled_from(sorted(SCHEDULES)),
        factor=st.floats(0.001, 0.999),
        every=st.integers(1, 10_000),
        alpha=shares,
        warmup_epochs=st.integers(1, 10_000),
    ),
)
names = st.text(min_size=1, max_size=30)
experiments = st.builds(
    Experiment,
    title=st.text(max_size=200),
    data=st.builds(
        Data,
        dataset=names,
        target=st.just("y"),
        features=st.none()
        | st.lists(names.filter("y".__ne__), min_size=1, max_size=5, unique=True).map(tuple),
        train_fraction=st.floats(0.05, 0.95),
        split_seed=seeds,
        scaling=st.sampled_from(sorted(SCALINGS)),
        scale_target=st.booleans(),
        missing=st.sampled_from(["drop", "fill"]),
        options=st.dictionaries(names, st.integers() | st.booleans() | names | st.lists(names, max_size=3)),
    ),
    network=st.builds(Network, layers=st.lists(layers, max_size=6).map(tuple)),
    training=trainings,
)


@given(experiments)
def test_every_experiment_comes_back_as_it_was(experiment: Experiment) -> None:
    link = to_link(experiment)
    assert from_link(link) == experiment
    assert set(link) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_branch_takes_its_parent_along() -> None:
    parent = presets()["single-neuron"]
    branch = Branch(experiment=parent, epoch=7, learning_rates=((3, 0.25),))
    experiment = parent.model_copy(update={"branch": branch})
    assert from_link(to_link(experiment)) == experiment


@given(st.text())
def test_any_text_is_refused_with_one_sentence(text: str) -> None:
    refusal(text)
    refusal(f"1.{text}")


@given(st.integers(0, len(GOLDEN) - 1))
def test_a_link_that_was_cut_off_is_refused(length: int) -> None:
    refusal(GOLDEN[:length])


@given(st.integers(0, len(GOLDEN) - 2), st.characters(codec="ascii"))
def test_a_link_with_another_character_is_refused_or_means_the_same(index: int, character: str) -> None:
    changed = GOLDEN[:index] + character + GOLDEN[index + 1 :]
    try:
        # A few bits behind the end of what is compressed stand for nothing.
        assert from_link(changed) == from_link(GOLDEN)
    except ExperimentError:
        if changed == GOLDEN:
            raise
        refusal(changed)


@given(st.binary(max_size=200))
def test_what_unpacks_to_something_else_is_refused(content: bytes) -> None:
    refusal(packed(content))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["version", "title", "data", "network", "training"]), json_values))
def test_json_that_is_no_experiment_is_refused(content: dict[str, Any]) -> None:
    refusal(packed(json.dumps(content).encode()))


def test_the_refusal_says_what_can_be_done() -> None:
    assert "copy the whole address again." in refusal(GOLDEN[:-4])
    assert "newer version" in refusal(f"2{GOLDEN[1:]}")
    assert "training.epochs: 0 is too small" in refusal(
        packed(b'{"data": {"dataset": "red-wine"}, "training": {"epochs": 0}}')
    )


@pytest.mark.parametrize(
    "options",
    ['{"a":' * 190 + "1" + "}" * 190, '{"task": "\\ud800"}'],
    ids=["a hundred brackets", "half a character"],
)
def test_options_that_no_file_could_keep_are_refused(options: str) -> None:
    assert "data.options" in refusal(
        packed(f'{{"data": {{"dataset": "red-wine", "options": {options}}}}}'.encode())
    )


def test_a_link_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    compress = zlib.compressobj(9, zdict=VERSION_1)
    pieces = [compress.compress(b" " * 10_000_000) for _ in range(30)]
    bomb = b"".join(pieces) + compress.flush()
    assert len(bomb) < 500_000
    assert "too long" in refusal("1." + base64.urlsafe_b64encode(bomb).decode().rstrip("="))


def test_a_text_of_megabytes_is_not_looked_at() -> None:
    assert "too long" in refusal("1." + "A" * 2_000_000)
