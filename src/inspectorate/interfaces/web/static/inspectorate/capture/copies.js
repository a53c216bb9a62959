// A second copy of what a device keeps, in a store of its own. Chromium appends to the file of writes it
// finds after a kill; where the kill tore the last write in two, the next start takes that file for
// damaged, and drops everything the page ever kept. Of two stores that are written one after the other a
// kill tears one at most, and the other puts it back. Whoever writes here holds the lock of store.js.
import { newId } from "./bytes.js";

// Which of two copies is ahead is told by how often each was written since it was `born`; of two that
// were born apart neither is.
export const TURN = { id: "last", n: 0, born: "" };
export const next = (row) => ({ ...TURN, born: row?.born || newId(), n: (row?.n ?? TURN.n) + 1 });
// How many rows are copied by one write.
const ROWS = 200;
const PIECES = 8;

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const shelfOf = (db, shelf) => db.transaction(shelf).objectStore(shelf);

const turn = async (db) => (await answered(shelfOf(db, "turns").get(TURN.id))) ?? TURN;

// Make the copy that is behind equal to the other. True where the first was behind: it was dropped.
// `shelves` are [name, whether a row of it never changes].
export async function level(first, second, shelves, copying) {
  const [one, two] = [await turn(first), await turn(second)];
  if (one.n && two.n && one.born !== two.born) {
    // The first was dropped and written to before the second could be asked. Nothing of either is deleted;
    // of a row that is in both, that of the first was written last.
    copying();
    await copy(second, first, shelves, null, true);
    await put(first, [["turns", "put", next({ ...one, n: Math.max(one.n, two.n) })]]);
    await copy(first, second, shelves, await turn(first));
    return true;
  }
  if (one.n === two.n) return false;
  const [from, to, row] = two.n > one.n ? [second, first, two] : [first, second, one];
  if (to === first) copying();
  await copy(from, to, shelves, row);
  return to === first;
}

// What is there is put first, what is gone is deleted last, with the turn: a copy that was killed midway
// holds too much and is still behind. `added`: rows that are there stay, and none goes.
async function copy(from, to, shelves, row, added = false) {
  const over = [];
  for (const [shelf, fixed] of shelves) {
    const keys = await answered(shelfOf(from, shelf).getAllKeys());
    const there = await answered(shelfOf(to, shelf).getAllKeys());
    const [mine, theirs] = [keys, there].map((all) => new Set(all.map(String)));
    if (!added)
      over.push(...there.filter((key) => !mine.has(String(key))).map((key) => [shelf, "delete", key]));
    const wanted = fixed || added ? keys.filter((key) => !theirs.has(String(key))) : keys;
    // Rows that never change are pieces of files, each of a quarter of a megabyte.
    const many = fixed ? PIECES : ROWS;
    for (let at = 0; at < wanted.length; at += many) {
      const some = wanted.slice(at, at + many);
      const rows = await rowsOf(from, shelf, some, keys === wanted);
      await put(to, rows.map((row) => [shelf, "put", row]));
    }
  }
  if (row) await put(to, [...over, ["turns", "put", row]]);
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
    if (behind(event.target.result ?? TURN)) tx.abort();
    else for (const step of steps) each(step);
  };
  return done;
}
