"""The sentences about a large target that is not scaled, which several tables of rules use."""

from playground.doctor.setup import Setup


def sentence(setup: Setup) -> str:
    """A sentence that names the target and its size; only where `setup.unscaled` is not None."""
    target = setup.unscaled
    assert target is not None
    return (
        f"The target, {target.name}, runs from {target.low:,.6g} to {target.high:,.6g} and is not scaled: the "
        "weights must grow a long way before the network answers such numbers, and the gradients grow with them."
    )


def remedy(setup: Setup) -> str:
    """A sentence on what helps."""
    return "Scale the target too." if setup.scales_features else "Scale the features and the target."
