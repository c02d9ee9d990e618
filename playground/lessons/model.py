"""The content of a `lesson.toml`; `docs/lessons.md` explains every key to teachers."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from playground.lessons.condition import Condition, ConditionText
from playground.part import Part

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
FileName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}){0,2}$")
]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]
Paths = Annotated[tuple[str, ...], Field(max_length=60)]  # of settings
MOST_ANSWERS = 200  # of a lesson; each is planned when the lesson is read
Settings = dict[str, Any]  # by path, or nested
Shown = Literal["curves", "picture", "by_hand", "code", "activations"]


class _Part(Part):
    model_config = ConfigDict(arbitrary_types_allowed=True)


class ExperimentOfLesson(_Part):
    """An experiment of a lesson: a preset, or a file, or `set` alone; with settings changed, and a table of its own.

    `unset` names settings that are set to null.
    """

    preset: str | None = None
    file: FileName | None = None
    table: FileName | None = None
    set: Settings = Field(default_factory=dict)
    unset: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.preset is not None and self.file is not None:
            raise ValueError("file: an experiment comes from a preset or from a file, not from both")
        return self


class Range(_Part):
    """The range of a slider, and its first value."""

    low: float
    high: float
    step: float = Field(gt=0)
    start: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.start <= self.high or self.low == self.high:
            raise ValueError("start: a range goes from low up to high, and start lies in it")
        return self


class ByHand(_Part):
    """A neuron with one input whose weight and bias the reader sets, in the units of the table.

    `surface` draws the loss over all weights and biases beside it, with the reader's path and that of gradient descent.
    """

    w: Range
    b: Range
    loss: Literal["mae", "mse"] = "mae"
    surface: bool = False


class Predict(_Part):
    """The reader's prediction before the first run: one of three choices, or the expected curve.

    Attributes:
        question: the question.
        choices: three answers; None if a curve is drawn.
        answer: the number of the right answer, from 1.
        because: the explanation after every answer.
        draw: the name of the curve that is drawn: `val_loss`.
        top: the highest value of the axis on which it is drawn; its lowest is 0.
    """

    question: Sentence
    choices: tuple[Sentence, Sentence, Sentence] | None = None
    answer: int | None = Field(None, ge=1, le=3)
    because: Sentence
    draw: str | None = None
    top: float | None = Field(None, gt=0)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.choices is None) == (self.draw is None):
            raise ValueError("a prediction has either three choices or the name of a curve to draw")
        if self.choices is not None and self.answer is None:
            raise ValueError("answer: say which of the choices is right, 1, 2 or 3")
        if self.draw is not None and self.top is None:
            raise ValueError("top: say the highest value of the axis on which the curve is drawn")
        return self


class Pair(_Part):
    """A formula, in TeX, and the equivalent line of Keras."""

    formula: Sentence
    keras: Sentence
    says: str = ""


class Hint(_Part):
    """A sentence for an attempt that did not reach its goal and fulfils all of `when`; the first such hint counts."""

    name: Name | None = None
    when: tuple[ConditionText, ...] = Field(min_length=1)
    say: Sentence


class Answer(_Part):
    """An answer to a goal: settings, or weight and bias by hand, or the answer to the question."""

    set: Settings = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    w: float | None = None
    b: float | None = None
    answer: float | None = None
    because: str = ""


class WrongAnswer(Answer):
    """A typical wrong answer, and the name of the hint that it must get."""

    hint: Name | None = None


class Goal(_Part):
    """The task of a step, and its check.

    Attributes:
        text: the task for the reader.
        reach: the conditions, which must all hold.
        seeds: how many runs, each with its own seed, the check trains.
        ask: a question with a number as answer, which is `answer` in a condition.
        choices: the answers to choose from; `answer` is then the number of the chosen one, from 1.
        reached: the sentence when the goal is reached.
        hints: in the order in which they are tried.
        solutions: answers that reach it; the first one is shown at request.
        wrong: typical wrong answers.
    """

    text: Sentence
    reach: tuple[ConditionText, ...] = Field(min_length=1)
    seeds: int = Field(3, ge=1, le=10)
    ask: str | None = None
    choices: tuple[Sentence, ...] | None = Field(None, min_length=2, max_length=6)
    reached: str = ""
    hints: tuple[Hint, ...] = ()
    solutions: tuple[Answer, ...] = Field(min_length=1)
    wrong: tuple[WrongAnswer, ...] = ()

    @model_validator(mode="after")
    def _choices_answer_a_question(self) -> Self:
        if self.choices is not None and self.ask is None:
            raise ValueError("ask: choices answer a question; say it here")
        return self

    @property
    def conditions(self) -> Iterator[Condition]:
        """All conditions, including those of the hints."""
        yield from self.reach
        for hint in self.hints:
            yield from hint.when


class Step(_Part):
    """One step of a lesson.

    Attributes:
        name: in the address, and in the progress of a person.
        title: at the head of the step.
        text: the Markdown file.
        experiment: the name of its experiment; None for a step of text alone.
        gives: the settings that the reader may change, by path: `training.optimizer.learning_rate`, `network`.
        locked: settings that are shown and cannot be changed. All others are hidden.
        shows: what is shown of the experiment.
        lights: what is lit up: controls by path, or parts of the page.
        predict: what is predicted before the first run.
        pairs: formulas beside their lines of Keras, below the text.
        by_hand: the sliders of a neuron with one input.
        goal: what is to be reached.
    """

    name: Name
    title: Annotated[str, Field(min_length=1, max_length=100)]
    text: FileName
    experiment: Name | None = None
    gives: Paths = ()
    locked: Paths = ()
    shows: tuple[Shown, ...] = ("curves", "picture")
    lights: Paths = ()
    predict: Predict | None = None
    pairs: tuple[Pair, ...] = ()
    by_hand: ByHand | None = None
    goal: Goal | None = None


class Claim(_Part):
    """A statement of the lesson's text about its experiments; the check trains them and tests it."""

    says: Sentence
    seeds: int = Field(3, ge=1, le=50)
    holds: tuple[ConditionText, ...] = Field(min_length=1)


class LessonFile(_Part):
    """The content of a `lesson.toml`."""

    format: Literal[1]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    about: Annotated[str, Field(min_length=1, max_length=300)]
    minutes: int | None = Field(None, ge=1, le=600)
    experiments: Mapping[Name, ExperimentOfLesson] = Field(default_factory=dict, max_length=40)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=40)
    claims: tuple[Claim, ...] = Field((), max_length=100)

    @model_validator(mode="after")
    def _is_in_bounds(self) -> Self:
        names = [step.name for step in self.steps]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise ValueError(f"steps: two steps have the name “{name}”")
        goals = [step.goal for step in self.steps if step.goal is not None]
        if sum(len(goal.solutions) + len(goal.wrong) for goal in goals) > MOST_ANSWERS:
            raise ValueError(f"steps: a lesson has at most {MOST_ANSWERS} solutions and wrong answers")
        return self


KEYS = frozenset(name for part in _Part.__subclasses__() for name in part.model_fields)  # of a lesson.toml
