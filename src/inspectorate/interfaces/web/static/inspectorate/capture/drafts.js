// What is being written: one draft a visit, encrypted under the device key at every pause. A draft
// holds the note as it stands (`now`), and those that were finished and not yet sealed (`pending`): a
// machine that dies between the two has both.
import { newId } from "./bytes.js";
import { lockUp, openUp } from "./keys.js";
import { SECRET } from "./note.js";
import * as store from "./store.js";

export const draftId = (held, visit) => `${held.id}/${visit}`;

// A note that nobody has begun; `carried` is what stays from the note before.
export const fresh = (carried = {}) => ({ id: newId(), words: "", files: [], began: 0, ...carried });

export async function load(held, visit) {
  const row = await store.get("drafts", draftId(held, visit));
  return row ? openUp(held.key, row) : { now: fresh(), pending: [] };
}

// Words of a secret stay in the field they were typed into, and go nowhere.
const storable = (note) => (note.marking === SECRET ? { ...note, words: "", files: [] } : note);

export async function rowOf(held, visit, draft) {
  const locked = await lockUp(held.key, { ...draft, now: storable(draft.now) });
  return { id: draftId(held, visit), device: held.id, at: Date.now(), ...locked };
}

// One write after the other, whoever asks: an older one never lands on a newer one.
let last = Promise.resolve();
export function inTurn(work) {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
}

export function keep(held, visit, draft) {
  // As it stands now, whatever is typed while it waits its turn.
  const copy = structuredClone(draft);
  return inTurn(async () => store.write(["drafts", "put", await rowOf(held, visit, copy)]));
}

// The visit that was last written on, to come back to after a reload; null where none was.
export async function lastVisit(held) {
  const rows = await store.of("drafts", "device", held.id);
  const newest = rows.sort((one, other) => other.at - one.at)[0];
  return newest ? newest.id.slice(held.id.length + 1) : null;
}
