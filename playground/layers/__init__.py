"""Layers: one file for each kind of layer, and the table of all kinds. None of them imports Keras."""
