"""Layers: one file for each kind of layer, and the table of all kinds. No Keras is loaded here."""
