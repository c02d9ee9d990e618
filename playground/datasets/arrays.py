"""Types of arrays by their content."""

from typing import TypeAlias

import numpy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[numpy.float64]
Integers: TypeAlias = NDArray[numpy.int64]
Booleans: TypeAlias = NDArray[numpy.bool_]
Words: TypeAlias = NDArray[numpy.object_]

# A network's inputs, and its targets: for each row a number, 0 or 1, or the index of a class.
Inputs: TypeAlias = NDArray[numpy.float32]
Targets: TypeAlias = NDArray[numpy.float32] | NDArray[numpy.int32]
