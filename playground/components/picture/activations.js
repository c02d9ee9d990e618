// Keras' activations as functions of one number, to draw their curves.

const elu = (z) => (z > 0 ? z : Math.exp(z) - 1);
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

export const ACTIVATIONS = {
  linear: (z) => z,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z) => (z > 0 ? z : 0.2 * z),
  elu,
  selu: (z) => 1.0507 * (z > 0 ? z : 1.67326 * (Math.exp(z) - 1)),
  gelu: (z) => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3))),
  silu: (z) => z * sigmoid(z),
  softplus: (z) => Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0),
  tanh: Math.tanh,
  sigmoid,
};
