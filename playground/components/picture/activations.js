// Keras' activations, to draw their curves and to compute a layer's outputs. First those of a single number.

const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

const elu = (z) => (z > 0 ? z : Math.expm1(z));
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

export const ACTIVATIONS = {
  linear: (z) => z,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z) => (z > 0 ? z : 0.2 * z),
  elu,
  selu: (z) => SELU.scale * (z > 0 ? z : SELU.alpha * Math.expm1(z)),
  gelu: (z) => 0.5 * z * (1 + erf(z * Math.SQRT1_2)),
  silu: (z) => z * sigmoid(z),
  softplus: (z) => Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0),
  tanh,
  sigmoid,
};

// A quotient of polynomials, exact to 2e-7, as in Eigen for float32 and so in TensorFlow. It takes a third of the time of
// Math.tanh, which is most of the time of small networks.
function tanh(z) {
  const x = Math.max(-7.99881172180175781, Math.min(z, 7.99881172180175781));
  const s = x * x;
  const above =
    x *
    (4.89352455891786e-3 +
      s *
        (6.37261928875436e-4 +
          s *
            (1.48572235717979e-5 +
              s * (5.12229709037114e-8 + s * (-8.60467152213735e-11 + s * (2.00018790482477e-13 - s * 2.76076847742355e-16))))));
  return above / (4.89352518554385e-3 + s * (2.268434632439e-3 + s * (1.18534705686654e-4 + s * 1.19825839466702e-6)));
}

// Their derivatives.
export const SLOPES = {
  linear: () => 1,
  relu: (z) => (z > 0 ? 1 : 0),
  leaky_relu: (z) => (z > 0 ? 1 : 0.2),
  elu: (z) => (z > 0 ? 1 : Math.exp(z)),
  selu: (z) => SELU.scale * (z > 0 ? 1 : SELU.alpha * Math.exp(z)),
  gelu: (z) => 0.5 * (1 + erf(z * Math.SQRT1_2)) + (z * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI),
  silu: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))),
  softplus: sigmoid,
  tanh: (z) => 1 - Math.tanh(z) ** 2,
  sigmoid: (z) => sigmoid(z) * (1 - sigmoid(z)),
};

/** The error function, exact to 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26. */
function erf(z) {
  const t = 1 / (1 + 0.3275911 * Math.abs(z));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(z) * (1 - sum * Math.exp(-z * z));
}

/** Applies an activation to values, (units × rows), in place; a softmax adds up to 1 over the units of each row. */
export function activate(values, activation, units) {
  if (activation === "softmax") return softmax(values, units);
  const of = ACTIVATIONS[activation];
  if (activation !== "linear") for (let k = 0; k < values.length; k++) values[k] = of(values[k]);
  return values;
}

function softmax(values, units) {
  const rows = values.length / units;
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    for (let k = row; k < values.length; k += rows) if (values[k] > largest) largest = values[k];
    let sum = 0;
    for (let k = row; k < values.length; k += rows) sum += values[k] = Math.exp(values[k] - largest);
    for (let k = row; k < values.length; k += rows) values[k] /= sum;
  }
  return values;
}
