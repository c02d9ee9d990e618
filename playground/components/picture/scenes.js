// What stays the same in all pictures of a network: its scene, and the training rows that a browser computes them from.
//
// They follow from the settings alone, so a run's are those of its untrained network, which the page has mostly shown.

import { mayPass } from "../kit/rest.js";
import { visitorHeaders } from "../kit/visitor.js";

const KEPT = 6; // scenes, with at most 4 MB of rows each

const scenes = new Map(); // what a network follows from → {scene, rows}, the least recently used first

/** {scene, rows} of what a network follows from, rows null where workers take the pictures; undefined where not known. */
export const known = (key) => scenes.get(key);

/**
 * Fetches {scene, rows} of the network at an address, and keeps them under a key, null for not at all.
 *
 * Returns null where the data of the network are gone; throws an Error where it has to be tried again.
 */
export async function fetched(address, key) {
  const answer = await fetch(`${address}/scene`, { headers: visitorHeaders() });
  if (!answer.ok && !mayPass(answer.status)) return null;
  if (!answer.ok) throw new Error("no scene");
  const scene = await answer.json();
  const found = { scene, rows: scene.network ? (knownRows(scene.network.rows) ?? (await rowsAt(address))) : null };
  if (key != null) keep(key, found);
  return found;
}

/** The rows of another network that learns from the same ones. */
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
