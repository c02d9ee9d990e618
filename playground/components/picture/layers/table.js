// The one list of what a picture shows of each kind of layer.
//
// A kind has
//   detail(layer): what stands beneath its title, in full and in short
//   forward(layer, variables, input, rows): what it puts out in a prediction, float32, all rows of one unit after those
//     of another, as the input is. variables: as Keras has them, float32, row by row
//   backward(layer, variables, input, upstream, rows): from the loss's gradient by what it puts out to {own: that by all
//     that it trains, in one row, where it trains anything; down: that by its input}.
// Layers that pass every value on, one by one, without weights have also
//   width: pixels of their column, and tile: pixels of a value in it
//   dashed: whether the column's outline is
//   draw(context, tile, i, layer, picture, colours): draws what happens to value i
//   formula(name, layer, neuron): {text, note} of one value, which comes in as `name`
//   told(layer, neuron): the same for a screen reader, in a few words; not needed.
// And where it applies
//   curve(layer): the function of one number that it applies to each value
//   variables(layer, inputs): how many numbers each of its variables has, where it has any
//   trained: how many of its variables training changes by gradients, where not all
//   learned(variables): what a picture shows of them: a list for each name, one number for each value put out
//   sums(layer, variables, input, rows, units): what goes into its activation, at least of the first units
//   isSpread: false where values, weights and gradients have no histograms
//   changesInTraining: whether it does something else in training than in a prediction.

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

/** Whether a layer passes every value on, one by one, without weights. */
export const passes = (layer) => kindOf(layer).width !== undefined;
