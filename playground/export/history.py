"""History: the curves of a run as CSV, with the names of Keras' CSVLogger."""

from collections.abc import Mapping, Sequence

import pandas

from playground.experiment.measures import WITHOUT_PENALTY


def history(curves: Mapping[str, Sequence[float]], learning_rate: Sequence[float]) -> str:
    """Columns epoch (from 1), loss, val_loss, the metrics and learning_rate; `nan` and `inf` where there is no number.

    A branch begins with the epoch in which it left its run.

    Args:
        curves: by name, from epoch 0, the untrained network, on.
        learning_rate: of the same epochs.
    """
    columns = {
        name: values[1:]
        for name, values in {**curves, "learning_rate": learning_rate}.items()
        if name.removeprefix("val_") != WITHOUT_PENALTY
    }
    frame = pandas.DataFrame(columns)
    has_begun = frame.notna().any(axis=1).cummax()
    frame.insert(0, "epoch", range(1, len(frame) + 1))
    return str(frame[has_begun].to_csv(index=False, na_rep="nan"))
