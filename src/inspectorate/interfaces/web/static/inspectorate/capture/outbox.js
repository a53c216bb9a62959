// Finished notes: sealed for sending, and a copy that their author alone reads again. A note leaves
// the outbox when the server says by its id that it has it, and by nothing else.
import { inTurn, rowOf } from "./drafts.js";
import { lockUp, openUp } from "./keys.js";
import { cut, seal } from "./sealing.js";
import * as store from "./store.js";

// States in which the server holds a note for good.
export const HELD = new Set(["recorded", "received", "quarantined"]);
const DAY = 24 * 60 * 60 * 1000;

// Put a chosen file on this device, in pieces, all of them or none; answers with what the note says
// of it.
export async function attach(held, note, file) {
  const made = [];
  try {
    return await cut(file, async (piece) => {
      await store.write(["pieces", "put", { ...piece, note, device: held.id }]);
      made.push(["pieces", "delete", [piece.file, piece.n]]);
    });
  } catch (fault) {
    // Where even this fails, the next tidying up does it.
    await store.write(...made).catch(() => {});
    throw fault;
  }
}

export async function detach(said) {
  const steps = Array.from({ length: said.pieces }, (_, n) => ["pieces", "delete", [said.id, n]]);
  await store.write(...steps);
}

// Take all pieces of one note's files off this device.
export async function sweep(held, note) {
  const found = await store.fieldsOf("pieces", "device,note", [held.id, note]);
  const steps = found.map(({ key }) => ["pieces", "delete", key]);
  if (steps.length) await store.write(...steps);
}

// A draft of notes as it is without one of them.
const without = (draft, note) => ({
  now: draft.now,
  pending: draft.pending.filter((one) => one.id !== note.id),
  next: draft.next,
});

// Seal a finished note, and keep it in one write with the draft it leaves.
export async function finishNote(held, visit, note, draft) {
  await finish(held, visit, note, () => without(draft, note));
  draft.pending = without(draft, note).pending;
}

// Seal what is finished, whatever it is, and keep it. `visit` is the key of the visit with its inspection
// and last day; `rest` answers, as late as may be, with the draft as it is without it.
export function finish(held, visit, note, rest) {
  return inTurn(async () => {
    const at = new Date(note.device_time);
    const files = note.files.map(({ id, name, type, size, sha256, key, pieces }) => {
      return { id, name, type, size, sha256, key, pieces };
    });
    const said = { id: note.id, device: held.id, inspection: visit.inspection, item: note.item, files };
    const envelope = await seal(said, held.signing, held.opening, at);
    const copy = await lockUp(held.key, { item: note.item, files, label: visit.label });
    const row = {
      id: note.id,
      device: held.id,
      envelope,
      size: envelope.sealed.length + 400,
      files: files.map(({ id, pieces }) => ({ id, pieces, have: [] })),
      made: at.getTime(),
      stored: false,
      tries: 0,
      next: 0,
      said: "",
    };
    const until = new Date(`${visit.ends}T23:59:59`).getTime() + DAY;
    const kept = { id: note.id, device: held.id, visit: visit.key, made: row.made, until, ...copy };
    await store.write(
      ["outbox", "put", row],
      ["kept", "put", kept],
      ["drafts", "put", await rowOf(held, visit.key, rest())],
    );
  });
}

// Where one of them is by now: what waits of it here, and its receipt.
export async function whereIs(id) {
  const [waiting, receipt] = await Promise.all([store.get("outbox", id), store.get("receipts", id)]);
  return { waiting, receipt };
}

// How many notes wait on this device, how many of them the server has without all their files, and
// since when the oldest waits (milliseconds, or null).
export async function unsent() {
  const rows = await store.all("outbox");
  const oldest = rows.length ? Math.min(...rows.map((one) => one.made)) : null;
  const sent = rows.filter((one) => one.stored).length;
  return { here: rows.length - sent, sent, oldest, said: rows.map((one) => one.said).filter(Boolean) };
}

// What became of a note, kept in one write with its leaving the outbox. A disk that takes nothing more
// is made room on first: the server has the pieces.
export async function arrived(row, outcome, held) {
  const pieces = row.files.flatMap(({ id, pieces: many }) =>
    Array.from({ length: many }, (_, n) => ["pieces", "delete", [id, n]]),
  );
  const left = [await receipt({ id: row.id }, row.device, outcome, held), ["outbox", "delete", row.id]];
  try {
    await store.write(...left, ...pieces);
  } catch (fault) {
    if (!pieces.length) throw fault;
    await store.write(...pieces);
    await store.write(...left);
  }
}

// The step that keeps what became of a note. Words of reasons may quote the note: they are kept under
// the key of its author where they unlocked the page, else their codes alone. `known` is what was
// kept before; reasons that are not said again stay.
export async function receipt(known, device, { state, number, ref, at, reasons }, held = null) {
  const said = (reasons ?? []).filter((one) => one.code || one.text);
  const row = { codes: [], ...known, device, state, number, ref, at };
  if (said.length) {
    row.codes = said.map((one) => one.code ?? "");
    const words = said.map(({ text, mend }) => [text, mend].filter(Boolean).join(" "));
    row.why = held ? await lockUp(held.key, words) : null;
  }
  return ["receipts", "put", row];
}

// The newest notes of one visit, each with where it is, for their author.
export async function reread(held, visit, many) {
  const kept = await store.newest("kept", "device,visit,made", [held.id, visit], many);
  const reasons = async (receipt) => ({
    ...receipt,
    said: receipt.why ? await openUp(held.key, receipt.why).catch(() => []) : [],
  });
  const ids = kept.map((row) => row.id);
  const shelves = ["outbox", "receipts"].map((shelf) => store.several(shelf, ids));
  const [waiting, receipts] = await Promise.all(shelves);
  const read = kept.map(async (row, n) => ({
    // One that is damaged is shown as that, and hides no other.
    ...(await openUp(held.key, row).catch(() => ({ item: null, files: [] }))),
    id: row.id,
    made: row.made,
    waiting: waiting[n],
    receipt: receipts[n] && (await reasons(receipts[n])),
  }));
  return Promise.all(read);
}

// Forget copies whose visit is over and that the server has, and pieces of files that belong to no
// note any more. `drafted` are the notes of open drafts.
export async function tidy(held, drafted) {
  const waiting = await store.keysOf("outbox", "device", held.id);
  const alive = new Set([...waiting, ...drafted]);
  const kept = await store.fieldsOf("kept", "device,until", held.id);
  const over = kept.filter(({ fields, key }) => fields[1] < Date.now() && !alive.has(key));
  const pieces = await store.fieldsOf("pieces", "device,note", held.id);
  const steps = [
    ...over.flatMap(({ key }) => [
      ["kept", "delete", key],
      ["receipts", "delete", key],
    ]),
    ...pieces
      .filter(({ fields }) => !alive.has(fields[1]))
      .map(({ key }) => ["pieces", "delete", key]),
  ];
  if (steps.length) await store.write(...steps);
}
