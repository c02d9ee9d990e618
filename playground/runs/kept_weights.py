"""The final weights of a run, from the file store."""

from playground.runs.deeds import RunsError
from playground.runs.run import Run
from playground.store import Files, Store

_NONE = "The weights of this run are not here: they are not written yet, or were tidied away, as those of old runs are."


def kept_weights(run: Run, store: Store | None, files: Files | None) -> bytes:
    """The weights, encoded as in `playground.messages.events.Weights`.

    Raises:
        RunsError: no weights are stored (yet).

        StoreError: they cannot be read.
    """
    row = None if store is None or files is None else store.run(run.id)
    if row is None or row["weights"] is None or files is None:
        raise RunsError(_NONE)
    return files.get(row["weights"])
