// What an inspector takes along for a visit, fetched while signed in and kept encrypted under the
// device key: its sessions, criteria, requests, questions, and what is public of the body.
import { newId } from "./bytes.js";
import { lockUp, openUp } from "./keys.js";
import * as store from "./store.js";

export const SIGN_IN = "/accounts/login/?next=/capture/";

// Why the server did not answer with what was asked.
export class Unanswered extends Error {
  // `mend` is the address where the person does first what is missing; "" where there is none.
  constructor(words, mend = "") {
    super(words);
    this.mend = mend;
  }
}

// Ask as the person who is signed in. Whoever is not is led to a page, which is no answer here.
export async function ask(path, { method = "GET", body, csrf } = {}) {
  const answer = await asked(path, {
    method,
    body: body && JSON.stringify(body),
    headers: csrf ? { "X-CSRFToken": csrf, "Content-Type": "application/json" } : {},
    signal: AbortSignal.timeout(60_000),
  });
  if (answer.status === 204) return null;
  return told(answer);
}

// What the server answers, whatever it is, not read yet.
export async function asked(path, how) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", redirect: "manual", ...how });
  } catch {
    throw new Unanswered("There is no connection.");
  }
  if (answer.type === "opaqueredirect") throw new Unanswered("Sign in first, and come back.", SIGN_IN);
  return answer;
}

// What an answer tells; where it says why not, that is thrown.
export async function told(answer) {
  let found;
  try {
    found = await answer.json();
  } catch {
    throw new Unanswered("The server did not answer as it should. Try again in a while.");
  }
  if (!answer.ok) throw new Unanswered(reasons(found) || "The server did not do this.");
  return found;
}

function reasons(found) {
  const listed = Array.isArray(found.reasons) ? found.reasons : [];
  const said = listed.map((one) => (one.text ? `${one.text} ${one.mend ?? ""}`.trim() : String(one))).join(" ");
  return said || found.detail || found.title || "";
}

// {csrf, person, visits}: whose session it is, and which visits they may take along.
export const offered = () => ask("/capture/packs/");

const keyOf = (held, key) => `${held.id}/${key}`;

// Fetch one visit and keep it. The server gives it to this device alone, of whoever is signed in now,
// and has written down by then that the device may hold it, should it be lost.
export async function take(held, { slug, visit }) {
  const { csrf } = await offered();
  const pack = await ask(`/capture/packs/${slug}/${visit}/`, {
    method: "POST",
    body: { device: held.id, key: newId() },
    csrf,
  });
  const key = `${slug}/${visit}`;
  const locked = await lockUp(held.key, { ...pack, key, inspection: slug });
  await store.write(["packs", "put", { id: keyOf(held, key), device: held.id, ...locked }]);
  return key;
}

// The visits taken along, and how many of them cannot be read any more: {packs, damaged}.
export async function mine(held) {
  const packs = [];
  let damaged = 0;
  for (const row of await store.of("packs", "device", held.id)) {
    try {
      packs.push(await openUp(held.key, row));
    } catch {
      damaged += 1;
    }
  }
  packs.sort((one, other) => one.starts.localeCompare(other.starts));
  return { packs, damaged };
}

// What was taken along and what was written there is dropped so long after the last day of a visit.
const OVER = 14 * 24 * 60 * 60 * 1000;
export const isOver = (pack, now = Date.now()) => Date.parse(`${pack.ends}T23:59:59`) + OVER < now;

// What the forms of a visit are kept and sent by.
export const visitOf = ({ key, inspection, ends, label }) => ({ key, inspection, ends, label });

export const drop = (held, key) => store.write(["packs", "delete", keyOf(held, key)]);

export async function open(held, key) {
  const row = await store.get("packs", keyOf(held, key));
  return row ? openUp(held.key, row) : null;
}
