"""TensorBoard: the curves of a run as event files, with the names of Keras' own callback."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playground.experiment.measures import WITHOUT_PENALTY
from playground.network.backend import tf

_SCALARS = tf.compat.v1.SummaryMetadata(
    plugin_data=tf.compat.v1.SummaryMetadata.PluginData(plugin_name="scalars"), data_class=1
)


def write_events(curves: Mapping[str, Sequence[float]], learning_rate: Sequence[float], folder: Path) -> None:
    """Writes folders `train` and `validation` with `epoch_loss` and so on, by the number of the epoch from 0.

    `tf.summary.scalar` would need the package tensorboard to be installed here.

    Args:
        curves: by name, from epoch 0, the untrained network, on; those of validation begin with `val_`.
        learning_rate: of the same epochs.
        folder: the folder, which is made if it does not exist.
    """
    every = {**curves, "learning_rate": learning_rate}
    for part, is_there in (("train", False), ("validation", True)):
        writer = tf.summary.create_file_writer(str(folder / part))
        with writer.as_default():
            for name, values in every.items():
                if name.startswith("val_") == is_there and not name.endswith(WITHOUT_PENALTY):
                    tag = f"epoch_{name.removeprefix('val_')}"
                    for epoch, value in enumerate(values):
                        tf.summary.write(tag, tf.constant(value, tf.float32), step=epoch, metadata=_SCALARS)
        writer.close()
