// What all pictures of a network share: its scene, and the training rows from which the browser computes them.
//
// Both follow from the settings alone, so a run shares them with its untrained network, which the page has mostly shown.

import { mayPass } from "../kit/rest.js";
import { visitorHeaders } from "../kit/visitor.js";

const KEPT = 6; // the most scenes kept, with at most 4 MB of rows each

const scenes = new Map(); // key of a network's settings → {scene, rows}, the least recently used first

/** {scene, rows} of a key, rows null if workers take the pictures; undefined if unknown. */
export const known = (key) => scenes.get(key);

/**
 * Fetches {scene, rows} of the network at an address, and keeps them under a key; null: does not keep them.
 *
 * Returns null if the network's data are gone; throws an Error if another try may succeed.
 */
export async function loadScene(address, key) {
  const answer = await fetch(`${address}/scene`, { headers: visitorHeaders() });
  if (!answer.ok && !mayPass(answer.status)) return null;
  if (!answer.ok) throw new Error("no scene");
  const scene = await answer.json();
  const found = { scene, rows: scene.network ? (knownRows(scene.network.rows) ?? (await rowsAt(address))) : null };
  if (key != null) keep(key, found);
  return found;
}

/** The rows of another network with the same training rows. */
const knownRows = (digest) => digest && [...scenes.values()].find(({ scene }) => scene.network?.rows === digest)?.rows;

async function rowsAt(address) {
  const answer = await fetch(`${address}/rows`, { headers: visitorHeaders() });
  if (!answer.ok) throw new Error("no rows");
  return answer.arrayBuffer();
}

function keep(key, found) {
  scenes.delete(key);
  scenes.set(key, found);
  for (const oldest of scenes.keys()) {
    if (scenes.size <= KEPT) return;
    scenes.delete(oldest);
  }
}

/** The scene of a run that trains in batches of `size` rows, null for all rows at once. */
export function inBatches(scene, size) {
  const { rows } = scene.points.train;
  return { ...scene, batches: Math.ceil(rows / (size ?? rows)) };
}
