"""Predictions: the distance of a drawn curve from the real one, in a kind sentence."""

import math
from collections.abc import Sequence

from playground.lessons.model import Predict

_CLOSE, _NEAR = 0.05, 0.15  # shares of the axis


def distance(drawn: Sequence[float], real: Sequence[float], top: float) -> float | None:
    """The mean distance of a drawn curve from the real one, as a share of the axis; None without a real value.

    Args:
        drawn: values evenly over the epochs, from 0 to the last.
        real: one value per epoch, from epoch 0 on. A value beyond the axis counts as the end of the axis.

    """
    if not drawn or len(real) < 2:
        return None
    gaps = []
    for number, value in enumerate(drawn):
        epoch = round(number / (len(drawn) - 1) * (len(real) - 1)) if len(drawn) > 1 else 0
        came = real[epoch] if math.isfinite(real[epoch]) else top
        gaps.append(abs(value - min(max(came, 0.0), top)))
    return sum(gaps) / len(gaps) / top


def in_words(predict: Predict, prediction: int | Sequence[float], real: Sequence[float]) -> str:
    """The comparison of a prediction with the finished run, as a sentence."""
    if isinstance(prediction, int):
        assert predict.choices is not None
        assert predict.answer is not None
        first = (
            "As you said."
            if prediction == predict.answer
            else f"It went otherwise: {predict.choices[predict.answer - 1]}"
        )
        return f"{first.rstrip('.')}. {predict.because}"
    found = distance(prediction, real, predict.top or 1.0)
    if found is None:
        return predict.because
    words = (
        "Your curve lies almost on the real one"
        if found < _CLOSE
        else "Your curve is near the real one"
        if found < _NEAR
        else "The real curve went another way than yours"
    )
    return f"{words}: {found:.0%} of the axis apart on average. {predict.because}"
