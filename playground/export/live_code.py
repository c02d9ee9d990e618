"""Live code: the script of the settings on a page, made again at each change of a setting. No TensorFlow."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from playground.datasets.own.contents import on_removal
from playground.experiment import Complete
from playground.export.data_facts import data_facts
from playground.export.data_file import data_file
from playground.export.script import code_of, columns_of
from playground.export.start import Start
from playground.plan import Plan

NETWORK = "# %% The network"  # the line with which the code of the layers begins


def live_code(planned: Plan) -> str:
    """The code of the experiment's script.

    The start of a twin or a branch is known only after a worker has trained its original, so its code here has no
    states of callbacks.



    Raises:
        DataError: the data set is gone.
    """
    return code_of(planned, _about(planned), _start(planned.experiment))


@cached(LRUCache(16), key=lambda planned: hashkey(planned.experiment.data), lock=Lock())
def _about(planned: Plan) -> Mapping[str, Any]:
    return data_facts(planned, data_file(planned.experiment.data, columns_of(planned)))


on_removal(_about.cache_clear)


def _start(experiment: Complete) -> Start | None:
    if experiment.branch is not None:
        return Start((), epoch=experiment.branch.epoch)
    return Start(()) if experiment.twin is not None else None
