// What pictures say of a layer's values.

/** How many of a layer's values the picture shows. */
export const shownOf = (layer) => layer.shown ?? layer.units ?? 0;

/** How many values a layer puts out, as people write it. */
export const unitsOf = (layer) => (layer.units ?? shownOf(layer)).toLocaleString("en-US");

/** Whether a layer's weights are no numbers any more: nothing else is known of it then. */
export const isBroken = ({ weight_size: size }) => size !== undefined && !Number.isFinite(size);

/** Values that are listed for each shown neuron, or one for all. */
export const one = (values, i) => (Array.isArray(values) ? values[i] : values);
