"""How good a trained network is: its answers, measures by scikit-learn, and simple models beside it. No TensorFlow."""
