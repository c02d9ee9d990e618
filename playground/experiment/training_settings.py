"""The settings of training, in the order of their form."""

from playground.experiment.setting import Setting, section
from playground.words import LOSSES, METRICS, OPTIMIZERS, SCHEDULES, curve_title

FULL_BATCH = "full batch"


def _watch(path: str) -> Setting:
    text = "The value that has to improve. One with val_ is measured on validation rows, which nobody learned by heart."
    return Setting(f"{path}.monitor", "Watch", text, "word", keras="monitor")


def _least_improvement(path: str) -> Setting:
    text = "A smaller change does not count as an improvement. Larger: a curve that creeps counts as still."
    return Setting(f"{path}.min_delta", "Least improvement", text, step=0.0001, keras="min_delta")


def _patience(path: str) -> Setting:
    return Setting(
        f"{path}.patience",
        "Patience",
        "How many epochs in a row may pass without improvement. Few: noise ends it too soon.",
        "whole",
    )


_OPTIMIZER = (
    Setting(
        "training.optimizer.name",
        "Optimizer",
        "The rule by which weights follow the gradient. It decides how fast the loss falls.",
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
        step=0.001,
    ),
    Setting(
        "training.optimizer.momentum",
        "Momentum",
        "Carries steps on in their old direction. Higher: faster along a valley, but it may overshoot.",
        step=0.05,
        kinds=("sgd",),
    ),
    Setting(
        "training.optimizer.nesterov",
        "Nesterov",
        "Takes the gradient where momentum leads, not where the weights are. So it overshoots less.",
        "toggle",
        kinds=("sgd",),
    ),
    Setting(
        "training.optimizer.weight_decay",
        "Weight decay",
        "Shrinks weights by this share at each step, times the learning rate. Smaller weights "
        "give smoother answers.",
        step=0.001,
        kinds=("adamw",),
    ),
    Setting(
        "training.optimizer.clipnorm",
        "Largest gradient norm",
        "Shortens the gradient of each layer's weights to this length where it is longer, so that one batch cannot "
        "throw the weights far off. Empty: no limit.",
        "optional",
        step=0.1,
        sweep=(0.01, 0.1, 1.0, 10.0),
        short=lambda norm: "" if norm is None else f"gradient norm ≤ {norm:g}",
        keras="clipnorm",
    ),
    Setting(
        "training.optimizer.clipvalue",
        "Largest gradient value",
        "Cuts every single number of a gradient to this size where it is larger, so that one "
        "batch cannot throw a weight far off. Empty: no limit.",
        "optional",
        step=0.1,
        sweep=(0.01, 0.1, 1.0, 10.0),
        short=lambda value: "" if value is None else f"gradient values ≤ {value:g}",
        keras="clipvalue",
    ),
)

_EARLY_STOPPING = section(
    Setting(
        "training.early_stopping",
        "Early stopping",
        "Ends the run when validation no longer improves. So the network has less time to learn its rows by heart.",
        "section",
        when_none="off",
        in_words=lambda stopping: f"{curve_title(stopping.monitor)}, patience {stopping.patience}",
    ),
    _watch("training.early_stopping"),
    _patience("training.early_stopping"),
    _least_improvement("training.early_stopping"),
    Setting(
        "training.early_stopping.start_from_epoch",
        "First epochs that do not count",
        "Early stopping ignores this many epochs at the start. More of them let a training get over a slow beginning.",
        "whole",
        keras="start_from_epoch",
    ),
    Setting(
        "training.early_stopping.restore_best_weights",
        "Back to the best weights",
        "The network ends with the weights of its best epoch, not the last. What it learned by heart later is dropped.",
        "toggle",
        keras="restore_best_weights",
    ),
)

_PLATEAU = section(
    Setting(
        "training.reduce_lr_on_plateau",
        "Smaller steps on a plateau",
        "Lowers the learning rate when nothing improves (Keras: ReduceLROnPlateau). Smaller steps settle.",
        "section",
        when_none="off",
        in_words=lambda plateau: (
            f"{curve_title(plateau.monitor)}, patience {plateau.patience}, times {plateau.factor:g}"
        ),
    ),
    _watch("training.reduce_lr_on_plateau"),
    _patience("training.reduce_lr_on_plateau"),
    Setting(
        "training.reduce_lr_on_plateau.factor",
        "Factor",
        "The learning rate is multiplied by this. Nearer to 0: it falls faster.",
        step=0.05,
    ),
    _least_improvement("training.reduce_lr_on_plateau"),
    Setting(
        "training.reduce_lr_on_plateau.min_lr",
        "Smallest rate",
        "The learning rate is never lowered below this. Too small, and nothing more is learned.",
        step=0.0001,
        keras="min_lr",
    ),
)

_SCHEDULE = section(
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
        "How the rate changes from epoch to epoch. Large steps at first get far, small ones at the end settle.",
        "word",
        words=SCHEDULES,
        sweep=("step", "exponential", "cosine"),
    ),
    Setting(
        "training.schedule.factor",
        "Factor",
        "The learning rate is multiplied by this. Nearer to 0: it falls faster.",
        step=0.05,
        kinds=("step", "exponential"),
    ),
    Setting(
        "training.schedule.every",
        "Epochs for each factor",
        "How many epochs pass for one factor. Fewer make the rate fall faster.",
        "whole",
        kinds=("step", "exponential"),
    ),
    Setting(
        "training.schedule.alpha",
        "Share left at the end",
        "The last rate as a share of the first. At 0 the last steps are next to nothing, so the weights settle.",
        step=0.05,
        kinds=("cosine",),
        keras="alpha",
    ),
    Setting(
        "training.schedule.warmup_epochs",
        "Epochs of warm-up",
        "The rate rises over the first epochs before the schedule begins. So steps are gentle "
        "while the weights are random.",
        "whole",
    ),
)

_STOP_AT = section(
    Setting(
        "training.stop_at",
        "Stop at a target value",
        "Ends the run as soon as a curve has reached a value. Good enough is good enough: no "
        "time goes into more.",
        "section",
        when_none="off",
        in_words=lambda stop: f"{curve_title(stop.monitor)} {stop.value:g}",
        short=lambda stop: "" if stop is None else f"until {curve_title(stop.monitor)} {stop.value:g}",
    ),
    Setting(
        "training.stop_at.monitor",
        "Watch",
        "The value that has to be reached. One with val_ is measured on the validation rows, "
        "which nobody learned by heart.",
        "word",
    ),
    Setting(
        "training.stop_at.value",
        "Target value",
        "The run ends at the first epoch with this value or a better one. It is on the scale of the "
        "curves: for a scaled target not in the target's own unit.",
        step=0.01,
    ),
)

TRAINING_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "training.loss",
        "Loss",
        "The number for how wrong the network is, which training makes small. It decides which errors count most.",
        "word",
        words=LOSSES,
        when_none="the usual one",
        column="loss",
    ),
    Setting(
        "training.metrics",
        "Metrics",
        "Watched beside the loss, each in its own chart, unless it is the loss itself. Training does not follow "
        "them: they are for people.",
        "words",
        words=METRICS,
        when_none="the usual ones",
    ),
    *_OPTIMIZER,
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
    *_EARLY_STOPPING,
    *_PLATEAU,
    *_SCHEDULE,
    *_STOP_AT,
    Setting(
        "training.seed",
        "Seed",
        "First weights, batch order and dropout follow from it. The same seed gives the same "
        "curve; another one shows how much is luck.",
        "whole",
        sweep=(0, 1, 2, 3, 4),
    ),
)
