// What is being written: one draft a visit, encrypted under the device key at every pause. A draft
// holds the note as it stands (`now`), those that were finished and not yet sealed (`pending`), and
// those that come into the form after this one (`next`): a machine that dies between has all of them.
// One of `pending` whose files are still read says so by its `note`, as it stood in the form.
import { newId } from "./bytes.js";
import { lockUp, openUp } from "./keys.js";
import { begun, SECRET } from "./note.js";
import * as store from "./store.js";

export const draftId = (held, visit) => `${held.id}/${visit}`;

// A note that nobody has begun; `carried` is what stays from the note before.
export const fresh = (carried = {}) => ({ id: newId(), words: "", files: [], began: 0, ...carried });

export const empty = () => ({ now: fresh(), pending: [], next: [] });

export async function load(held, visit) {
  const row = await store.get("drafts", draftId(held, visit));
  return { ...empty(), ...(row && (await openUp(held.key, row))) };
}

// The notes of a draft, by id.
const notesOf = ({ now, pending, next }) => [now, ...pending, ...next].map((one) => one.id);

// The notes of all drafts of a device: their files are not swept away.
export async function everyNote(held) {
  const rows = await store.of("drafts", "device", held.id);
  const all = await Promise.all(rows.map((row) => openUp(held.key, row)));
  return all.flatMap((one) => notesOf({ next: [], ...one }));
}

// Drop the draft of a visit that is over, unless something unfinished stands in it; whether it went.
export async function forget(held, visit) {
  const { now, pending, next } = await load(held, visit);
  if (begun(now) || pending.length || next.length) return false;
  await store.write(["drafts", "delete", draftId(held, visit)]);
  return true;
}

// Put a note back that could not be finished: into the form where nobody has begun another there,
// else after that one, or before it (`first`).
export function back(draft, note, first = false) {
  draft.pending = draft.pending.filter((one) => one.id !== note.id);
  if (begun(draft.now) && !first) {
    draft.next.unshift(note);
    return;
  }
  if (begun(draft.now)) draft.next.unshift(draft.now);
  draft.now = note;
}

// Words of a secret stay in the field they were typed into, and go nowhere.
const storable = (note) => (note.marking === SECRET ? { ...note, words: "", files: [] } : note);

export async function rowOf(held, visit, draft) {
  const { now, next } = draft;
  const whole = { ...draft, now: storable(now), next: next.map(storable) };
  const locked = await lockUp(held.key, whole);
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
