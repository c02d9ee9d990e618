"""Weights: a snapshot of a network that browsers evaluate is all its weights, in the form of a picture's bytes.

The header has `"format": "weights"`, which no picture has, and the one array `weights` holds all variables in a row, as
`playground.pictures.probe.variables` lists them. Several snapshots in one have `moments` instead of epoch and batch,
a row for each, and `next`, the moment that follows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.pictures.film import Film, Moment
from playground.pictures.format import Picture, decode, encode

FORMAT = "weights"
KEPT_BYTES = 1_000_000  # the most bytes of a run's weights in the store


def encode_weights(epoch: int, batch: int, weights: Sequence[Any]) -> bytes:
    """Encodes a network's weights after `epoch` epochs and `batch` batches of the next epoch, without gzip, which would
    save hardly a byte."""
    flat = np.concatenate([np.asarray(values, np.float32).ravel() for values in weights])
    header = {"format": FORMAT, "epoch": epoch, "batch": batch}
    return encode(Picture(header, {"weights": flat}), compressed=False)


def encode_several(contents: Sequence[bytes], follows: tuple[int, int] | None) -> bytes:
    """Joins encoded snapshots of weights; ignores those of another format. `follows` is the next moment."""
    read = [picture for picture in map(decode, contents) if picture.header.get("format") == FORMAT]
    header = {
        "format": FORMAT,
        "moments": [[picture.epoch, picture.batch] for picture in read],
        "next": follows,
    }
    rows = [picture.arrays["weights"] for picture in read]
    weights = np.stack(rows) if rows else np.zeros((0, 0), np.float32)
    return encode(Picture(header, {"weights": weights}), compressed=False)


def encode_film(film: Film) -> bytes:
    """The part of a run's film that is stored: its last picture, or a film of its weights."""
    contents = film.spread(KEPT_BYTES)
    return (
        encode_several(contents, None)
        if decode(contents[-1]).header.get("format") == FORMAT
        else contents[-1]
    )


def decode_film(content: bytes) -> list[tuple[Moment, bytes]]:
    """The inverse of `encode_film`: the pictures or weights, each with its moment.


    Raises:
        ValueError: these are other bytes.
    """
    picture = decode(content)
    if "moments" not in picture.header:
        return [((picture.epoch, picture.batch), content)]
    return [
        ((epoch, batch), encode_weights(epoch, batch, [row]))
        for (epoch, batch), row in zip(picture.header["moments"], picture.arrays["weights"], strict=True)
    ]
