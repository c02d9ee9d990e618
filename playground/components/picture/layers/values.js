// What a picture says about a layer's values.

/** How many of a layer's values the picture shows. */
export const shownOf = (layer) => layer.shown ?? layer.units ?? 0;

/** The shape of a layer's output, as people write it. */
export const unitsOf = (layer) => (layer.units ?? shownOf(layer)).toLocaleString("en-US");

/** Whether a layer's weights are not numbers; then nothing else is known of it. */
export const isBroken = ({ weight_size: size }) => size !== undefined && !Number.isFinite(size);

/** The value of each shown neuron, from a list or from one value for all. */
export const one = (values, i) => (Array.isArray(values) ? values[i] : values);
