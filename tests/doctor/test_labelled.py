"""The rules on the labelled curves: real Keras runs whose fault, or health, follows from how they were made.

The held-out part is small, and its bound only guards what was measured on it: docs/doctor.md says what is open.
"""

import pytest

from tests.doctor.labelled.corpus import Curve, read, split
from tests.doctor.labelled.report import measure

TUNED, HELD_OUT = split(read())


@pytest.mark.parametrize(
    ("curves", "share"), [(TUNED, 0.9), (HELD_OUT, 0.8)], ids=["tuned", "held out, as measured"]
)
def test_most_curves_have_their_label_as_first_finding(curves: list[Curve], share: float) -> None:
    measured = measure(curves)
    assert measured.right >= share * measured.total, measured.confusion


def test_at_least_95_of_100_healthy_curves_to_tune_on_have_no_finding() -> None:
    measured = measure([curve for curve in TUNED if curve.label == "healthy"])
    assert measured.right >= 0.95 * measured.total, measured.confusion


def test_no_curve_is_in_both_parts() -> None:
    assert not {curve.name for curve in TUNED} & {curve.name for curve in HELD_OUT}
    assert len(HELD_OUT) >= 0.2 * len(TUNED)
