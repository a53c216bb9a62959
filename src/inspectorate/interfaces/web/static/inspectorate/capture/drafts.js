// What is being written on a visit: one draft of notes, one of grades, one of the debrief, each encrypted
// under the device key at every pause. That of notes holds the note as it stands (`now`), those that were
// finished and not yet sealed (`pending`), and those that come into the form after this one (`next`): a
// machine that dies between has all of them.
// One of `pending` whose files are still read says so by its `note`, as it stood in the form.
import { newId } from "./bytes.js";
import { lockUp, openUp } from "./keys.js";
import { begun, SECRET } from "./note.js";
import * as store from "./store.js";

// What a draft may be of beside notes: {meant, now, texts, done} (beside.js).
const OTHERS = ["grade", "debrief"];

export const draftId = (held, visit, meant = "") =>
  [held.id, visit, meant].filter(Boolean).join("/");

// A note that nobody has begun; `carried` is what stays from the note before.
export const fresh = (carried = {}) => ({ id: newId(), words: "", files: [], began: 0, ...carried });

export const empty = () => ({ now: fresh(), pending: [], next: [] });

// Texts nobody has begun: `now` is the place where one writes, `texts` what is unfinished at each place,
// `done` what was saved last there.
export const none = (meant) => ({ meant, now: "", texts: {}, done: {} });

// What lies here and cannot be opened. A read that failed is none: what it was to read may be whole.
export class Damaged extends Error {}

export async function load(held, visit, meant = "") {
  const row = await store.get("drafts", draftId(held, visit, meant));
  const opened = row && (await openUp(held.key, row).catch((fault) => {
    throw new Damaged(fault.message);
  }));
  return { ...(meant ? none(meant) : empty()), ...opened };
}

// The notes of a draft, by id. What is no note has no files.
const notesOf = ({ meant, now, pending, next }) =>
  meant ? [] : [now, ...pending, ...next].map((one) => one.id);

// The notes of all drafts of a device: their files are not swept away.
export async function everyNote(held) {
  const rows = await store.of("drafts", "device", held.id);
  const all = await Promise.all(rows.map((row) => openUp(held.key, row)));
  return all.flatMap((one) => notesOf({ next: [], ...one }));
}

// Drop the drafts of a visit that is over, unless something unfinished stands in one; whether they went.
export async function forget(held, visit) {
  const { now, pending, next } = await load(held, visit);
  if (begun(now) || pending.length || next.length) return false;
  const others = await Promise.all(OTHERS.map((meant) => load(held, visit, meant)));
  if (others.some(({ texts }) => Object.keys(texts).length)) return false;
  await store.write(...["", ...OTHERS].map((meant) => ["drafts", "delete", draftId(held, visit, meant)]));
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
  const { meant, now, next } = draft;
  const whole = meant ? draft : { ...draft, now: storable(now), next: next.map(storable) };
  const locked = await lockUp(held.key, whole);
  return { id: draftId(held, visit, meant), device: held.id, at: Date.now(), ...locked };
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

// The visit that was last written on, and what, to come back to after a reload: {key, meant}; null where
// none was.
export async function lastVisit(held) {
  const rows = await store.of("drafts", "device", held.id);
  const newest = rows.sort((one, other) => other.at - one.at)[0];
  if (!newest) return null;
  const [slug, visit, meant] = newest.id.slice(held.id.length + 1).split("/");
  return { key: `${slug}/${visit}`, meant };
}
