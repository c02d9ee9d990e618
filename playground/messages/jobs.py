"""Jobs for workers. A kind of job is a type here, and a module in `playground.worker` that does it.

Dask pickles a job together with the function that takes it, so both ends must run the same version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from playground.experiment import Complete
from playground.experiment.uploads import digests_in
from playground.messages.checkpoint import Held
from playground.messages.events import Answer, Weights
from playground.messages.questions import Question


@dataclass(frozen=True)
class Job:
    """A job with its own id; each kind is a subclass.

    Attributes:
        kind: the name of the kind.
        module: the module whose function `do(job, desk)` does jobs of this kind, see `playground.worker.desk`. It loads
            TensorFlow only if it needs it.
        title, process, again, less: parts of the sentence that says why a job failed: the work, its process, what to do
            now, and what to do if it needed too much memory.
    """

    id: str
    kind: ClassVar[str]
    module: ClassVar[str]
    title: ClassVar[str] = "The work"
    process: ClassVar[str] = "The process that worked on this"
    again: ClassVar[str] = "Try again."
    less: ClassVar[str] = "Ask for less at once."

    @property
    def tables(self) -> frozenset[str]:
        """The hashes of the own tables that the job needs."""
        return frozenset()


@dataclass(frozen=True)
class Back:
    """The part of a run up to an epoch, from which the run continues again.

    Attributes:
        epoch: the number of epochs in the part.
        seconds: the seconds of training in the part.
        rates: the changes of the learning rate in the part, in order: finished epochs, finished batches of the next
            epoch, value.
    """

    epoch: int
    seconds: float
    rates: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True)
class OnExperiment(Job):
    """A job on an experiment. It needs the tables of the experiment, of its parent and of its original."""

    experiment: Complete

    @property
    def tables(self) -> frozenset[str]:
        """The hashes of the own tables that the experiment, its parent and its original need."""
        return digests_in(self.experiment)


@dataclass(frozen=True)
class Train(OnExperiment):
    """Train an experiment. The job's id is `Run.job`, and its result the weights at the end.

    With `back`, the run is first trained again up to an epoch, without events.
    """

    back: Back | None = None
    kind: ClassVar[str] = "train"
    module: ClassVar[str] = "playground.worker.train"
    title: ClassVar[str] = "Training"
    process: ClassVar[str] = "The process that trained this run"
    again: ClassVar[str] = "Press Train to start again."
    less: ClassVar[str] = "Take a smaller network or batch, then press Train."


@dataclass(frozen=True)
class Look(OnExperiment):
    """Return the untrained network of an experiment.

    The answer is the encoded weights of a network that browsers evaluate, or the encoded picture of any other.
    """

    kind: ClassVar[str] = "look"
    module: ClassVar[str] = "playground.worker.looking"
    title: ClassVar[str] = "Looking at the network"


@dataclass(frozen=True)
class Predict(OnExperiment):
    """Predict all rows except sealed ones with the network that a run kept.

    `weights` are the run's, encoded as in `Weights`; with `opened`, the test rows are predicted too.
    `playground.worker.predicting.do` describes the answer.
    """

    weights: bytes
    opened: bool = False
    kind: ClassVar[str] = "predict"
    module: ClassVar[str] = "playground.worker.predicting"
    title: ClassVar[str] = "Predicting"


@dataclass(frozen=True)
class Ask(OnExperiment):
    """Ask the network that a run kept a question.

    `weights` are the run's, encoded as in `Weights`. `playground.messages.questions` describes the answers.
    """

    weights: bytes
    question: Question
    kind: ClassVar[str] = "ask"
    module: ClassVar[str] = "playground.worker.asking"
    title: ClassVar[str] = "Asking the network"


@dataclass(frozen=True)
class OpenTest(OnExperiment):
    """Measure the network that a run kept on its sealed test rows.

    `weights` are the run's, encoded as in `Weights`. The answer is `playground.messages.opened.Measures`.
    """

    weights: bytes
    kind: ClassVar[str] = "open-test"
    module: ClassVar[str] = "playground.worker.opening"
    title: ClassVar[str] = "Measuring the test rows"


@dataclass(frozen=True)
class TakeAway(OnExperiment):
    """Export a run for use without this app, or check an exported script.

    `weights` are the run's, encoded as in `Weights`, b"" if not needed; curves are by name, from epoch 0 on.
    `playground.worker.taking_away.do` describes the answer.
    """

    way: Literal["script", "notebook", "model", "tensorboard", "check"]
    weights: bytes = b""
    curves: Mapping[str, Sequence[float]] = field(default_factory=dict)
    learning_rate: Sequence[float] = ()
    kind: ClassVar[str] = "take-away"
    module: ClassVar[str] = "playground.worker.taking_away"
    title: ClassVar[str] = "Making this"


# The result of a job; `Held` if it leaves its worker and continues elsewhere.

Result: TypeAlias = Weights | Answer | Held | None
