"""The draft of a visit: what widgets hold becomes an experiment again, and layers keep who they are."""

from playground.experiment import Dense, Dropout
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.ui.frame.draft import Draft


def units(draft: Draft) -> list[object]:
    return [getattr(layer.settings, "units", layer.settings) for layer in draft.layers]


def test_a_draft_says_the_experiment_it_was_made_of() -> None:
    for experiment in presets().values():
        assert from_content(Draft(experiment).content()) == experiment


def test_changing_a_draft_leaves_its_preset_alone() -> None:
    experiment = presets()["ionosphere"]
    before = experiment.model_dump_json()
    draft = Draft(experiment)
    draft.layers[0].set("units", 99)
    draft.set("training.optimizer.learning_rate", 1.0)
    assert experiment.model_dump_json() == before


def test_a_setting_that_is_said_again_copies_nothing() -> None:
    draft = Draft(presets()["ionosphere"])
    training, rate = draft.training, draft.training.optimizer.learning_rate
    draft.set("training.optimizer.learning_rate", rate)
    assert draft.training is training
    draft.set("training.optimizer.learning_rate", 2 * rate)
    assert (training.optimizer.learning_rate, draft.training.optimizer.learning_rate) == (rate, 2 * rate)


def test_every_loaded_experiment_has_widgets_of_its_own() -> None:
    draft = Draft(presets()["wider"])
    before = draft.key("epochs"), draft.layers[0].id
    draft.load(presets()["wider"])
    assert draft.key("epochs") != before[0]
    assert draft.layers[0].id != before[1]


def test_layers_are_moved_copied_and_taken_out() -> None:
    draft = Draft(presets()["single-neuron"])
    for size in (1, 2, 3):
        draft.add(Dense(units=size))
    first, second, _ = draft.layers
    draft.move(first, 1)
    assert units(draft) == [2, 1, 3]
    draft.move(second, -5)
    assert units(draft) == [2, 1, 3]
    draft.duplicate(first)
    first.set("units", 7)
    assert units(draft) == [2, 7, 1, 3]
    draft.remove(first)
    draft.remove(first)
    assert units(draft) == [2, 1, 3]
    draft.replace_layers([Dropout()])
    assert units(draft) == [Dropout()]


def test_another_data_set_brings_its_own_target_and_features() -> None:
    draft = Draft(presets()["single-neuron"])
    draft.choose_dataset("concrete", "minmax")
    assert (draft.data.dataset, draft.data.target, draft.data.features) == ("concrete", None, None)


def test_a_renewed_widget_has_another_key_and_the_others_keep_theirs() -> None:
    draft = Draft(presets()["single-neuron"])
    before = draft.key("dataset"), draft.key("epochs")
    draft.renew("dataset")
    assert draft.key("dataset") != before[0]
    assert draft.key("epochs") == before[1]
