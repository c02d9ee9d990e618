"""Generators of the toys with one feature, x, uniformly distributed from -5 to 5.

Each takes the number of points, the noise as a share from 0 to 0.5, and a random generator. It returns x, float64
(points, 1), and y, float64 (points,). The noise on y is normally distributed; its standard deviation is the share of
half the height of the curve.
"""

from collections.abc import Callable

import numpy
from numpy.random import Generator

from playground.datasets.arrays import Floats


def line(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """y = 0.5 x + 1."""
    return _curve(lambda x: 0.5 * x + 1, 2.5, points, noise, random)


def sine(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """y = sin x, about 1.6 periods."""
    return _curve(numpy.sin, 1.0, points, noise, random)


def step(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """y = 0 for x < 0, and 1 for x ≥ 0."""
    return _curve(lambda x: (x >= 0).astype(float), 0.5, points, noise, random)


def parabola(points: int, noise: float, random: Generator) -> tuple[Floats, Floats]:
    """y = 0.2 x² - 2."""
    return _curve(lambda x: 0.2 * x**2 - 2, 2.5, points, noise, random)


def _curve(
    shape: Callable[[Floats], Floats], half_height: float, points: int, noise: float, random: Generator
) -> tuple[Floats, Floats]:
    x = random.uniform(-5, 5, points)
    y = shape(x) + noise * half_height * random.standard_normal(points)
    return x[:, None], y
