"""Numbers are told alike in Python and in the browser."""

import math

import pytest
from playwright.sync_api import Page

from playground.mentions import short
from playground.number_words import number
from tests.support.bare_curves import BareCurves

VALUES = (0.25, 0.1, 9, 999.96, 1234.6, 999_999.4, 1_234_567, -2767.3, 0.00012, 0.0000123, 0, -0.5, math.nan)


def test_a_number_has_the_same_words_in_a_chart_of_python_and_in_the_live_one(
    server: BareCurves, window: Page
) -> None:
    window.goto(f"{server.url}/assets/kit/words.js")
    script = "values => import('/assets/kit/words.js').then(({ number }) => values.map(number))"
    in_the_browser = window.evaluate(script, [None if math.isnan(value) else value for value in VALUES])
    assert [number(value) for value in VALUES] == in_the_browser


@pytest.mark.parametrize(("value", "words"), [(1.75, "1.75"), (2, "2"), (12_345.6, "12,346"), (2e7, "2e7")])
def test_in_a_sentence_a_number_has_no_needless_zeros(value: float, words: str) -> None:
    assert number(value, padded=False) == words


def test_a_name_is_as_short_in_a_picture_as_in_a_figure(server: BareCurves, window: Page) -> None:
    window.goto(f"{server.url}/assets/kit/words.js")
    names = ["two\nlines", "n" * 300, "\u202eabc", "\u2068abc", "a" * 40]
    script = "names => import('/assets/kit/words.js').then(({ brief }) => names.map((name) => brief(name)))"
    assert window.evaluate(script, names) == [short(name, 40) for name in names]
