"""The cards say what is in the tables."""

from pathlib import Path

import pandas
import pytest
from pydantic import ValidationError

from playground.datasets import DataError, card, load, names
from playground.datasets.card import read_cards
from playground.experiment import Data
from playground.words import Task

SHAPES = {
    "red-wine": (1599, 12),
    "ionosphere": (351, 35),
    "cereals": (65, 12),
    "auto-mpg": (392, 9),
    "concrete": (1030, 9),
    "penguins": (344, 7),
    "house-prices": (932, 9),
    "iris": (150, 5),
    "breast-cancer": (569, 31),
    "wine": (178, 14),
    "digits": (1797, 65),
    "diabetes": (442, 11),
}
TABLES = list(SHAPES)


def test_tables_come_first_then_toys() -> None:
    assert names()[: len(TABLES)] == TABLES
    assert [name for name in names() if card(name).is_toy] == names()[len(TABLES) :]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_published_size(name: str) -> None:
    assert load(Data(dataset=name)).shape == SHAPES[name]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_stands_on_its_card(name: str) -> None:
    about = card(name)
    assert {about.target, *about.features, *about.leave_out} == set(load(Data(dataset=name)).columns)


@pytest.mark.parametrize("name", names())
def test_the_task_on_the_card_is_what_the_target_holds(name: str) -> None:
    about, frame = card(name), load(Data(dataset=name))
    values = frame[about.target]
    if about.task is Task.REGRESSION:
        assert pandas.api.types.is_numeric_dtype(values)
    else:
        assert (values.nunique() == 2) == (about.task is Task.BINARY)
        assert not pandas.api.types.is_numeric_dtype(values)
    assert about.positive is None or about.positive in set(values)


@pytest.mark.parametrize("name", TABLES)
def test_a_card_tells_where_the_table_comes_from(name: str) -> None:
    about = card(name)
    assert about.source
    assert about.licence
    assert about.citation


def test_classes_of_scikit_learn_are_words() -> None:
    def classes(name: str) -> set[str]:
        return set(load(Data(dataset=name))[card(name).target])

    assert classes("iris") == {"setosa", "versicolor", "virginica"}
    assert classes("breast-cancer") == {"malignant", "benign"}
    assert classes("wine") == {"cultivar 1", "cultivar 2", "cultivar 3"}
    assert classes("digits") == set("0123456789")


def test_diabetes_keeps_its_natural_units() -> None:
    assert load(Data(dataset="diabetes"))["age"].between(19, 79).all()


def test_words_that_look_like_nothing_are_values() -> None:
    assert set(load(Data(dataset="cereals"))["vitamins"]) == {"enriched", "100%", "none"}


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(DataError, match="red-wine") as caught:
        card("redwine")
    assert caught.value.field == "data.dataset"


def test_what_a_caller_does_to_a_table_stays_with_the_caller() -> None:
    mine = load(Data(dataset="red-wine"))
    mine.loc[0, "alcohol"] = -1.0
    mine["extra"] = 0
    again = load(Data(dataset="red-wine"))
    assert again.loc[0, "alcohol"] == 9.4
    assert "extra" not in again


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('features = ["a", "y"]', "named twice"),
        ('features = ["a"]\nunits = {b = "g"}', "unknown columns"),
        ('features = ["a"]\npositive = "good"', "binary"),
        ('features = ["a"]\nlicense = "CC0"', "licens"),
    ],
)
def test_a_card_that_contradicts_itself_is_refused(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "datasets.toml"
    path.write_text(
        '[t]\ntitle = "T"\nabout = "?"\ntask = "regression"\ntarget = "y"\n'
        f'source = "s"\nlicence = "l"\ncitation = "c"\n{line}\n'
    )
    with pytest.raises(ValidationError, match=complaint):
        read_cards(path)
