"""What a worker does. The only room, with `training` and `network`, that imports TensorFlow."""
