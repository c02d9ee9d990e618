"""Two experiments for tests that look at something else than what is trained."""

from playground.experiment import Data, Dense, Experiment, Network, Optimizer, Training

# Over in a moment, and yet a curve.
SHORT = Experiment(
    title="A short one",
    data=Data(dataset="gaussians"),
    network=Network(layers=(Dense(units=4, activation="tanh"),)),
    training=Training(epochs=60, batch_size=10, optimizer=Optimizer(learning_rate=0.01)),
)

# Minutes on two cores, with an epoch at every moment: still going on whenever a test looks.
LONG = Experiment(
    title="A long one",
    data=Data(dataset="red-wine"),
    network=Network(layers=(Dense(units=256), Dense(units=256))),
    training=Training(epochs=10_000, batch_size=16),
)
