"""Doctor: finds faults of a network or a run and says what helps. Plain numbers, no Keras.

Each of four modules is one table of rules: `layers` for the layers at one moment, `endings` for the network that a run
kept, `curves` for a finished run's curves, `notes` for an experiment before training. The package `history` uses only
curves, also those of networks from elsewhere.

"""
