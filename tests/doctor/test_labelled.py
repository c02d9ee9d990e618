"""The rules on the labelled curves: real Keras runs whose fault, or health, follows from how they were made.

The bounds of the held-out part only guard what was measured on it: docs/doctor.md says what is open.
"""

import pytest

from tests.doctor.labelled.corpus import Curve, read, split
from tests.doctor.labelled.report import KINDS, measure

TUNED, HELD_OUT = split(read())


PARTS = ["tuned", "held out, as measured"]


@pytest.mark.parametrize(("curves", "share"), [(TUNED, 0.93), (HELD_OUT, 0.87)], ids=PARTS)
def test_most_curves_have_their_label_as_first_finding(curves: list[Curve], share: float) -> None:
    measured = measure(curves)
    assert measured.right >= share * measured.total, measured.confusion


@pytest.mark.parametrize(("curves", "share"), [(TUNED, 0.95), (HELD_OUT, 0.95)], ids=PARTS)
def test_most_healthy_curves_have_no_finding(curves: list[Curve], share: float) -> None:
    measured = measure([curve for curve in curves if curve.label == "healthy"])
    assert measured.right >= share * measured.total, measured.confusion


def test_every_kind_is_there_to_tune_on_and_held_out() -> None:
    assert not {curve.name for curve in TUNED} & {curve.name for curve in HELD_OUT}
    for curves in (TUNED, HELD_OUT):
        assert {curve.label for curve in curves} == set(KINDS)
    assert len(HELD_OUT) >= 49
