"""Trains the labelled curves: `python -m tests.doctor.labelled.make PIECE…` (all of them by default).

A piece is a kind, another draw of it (`healthy-2`, `healthy-more`, and `healthy-held` and `healthy-unseen`, which were
held out once), or the draw that is held out (`healthy-fresh`). Each curve is kept at once, and a piece that was
interrupted goes on; remove its file in `histories` to make it anew. A piece takes one to five minutes on a core.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# Networks as small as these are trained faster by one thread.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import sys
import time
from dataclasses import asdict, replace
from functools import cache
from zlib import crc32

import numpy as np

from playground.training import xla
from tests.doctor.labelled.case import Case
from tests.doctor.labelled.corpus import HELD, Curve, read, write
from tests.doctor.labelled.elsewhere import elsewhere
from tests.doctor.labelled.recipes import RECIPES, is_below
from tests.doctor.labelled.training import History, train

_SMALL = ("held", "more", "unseen", HELD)  # draws of fewer curves
PIECES = [*RECIPES, "healthy-2", "healthy-3", *(f"{kind}-{draw}" for draw in _SMALL for kind in RECIPES)]
_MOST_TRIED = 6  # times as many as are kept


def make(piece: str) -> None:
    """Keeps the curves of a piece whose label is proved; goes on where an earlier call was interrupted.

    A curve that proves itself to have validation below training has two labels, and is not kept with another one.
    """
    kind = piece.partition("-")[0]
    recipe, n_kept = RECIPES[kind], RECIPES[kind].n_held if piece.endswith(_SMALL) else RECIPES[kind].n_kept
    kept = [curve for curve in read() if curve.name.rpartition("-")[0] == piece]
    first = int(kept[-1].name.rpartition("-")[2]) + 1 if kept else 0
    rng = np.random.default_rng(crc32(piece.encode()))
    for number in range(_MOST_TRIED * n_kept):
        case = recipe.draw(rng)
        if piece.endswith(HELD):
            case = elsewhere(rng, case)
        if number < first:
            continue
        if len(kept) >= n_kept:
            break
        began, trained = time.monotonic(), cache(_train)
        history = trained(case)
        has_two = kind != "validation_below_training" and is_below(case, history, trained)
        proved = not has_two and recipe.proof(case, history, trained)
        print(
            f"{piece} {number}: {'kept' if proved else 'left'} ({time.monotonic() - began:.1f} s)", flush=True
        )
        if proved:
            changed = {name: value for name, value in asdict(case).items() if value != getattr(_PLAIN, name)}
            kept.append(Curve(f"{piece}-{number:03}", kind, changed, history))
            write(piece, kept)


_PLAIN = replace(Case("", ""), epochs=0)


def _train(case: Case) -> History:
    return train(case)


def main(pieces: list[str]) -> None:
    """Makes these pieces, and leaves the curves of others as they are."""
    xla.pays = lambda *_: False
    for piece in pieces or PIECES:
        make(piece)


if __name__ == "__main__":
    main(sys.argv[1:])
