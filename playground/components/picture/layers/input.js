import { unitsOf } from "./values.js";

export default { detail: (layer) => [unitsOf(layer), unitsOf(layer)] };
