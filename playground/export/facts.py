"""Facts: the meaning of an exported model's answers, and their table. Nothing here loads TensorFlow."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from playground.export.inputs import dates_of, words_of
from playground.network.shapes import answers_with_margin, threshold_of
from playground.plan import Plan


def facts_of(planned: Plan) -> Mapping[str, Any]:
    """The meaning of a model's answers: target, classes, and the threshold between two classes."""
    prepared = planned.prepared
    is_margin = answers_with_margin(prepared.task, planned.experiment.training)
    return {
        "target": prepared.target,
        "classes": list(prepared.classes),
        "unit": prepared.unit.name if prepared.unit is not None else "",
        "answer": "margin" if is_margin else "probability",
        "parting": threshold_of(prepared.task, planned.experiment.training),
        "dates": dates_of(planned),
        "words": words_of(planned),
    }


def as_table(answers: NDArray[Any], facts: Mapping[str, Any]) -> pandas.DataFrame:
    """Answers, (n_rows, n_answers), as a table of predictions, each class with its probability or margin.

    A row with answers that are not numbers gets no class.

    """
    classes = facts.get("classes") or []
    if not classes and answers.shape[1] == 1:
        return pandas.DataFrame({"prediction": answers[:, 0].astype("float64")})
    classes = classes or [str(number) for number in range(answers.shape[1])]
    if answers.shape[1] == 1:
        chosen = (answers[:, 0] > facts.get("parting", 0.5)).astype(int)
        named = {facts.get("answer", "probability"): classes[1:]}
    else:
        chosen = answers.argmax(axis=1)
        named = {"probability": classes}
    is_known = ~np.isnan(answers).any(axis=1)
    predictions = [classes[number] if known else None for number, known in zip(chosen, is_known, strict=True)]
    table = pandas.DataFrame({"prediction": pandas.Series(predictions, dtype=object)})
    for what, each in named.items():
        for number, name in enumerate(each):
            table[f"{what} of {name}"] = answers[:, number].astype("float64")
    return table
