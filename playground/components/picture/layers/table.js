// The table of kinds of layers: what a picture shows of each.
//
// A kind has
//   detail(layer): the line beneath its title, in full and in short
//   forward(layer, variables, input, rows): its outputs in a prediction, float32, unit by unit,
//     like the input. variables: in Keras' order, float32, row by row
//   backward(layer, variables, input, upstream, rows): from the gradient with respect to its outputs to {own: that with respect
//     to its trained variables, in one row, if it has any; down: that with respect to its input}.
// Layers without weights that pass every value on, one by one, also have
//   width: pixels of their column, and tile: pixels of a value in it
//   dashed: whether the column's outline is
//   draw(context, tile, i, layer, picture, colours): draws what happens to value i
//   formula(name, layer, neuron): {text, note} of one value, which comes in as `name`
//   told(layer, neuron): the same for a screen reader, in a few words (optional).
// If it applies
//   curve(layer): the function that it applies to each value
//   variables(layer, inputs): the sizes of its variables
//   trained: how many of its variables training changes by gradients, if not all
//   learned(variables): what a picture shows of them: for each name a list with one number per output
//   sums(layer, variables, input, rows, units): the inputs of its activation, at least for the first units
//   isSpread: false if values, weights and gradients have no histograms
//   changesInTraining: whether training differs from prediction.

import activation from "./activation.js";
import batchNormalization from "./batch_normalization.js";
import dense from "./dense.js";
import dropout from "./dropout.js";
import gaussianNoise from "./gaussian_noise.js";
import input from "./input.js";
import layerNormalization from "./layer_normalization.js";
import leakyReLU from "./leaky_relu.js";

export const KINDS = {
  input,
  dense,
  dropout,
  batch_normalization: batchNormalization,
  activation,
  leaky_relu: leakyReLU,
  layer_normalization: layerNormalization,
  gaussian_noise: gaussianNoise,
  output: dense,
};

export const kindOf = ({ kind }) => KINDS[kind];

/** Whether a layer has no weights and passes every value on, one by one. */
export const passes = (layer) => kindOf(layer).width !== undefined;
