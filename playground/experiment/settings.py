"""The table of settings: a row says all that forms, sweeps, comparisons, summaries and the table of runs need of one.

The rows stand in the order of the forms. The range of a setting is in `playground.experiment.model`, which checks it;
the settings of layers belong to their kinds. What needs the data of an experiment is in `playground.comparing`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.words import LOSSES, METRICS, MISSING, OPTIMIZERS, SCALINGS, SCHEDULES, Word

FULL_BATCH = "full batch"

Widget = Literal["number", "optional", "whole", "percent", "word", "words", "toggle", "section"]


@dataclass(frozen=True)
class Setting:
    """A row of the table.

    Attributes:
        path: where the setting stands in an experiment file.
        title: what people call it; within a section without the section's title.
        help: as cause and effect, what it does.
        widget: what sets it. An "optional" number can be left out. A "section" is a toggle for the settings whose paths
            follow it: null means off.
        step: by which a widget for a number goes up and down.
        words: the words that it can be, where they are always the same ones.
        when_none: what null means, in words.
        in_words: turns any other value into words, where the usual way will not do.
        kinds: the optimizers, or schedules, that have this setting; empty where all do.
        sweep: the values that a sweep proposes; empty where none is offered.
        column: the column of the database that holds it, "" for none.
        short: its part of a summary such as `Adam 0.001 · batch 256 · 500 epochs`, "" for nothing; None without one.
    """

    path: str
    title: str
    help: str = ""
    widget: Widget = "number"
    step: float = 1.0
    words: Mapping[str, Word] | None = None
    when_none: str = "none"
    in_words: Callable[[Any], str] | None = None
    kinds: tuple[str, ...] = ()
    sweep: tuple[Any, ...] = ()
    column: str = ""
    short: Callable[[Any], str] | None = None

    @property
    def section(self) -> "Setting | None":
        """The row of the section that this setting belongs to."""
        row = SETTINGS.get(self.path.rpartition(".")[0])
        return row if row is not None and row.widget == "section" else None

    @property
    def full_title(self) -> str:
        """The title with that of its section: `Early stopping · patience`."""
        if self.section is None:
            return self.title
        return f"{self.section.title} · {self.title[:1].lower()}{self.title[1:]}"

    def belongs_to(self, kind: str) -> bool:
        """Whether an optimizer, or a schedule, has this setting."""
        return not self.kinds or kind in self.kinds

    def belongs_in(self, experiment: Any) -> bool:
        """Whether the optimizer, or the schedule, of an experiment has this setting."""
        return not self.kinds or SETTINGS[f"{self.path.rpartition('.')[0]}.name"].of(experiment) in self.kinds

    def of(self, part: Any) -> Any:
        """The value in an experiment, or in plain data of its shape; None also where its section is off."""
        for name in self.path.split("."):
            if part is None:
                return None
            part = part.get(name) if isinstance(part, Mapping) else getattr(part, name)
        return part


def _watch(section: str) -> Setting:
    text = "The value that has to improve; val_ is measured on the validation rows."
    return Setting(f"{section}.monitor", "Watch", text, "word")


def _least_improvement(section: str) -> Setting:
    text = "A smaller change does not count as an improvement (Keras: min_delta)."
    return Setting(f"{section}.min_delta", "Least improvement", text, step=0.0001)


def _patience(section: str) -> Setting:
    return Setting(
        f"{section}.patience", "Patience", "How many epochs in a row may pass without improvement.", "whole"
    )


def _table(*rows: Setting) -> Mapping[str, Setting]:
    return {row.path: row for row in rows}


SETTINGS = _table(
    Setting(
        "data.dataset",
        "Data set",
        "What the network learns from. Toy points show how it thinks, real tables what it is good for.",
        "word",
        column="dataset",
    ),
    Setting(
        "data.target",
        "Target",
        "The column to predict: numbers make it regression, text makes it classification.",
        "word",
        when_none="the usual one",
        column="target",
    ),
    Setting(
        "data.features",
        "Features",
        "The columns that the network sees. Fewer make it easier to understand, more give it more to go by.",
        "words",
        when_none="all columns",
    ),
    Setting(
        "data.train_fraction",
        "Training rows",
        "More rows to learn from leave fewer to judge by: the validation curve gets noisier.",
        "percent",
        step=5,
        in_words=lambda share: f"{share * 100:g} %",
        sweep=(0.1, 0.3, 0.5, 0.7),
    ),
    Setting(
        "data.split_seed",
        "Split seed",
        "Another number puts other rows into validation. If the results change much, there are too few rows.",
        "whole",
    ),
    Setting("data.scaling", "Scaling", "", "word", words=SCALINGS),
    Setting(
        "data.scale_target",
        "Scale the target",
        "The network then predicts small numbers, which trains faster. Errors are shown in its own unit too.",
        "toggle",
    ),
    Setting(
        "data.missing",
        "Missing values",
        "Leaving rows out loses data; filling keeps them but invents values (from the training rows).",
        "word",
        words=MISSING,
    ),
    Setting(
        "data.options.points",
        "Points",
        "Few points are easily learned by heart; many show the true shape.",
        "whole",
        step=50,
    ),
    Setting(
        "data.options.noise",
        "Noise %",
        "More noise blurs the shape: training fits it, validation suffers.",
        step=5,
        sweep=(0, 10, 25, 50),
    ),
    Setting("data.options.seed", "Points seed", "Another number draws new points of the same kind.", "whole"),
    Setting(
        "data.options.derived",
        "More features",
        "Features made from x1 and x2: with the right one, a single neuron may do.",
        "words",
    ),
    Setting(
        "data.options.task",
        "Its values are classes",
        "Predict which value it is instead of how large: every value of the target becomes a class.",
        "toggle",
        in_words=lambda task: "on" if task == "classes" else str(task),
    ),
    Setting(
        "training.loss",
        "Loss",
        "What training makes small.",
        "word",
        words=LOSSES,
        when_none="the usual one",
        column="loss",
    ),
    Setting(
        "training.metrics",
        "Metrics",
        "Watched beside the loss, each in its own chart.",
        "words",
        words=METRICS,
        when_none="the usual ones",
    ),
    Setting(
        "training.optimizer.name",
        "Optimizer",
        "How weights follow the gradient.",
        "word",
        words=OPTIMIZERS,
        sweep=("sgd", "adam", "rmsprop", "adagrad"),
        column="optimizer",
        short=lambda name: OPTIMIZERS[name].title,
    ),
    Setting(
        "training.optimizer.learning_rate",
        "Learning rate",
        "The size of each step. Too small: nothing happens. Too large: the loss jumps or explodes.",
        sweep=(0.0001, 0.001, 0.01, 0.1),
        column="learning_rate",
        short=lambda rate: f"{rate:g}",
    ),
    Setting(
        "training.optimizer.momentum",
        "Momentum",
        "Carries steps on in their old direction: faster downhill, may overshoot.",
        step=0.05,
        kinds=("sgd",),
    ),
    Setting(
        "training.optimizer.nesterov",
        "Nesterov",
        "Looks ahead where momentum leads before it takes the gradient.",
        "toggle",
        kinds=("sgd",),
    ),
    Setting(
        "training.optimizer.weight_decay",
        "Weight decay",
        "Shrinks weights by this share at each step, times the learning rate: smoother answers.",
        step=0.001,
        kinds=("adamw",),
    ),
    Setting(
        "training.optimizer.clipnorm",
        "Largest gradient norm",
        "Shortens the gradient of each layer's weights to this length where it is longer, so that one batch cannot "
        "throw the weights far off (Keras: clipnorm). Empty: no limit.",
        "optional",
        step=0.1,
        sweep=(0.01, 0.1, 1.0, 10.0),
        short=lambda norm: "" if norm is None else f"gradient norm ≤ {norm:g}",
    ),
    Setting(
        "training.optimizer.clipvalue",
        "Largest gradient value",
        "Cuts every single number of a gradient to this size where it is larger (Keras: clipvalue). Empty: no limit.",
        "optional",
        step=0.1,
        sweep=(0.01, 0.1, 1.0, 10.0),
        short=lambda value: "" if value is None else f"gradient values ≤ {value:g}",
    ),
    Setting(
        "training.batch_size",
        "Batch size",
        "Rows seen before each step. Small: many noisy steps an epoch. Large: few smooth ones.",
        "whole",
        when_none=FULL_BATCH,
        sweep=(8, 32, 128, None),
        column="batch_size",
        short=lambda size: FULL_BATCH if size is None else f"batch {size}",
    ),
    Setting(
        "training.epochs",
        "Epochs",
        "How often all training rows are seen. Too few: not learned yet. Too many: learned by heart.",
        "whole",
        short=lambda epochs: f"{epochs:,} epochs",
    ),
    Setting(
        "training.early_stopping",
        "Early stopping",
        "Ends the run when validation no longer improves, before the network learns its rows by heart.",
        "section",
        when_none="off",
        in_words=lambda stopping: f"{stopping.monitor}, patience {stopping.patience}",
    ),
    _watch("training.early_stopping"),
    _patience("training.early_stopping"),
    _least_improvement("training.early_stopping"),
    Setting(
        "training.early_stopping.start_from_epoch",
        "First epochs that do not count",
        "Early stopping ignores this many epochs at the start (Keras: start_from_epoch).",
        "whole",
    ),
    Setting(
        "training.early_stopping.restore_best_weights",
        "Back to the best weights",
        "The network ends with the weights of its best epoch instead of the last.",
        "toggle",
    ),
    Setting(
        "training.reduce_lr_on_plateau",
        "Smaller steps on a plateau",
        "Lowers the learning rate when nothing improves (Keras: ReduceLROnPlateau).",
        "section",
        when_none="off",
        in_words=lambda plateau: f"{plateau.monitor}, patience {plateau.patience}, times {plateau.factor:g}",
    ),
    _watch("training.reduce_lr_on_plateau"),
    _patience("training.reduce_lr_on_plateau"),
    Setting(
        "training.reduce_lr_on_plateau.factor",
        "Factor",
        "The learning rate is multiplied by this.",
        step=0.05,
    ),
    _least_improvement("training.reduce_lr_on_plateau"),
    Setting(
        "training.reduce_lr_on_plateau.min_lr",
        "Smallest rate",
        "The learning rate is never lowered below this.",
        step=0.0001,
    ),
    Setting(
        "training.schedule",
        "Learning-rate schedule",
        "Changes the learning rate from epoch to epoch. A rate that is set by hand while the run goes on ends it.",
        "section",
        when_none="off",
        in_words=lambda schedule: SCHEDULES[schedule.name].title,
        short=lambda schedule: "" if schedule is None else f"rate: {SCHEDULES[schedule.name].title}",
    ),
    Setting(
        "training.schedule.name",
        "Shape",
        "How the rate changes from epoch to epoch.",
        "word",
        words=SCHEDULES,
        sweep=("step", "exponential", "cosine"),
    ),
    Setting(
        "training.schedule.factor",
        "Factor",
        "The learning rate is multiplied by this.",
        step=0.05,
        kinds=("step", "exponential"),
    ),
    Setting(
        "training.schedule.every",
        "Epochs for each factor",
        "Fewer make the rate fall faster.",
        "whole",
        kinds=("step", "exponential"),
    ),
    Setting(
        "training.schedule.alpha",
        "Share left at the end",
        "The last rate as a share of the first (Keras: alpha).",
        step=0.05,
        kinds=("cosine",),
    ),
    Setting(
        "training.schedule.warmup_epochs",
        "Epochs of warm-up",
        "The rate rises over the first epochs before the schedule begins: gentle steps while the weights are random.",
        "whole",
    ),
    Setting(
        "training.stop_at",
        "Stop at a target value",
        "Ends the run as soon as a curve has reached a value: good enough is good enough.",
        "section",
        when_none="off",
        in_words=lambda stop: f"{stop.monitor} {stop.value:g}",
        short=lambda stop: "" if stop is None else f"until {stop.monitor} {stop.value:g}",
    ),
    Setting(
        "training.stop_at.monitor",
        "Watch",
        "The value that has to be reached; val_ is measured on the validation rows.",
        "word",
    ),
    Setting(
        "training.stop_at.value",
        "Target value",
        "The run ends at the first epoch with this value or a better one. It is read as the curves are drawn: for a "
        "scaled target not in the target's own unit.",
        step=0.01,
    ),
    Setting(
        "training.seed",
        "Seed",
        "First weights, batch order and dropout follow from it: the same seed gives the same curve.",
        "whole",
        sweep=(0, 1, 2, 3, 4),
    ),
    Setting("branch", "Beginning", "", "section"),
)


def columns(experiment: Any) -> dict[str, Any]:
    """The settings of a complete experiment that the database has columns for, by their names."""
    return {row.column: row.of(experiment) for row in SETTINGS.values() if row.column}


def of_column(name: str) -> Setting:
    """The setting that a column of the database holds."""
    return next(row for row in SETTINGS.values() if row.column == name)
