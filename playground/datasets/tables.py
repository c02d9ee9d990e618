"""Tables: the bundled CSV files, and scikit-learn's tables with readable names and classes as words."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandas

from playground.datasets.card import DATA_FOLDER


@cache
def read_table(name: str) -> pandas.DataFrame:
    """The table with a name in the catalogue, in its published order. Shared: copy before writing."""
    if name in _FROM_SCIKIT_LEARN:
        return _FROM_SCIKIT_LEARN[name]()
    # Only empty cells are missing: the cereals' "none" and a manufacturer "N" are values.
    return pandas.read_csv(DATA_FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""])


def _iris() -> pandas.DataFrame:
    bunch = _scikit_learn("iris")
    return _in_words(bunch, "species", bunch.target_names).rename(
        columns=lambda name: name.removesuffix(" (cm)")
    )


def _breast_cancer() -> pandas.DataFrame:
    bunch = _scikit_learn("breast_cancer")
    return _in_words(bunch, "diagnosis", bunch.target_names)


def _wine() -> pandas.DataFrame:
    bunch = _scikit_learn("wine")
    classes = [f"cultivar {number}" for number in (1, 2, 3)]
    return _in_words(bunch, "cultivar", classes).rename(columns=lambda name: name.replace("_", " "))


def _digits() -> pandas.DataFrame:
    bunch = _scikit_learn("digits")
    return _in_words(bunch, "digit", bunch.target_names)


def _diabetes() -> pandas.DataFrame:
    # The meaning of s1 to s6 is from scikit-learn's description of the data set (`sklearn.datasets.load_diabetes`).
    readable = {
        "bp": "blood pressure",
        "s1": "total cholesterol",
        "s2": "ldl",
        "s3": "hdl",
        "s4": "cholesterol ratio",
        "s5": "log triglycerides",
        "s6": "blood sugar",
        "target": "progression",
    }
    frame: pandas.DataFrame = _scikit_learn("diabetes", scaled=False).frame
    return frame.rename(columns=readable)


_FROM_SCIKIT_LEARN: Mapping[str, Callable[[], pandas.DataFrame]] = {
    "iris": _iris,
    "breast-cancer": _breast_cancer,
    "wine": _wine,
    "digits": _digits,
    "diabetes": _diabetes,
}


def _scikit_learn(name: str, **arguments: Any) -> Any:
    # Imported at the first use, because it takes a second and most visitors never need it.
    from sklearn import datasets

    return getattr(datasets, f"load_{name}")(as_frame=True, **arguments)


def _in_words(bunch: Any, target: str, classes: Any) -> pandas.DataFrame:
    words = bunch.target.map({number: str(word) for number, word in enumerate(classes)}).astype("str")
    frame: pandas.DataFrame = bunch.data.assign(**{target: words})
    return frame
