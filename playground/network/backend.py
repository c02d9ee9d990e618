"""TensorFlow and Keras, loaded quietly: the one door through which this project reaches them.

The variables have to be set before TensorFlow is loaded for the first time in a process.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Said at every start otherwise; what it changes are last digits, the same ones at every run on one machine.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

__all__ = ["keras", "tf"]
