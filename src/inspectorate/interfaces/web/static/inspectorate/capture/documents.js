// The documents of a pack on this device: taken one after the other, as far as there is room for
// them, each in pieces that are encrypted under the device key before they are kept. What broke off
// goes on where it was; what does not come as it was named is not kept. In clear are random ids, the
// visit and sizes: no name, no digest and no address of a document.
import { fromText, joined, newId } from "./bytes.js";
import { lock, lockUp, openUp, unlock } from "./keys.js";
import { asked, told, Unanswered } from "./packs.js";
import { sha256 } from "./sha256.js";
import * as store from "./store.js";

const CHUNK = 1024 * 1024;
// Of all documents of one pack, with their texts.
export const MOST = 200 * CHUNK;
// How long one waits for the next bytes.
const STALLED = 60_000;
export const LARGE = "it is larger than 200 MB";
export const BEYOND = "with the others it is beyond 200 MB";

// Nothing more can be kept here.
export class Full extends Error {}

// One tab changes the documents of a person at a time; what `work` answers, or null where another
// tab is at it.
export function alone(held, work) {
  const name = `inspectorate-capture documents ${held.id}`;
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null));
}

// The documents a pack names. One that was taken along before documents were has none.
export const named = (pack) =>
  pack.requests.flatMap((one) => one.documents).filter((one) => one.id && one.sha256);

// What lies here of a pack, by the ids of its documents: {id, of, size, name, type, whole, text, got}.
// `text` is the size of its text, null where it has none here; `got` how many bytes there are.
export async function kept(held, key) {
  const found = new Map();
  for (const row of await store.of("documents", "device,visit", [held.id, key])) {
    const one = await openUp(held.key, row).catch(() => null);
    // Damaged, or another's in this place: it can be taken along again.
    if (one?.id !== row.id) await forget(held, row.id);
    else found.set(one.of, { ...one, got: one.whole ? one.size : await got(held, one) });
  }
  return found;
}

async function got(held, { id, size }) {
  const keys = await store.keysOf("chunks", "device,document", [held.id, id]);
  return Math.min(size, keys.length * CHUNK);
}

// Each document of a pack with what lies here of it and, where it is not taken, why.
export function standing(pack, here) {
  const all = named(pack).map((document) => ({ document, row: here.get(document.id) ?? null, why: "" }));
  const sizeOf = ({ document, row }) => document.size + (row?.text ?? 0);
  let used = all.filter((one) => one.row?.whole).reduce((sum, one) => sum + sizeOf(one), 0);
  for (const one of all.filter((each) => !each.row?.whole)) {
    const size = one.document.size;
    one.why = one.document.why || (size > MOST ? LARGE : "") || (used + size > MOST ? BEYOND : "");
    if (!one.why) used += sizeOf(one);
  }
  return { all, left: MOST - used };
}

const isDone = ({ document, row }) => row?.whole && (!document.text || row.asked);

// Whether there is anything to be taken yet.
export const wanting = (pack, here) => standing(pack, here).all.some((one) => !one.why && !isDone(one));

// Take what is not here yet. `tell` is told of each document as it comes, and why one was not kept;
// `signal` ends it. Throws where nothing more can come now, or be kept.
export async function take(held, pack, tell, signal) {
  const here = await kept(held, pack.key);
  await prune(held, pack, here);
  for (const { id } of named(pack)) {
    const { all } = standing(pack, here);
    const one = all.find((each) => each.document.id === id);
    if (one.why || isDone(one)) continue;
    const how = { held, pack, here, tell, signal };
    try {
      await takeOne(one, how);
    } catch (fault) {
      // Even this may fail on a full disk: what is left goes on from there the next time.
      if (fault instanceof Full) await forgetHalf(held, here.get(id), here).catch(() => {});
      if (!(fault instanceof Refused)) throw fault;
      tell({ document: one.document, why: fault.message });
    }
  }
}

// What the server does not give, or gives otherwise: the others are taken all the same.
class Refused extends Error {}

async function takeOne({ document, row }, how) {
  const { held, pack, here, tell, signal } = how;
  const { id: of, name, type, size } = document;
  const mine = row ?? { id: newId(), of, name, type, size, whole: false, text: null, asked: false };
  here.set(of, mine);
  if (!mine.whole) {
    await put(rowStep(await locked(held, pack, mine)));
    await bytesOf(document, mine, how);
    // Whole once the disk says so, and no sooner: what is half is taken off a disk that is full.
    await put(rowStep(await locked(held, pack, { ...mine, whole: true })));
    mine.whole = true;
    mine.got = size;
  }
  tell({ document, got: size });
  if (signal.aborted) throw new Unanswered("Stopped.");
  if (document.text && !mine.asked) await takeText(document, mine, how);
  tell({ document, done: true });
}

const rowStep = (row) => ["documents", "put", row];

async function locked(held, pack, { got: _, ...row }) {
  return { id: row.id, device: held.id, visit: pack.key, ...(await lockUp(held.key, row)) };
}

async function put(...steps) {
  try {
    await store.write(...steps);
  } catch (fault) {
    throw new Full(fault.message);
  }
}

const said = (file, n) => `${file}/${n}`;

async function chunkStep(held, row, file, n, plain) {
  const whole = await lock(held.key, plain, said(file, n));
  return ["chunks", "put", { file, n, document: row.id, device: held.id, ...whole }];
}

const address = (pack, document, more = "") =>
  `/capture/packs/${pack.slug}/${pack.visit}/documents/${encodeURIComponent(document.id)}/${more}`;

async function answerOf(path, held, signal, from = 0) {
  const answer = await asked(`${path}?${new URLSearchParams({ device: held.id, from })}`, { signal });
  if (answer.ok) return answer;
  if (answer.status === 429) throw new Unanswered("The server asks to wait. Go on in a minute.");
  if (answer.status >= 500) throw new Unanswered("The server failed. Go on in a while.");
  if (answer.status === 404) throw new Refused("it is not there for you any more");
  throw new Refused(await told(answer).then(() => "", (fault) => fault.message));
}

// The bytes of a document, each piece kept before the next is read; nothing is kept of one that does
// not come as it was named.
async function bytesOf(document, row, { held, pack, here, tell, signal }) {
  const digest = sha256();
  let { n, size } = await before(held, row, digest);
  if (size < document.size) {
    const answer = await answerOf(address(pack, document), held, signal, size);
    for await (const plain of pieces(answer, document.size - size)) {
      digest.add(plain);
      await put(await chunkStep(held, row, row.id, n, plain));
      n += 1;
      size += plain.length;
      row.got = size;
      tell({ document, got: size });
    }
  }
  // A connection that ends well in the middle is one that broke off.
  if (size < document.size) throw new Unanswered("The connection broke off.");
  if (size === document.size && digest.end() === document.sha256) return;
  await forgetHalf(held, row, here);
  throw new Refused("it came otherwise than it was named, and was not kept");
}

// What came of it before it broke off, read again for its digest: {n, size}.
async function before(held, row, digest) {
  const last = Math.ceil(row.size / CHUNK);
  let n = 0;
  let size = 0;
  try {
    for (; n < last; n += 1) {
      const kept = await store.get("chunks", [row.id, n]);
      if (!kept) break;
      const plain = await unlock(held.key, kept, said(row.id, n));
      digest.add(plain);
      size += plain.length;
    }
  } catch {
    await forget(held, row.id);
    throw new Unanswered("What came before is damaged on this device. Take the documents again.");
  }
  return { n, size };
}

// An answer in pieces of one size, the last one smaller; no more than `most` bytes and one.
async function* pieces(answer, most) {
  const reader = answer.body.getReader();
  let room = new Uint8Array(CHUNK);
  let filled = 0;
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await next(reader);
      if (done) break;
      for (let at = 0; at < value.length; ) {
        const part = value.subarray(at, at + CHUNK - filled);
        room.set(part, filled);
        at += part.length;
        filled += part.length;
        if (filled < CHUNK) continue;
        yield room;
        room = new Uint8Array(CHUNK);
        filled = 0;
      }
      size += value.length;
      if (size > most) break;
    }
    // What is left where it broke off is asked for again: a piece is whole, or it is the last.
    if (filled && size >= most) yield room.subarray(0, filled);
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function next(reader) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing came")), STALLED);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } catch {
    throw new Unanswered("The connection broke off.");
  } finally {
    clearTimeout(timer);
  }
}

// The text of a document, all of it in one write, or none where it has no room any more.
async function takeText(document, row, { held, pack, here, signal }) {
  const file = `${row.id}/text`;
  const answer = await answerOf(address(pack, document, "text/"), held, signal).catch((fault) => {
    if (fault instanceof Refused) return null;
    throw fault;
  });
  const plain = answer && (await wholeOf(answer));
  const steps = [];
  let text = null;
  if (plain && plain.length <= standing(pack, here).left) {
    for (let n = 0; n * CHUNK < plain.length; n += 1)
      steps.push(await chunkStep(held, row, file, n, plain.subarray(n * CHUNK, (n + 1) * CHUNK)));
    text = plain.length;
  }
  await put(rowStep(await locked(held, pack, { ...row, text, asked: true })), ...steps);
  row.text = text;
  row.asked = true;
}

async function wholeOf(answer) {
  try {
    const plain = new Uint8Array(await answer.arrayBuffer());
    JSON.parse(fromText(plain));
    return plain;
  } catch {
    throw new Unanswered("The connection broke off.");
  }
}

// The parts of a document that is here, in order. Throws where one is damaged.
export const open = (held, row) => parts(held, row.id, row.size);

// Its text: {machine_read, pages}.
export async function textOf(held, row) {
  const all = await parts(held, `${row.id}/text`, row.text);
  return JSON.parse(fromText(joined(...all)));
}

async function parts(held, file, size) {
  const all = [];
  for (let n = 0; n * CHUNK < size; n += 1) {
    const kept = await store.get("chunks", [file, n]);
    if (!kept) throw new Error("a piece is missing");
    all.push(await unlock(held.key, kept, said(file, n)));
  }
  return all;
}

async function steps(held, id) {
  const keys = await store.fieldsOf("chunks", "device,document", [held.id, id]);
  return [["documents", "delete", id], ...keys.map(({ key }) => ["chunks", "delete", key])];
}

async function forget(held, ...ids) {
  const all = (await Promise.all(ids.map((id) => steps(held, id)))).flat();
  if (all.length) await store.write(...all);
}

async function forgetHalf(held, row, here) {
  if (!row || row.whole) return;
  here.delete(row.of);
  await forget(held, row.id);
}

// Take off this device what a pack does not name any more, or what nobody may open any more.
async function prune(held, pack, here) {
  const given = new Set(named(pack).filter((one) => !one.why).map((one) => one.id));
  for (const row of [...here.values()].filter((one) => !given.has(one.of))) {
    here.delete(row.of);
    await forget(held, row.id);
  }
}

// Take every document of a visit off this device.
export async function drop(held, key) {
  const rows = await store.fieldsOf("documents", "device,visit", [held.id, key]);
  await forget(held, ...rows.map((one) => one.key));
}

// Take off this device what belongs to no pack, and pieces that belong to no document. A document is
// kept before its pieces are, and these are asked for first: none that is just coming is taken.
export async function tidy(held) {
  const pieces = await store.fieldsOf("chunks", "device,document", held.id);
  const rows = await store.fieldsOf("documents", "device,visit", held.id);
  const packs = new Set(await store.keysOf("packs", "device", held.id));
  const over = rows.filter(({ fields }) => !packs.has(`${held.id}/${fields[1]}`));
  const alive = new Set(rows.map((one) => one.key));
  await forget(held, ...over.map((one) => one.key));
  const loose = pieces.filter(({ fields }) => !alive.has(fields[1]));
  if (loose.length) await store.write(...loose.map(({ key }) => ["chunks", "delete", key]));
}
