"""Jobs: what the engine has workers do. A kind of job is a type here and a module that does it in `playground.worker`.

Dask pickles a job, as it does the function that takes it: both ends run the same version.
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
    """One job, with an id of its own; each kind is a subclass.

    Attributes:
        kind: the name of the kind.
        module: the module whose function `do(job, desk)` does jobs of this kind, see `playground.worker.desk`. It loads
            TensorFlow only where it needs it.
        title, process, again, less: for the sentence that says why a job failed: what was done, the process that did
            it, what to do now, and what to do where it needed too much memory.
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
    """A run up to an epoch, from which it is to go on once more.

    Attributes:
        epoch: how many epochs are over there.
        seconds: of training up to there.
        rates: the changes of the learning rate up to there, in their order: epochs over, batches of the next, value.
    """

    epoch: int
    seconds: float
    rates: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True)
class OnExperiment(Job):
    """A job on an experiment; it needs the tables of the experiment and of the runs that this begins with."""

    experiment: Complete

    @property
    def tables(self) -> frozenset[str]:
        """The hashes of these tables."""
        return digests_in(self.experiment)


@dataclass(frozen=True)
class Train(OnExperiment):
    """Train an experiment. The job's id is that of a run (`Run.job`), and its result the weights at the end.

    With `back`, the run is trained up to an epoch again, which it tells nothing of, and goes on from there.
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
    """Look at the untrained network of an experiment.

    The answer is the encoded weights of a network that browsers evaluate, or the encoded picture of any other.
    """

    kind: ClassVar[str] = "look"
    module: ClassVar[str] = "playground.worker.looking"
    title: ClassVar[str] = "Looking at the network"


@dataclass(frozen=True)
class Predict(OnExperiment):
    """Put all rows but sealed ones through the network that a run kept.

    `weights` are the run's, as `Weights` has them; `opened` says that its test rows are open, and go too. The answer
    is what `playground.worker.predicting.do` says.
    """

    weights: bytes
    opened: bool = False
    kind: ClassVar[str] = "predict"
    module: ClassVar[str] = "playground.worker.predicting"
    title: ClassVar[str] = "Predicting"


@dataclass(frozen=True)
class Ask(OnExperiment):
    """Ask the network that a run kept.

    `weights` are the run's, as `Weights` has them. The answer is what `playground.messages.questions` says.
    """

    weights: bytes
    question: Question
    kind: ClassVar[str] = "ask"
    module: ClassVar[str] = "playground.worker.asking"
    title: ClassVar[str] = "Asking the network"


@dataclass(frozen=True)
class OpenTest(OnExperiment):
    """Measure the network that a run kept on the test rows, which were sealed until now.

    `weights` are the run's, as `Weights` has them. The answer is `playground.messages.opened.Measures`.
    """

    weights: bytes
    kind: ClassVar[str] = "open-test"
    module: ClassVar[str] = "playground.worker.opening"
    title: ClassVar[str] = "Measuring the test rows"


@dataclass(frozen=True)
class TakeAway(OnExperiment):
    """Make of a run what does without this app, or check that an exported script does.

    `weights` are the run's, as `Weights` has them, b"" for what needs none; curves are by name from epoch 0 on. The
    answer is what `playground.worker.taking_away.do` says.
    """

    way: Literal["script", "notebook", "model", "tensorboard", "check"]
    weights: bytes = b""
    curves: Mapping[str, Sequence[float]] = field(default_factory=dict)
    learning_rate: Sequence[float] = ()
    kind: ClassVar[str] = "take-away"
    module: ClassVar[str] = "playground.worker.taking_away"
    title: ClassVar[str] = "Making this"


# What a job comes to; `Held` where it leaves its worker and goes on elsewhere.
Result: TypeAlias = Weights | Answer | Held | None
