// What pictures say of a layer's values.

/** How many of a layer's values the picture shows. */
export const shownOf = (layer) => layer.shown ?? layer.units ?? 0;

/** How many values a layer puts out, as people write it. */
export const unitsOf = (layer) => (layer.units ?? shownOf(layer)).toLocaleString("en-US");

/** Values that are listed for each shown neuron, or one for all. */
export const one = (values, i) => (Array.isArray(values) ? values[i] : values);
