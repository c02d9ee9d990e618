"""How good a trained network is: its answers, measures by scikit-learn, and baselines. No TensorFlow."""
