"""Generators of the toys with two features, x1 and x2, about in the square from -6 to 6.

Each takes the number of points, the noise as a share from 0 to 0.5, and a random generator. It returns the positions,
float64 (points, 2), and the index of each point's class or its value to predict, (points,). With the same seed and
another noise, the positions without noise are the same.

Circle, exclusive or, gaussians, spiral, plane and multi-gaussian follow the formulas of TensorFlow Playground
(D. Smilkov, S. Carter and others, https://playground.tensorflow.org); its positive class is class 1 here.
"""

import numpy
from numpy.random import Generator

from playground.datasets.arrays import Booleans, Floats, Integers


def circle(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """A disc of radius 2.5 (class 1) inside a ring from 3.5 to 5 (class 0); noise changes classes near the border."""
    inside = _halves(points)
    share = random.uniform(0, 1, points)
    radius = numpy.where(inside, 2.5 * share, 3.5 + 1.5 * share)
    angle = random.uniform(0, 2 * numpy.pi, points)
    at = _polar(radius, angle)
    seen = at + noise * random.uniform(-5, 5, at.shape)
    return at, (numpy.hypot(seen[:, 0], seen[:, 1]) < 2.5).astype(int)


def xor(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Class 1 if x1 and x2 have the same sign, with a gap of 0.3 on either side of the axes."""
    at = random.uniform(-5, 5, (points, 2))
    at += numpy.where(at > 0, 0.3, -0.3)
    seen = at + noise * random.uniform(-5, 5, at.shape)
    return at, (seen[:, 0] * seen[:, 1] >= 0).astype(int)


def gaussians(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Two round clouds, class 1 around (2, 2) and class 0 around (-2, -2)."""
    labels = _halves(points).astype(int)
    centres = numpy.array([[-2.0, -2.0], [2.0, 2.0]])
    return _clouds(centres[labels], noise, random), labels


def spiral(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Two arms that wind 1.75 times around each other up to the radius 5, with evenly spaced radii of the points."""
    first = _halves(points)
    labels = first.astype(int)
    ones = int(first.sum())
    along = numpy.concatenate([numpy.arange(ones) / ones, numpy.arange(points - ones) / (points - ones)])
    angle = 1.75 * 2 * numpy.pi * along + numpy.where(first, 0, numpy.pi)
    at = _polar(5 * along, angle)
    return at + noise * random.uniform(-1, 1, at.shape), labels


def moons(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Two interleaved half circles, like `sklearn.datasets.make_moons` but 3.3 times larger."""
    upper = _halves(points)
    angle = random.uniform(0, numpy.pi, points)
    x1 = numpy.where(upper, numpy.cos(angle), 1 - numpy.cos(angle)) - 0.5
    x2 = numpy.where(upper, numpy.sin(angle), 0.5 - numpy.sin(angle)) - 0.25
    at = numpy.column_stack([x1, x2]) + noise * random.standard_normal((points, 2))
    return 3.3 * at, upper.astype(int)


def blobs_3(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Three round clouds at distance 4 around the origin, at equal angles."""
    return _blobs(3, points, noise, random)


def blobs_5(points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    """Five round clouds at distance 4 around the origin, at equal angles."""
    return _blobs(5, points, noise, random)


def plane(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """y = (x1 + x2) / 10, with the noise added to the positions at which y is computed."""
    at = random.uniform(-6, 6, (points, 2))
    seen = at + noise * random.uniform(-6, 6, at.shape)
    return at, seen.sum(axis=1) / 10


def multi_gaussian(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """Three hills of height 1 and three hollows of depth 1, each linear to 0 at distance 2 from its centre."""
    at = random.uniform(-6, 6, (points, 2))
    seen = at + noise * random.uniform(-6, 6, at.shape)
    tops = numpy.array([[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]])
    distance = numpy.hypot(seen[:, :1] - tops[:, 0], seen[:, 1:] - tops[:, 1])
    heights = tops[:, 2] * (1 - numpy.clip(distance, 0, 2) / 2)
    steepest = numpy.abs(heights).argmax(axis=1)
    return at, heights[numpy.arange(points), steepest]


def _halves(points: int) -> Booleans:
    """True for the first half of the points, (points,), which is larger by one if their number is odd."""
    return numpy.arange(points) < (points + 1) // 2


def _polar(radius: Floats, angle: Floats) -> Floats:
    return numpy.column_stack([radius * numpy.sin(angle), radius * numpy.cos(angle)])


def _clouds(centres: Floats, noise: float, random: Generator) -> Floats:
    # The variance of TensorFlow Playground: 0.5 without noise, 4 at 50 percent.
    deviation = float(numpy.sqrt(0.5 + 7 * noise))
    return centres + deviation * random.standard_normal(centres.shape)


def _blobs(number: int, points: int, noise: float, random: Generator) -> tuple[Floats, Integers]:
    labels = numpy.arange(points) * number // points
    angles = numpy.arange(number) * 2 * numpy.pi / number
    return _clouds(_polar(numpy.full(number, 4.0), angles)[labels], noise, random), labels
