// A second copy of what a device keeps, in a store of its own. Chromium appends to the file of writes it
// finds after a kill; where the kill tore the last write in two, the next start takes that file for
// damaged, and drops everything the page ever kept. Of two stores that are written one after the other a
// kill tears one at most, and the other puts it back. Whoever writes here holds the lock of store.js.

// Which of two copies is ahead is told by how often each was written.
export const TURN = { id: "last", n: 0 };
// How many rows are copied by one write.
const ROWS = 200;
const PIECES = 8;

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const shelfOf = (db, shelf) => db.transaction(shelf).objectStore(shelf);

async function turn(db) {
  return (await answered(shelfOf(db, "turns").get(TURN.id)))?.n ?? TURN.n;
}

// Make the copy that is behind equal to the other. True where the first was behind: it was dropped.
// `shelves` are [name, whether a row of it never changes].
export async function level(first, second, shelves, copying) {
  const [one, two] = [await turn(first), await turn(second)];
  if (one === two) return false;
  const [from, to, n] = two > one ? [second, first, two] : [first, second, one];
  if (to === first) copying();
  await copy(from, to, shelves, n);
  return to === first;
}

// What is there is put first, what is gone is deleted last, with the turn: a copy that was killed midway
// holds too much and is still behind.
async function copy(from, to, shelves, n) {
  const over = [];
  for (const [shelf, fixed] of shelves) {
    const keys = await answered(shelfOf(from, shelf).getAllKeys());
    const there = await answered(shelfOf(to, shelf).getAllKeys());
    const [mine, theirs] = [keys, there].map((all) => new Set(all.map(String)));
    over.push(...there.filter((key) => !mine.has(String(key))).map((key) => [shelf, "delete", key]));
    const wanted = fixed ? keys.filter((key) => !theirs.has(String(key))) : keys;
    // Rows that never change are pieces of files, each of a quarter of a megabyte.
    const many = fixed ? PIECES : ROWS;
    for (let at = 0; at < wanted.length; at += many) {
      const some = wanted.slice(at, at + many);
      const rows = await rowsOf(from, shelf, some, keys === wanted);
      await put(to, rows.map((row) => [shelf, "put", row]));
    }
  }
  await put(to, [...over, ["turns", "put", { ...TURN, n }]]);
}

// The rows of keys that are in order; `all` says that there are none between them.
async function rowsOf(db, shelf, keys, all) {
  const found = shelfOf(db, shelf);
  if (all) return answered(found.getAll(IDBKeyRange.bound(keys[0], keys.at(-1))));
  return Promise.all(keys.map((key) => answered(found.get(key))));
}

// Do steps as one write; resolves, once all of it lies on the disk, with the steps as they came out:
// a "change" is the "put" of what it made of the row. `behind` is asked what the turn was before, and
// nothing is written where it says so.
export async function put(db, steps, behind = () => false) {
  const shelves = [...new Set([...steps.map(([shelf]) => shelf), "turns"])];
  const tx = db.transaction(shelves, "readwrite", { durability: "strict" });
  const out = [];
  const done = new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve(out);
    tx.onabort = () => reject(tx.error ?? new Error("the browser did not keep it"));
  });
  const each = ([shelf, what, value, change]) => {
    const at = tx.objectStore(shelf);
    if (what === "change") {
      at.get(value).onsuccess = (event) => {
        const row = change(event.target.result);
        if (row) each([shelf, "put", row]);
      };
      return;
    }
    at[what](value);
    out.push([shelf, what, value]);
  };
  tx.objectStore("turns").get(TURN.id).onsuccess = (event) => {
    if (behind(event.target.result?.n ?? TURN.n)) tx.abort();
    else for (const step of steps) each(step);
  };
  return done;
}
