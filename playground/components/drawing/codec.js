// A picture of the network at one epoch, as the server sends it: a length, a JSON header, then raw arrays.

const KINDS = { uint8: Uint8Array, uint16: Uint16Array, float32: Float32Array };
const GZIP = 0x8b1f;

/**
 * Decodes the bytes of /runs/ID/pictures/N.
 *
 * Returns the header with `arrays` replaced by a map from name to {shape, values}, `values` being a typed array over
 * the bytes. Compressed bytes are decompressed first. Throws an Error for bytes that are not a picture.
 */
export async function decode(buffer) {
  if (buffer.byteLength < 4) throw new Error("The picture is empty.");
  const view = new DataView(buffer);
  if (view.getUint16(0, true) === GZIP) return decode(await inflate(buffer));
  const end = 4 + view.getUint32(0, true);
  if (end > buffer.byteLength) throw new Error("The picture is cut off.");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, end - 4)));
  // Offsets count from the end of the header. An array at an address that its type does not allow is copied.
  const arrays = new Map(header.arrays.map((array) => [array.name, readArray(buffer, end, array)]));
  return { ...header, arrays };
}

function readArray(buffer, end, { dtype, shape, offset }) {
  const Values = KINDS[dtype];
  if (!Values) throw new Error(`The picture holds numbers of an unknown kind, ${dtype}.`);
  const count = shape.reduce((product, length) => product * length, 1);
  const from = end + offset;
  const aligned = from % Values.BYTES_PER_ELEMENT === 0;
  const source = aligned ? buffer : buffer.slice(from, from + count * Values.BYTES_PER_ELEMENT);
  return { shape, values: new Values(source, aligned ? from : 0, count) };
}

async function inflate(buffer) {
  const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** The array of a name: {shape, values}; null if the name is empty or unknown. */
export function arrayOf(picture, name) {
  return (name && picture.arrays.get(name)) || null;
}

/** `low` and `high` of the value `index`: they are lists with an entry for each value, or one number for all. */
export function bounds({ low, high }, index) {
  return [Array.isArray(low) ? low[index] : low, Array.isArray(high) ? high[index] : high];
}
