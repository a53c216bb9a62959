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
const SLOW = "The connection is too slow for now. Sending goes on by itself.";
const GONE = "A part of a file is missing on this device. Save a rescue file and give it to your lead.";
const HERE = "This device failed while sending. What was not sent stays here.";
const NO_NETWORK = "There is no connection. Sending goes on by itself once there is one.";
const ODD = "What answered is not the inspectorate's server: a page to sign in to this network?";

// What is no answer of a server: no connection, somebody else's page, an answer that did not come in
// time, a piece that is not on this device.
const [NONE, OTHER, LATE, MISSING] = [0, -1, -2, -3];
const OWN = { [NONE]: NO_NETWORK, [OTHER]: ODD, [LATE]: SLOW, [MISSING]: GONE };

// What stops a whole run, or one note of it.
class Stopped extends Error {
  constructor(status, wait = 0) {
    super(SAID[status] ?? OWN[status] ?? SAID[500]);
    this.status = status;
    this.wait = wait;
  }
}

async function ask(token, method, path, body) {
  const binary = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  const type = binary ? "application/octet-stream" : "application/json";
  const sent = binary ? body : JSON.stringify(body);
  // A minute, and as long as a line of 4 kB a second takes.
  const long = 60_000 + (sent.byteLength ?? sent.length) / 4;
  let answer;
  try {
    answer = await fetch(AT + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": type },
      body: sent,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(Math.ceil(long)),
    });
  } catch (fault) {
    throw new Stopped(fault?.name === "TimeoutError" ? LATE : NONE);
  }
  if (!answer.ok) {
    const wait = Number(answer.headers.get("Retry-After")) || 0;
    throw new Stopped(answer.status, wait * 1000);
  }
  try {
    return await answer.json();
  } catch (fault) {
    throw new Stopped(fault?.name === "TimeoutError" ? LATE : OTHER);
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
      const long = Math.max(wait, 5000 * 2 ** Math.min(tries, 10));
      const next = Date.now() + Math.min(LATEST, long);
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
// No wait is longer than the longest: a clock was put back since.
const due = (row) => row.next <= Date.now() || row.next > Date.now() + LATEST;

// What is about a whole device, rather than one note.
const ofAll = (status) => [NONE, OTHER, LATE, 401, 403, 429, 502, 503, 504].includes(status);
// What may still be about one file alone: no room for it, or a line too slow for it.
const ofOne = (status) => !ofAll(status) || status === 429 || status === LATE;

async function sendGroup(token, rows, held) {
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
    for (const row of rows) await sendGroup(token, [row], held);
    return;
  }
  if (!Array.isArray(told.outcomes)) throw new Stopped(OTHER);
  const by = new Map(told.outcomes.map((one) => [one.id, one]));
  for (const row of rows) await settle(row, by.get(row.id), held);
  announce("moved");
}

async function settle(row, outcome, held) {
  if (outcome && HELD.has(outcome.state)) {
    await arrived(row, outcome, held);
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
    // Words of reasons may quote the note: their codes alone are kept.
    const codes = (outcome?.reasons ?? []).map((one) => one.code).filter(Boolean).join(", ");
    const why = codes ? ` (${codes})` : "";
    await store.write(later(row.id, `The server did not take this note${why}. It stays here.`));
  }
}

async function sendNotes(device, held) {
  // In the order in which they were finished: a grade is written upon the one before it.
  const rows = (await store.of("outbox", "device", device.id))
    .filter((row) => due(row) && (!row.stored || complete(row)))
    .sort((one, other) => one.made - other.made);
  const plain = rows.filter((row) => !row.files.length);
  const others = rows.filter((row) => row.files.length);
  for (const group of [...batches(plain), ...batches(others)]) await sendGroup(device.token, group, held);
  return rows.length;
}

// Send one note's pieces; between them, whatever was finished meanwhile. Whether any went. A file for
// which there is no room, or no line, holds up none behind it; two in a row are the server's, or the
// line's, and stop the run.
async function sendPieces(device, held) {
  const rows = await store.of("outbox", "device", device.id);
  let failed = 0;
  for (const row of rows.filter((one) => due(one) && one.stored && !complete(one))) {
    try {
      for (const file of row.files) await sendFile(device, row, file, held);
      return true;
    } catch (fault) {
      if (!(fault instanceof Stopped) || !ofOne(fault.status)) throw fault;
      await store.write(later(row.id, fault.message, fault.wait));
      // The server knows nothing of the note: its envelope goes first, next time.
      if (fault.status === 404) await store.write(["outbox", "change", row.id, unstored]);
      failed += ofAll(fault.status) ? 1 : 0;
      if (failed > 1) throw fault;
    }
  }
  return false;
}

const unstored = (row) => row && { ...row, stored: false };

async function sendFile(device, row, file, held) {
  for (let n = 0; n < file.pieces; n += 1) {
    if (file.have.includes(n)) continue;
    const piece = await store.get("pieces", [file.id, n]);
    if (!piece) throw new Stopped(MISSING);
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
    await sendNotes(device, held);
  }
}

// What became since of notes that were received and not yet decided on, and why, where nobody could
// keep that when they were.
async function askAgain(device, held) {
  const all = await store.of("receipts", "device", device.id);
  const open = all.filter(
    (one) => ["received", "quarantined"].includes(one.state) || (held && one.codes?.length && !one.why),
  );
  const known = new Map(open.map((one) => [one.id, one]));
  for (let n = 0; n < open.length; n += 500) {
    const ids = open.slice(n, n + 500).map((one) => one.id);
    const told = await ask(device.token, "POST", "asked/", { ids });
    const steps = [];
    for (const one of told.outcomes ?? [])
      if (HELD.has(one.state) && known.has(one.id))
        steps.push(await receipt(known.get(one.id), device.id, one, held));
    if (steps.length) await store.write(...steps);
  }
}

async function run(device, { asks, held }) {
  const own = held?.id === device.id ? held : null;
  for (let more = true; more; ) {
    await sendNotes(device, own);
    more = await sendPieces(device, own);
  }
  if (asks) await askAgain(device, own);
}

// Something was finished while this tab was sending: it goes too before the sending ends.
let wanted = false;
let sending = false;

// Send all that is due, of everybody on this device, in one tab at a time. `now` leaves out how long
// a note was to wait; `held` is who unlocked this page, for whom reasons are kept. Answers with why
// something stopped, or "".
export async function sync({ now = false, asks = false, held = null } = {}) {
  wanted = true;
  if (sending && !now) return "";
  const how = { ifAvailable: !now };
  return navigator.locks.request("inspectorate-capture-sync", how, async (lock) => {
    if (!lock) return "";
    sending = true;
    try {
      if (now) await forgetWaits();
      if (now) resting.clear();
      let said = "";
      while (wanted) {
        wanted = false;
        said = await everybody({ asks, held });
      }
      return said;
    } finally {
      sending = false;
    }
  });
}

// Until when a device is not to ask, as the server said, by its id.
const resting = new Map();

async function everybody(how) {
  const told = new Set();
  for (const device of await store.all("devices")) {
    if ((resting.get(device.id) ?? 0) > Date.now()) {
      told.add(SAID[429]);
      continue;
    }
    try {
      await run(device, how);
    } catch (fault) {
      // What fails on this device, with one person's notes, is told, and stops nobody else's.
      told.add(fault instanceof Stopped ? fault.message : HERE);
      if (fault.wait) resting.set(device.id, Date.now() + Math.min(LATEST, fault.wait));
      if (fault.status === NONE) break;
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
