"""An own table is a data set like any other: a card, a table, arrays, and an experiment that says how it was read."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas
import pytest

from playground.comparing.differences import differences
from playground.datasets import DataError, card_for, complete_data, load, prepare, title
from playground.datasets.own import table as module
from playground.datasets.own.contents import call
from playground.datasets.own.table import OwnTable, own_table
from playground.datasets.own.taking import on_table
from playground.datasets.reading import read
from playground.experiment import Data, EarlyStopping, Experiment, FileReading, Split, Training
from playground.experiment.link import from_link, to_link
from playground.experiment.presets import presets
from playground.experiment.uploads import digest_in
from playground.plan import plan
from playground.words import Task
from tests.support.own_tables import FLATS, brought, csv


def flats(**data: Any) -> Data:
    return Data(dataset=brought(FLATS), **data)


def test_target_task_and_features_are_guessed() -> None:
    card = card_for(flats())
    assert (card.target, card.task, card.features) == ("vermietet", Task.BINARY, ("Größe", "Lage", "Miete"))
    assert card.leave_out == ("Nr",)
    prepared = prepare(complete_data(flats()))
    assert (prepared.task, prepared.classes) == (Task.BINARY, ("0", "1"))
    assert prepared.inputs == ("Größe", "Lage=Mitte", "Lage=Rand", "Miete")


def test_a_target_of_0_and_1_can_be_a_number() -> None:
    assert prepare(complete_data(flats(options={"task": None}))).task is Task.REGRESSION


@pytest.mark.parametrize(
    ("values", "positive"), [(("ja", "nein"), "ja"), (("no", "yes"), "yes"), (("cat", "dog"), None)]
)
def test_the_class_that_says_yes_is_class_1(values: tuple[str, str], positive: str | None) -> None:
    table = csv({"x": [1.5 * n for n in range(10)], "y": [values[n % 2] for n in range(10)]})
    data = complete_data(Data(dataset=brought(table)))
    assert data.positive == positive
    assert prepare(data).classes[1] == (positive or values[1])


def test_a_complete_experiment_says_how_the_file_was_read() -> None:
    reading = complete_data(flats()).reading
    assert reading is not None
    assert (reading.delimiter, reading.decimal, reading.header) == (";", ",", True)
    asked = plan(Experiment(data=flats(target="Miete"))).experiment
    assert plan(asked).experiment == asked
    assert from_link(to_link(asked)) == asked


def test_a_dialect_can_be_overruled_and_counts_in_comparisons() -> None:
    table = brought("a;b\n1,5;2\n2,5;3\n3,5;4\n4,5;5\n")
    asked = [Data(dataset=table, reading=FileReading(delimiter=d, decimal=",")) for d in (";", "|")]
    assert [list(load(data).columns) for data in asked] == [["a", "b"], ["a;b"]]
    ways = [
        plan(Experiment(data=flats(target="Miete", reading=reading))).experiment
        for reading in (None, FileReading(doubled=False))
    ]
    assert ways[0] != ways[1]
    assert "data.reading" in {row.path for row in differences(ways)}


def test_a_kind_can_be_overruled() -> None:
    data = flats(
        target="vermietet", features=("Miete", "Nr"), kinds={"Nr": "number", "vermietet": "category"}
    )
    prepared = prepare(complete_data(data))
    assert (prepared.inputs, prepared.classes) == (("Miete", "Nr"), ("0", "1"))
    with pytest.raises(DataError, match="no column “Höhe”"):
        load(flats(kinds={"Höhe": "number"}))


def test_words_that_are_made_numbers_are_missing_where_they_are_none() -> None:
    table = brought(csv({"size": ["1.5", "?", "big", "2.5", "huge", "wide", "3"], "y": range(7)}))
    found = load(Data(dataset=table, kinds={"size": "number"}))["size"]
    assert [None if pandas.isna(value) else value for value in found] == [1.5, None, None, 2.5, None, None, 3]


DOUBTFUL = "a,b\n" + "".join(f"{n},{n + 1}\n" for n in range(20)) + "1,2,3\n" + "5,6\n"


def test_rows_in_doubt_are_left_out_only_where_the_person_agrees() -> None:
    table = brought(DOUBTFUL)
    with pytest.raises(DataError, match="row 22") as refused:
        complete_data(Data(dataset=table))
    assert refused.value.field == "data.reading.doubtful"
    left_out = Data(dataset=table, reading=FileReading(doubtful="leave_out"))
    assert list(load(left_out)["a"]) == [*range(20), 5]
    assert load(complete_data(left_out)).equals(load(left_out))


def test_a_table_that_is_not_there_is_named_in_a_sentence() -> None:
    with pytest.raises(DataError, match="was removed"):
        load(Data(dataset=f"upload:{'0' * 64}"))
    with pytest.raises(DataError, match="no name of a table"):
        load(Data(dataset="upload:../../etc/passwd"))


def test_a_title_is_that_of_the_file() -> None:
    name = brought(FLATS)
    digest = digest_in(name)
    assert digest is not None
    call(digest, "flats.csv")
    assert (title(name), title(f"upload:{'a' * 64}")) == ("flats.csv", "Own table aaaaaa")


def test_an_experiment_takes_what_fits_onto_another_table() -> None:
    wine = presets()["red-wine-early-stopping"].model_copy(
        update={
            "training": Training(
                loss="mae",
                metrics=("rmse",),
                batch_size=256,
                early_stopping=EarlyStopping(monitor="val_rmse"),
            )
        }
    )
    found = on_table(wine, flats())
    planned = plan(found)  # nothing is left that does not fit
    assert planned.prepared.task is Task.BINARY
    training = found.training
    assert (training.loss, training.metrics, training.batch_size) == (None, None, None)
    assert training.early_stopping == EarlyStopping(monitor="val_loss")
    assert (found.title, found.network) == ("", wine.network)


def test_what_is_chosen_for_columns_goes_with_those_that_are_there() -> None:
    older = Experiment(
        data=Data(
            dataset="concrete",
            split=Split(by="group", column="age"),
            column_scaling={"water": "none", "Größe": "standard"},
            encoding={"age": "one_hot", "Lage": "ordinal"},
            log_target=True,
            clip=0.02,
        )
    )
    data = on_table(older, flats(target="Miete")).data
    assert (data.split, data.log_target, data.clip) == (None, None, 0.02)
    assert (data.column_scaling, data.encoding) == ({"Größe": "standard"}, {"Lage": "ordinal"})
    assert on_table(older, flats()).data.class_weights is None
    assert plan(Experiment(data=data)).prepared.inputs == ("Größe", "Lage", "vermietet")


def test_a_class_1_that_no_row_has_is_a_sentence() -> None:
    with pytest.raises(DataError, match="no class “2”"):
        prepare(complete_data(flats(positive="2")))


def test_a_newer_version_of_a_table_takes_the_older_ones_place_with_its_settings() -> None:
    older = Experiment(
        data=flats(
            target="Miete",
            features=("Größe", "Nr"),
            kinds={"Nr": "number"},
            reading=FileReading(delimiter=";", decimal=","),
        ),
        training=Training(loss="mae"),
    )
    newer = on_table(older, Data(dataset=brought(FLATS + "41;150,5;Rand;1100,5;1\n")))
    kept = newer.data.model_copy(update={"dataset": older.data.dataset})
    assert (kept, newer.training) == (older.data, older.training)
    assert len(load(newer.data)) == 41


def test_a_table_is_in_memory_once_whether_it_is_said_or_guessed_how_it_is_read() -> None:
    name = brought(FLATS)
    digest = digest_in(name)
    assert digest is not None
    guessed = own_table(digest, None, None)
    assert own_table(digest, complete_data(Data(dataset=name)).reading, None) is guessed
    assert own_table(digest, FileReading(header=False, doubtful="keep"), None) is not guessed


def test_a_table_that_was_read_for_its_upload_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = digest_in(brought(FLATS.replace("Miete", "kept for the page")))
    assert digest is not None
    found = read(FLATS.replace("Miete", "kept for the page").encode())
    module.keep_read(digest, FileReading(), found)

    def again(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(module, "read", again)
        kept = own_table(digest, None, None)
        assert own_table(digest, kept.reading(None), None) is kept
    module._clear()
    pandas.testing.assert_frame_equal(kept.frame, own_table(digest, None, None).frame)


def test_a_table_in_doubt_is_not_kept_for_the_page() -> None:
    content = "a;b\n1;2\n3;x\n5;6\n7;8\n9;10\n11;12\n"
    digest = digest_in(brought(content))
    assert digest is not None
    found = read(content.encode())
    assert found.doubts
    module.keep_read(digest, FileReading(), found)
    with pytest.raises(DataError):
        own_table(digest, None, None)


def test_a_table_that_several_want_at_the_same_time_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = digest_in(brought(FLATS.replace("Miete", "wanted by several")))
    assert digest is not None
    begin, counted = threading.Barrier(4), []

    def counting(*asked: Any) -> Any:
        counted.append(asked)
        return read(*asked)

    def want() -> OwnTable:
        begin.wait(60)
        return own_table(digest, None, None)

    monkeypatch.setattr(module, "read", counting)
    with ThreadPoolExecutor(4) as pool:
        found = {id(future.result()) for future in [pool.submit(want) for _ in range(4)]}
    assert (len(found), len(counted)) == (1, 1)
