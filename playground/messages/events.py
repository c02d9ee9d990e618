"""Events: what a run tells, from the queue to its end.

Dask carries them and the database keeps them as plain data such as `{"kind": "on_the_way", "epoch": 3, "until": 9}`.
`encode` and `decode_all` stand at these borders; everywhere else an event is one of these types.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from playground.messages.checkpoint import Held
from playground.states import State

Logs: TypeAlias = dict[str, list[float]]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a run or its network, or what explains it, as `playground.doctor` says it.

    Attributes:
        kind: the name of the rule that says it.
        sentence: what is seen, with the layer or the measure it is seen in.
        remedy: what to try, as a sentence; "" where nothing has to be done.
        warns: whether something is wrong; False for what only explains.
        layer: the layer's title, "" for the whole network.
    """

    kind: str
    sentence: str
    remedy: str = ""
    warns: bool = True
    layer: str = ""


@dataclass(frozen=True)
class Best:
    """The best epoch of a run, as `playground.experiment.best` defines it, and the value of the curve that decides."""

    epoch: int
    monitor: str
    value: float


@dataclass(frozen=True)
class Kept:
    """The epoch whose weights a run has at its end.

    Attributes:
        epoch: counted from 1.
        logs: loss and metrics of the network with these weights by name, on training rows and (`val_`) on validation
            rows, both measured without dropout.
    """

    epoch: int
    logs: dict[str, float]


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Waiting(_Event):
    """The run waits for a worker, at a place in the queue (1 is the next), for a reason in a sentence."""

    kind: Literal["waiting"] = "waiting"
    place: int
    why: str = ""


class Started(_Event):
    """A worker has the run.

    Args:
        worker: the worker's address; None in a process that trains by itself, and in a run's history.
        machine: what `playground.machine` says of the worker's machine.
    """

    kind: Literal["started"] = "started"
    worker: str | None = None
    machine: Mapping[str, object] | None = None


class OnTheWay(_Event):
    """The parent of a branch is trained again up to its epoch `until`; `epoch` epochs of it are over."""

    kind: Literal["on_the_way"] = "on_the_way"
    epoch: int
    until: int


class Began(_Event):
    """Training begins. A second one begins the run anew. Of a run that is trained elsewhere little is known."""

    kind: Literal["began"] = "began"
    parameters: int | None
    train_rows: int | None
    validation_rows: int | None


class WentBack(_Event):
    """The run goes on from epoch `epoch` once more: what it told of later epochs no longer counts.

    `revision` says how often it has gone back.
    """

    kind: Literal["went_back"] = "went_back"
    epoch: int
    revision: int


class Epochs(_Event):
    """Epochs in a row: element i of each list belongs to epoch `first` + i; epoch 0 is the untrained network.

    Args:
        first: the number of the first epoch.
        logs: loss and metrics by name, one value for each epoch.
        seconds: of training, at the end of each epoch, from the start of epoch 1.
    """

    kind: Literal["epochs"] = "epochs"
    first: int
    logs: Logs
    seconds: list[float]


class LearningRate(_Event):
    """The learning rate changes to `value` after epoch `epoch` and `batch` batches of the next."""

    kind: Literal["learning_rate"] = "learning_rate"
    epoch: int
    value: float
    batch: int = 0


class Carried(_Event):
    """Early stopping of a branch continues its parent's, whose best epoch is `epoch` with this value."""

    kind: Literal["carried"] = "carried"
    epoch: int
    value: float


class Paused(_Event):
    """The run is held, or goes on, after `epoch` epochs and `batch` batches of the next."""

    kind: Literal["paused"] = "paused"
    paused: bool
    epoch: int
    batch: int


class SetAside(_Event):
    """A held run gave up its worker; `file` names its checkpoint in the file store."""

    kind: Literal["set_aside"] = "set_aside"
    file: str


class Ended(_Event):
    """The run is over: the last event but for pictures and weights.

    Args:
        status: how it ended.
        reason: why, in sentences; "" where all epochs are trained.
        epochs: how many epochs are trained; None where its worker is gone.
        best: the best epoch; None where there is none, or its worker is gone.
        seconds: of training; None where its worker is gone.
        kept: the network kept; None where there is none, and of runs from before it was measured.
        findings: what is wrong with the network kept.
    """

    kind: Literal["ended"] = "ended"
    status: State
    reason: str = ""
    epochs: int | None = None
    best: Best | None = None
    seconds: float | None = None
    kept: Kept | None = None
    findings: tuple[Finding, ...] = ()


class Picture(_Event):
    """A picture of the network after `epoch` epochs and `batch` batches of the next, in the format of its bytes."""

    kind: Literal["picture"] = "picture"
    epoch: int
    batch: int
    bytes: bytes


class NoPicture(_Event):
    """The network cannot be pictured, for a reason in a sentence."""

    kind: Literal["no_picture"] = "no_picture"
    reason: str


class Weights(_Event):
    """The weights that an ended run has: NumPy's npz of Keras' `get_weights`, in their order."""

    kind: Literal["weights"] = "weights"
    content: bytes


class Answer(_Event):
    """The result of a job that is no run, as the module that did it encoded it; its end follows."""

    kind: Literal["answer"] = "answer"
    content: bytes


class CheckpointMade(_Event):
    """The checkpoint of a held run that stays on its worker; the fields are those of `Held`."""

    kind: Literal["checkpoint"] = "checkpoint"
    content: bytes
    epoch: int
    batch: int
    taken: dict[str, int]
    goes_on: bool

    @classmethod
    def of(cls, held: Held) -> Self:
        """The event that brings a checkpoint to the engine."""
        return cls(
            content=held.content,
            epoch=held.epoch,
            batch=held.batch,
            taken=dict(held.taken),
            goes_on=held.goes_on,
        )

    def held(self) -> Held:
        """The checkpoint, with the facts that the engine needs."""
        return Held(self.content, self.epoch, self.batch, self.taken, self.goes_on)


# What the curves of a run are made of, and the database keeps.
Told: TypeAlias = Started | Began | WentBack | Epochs | LearningRate | Carried | Paused | SetAside | Ended
Event: TypeAlias = Told | Waiting | OnTheWay | Picture | NoPicture | Weights | Answer | CheckpointMade

_ONE: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_KINDS = frozenset(kind.model_fields["kind"].default for kind in Event.__args__)


def encode(event: Event) -> dict[str, Any]:
    """The event as plain data for Dask and the database: without what has its default value."""
    return {"kind": event.kind, **event.model_dump(exclude_defaults=True)}


def encode_all(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as plain data, in their order."""
    return [encode(event) for event in events]


def decode_all(content: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events that plain data describes; kinds that this version does not know are left out.

    Raises:
        ValueError: an event of a known kind lacks something.
    """
    return [_ONE.validate_python(item) for item in content if item["kind"] in _KINDS]


def joined(events: Sequence[Event]) -> list[Event]:
    """The same events, `Epochs` that follow each other with the same curves made one; the rate may change between."""
    result: list[Event] = []
    last: Event | None = None  # that is no change of the rate
    for event in events:
        if isinstance(event, Epochs) and isinstance(last, Epochs) and _follows(last, event):
            for name, values in event.logs.items():
                last.logs[name].extend(values)
            last.seconds.extend(event.seconds)
        elif isinstance(event, Epochs):
            logs = {name: list(values) for name, values in event.logs.items()}
            last = Epochs(first=event.first, logs=logs, seconds=list(event.seconds))
            result.append(last)
        else:
            last = last if isinstance(event, LearningRate) else event
            result.append(event)
    return result


def _follows(last: Epochs, event: Epochs) -> bool:
    return event.first == last.first + len(last.seconds) and event.logs.keys() == last.logs.keys()
