// What lies on this device. Nothing enters that is neither sealed to the inspectorate nor encrypted
// under a key that only a passphrase opens; what is in clear are ids, times, sizes and states. Every
// write is strict: a browser's usual "done" means only that the system was told, and a cut of power
// then takes back what a person was shown as kept.
export const NAME = "inspectorate-capture";
const VERSION = 2;
// Each shelf and what its rows are found by, beside their key: an index is named by its fields.
const SHELVES = {
  devices: { keyPath: "id", by: [] },
  drafts: { keyPath: "id", by: ["device"] },
  outbox: { keyPath: "id", by: ["device"] },
  pieces: { keyPath: ["file", "n"], by: ["device,note"] },
  kept: { keyPath: "id", by: ["device,until", "device,visit,made"] },
  packs: { keyPath: "id", by: ["device"] },
  receipts: { keyPath: "id", by: ["device"] },
  documents: { keyPath: "id", by: ["device,visit"] },
  chunks: { keyPath: ["file", "n"], by: ["device,document"] },
};
let opened = null;
const RELOAD = "A newer version of this page is open in another tab. Reload this page.";
const OTHERS = "Another version of this page is open. Close the other tabs of this page.";
let outdated = false;
let saying = () => {};

// `say` is told what a person does where tabs of two versions stand in each other's way, and "" once
// they do not any more.
export function onVersions(say) {
  saying = say;
}

// The database, opened once; where it was closed under us, opened again.
function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const [name, { keyPath, by }] of Object.entries(SHELVES)) {
        if (asked.result.objectStoreNames.contains(name)) continue;
        const shelf = asked.result.createObjectStore(name, { keyPath });
        for (const one of by) shelf.createIndex(one, one.includes(",") ? one.split(",") : one);
      }
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
  opened.catch(() => {
    opened = null;
  });
  return opened;
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
  const db = await database();
  return answered(db.transaction(shelf).objectStore(shelf).get(key));
}

export async function all(shelf) {
  const db = await database();
  return answered(db.transaction(shelf).objectStore(shelf).getAll());
}

// The rows of a shelf that belong to one device, or to one note.
export async function of(shelf, index, value) {
  const db = await database();
  return answered(db.transaction(shelf).objectStore(shelf).index(index).getAll(value));
}

// The keys alone, where the rows are large.
export async function keysOf(shelf, index, value) {
  const db = await database();
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
  const db = await database();
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

// Do several writes as one; resolves once all of it lies on the disk. `steps` are [shelf, "put",
// row], [shelf, "delete", key] or [shelf, "change", key, change], where `change` is given the row
// as it stands and answers with the row to put, or null to leave it.
export async function write(...steps) {
  const db = await database();
  const shelves = [...new Set(steps.map(([shelf]) => shelf))];
  const tx = db.transaction(shelves, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error("the browser did not keep it"));
  });
  for (const [shelf, what, value, change] of steps) {
    const at = tx.objectStore(shelf);
    if (what === "put") at.put(value);
    if (what === "delete") at.delete(value);
    if (what === "change") {
      at.get(value).onsuccess = (event) => {
        const row = change(event.target.result);
        if (row) at.put(row);
      };
    }
  }
  return done;
}
