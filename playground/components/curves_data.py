"""The data of the live curves and their bar, as the browser gets them."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from playground.experiment.measures import ShownUnit
from playground.runs.answers import ControlsAnswer


class Panel(TypedDict):
    """A panel of the chart: the curve's name without `val_`, its title, and the direction of the better value."""

    name: str
    title: str
    larger_is_better: bool


class PanelOfRun(Panel):
    """A panel whose experiment is known: `unit` is None where a value has none, `remark` "" where there is none.

    `also` is the curve with the same values that has no panel of its own; None for none.
    """

    remark: str
    unit: ShownUnit | None
    also: str | None


class Beside(TypedDict):
    """A second run in the chart: its id, the labels of the first and of the second run, and how to compare them.

    `helped` says whether the first run, a twin, is better than the second; "" while one of them goes on. `wants_seeds`
    says whether several seeds of both could tell more.
    """

    run: str
    own: str
    other: str
    said: str
    helped: str
    wants_seeds: bool


class UntrainedData(TypedDict):
    """The untrained networks that the picture shows before a run has one: paths of routes, None for none.

    `settings` is that of the settings on the page, `run` that of the run shown, which trains in batches of `batch`
    rows, None for all rows at once; `differ` says whether these are two networks or two tables, `branch` whether the
    run begins with weights of its parent. `recording` is a recorded run of the settings, where there is one and no run
    is shown.
    """

    settings: str | None
    run: str | None
    batch: int | None
    differ: bool
    branch: bool
    recording: str | None


class Notice(TypedDict):
    """One line of the bar, "" for none, and how it looks."""

    text: str
    tone: Literal["info", "trouble"]


class Word(TypedDict):
    """Whether the run shown is the person's own."""

    mine: bool


class WordOfRun(Word, ControlsAnswer):
    """The same for a run that is shown, with what all wishes for it ask for."""


class Met(TypedDict):
    """What became of a request: the run that it started, or the sentence that refuses it."""

    run: str | None
    error: str


class Bar(TypedDict):
    """What the bar is drawn from.

    `ready` says whether the settings can be trained, `problem` why not, `twin` whether the next run will be a twin.
    `met` has the outcomes of the latest requests by their ids. `number` is the visitor's without a cookie.
    `shown` says whether a run is shown whose experiment can be trained again. `rates` are the learning rates on offer.
    `doctor` says whether the doctor speaks: in a lesson that would give answers away.
    """

    ready: bool
    problem: str
    notice: Notice
    twin: bool
    shown: bool
    doctor: bool
    word: Word | WordOfRun
    met: Mapping[str, Met]
    number: str | None
    rates: Sequence[float]
    rate: float | None


class Option(TypedDict):
    """A word to choose, with its title and what it does."""

    name: str
    title: str
    help: str


class Field(TypedDict):
    """A setting of a layer: a number with the step of its buttons, or a word from `options`."""

    name: str
    title: str
    value: float | str
    step: float
    whole: bool
    options: Sequence[Option]


class LayerOfStack(TypedDict):
    """A layer of the settings: its number, its kind, what messages call it, and its most telling settings."""

    id: int
    type: str
    title: str
    short: str
    fields: Sequence[Field]


class Stack(TypedDict):
    """The layers that the diagram edits, the kinds that there are, and whether no more may be added."""

    layers: Sequence[LayerOfStack]
    kinds: Sequence[Option]
    full: bool


class CurvesData(TypedDict):
    """All data of the component; `base` and `module` are paths on the server, `run` is None without a run to show."""

    base: str
    module: str
    run: str | None
    known_state: str
    first: str
    panels: Sequence[Panel]
    picture: bool
    untrained: UntrainedData | None
    beside: Beside | None
    bar: Bar | None
    stack: Stack | None
