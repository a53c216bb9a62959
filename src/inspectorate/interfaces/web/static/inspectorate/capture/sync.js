// Sending what is finished. It needs no passphrase. Notes without files go first, then pieces of
// files, one note's at a time; whatever goes wrong with one note is written on that note and holds up
// no other. Sent again, a note changes nothing: so an answer that was lost costs nothing but its way.
import { announce } from "./announce.js";
import { arrived, HELD, receipt } from "./outbox.js";
import * as store from "./store.js";

const AT = "/api/v1/capture/";
const MOST = 25;
const LARGEST = 1_500_000;
const LATEST = 30 * 60 * 1000;
const SAID = {
  401: "This device may not send any more. Save a rescue file and give it to your lead.",
  403: "This device may not send here. Save a rescue file and give it to your lead.",
  409: "The server has another file under this number. Save a rescue file and give it to your lead.",
  413: "The server says that this is too large. It stays here; a rescue file takes it.",
  429: "The server asks to wait. Sending goes on by itself.",
  500: "The server failed. Nothing is lost: sending goes on by itself.",
};
const NO_NETWORK = "There is no connection. Sending goes on by itself once there is one.";
const ODD = "What answered is not the inspectorate's server: a page to sign in to this network?";

// What stops a whole run; `status` 0 is no connection.
class Stopped extends Error {
  constructor(status, wait = 0) {
    super(SAID[status] ?? (status === 0 ? NO_NETWORK : status < 0 ? ODD : SAID[500]));
    this.status = status;
    this.wait = wait;
  }
}

async function ask(token, method, path, body) {
  const binary = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  const type = binary ? "application/octet-stream" : "application/json";
  let answer;
  try {
    answer = await fetch(AT + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": type },
      body: binary ? body : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Stopped(0);
  }
  if (!answer.ok) {
    const wait = Number(answer.headers.get("Retry-After")) || 0;
    throw new Stopped(answer.status, wait * 1000);
  }
  try {
    return await answer.json();
  } catch {
    throw new Stopped(-1);
  }
}

// It was tried and not taken: when next, and why, written on the note alone.
function later(id, said, wait = 0) {
  return [
    "outbox",
    "change",
    id,
    (row) => {
      if (!row) return null;
      const tries = row.tries + 1;
      const next = Date.now() + Math.max(wait, Math.min(LATEST, 5000 * 2 ** Math.min(tries, 10)));
      return { ...row, tries, next, said };
    },
  ];
}

// In groups that one request takes.
function batches(rows) {
  const all = [];
  let size = 0;
  for (const row of rows) {
    const group = all.at(-1);
    if (!group || group.length === MOST || size + row.size > LARGEST) {
      all.push([row]);
      size = row.size;
    } else {
      group.push(row);
      size += row.size;
    }
  }
  return all;
}

const complete = (row) => row.files.every(({ have, pieces }) => have.length >= pieces);
const due = (row) => row.next <= Date.now();

// Whose whole device it is about, rather than one note.
const ofAll = (status) => [0, -1, 401, 403, 429].includes(status);

async function sendGroup(token, rows) {
  let told;
  try {
    told = await ask(token, "POST", "notes/", {
      envelopes: rows.map((one) => one.envelope),
      // Beside the server's own: how far this clock is off, by which the notes say their times.
      device_time: new Date().toISOString(),
    });
  } catch (fault) {
    if (!(fault instanceof Stopped) || ofAll(fault.status)) throw fault;
    if (rows.length === 1) {
      await store.write(later(rows[0].id, fault.message, fault.wait));
      return;
    }
    // One of them may be what the server cannot bear: each by itself from here.
    for (const row of rows) await sendGroup(token, [row]);
    return;
  }
  if (!Array.isArray(told.outcomes)) throw new Stopped(-1);
  const by = new Map(told.outcomes.map((one) => [one.id, one]));
  for (const row of rows) await settle(row, by.get(row.id));
  announce("moved");
}

async function settle(row, outcome) {
  if (outcome && HELD.has(outcome.state)) {
    await arrived(row, outcome);
  } else if (outcome?.state === "waiting_files") {
    const have = new Map((outcome.missing ?? []).map((one) => [one.file, one.have ?? []]));
    await store.write([
      "outbox",
      "change",
      row.id,
      (now) => {
        if (!now) return null;
        const said = now.files.map((file) => ({ ...file, have: have.get(file.id) ?? file.have }));
        // Sent whole, and still not whole over there: not at once again.
        const next = now.stored ? Date.now() + 5000 : 0;
        return { ...now, stored: true, said: "", files: said, next };
      },
    ]);
  } else {
    const why = (outcome?.reasons ?? []).map((one) => one.text).join(" ");
    await store.write(later(row.id, why || "The server did not take this note. It stays here."));
  }
}

async function sendNotes(device) {
  const rows = (await store.of("outbox", "device", device.id)).filter(
    (row) => due(row) && (!row.stored || complete(row)),
  );
  const plain = rows.filter((row) => !row.files.length);
  const others = rows.filter((row) => row.files.length);
  for (const group of [...batches(plain), ...batches(others)]) await sendGroup(device.token, group);
  return rows.length;
}

// Send one note's pieces; between them, whatever was finished meanwhile. Whether any went.
async function sendPieces(device) {
  const rows = await store.of("outbox", "device", device.id);
  const row = rows.find((one) => due(one) && one.stored && !complete(one));
  if (!row) return false;
  try {
    for (const file of row.files) await sendFile(device, row, file);
  } catch (fault) {
    if (!(fault instanceof Stopped) || ofAll(fault.status)) throw fault;
    await store.write(later(row.id, fault.message, fault.wait));
    // The server knows nothing of the note: its envelope goes first, next time.
    if (fault.status === 404) await store.write(["outbox", "change", row.id, unstored]);
  }
  return true;
}

const unstored = (row) => row && { ...row, stored: false };

async function sendFile(device, row, file) {
  for (let n = 0; n < file.pieces; n += 1) {
    if (file.have.includes(n)) continue;
    const piece = await store.get("pieces", [file.id, n]);
    if (!piece) throw new Stopped(409);
    const path = `files/${file.id}/${n}/?of=${file.pieces}&note=${row.id}`;
    const told = await ask(device.token, "PUT", path, piece.bytes);
    await store.write([
      "outbox",
      "change",
      row.id,
      (now) =>
        now && {
          ...now,
          files: now.files.map((one) =>
            one.id === file.id ? { ...one, have: told.have ?? [...one.have, n] } : one,
          ),
        },
    ]);
    announce("moved");
    await sendNotes(device);
  }
}

// What became since of notes that were received and not yet decided on.
async function askAgain(device) {
  const open = (await store.of("receipts", "device", device.id)).filter((one) =>
    ["received", "quarantined"].includes(one.state),
  );
  if (!open.length) return;
  const told = await ask(device.token, "POST", "asked/", {
    ids: open.slice(-500).map((one) => one.id),
  });
  const known = new Map(open.map((one) => [one.id, one]));
  const steps = (told.outcomes ?? [])
    .filter((one) => HELD.has(one.state) && known.has(one.id))
    .map((one) => receipt(one.id, device.id, { ...known.get(one.id), ...one, reasons: [] }));
  if (steps.length) await store.write(...steps);
}

async function run(device, { asks }) {
  for (let more = true; more; ) {
    await sendNotes(device);
    more = await sendPieces(device);
  }
  if (asks) await askAgain(device);
}

// Something was finished while this tab was sending: it goes too before the sending ends.
let wanted = false;
let sending = false;

// Send all that is due, of everybody on this device, in one tab at a time. `now` leaves out how long
// a note was to wait. Answers with why something stopped, or "".
export async function sync({ now = false, asks = false } = {}) {
  wanted = true;
  if (sending && !now) return "";
  const how = { ifAvailable: !now };
  return navigator.locks.request("inspectorate-capture-sync", how, async (lock) => {
    if (!lock) return "";
    sending = true;
    try {
      if (now) await forgetWaits();
      let said = "";
      while (wanted) {
        wanted = false;
        said = await everybody({ asks });
      }
      return said;
    } finally {
      sending = false;
    }
  });
}

async function everybody(how) {
  const told = new Set();
  for (const device of await store.all("devices")) {
    try {
      await run(device, how);
    } catch (fault) {
      if (!(fault instanceof Stopped)) throw fault;
      told.add(fault.message);
      if (fault.status === 0) break;
    }
  }
  return [...told].join(" ");
}

async function forgetWaits() {
  const steps = (await store.all("outbox"))
    .filter((one) => one.next)
    .map(({ id }) => ["outbox", "change", id, (row) => row && { ...row, next: 0 }]);
  if (steps.length) await store.write(...steps);
}
