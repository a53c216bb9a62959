// What lies on this device. Nothing enters that is neither sealed to the inspectorate nor encrypted
// under a key that only a passphrase opens; what is in clear are ids, times, sizes and states. Every
// write is strict: a browser's usual "done" means only that the system was told, and a cut of power
// then takes back what a person was shown as kept. Where a browser offers a second store, what cannot be
// had again lies in both (copies.js).
import { level, next, put } from "./copies.js";
import { newId } from "./bytes.js";

export const NAME = "inspectorate-capture";
const VERSION = 3;
// The store beside the first; and the lock under which both are written, by one page at a time.
const SECOND = "inspectorate-second";
const WRITING = "inspectorate-writing";
// Each shelf and what its rows are found by, beside their key: an index is named by its fields. What the
// server has is kept `once`; a row of `fixed` never changes.
const SHELVES = {
  devices: { keyPath: "id", by: [] },
  drafts: { keyPath: "id", by: ["device"] },
  outbox: { keyPath: "id", by: ["device"] },
  pieces: { keyPath: ["file", "n"], by: ["device,note"], fixed: true },
  kept: { keyPath: "id", by: ["device,until", "device,visit,made"] },
  packs: { keyPath: "id", by: ["device"] },
  receipts: { keyPath: "id", by: ["device"] },
  documents: { keyPath: "id", by: ["device,visit"], once: true },
  chunks: { keyPath: ["file", "n"], by: ["device,document"], once: true },
  turns: { keyPath: "id", by: [], once: true },
};
const TWICE = Object.entries(SHELVES)
  .filter(([, { once }]) => !once)
  .map(([name, { fixed = false }]) => [name, fixed]);
const MIRRORED = new Set(TWICE.map(([name]) => name));
let opened = null;
const RELOAD = "A newer version of this page is open in another tab. Reload this page.";
const OTHERS = "Another version of this page is open. Close the other tabs of this page.";
const COPYING = "This browser dropped what was kept here. It is put back from the second copy on this device. Wait.";
const BACK = "This browser dropped what was kept here. It was put back as the second copy on this device has it; documents of a visit are to be taken along again. Send soon.";
const BEHIND = "The two copies on this device are not alike. What you write is kept once: send soon.";
// A second copy that failed is tried again after this long; one that does not answer for so long failed.
const AGAIN = 60_000;
const PATIENCE = 15_000;
let failed = null;
let outdated = false;
let saying = () => {};
let copies = () => {};

// `say` is told what a person does where tabs of two versions stand in each other's way, and "" once
// they do not any more; `ofCopies` how the two copies stand where they do not stand alike.
export function onVersions(say, ofCopies) {
  saying = say;
  copies = ofCopies;
}

// Both stores, opened once; where one was closed under us, opened again. `second` is null where this
// browser has none.
function database() {
  opened ??= both();
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

async function both() {
  const first = await open(indexedDB);
  const second = await openSecond();
  // Half of it put back is written to all the same: what is missing comes with the next write, and what
  // was written meanwhile stays.
  if (second) await locked(() => levelled(first, second)).catch(single);
  return { first, second };
}

// What somebody waits for, or a fault once it has taken too long.
function patiently(work) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("the second copy does not answer")), PATIENCE);
  });
  return Promise.race([work, late]);
}

const locked = (work) => navigator.locks.request(WRITING, work);

async function openSecond() {
  try {
    const opening = navigator.storageBuckets?.open(SECOND, { durability: "strict" });
    const bucket = opening && (await patiently(opening));
    return bucket ? await patiently(open(bucket.indexedDB)) : null;
  } catch {
    single();
    return null;
  }
}

function single() {
  failed = performance.now();
  copies(BEHIND);
}

const resting = () => failed !== null && performance.now() - failed < AGAIN;

async function levelled(first, second) {
  const back = await level(first, second, TWICE, () => copies(COPYING));
  if (back) copies(BACK);
  return back;
}

function open(stores) {
  return new Promise((resolve, reject) => {
    const asked = stores.open(NAME, VERSION);
    asked.onupgradeneeded = ({ oldVersion }) => {
      for (const [name, { keyPath, by }] of Object.entries(SHELVES)) {
        if (asked.result.objectStoreNames.contains(name)) continue;
        const shelf = asked.result.createObjectStore(name, { keyPath });
        for (const one of by) shelf.createIndex(one, one.includes(",") ? one.split(",") : one);
      }
      // What lies there already is ahead of a second copy that is new.
      if (oldVersion && oldVersion < 3) asked.transaction.objectStore("turns").put(next({ born: newId() }));
    };
    asked.onsuccess = () => {
      saying("");
      // A newer page changes the shelves: it waits for this one to let go.
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = null;
        outdated = true;
        saying(RELOAD);
      };
      asked.result.onclose = () => {
        opened = null;
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      if (isNewer(asked.error)) saying(outdated ? RELOAD : OTHERS);
      reject(asked.error);
    };
    // It opens once the others are closed.
    asked.onblocked = () => saying(OTHERS);
  });
}

const isNewer = (fault) => fault?.name === "VersionError";

// Whether this browser keeps anything at all: a private window may refuse. Null where it does, for a
// newer version of this page.
export async function keeps() {
  try {
    await database();
    return true;
  } catch (fault) {
    return isNewer(fault) ? null : false;
  }
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function get(shelf, key) {
  const { first: db } = await database();
  return answered(db.transaction(shelf).objectStore(shelf).get(key));
}

// Several rows by their keys, in that order, read at once; undefined where there is none.
export async function several(shelf, keys) {
  const { first: db } = await database();
  const found = db.transaction(shelf).objectStore(shelf);
  return Promise.all(keys.map((key) => answered(found.get(key))));
}

export async function all(shelf) {
  const { first: db } = await database();
  return answered(db.transaction(shelf).objectStore(shelf).getAll());
}

// The rows of a shelf that belong to one device, or to one note.
export async function of(shelf, index, value) {
  const { first: db } = await database();
  return answered(db.transaction(shelf).objectStore(shelf).index(index).getAll(value));
}

// The keys alone, where the rows are large.
export async function keysOf(shelf, index, value) {
  const { first: db } = await database();
  return answered(db.transaction(shelf).objectStore(shelf).index(index).getAllKeys(value));
}

// The fields of an index and the key of each row whose first field is `first`, the rows unread.
export async function fieldsOf(shelf, index, first) {
  const found = [];
  await walk(shelf, index, first, "next", "openKeyCursor", ({ key, primaryKey }) => {
    found.push({ fields: key, key: primaryKey });
    return true;
  });
  return found;
}

// The last `many` rows of an index whose first fields are `first`, the last one first.
export async function newest(shelf, index, first, many) {
  const found = [];
  await walk(shelf, index, first, "prev", "openCursor", ({ value }) => {
    found.push(value);
    return found.length < many;
  });
  return found;
}

async function walk(shelf, index, first, way, open, each) {
  const { first: db } = await database();
  const fields = [first].flat();
  const range = IDBKeyRange.bound(fields, [...fields, []]);
  const asked = db.transaction(shelf).objectStore(shelf).index(index)[open](range, way);
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (cursor && each(cursor)) cursor.continue();
      else resolve();
    };
    asked.onerror = () => reject(asked.error);
  });
}

// Do several writes as one; resolves once all of it lies on the disk, in both copies. `steps` are [shelf,
// "put", row], [shelf, "delete", key] or [shelf, "change", key, change], where `change` is given the row
// as it stands and answers with the row to put, or null to leave it.
export async function write(...steps) {
  const { first, second } = await database();
  const twice = steps.some(([shelf]) => MIRRORED.has(shelf));
  const turn = ["turns", "change", "last", next];
  return locked(async () => {
    const done = await put(first, twice ? [...steps, turn] : steps);
    if (!twice || resting()) return;
    const other = second ?? (failed === null ? null : await openedAgain(first));
    if (other) await follow(first, other, done);
  });
}

async function openedAgain(first) {
  const second = await openSecond();
  if (second) opened = Promise.resolve({ first, second });
  return second;
}

// The second copy after the first: where it missed a write before this one, all that it misses.
async function follow(first, second, done) {
  const { n, born } = done.find(([shelf]) => shelf === "turns")[2];
  const steps = done.filter(([shelf]) => MIRRORED.has(shelf) || shelf === "turns");
  let missed = false;
  try {
    const written = put(second, steps, (before) => {
      missed = before.n !== n - 1 || (before.n > 0 && before.born !== born);
      return missed;
    });
    const back = await patiently(written).then(
      () => false,
      (fault) => {
        if (!missed) throw fault;
        return levelled(first, second);
      },
    );
    if (failed !== null && !back) copies("");
    failed = null;
  } catch {
    single();
  }
}
