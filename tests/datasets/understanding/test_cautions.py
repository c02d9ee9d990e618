"""Each rule finds what it is about, says how many rows, and its remedy makes the caution go away."""

from collections.abc import Callable

import numpy
import pandas
import pytest

from playground.datasets import Card, card, complete_data, load, names, prepare
from playground.datasets.alike import merge
from playground.datasets.understanding import Caution, Table, association, cautions, table_of
from playground.datasets.understanding.rules_of_rows import _ranks
from playground.experiment import Data
from playground.words import Task

ROWS = 400
RANDOM = numpy.random.default_rng(1)
NOISE = RANDOM.normal(size=ROWS)
WORDS = RANDOM.choice(["a", "b", "c"], ROWS)


def found(frame: pandas.DataFrame, **said: object) -> dict[str, Caution]:
    """The cautions about a table whose last column is the target, by their kind."""
    features = tuple(frame.columns[:-1])
    about = Card("own", "Own", "", Task.REGRESSION, frame.columns[-1], features, "", "", "")
    data = Data.model_validate({"dataset": "own", **said})
    return {each.kind: each for each in cautions(table_of(about, frame), data)}


def frame(**columns: object) -> pandas.DataFrame:
    """A harmless table with further columns in front of its target."""
    return pandas.DataFrame({"x": NOISE[::-1].copy(), **columns, "y": NOISE})


FAULTS: list[tuple[str, Callable[[], pandas.DataFrame], int, tuple[str, ...]]] = [
    ("identifier", lambda: frame(customer_id=numpy.arange(ROWS) + 1000), ROWS, ("customer_id",)),
    ("leak", lambda: frame(twice=2 * NOISE + 1e-3), ROWS, ("twice",)),
    ("constant", lambda: frame(same=3.0, empty=numpy.nan), ROWS, ("same", "empty")),
    ("many_values", lambda: frame(town=[f"town {n % 150}" for n in range(ROWS)]), ROWS, ("town",)),
    ("outlier", lambda: frame(pay=numpy.append(NOISE[:-2], [1e6, 2e6])), 2, ("pay",)),
    ("rises_with_rows", lambda: frame(clock=numpy.arange(ROWS) + NOISE), ROWS, ("clock",)),
    (
        "missing_values",
        lambda: frame(gap=numpy.where(numpy.arange(ROWS) < 100, numpy.nan, NOISE[::-1] ** 2)),
        100,
        ("gap",),
    ),
    ("too_large", lambda: frame(huge=numpy.append(NOISE[:-1], 1e308) * 1.5), 1, ("huge",)),
]


@pytest.mark.parametrize(("kind", "make", "rows", "columns"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_found_and_mended(
    kind: str, make: Callable[[], pandas.DataFrame], rows: int, columns: tuple[str, ...]
) -> None:
    assert kind not in found(frame())
    scaling = {"scaling": "none"} if kind == "too_large" else {}
    caution = found(make(), **scaling)[kind]
    assert (caution.rows, caution.columns) == (rows, columns)
    assert all(name in caution.sentence for name in columns)
    for remedy in caution.remedies:
        assert kind not in found(make(), **{**scaling, **remedy.changes})
    assert caution.remedies


def test_a_class_with_few_rows_is_named_with_them() -> None:
    words = numpy.where(numpy.arange(ROWS) < 4, "rare", WORDS)
    caution = found(pandas.DataFrame({"x": NOISE, "y": words}))["rare_class"]
    assert caution.rows == 4
    assert "“rare” (4)" in caution.sentence
    assert "rare_class" not in found(pandas.DataFrame({"x": NOISE, "y": WORDS}))


def test_classes_that_differ_in_capitals_are_asked_about() -> None:
    words = numpy.where(numpy.arange(ROWS) < 40, "A", WORDS)
    caution = found(pandas.DataFrame({"x": NOISE, "y": words}))["classes_alike"]
    assert "“a”" in caution.sentence
    assert "“A”" in caution.sentence


def test_a_feature_gives_classes_away_by_words_numbers_or_a_threshold() -> None:
    codes = numpy.unique(WORDS, return_inverse=True)[1]
    for feature in (numpy.char.add("is ", WORDS), codes, codes * 10 + RANDOM.uniform(size=ROWS)):
        assert "leak" in found(pandas.DataFrame({"x": NOISE, "f": feature, "y": WORDS}))
    # A table sorted by class is none, nor is a feature that tells much.
    sorted_words = numpy.sort(WORDS)
    ties = RANDOM.integers(0, 60, ROWS)
    assert "leak" not in found(pandas.DataFrame({"x": ties, "y": sorted_words}))
    assert "leak" not in found(pandas.DataFrame({"x": codes * 3 + NOISE, "y": WORDS}))


def test_more_features_than_rows_keep_those_that_tell_most() -> None:
    rows = 40
    wide = pandas.DataFrame(RANDOM.normal(size=(rows, 60)), columns=[f"f{n}" for n in range(60)])
    wide["y"] = wide["f7"] + 0.1 * RANDOM.normal(size=rows)
    caution = found(wide)["more_features_than_rows"]
    kept = caution.remedies[0].changes["features"]
    assert isinstance(kept, tuple)
    assert len(kept) == 4
    assert "f7" in kept


def test_the_red_wine_has_240_copies_and_says_so_once() -> None:
    data = Data(dataset="red-wine")
    table = table_of(card("red-wine"), load(data))
    said = cautions(table, data, prepare(complete_data(data)))
    (copies,) = [each for each in said if each.kind == "duplicates"]
    assert copies.rows == 240
    assert "240 of the 1,599 rows are exact copies of earlier ones" in copies.sentence
    assert "90 of the 480 validation rows have an identical training row" in copies.sentence


def test_copies_rare_classes_and_codes_are_mended_by_their_buttons() -> None:
    for name, kind in (("red-wine", "duplicates"), ("cereals", "codes")):
        data = Data.model_validate(
            {"dataset": name, "features": ["shelf", "fat"] if kind == "codes" else None}
        )
        table = table_of(card(name), load(data))
        said = {each.kind: each for each in cautions(table, data, prepare(complete_data(data)))}
        mended = Data.model_validate({**data.model_dump(), **said[kind].remedies[0].changes})
        left = cautions(table, mended, prepare(complete_data(mended)))
        assert kind not in {each.kind for each in left}


def test_bundled_tables_and_toys_raise_no_false_alarm() -> None:
    said = {}
    for name in names():
        data = Data(dataset=name)
        ready = prepare(complete_data(data))
        said[name] = {each.kind for each in cautions(table_of(card(name), load(data)), data, ready)}
    assert said["auto-mpg"] == {"rises_with_rows"}
    assert said["ionosphere"] >= {"constant"}
    assert not any({"leak", "identifier", "too_large"} & kinds for kinds in said.values())


def test_names_stand_in_sentences_in_one_line_shortened_and_isolated() -> None:
    name = "a\nb \u202eש" + "c" * 300
    sentence = found(frame(**{name: 1.0}))["constant"].sentence
    assert "\n" not in sentence
    assert len(sentence) < 300
    assert "\u202e" not in sentence
    assert sentence.index("\u2068") < sentence.index("ש") < sentence.index("\u2069")


def test_classes_that_differ_in_capital_letters_are_asked_about_and_merged() -> None:
    kinds = ["yes", "Yes", "no", "no"] * 100
    table = frame(other=NOISE).assign(y=kinds)
    caution = found(table)["classes_alike"]
    assert (caution.rows, len(caution.remedies)) == (200, 2)
    for remedy in caution.remedies:
        assert "classes_alike" not in found(table, **remedy.changes)
    assert merge(table["y"]).value_counts().to_dict() == {"yes": 200, "no": 200}
    many = frame(other=NOISE).assign(y=[letter + end for end in "abcde" for letter in "xX"] * 40)
    assert "“xc” and “Xc”; 2 more such groups." in found(many)["classes_alike"].sentence


def test_what_a_feature_tells_is_measured_once_for_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    measure = association._told

    def counting(table: Table, feature: str, target: str, *, target_are_classes: bool) -> float:
        counted.append(feature)
        return measure(table, feature, target, target_are_classes=target_are_classes)

    monkeypatch.setattr(association, "_told", counting)
    values = pandas.DataFrame(RANDOM.normal(size=(20, 30)), columns=[f"c{column}" for column in range(30)])
    features = tuple(values.columns[:-1])
    about = Card("own", "Own", "", Task.REGRESSION, "c29", features, "", "", "")
    table = table_of(about, values)
    for left in (features, features[1:]):
        data = Data.model_validate({"dataset": "own", "features": left})
        assert "more_features_than_rows" in {each.kind for each in cautions(table, data)}
    assert sorted(counted) == sorted(features)


def test_equal_numbers_have_their_mean_rank() -> None:
    values = RANDOM.integers(0, 20, 100).astype(float)
    expected = pandas.Series(values).rank().to_numpy() - 1
    numpy.testing.assert_array_equal(_ranks(values), expected)
