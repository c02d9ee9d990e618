"""Prints the share of training speed that pictures cost for red wine with three layers of 512 units."""

from benchmarks.pictures import turn
from benchmarks.push import experiment

TURNS, SECONDS = 4, 3.0


def main() -> None:
    """Trains with and without pictures in turns; the fastest of either counts."""
    wanted = experiment("red wine 512 ×3")
    turn(wanted, 1.0, [])  # traces and compiles
    plain: list[float] = []
    pictured: list[float] = []
    for _ in range(TURNS):
        plain.append(turn(wanted, SECONDS, None))
        pictured.append(turn(wanted, SECONDS, []))
    print(1 - max(pictured) / max(plain))


if __name__ == "__main__":
    main()
