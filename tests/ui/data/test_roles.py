"""Roles of columns, and the data that a change of them comes to."""

import pytest

from playground.datasets import card, load
from playground.datasets.catalogue import card_for
from playground.datasets.understanding import Table, table_of
from playground.experiment import Data
from playground.experiment.options import Options
from playground.ui.data.roles import FEATURE, GROUP, LEAVE_OUT, TARGET, TIME, roles_of, target_of, with_roles
from tests.support.own_tables import brought, csv


@pytest.fixture(scope="module")
def cereals() -> Table:
    return table_of(card("cereals"), load(Data(dataset="cereals")))


def test_the_card_gives_each_column_its_first_role(cereals: Table) -> None:
    roles = roles_of(Data(dataset="cereals"), cereals)
    assert (roles["calories"], roles["sugars"], roles["name"]) == (TARGET, FEATURE, LEAVE_OUT)


def test_features_come_and_go_in_the_order_of_the_table(cereals: Table) -> None:
    data = Data(dataset="cereals", scaling="standard")
    less = with_roles(data, cereals, leave_out=["fat", "sugars"])
    assert less.features is not None
    assert "fat" not in less.features
    assert less.scaling == "standard"
    assert with_roles(less, cereals, features=["sugars", "fat"]).features is None
    more = with_roles(data, cereals, features=["name"])
    assert more.features == tuple(name for name in cereals.columns if name != "calories")


def test_another_target_is_no_feature_and_what_was_said_of_the_old_one_is_gone(cereals: Table) -> None:
    data = Data(dataset="cereals", options=Options({"task": "classes"}))
    other = with_roles(data, cereals, target="sugars")
    assert other.target == "sugars"
    assert other.features is not None
    assert "sugars" not in other.features
    assert "calories" not in other.features
    assert other.options == {}
    back = with_roles(other, cereals, target="calories")
    assert (back.target, back.features) == ("calories", None)


def test_of_an_own_table_the_old_target_is_a_feature_again() -> None:
    data = Data(dataset=brought(csv({"size": [1.5, 2.5, 4.0], "age": [3, 5, 9], "price": [7, 8, 6]})))
    own = table_of(card_for(data), load(data))
    before = target_of(data, own)
    now = next(name for name in own.columns if name != before)
    assert set(with_roles(data, own, target=now).features or ()) == {"size", "age", "price"} - {now}


def test_a_column_of_groups_or_times_splits_the_rows_and_is_no_feature(cereals: Table) -> None:
    data = Data(dataset="cereals")
    grouped = with_roles(data, cereals, split=(GROUP, "manufacturer"))
    assert grouped.split is not None
    assert (grouped.split.by, grouped.split.column) == ("group", "manufacturer")
    assert roles_of(grouped, cereals)["manufacturer"] == GROUP
    assert "manufacturer" not in (grouped.features or ())
    timed = with_roles(grouped, cereals, split=(TIME, "shelf"))
    assert roles_of(timed, cereals)["shelf"] == TIME
    back = with_roles(timed, cereals, features=["shelf", "manufacturer"])
    assert (back.split, back.features) == (None, None)


def test_the_last_feature_stays(cereals: Table) -> None:
    data = Data(dataset="cereals", features=("fat",))
    assert with_roles(data, cereals, leave_out=["fat"]) == data
    assert with_roles(data, cereals, target="fat") == data
