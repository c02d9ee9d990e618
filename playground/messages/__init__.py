"""The messages between page, server and worker: plain, tagged types. No TensorFlow."""
