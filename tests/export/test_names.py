"""No name that a person chose, whatever is in it, becomes more than a name in a script, a notebook or a program."""

import ast
from functools import cache
from typing import Any

import nbformat
import pandas
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from playground.cells import FORMULA, harmless
from playground.datasets.own import contents
from playground.datasets.pipeline import prepare as pipeline
from playground.experiment.parse import from_content
from playground.export import data_facts, data_file, inputs
from playground.export.notebook import notebook
from playground.export.program import predict_script
from playground.export.script import script
from playground.plan import Plan, plan
from tests.support.hostile import NAMES

COUNT = 8  # features, the last two of text; then the target and three classes


def _is_text(word: str) -> bool:
    """Whether pandas reads it as text too: else the script says so, beside the name."""
    try:
        float(word)
    except ValueError:
        return bool(word.strip()) and word.strip().lower() not in ("true", "false")
    return False


_words = (
    st.lists(st.sampled_from(NAMES) | st.text(max_size=5), min_size=1, max_size=3)
    .map("".join)
    .filter(_is_text)
)
hostile = st.lists(_words, min_size=COUNT + 4, max_size=COUNT + 4, unique=True)
USUAL = list("abcdefghijkl")


def planned(names: list[str], patch: pytest.MonkeyPatch) -> Plan:
    """An experiment in which all names are those given: of columns, values, classes and of itself."""
    *features, target, one, two, three = names
    frame = pandas.DataFrame(
        {
            **{
                name: [float((row * (column + 1)) % 7) for row in range(24)]
                for column, name in enumerate(features[:-2])
            },
            **{
                name: [(one, two, three)[(row + column) % 3] for row in range(24)]
                for column, name in enumerate(features[-2:])
            },
            target: [(one, two, three)[row % 3] for row in range(24)],
        }
    )
    contents.forget("")  # plans are kept by their settings, which do not name the words of this table
    for module in (pipeline, data_file, data_facts, inputs):
        patch.setattr(module, "load", lambda _data: frame)
    data: dict[str, Any] = {"dataset": "iris", "target": target, "features": features, "split_seed": 1}
    data |= {
        "missing": "fill",
        "most_categories": 2,
        "clip": 0.1,
        "column_scaling": {features[0]: "standard"},
    }
    data["encoding"] = {features[-1]: "ordinal"}
    return plan(from_content({"title": names[0][:200], "data": data, "training": {"epochs": 1}}))


@cache
def coded(*names: str) -> tuple[str, str, list[str]]:
    """The script of an experiment with these names, the program beside its model, and a notebook's texts."""
    with pytest.MonkeyPatch.context() as patch:
        found = planned(list(names), patch)
        code, program = script(found).code, predict_script(found, "model.keras", "predict.py")
    cells = nbformat.reads(notebook(code), 4).cells
    return code, program, [cell.source for cell in cells if cell.cell_type == "markdown"]


def shape(code: str, names: list[str]) -> str:
    """The code without every text that is one of the names, or has its place in a list by its name."""
    blank = {name.lstrip("'") for name in (*names, *FORMULA, "'")}

    class Blank(ast.NodeTransformer):
        def visit_Assign(self, node: ast.Assign) -> ast.Assign:
            if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "MARKED":
                # Of words that are equally many, the alphabet says which have an input of their own.
                node.value = ast.parse(str(isinstance(ast.literal_eval(node.value), dict)), mode="eval").body
            self.generic_visit(node)
            return node

        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return (
                ast.Constant("name")
                if isinstance(node.value, str) and node.value.lstrip("'") in blank
                else node
            )

    return ast.dump(Blank().visit(ast.parse(code)))


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(names=hostile)
@example(names=[*USUAL[:-1], "z"])
@example(names=[*USUAL[:-1], "=z"])  # of the same columns as before, with a class that is a formula
@example(names=["str", ";,", *USUAL[2:]])  # texts that programs have of their own
def test_hostile_names_change_nothing_but_names(names: list[str]) -> None:
    plain = [f"{'@' * (harmless(name) != name)}name {number:02}" for number, name in enumerate(names)]
    code, program, texts = coded(*names)
    code_of_plain, program_of_plain, texts_of_plain = coded(*plain)
    every = [*names, *plain]  # in both alike: a name may also be a text that the code has of its own
    assert shape(code, every) == shape(code_of_plain, every)
    assert shape(program, every) == shape(program_of_plain, every)
    assert texts == texts_of_plain
