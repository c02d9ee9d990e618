// Sends a file to the server, or asks it to read a file in another way. Every answer is {error} or what was read.

import { visitorHeaders } from "../kit/visitor.js";

export const FIRST_BYTES = 200_000; // the part of a long file that is read for its first rows

const LOST = "The server could not be reached. Check the connection and try again.";

/** The query of a dialect; the server guesses what is not set. */
function query(reading, more = {}) {
  const said = Object.entries({ ...more, ...reading }).filter(([, value]) => value != null);
  return new URLSearchParams(said.map(([name, value]) => [name, typeof value === "boolean" ? (value ? "yes" : "no") : value]));
}

function parseAnswer(text, status) {
  try {
    return { ...JSON.parse(text), httpStatus: status };
  } catch {
    return { error: `The server answered in a way that this page does not know (${status}).`, httpStatus: status };
  }
}

/** Sends a whole file; progress(share): the share that is sent, 0 to 1. */
export function send(address, file, reading, { progress, signal }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${address}?${query(reading, { name: file.name })}`);
    for (const [name, value] of Object.entries(visitorHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 1);
    request.onload = () => resolve(parseAnswer(request.responseText, request.status));
    request.onerror = () => resolve({ error: LOST });
    request.onabort = () => resolve({ error: "" });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

async function ask(address, options) {
  try {
    const response = await fetch(address, { cache: "no-store", ...options });
    return parseAnswer(await response.text(), response.status);
  } catch (error) {
    return { error: error.name === "AbortError" ? "" : LOST };
  }
}

/** Reads the first part of a long text file; the server keeps nothing of it. */
export async function sendFirst(address, file, reading, { signal }) {
  const bytes = new Uint8Array(await file.slice(0, FIRST_BYTES).arrayBuffer());
  const end = bytes.lastIndexOf(10);
  if (end < 0) return { error: "" };
  return ask(`${address}/first?${query(reading)}`, {
    method: "POST",
    body: bytes.slice(0, end + 1),
    headers: visitorHeaders(),
    signal,
  });
}

/** Reads the same file in another way. */
export function readAgain(address, digest, reading, { signal }) {
  return ask(`${address}/${digest}?${query(reading)}`, { headers: visitorHeaders(), signal });
}
