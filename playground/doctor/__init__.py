"""Doctor: finds what is wrong with a network or a run, and says what helps. Plain numbers, no Keras.

Each of four modules is one table of rules: `layers` looks at the layers at one moment, `endings` at the network that a
run kept, `curves` at a finished run's curves, `notes` at an experiment before it is trained. The package `history`
looks at curves alone, also at those of other people's networks.
"""
