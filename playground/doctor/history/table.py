"""The table of rules on curves: their order, and the findings that exclude others."""

from playground.doctor.history.progress_rules import PLATEAU, TOO_EARLY, UNDERFITTING
from playground.doctor.history.rate_rules import DIVERGED, RATE_TOO_HIGH, RATE_TOO_LOW
from playground.doctor.history.rule import CurveRule
from playground.doctor.history.validation_rules import BELOW_TRAINING, NOISY, OVERFITTING

# The most certain rules come first.
RULES: tuple[CurveRule, ...] = (
    DIVERGED,
    RATE_TOO_LOW,
    BELOW_TRAINING,
    RATE_TOO_HIGH,
    PLATEAU,
    NOISY,
    OVERFITTING,
    TOO_EARLY,
    UNDERFITTING,
)
