"""Variables are read together and as they are at that moment."""

import numpy as np
import pytest

from playground.network import reading
from playground.network.backend import keras


def variables() -> list[keras.Variable]:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.BatchNormalization()])
    return list(model.weights)


@pytest.mark.parametrize("is_kept", [True, False])
def test_variables_are_read_as_they_are_now_and_what_was_read_stays(
    is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_kept:  # an operation that TensorFlow has no more

        def gone(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(reading, "execute", gone)
    known = variables()
    read = reading.reader(known)
    before = read()
    for variable in known:
        variable.assign_add(np.ones(variable.shape))
    for old, new, variable in zip(before, read(), known, strict=True):
        np.testing.assert_array_equal(new, variable.numpy())
        np.testing.assert_allclose(new, old + 1)
