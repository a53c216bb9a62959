// The form of one visit. What is typed is kept as it is typed; "save" takes the note as it stands at
// that moment, and whatever is typed after belongs to the next one.
import { announce, say } from "./announce.js";
import { back, Damaged, draftId, empty, fresh, keep, load } from "./drafts.js";
import { choices, put, read } from "./fields.js";
import { begun, carried, FIELDS, itemOf, missing, current, ofSession, renewed, SECRET, seen } from "./note.js";
import { attach, detach, finishNote, sweep } from "./outbox.js";
import { visitOf } from "./packs.js";

const PAUSE = 600;
const MOST_FILES = 20;
// As the server takes a file in pieces.
const LARGEST = 500 * 1024 * 1024;
const at = (id) => document.getElementById(id);
const KEPT = "Draft kept on this device.";
const NOT_KEPT = "Not kept: this device takes no more. Copy your words, and save a rescue file.";
const SECRET_KEPT = "Words of a secret are not kept here: they go when this page closes or locks.";
const DAMAGED = "What was unfinished here is damaged on this device, and cannot be read again.";
const AGAIN = "A note whose files were not kept to the end is in the form again. What you began after it comes next.";

// The visit that is open: {held, visit, pack, draft, leave, busy, kept}; null while none is. `busy` is
// how much of it is still read or sealed, `kept` whether its draft lies on the disk as it stands.
let open = null;
// Those left while that was not so, by the id of their draft: nobody else opens them until it is.
const left = new Map();
// What is still being read from a file, by note.
const reading = new WeakMap();
let timer = 0;
let filling = false;

// Said beside the button that saves; `aloud` to whoever hears the page too.
function tell(words, aloud = false) {
  at("drafted").textContent = words;
  if (aloud) say(at("aloud"), words);
}

function show(note) {
  filling = true;
  for (const name of Object.keys(FIELDS)) put(name, note[name]);
  filling = false;
  told(note);
}

// What the form says of itself beside its fields.
function told(note) {
  const secret = note.marking === SECRET;
  at("stub-group").hidden = !secret;
  at("words").disabled = secret;
  const chosen = open.pack.criteria.find((one) => String(one.id) === String(note.criterion));
  at("criterion-said").textContent = chosen ? `${chosen.ref} ${chosen.name}` : "None chosen yet.";
  const refs = open.pack.criteria.filter((one) => (note.also ?? []).includes(String(one.id)));
  const also = refs.map((one) => one.ref).join(", ");
  at("also-said").textContent = also ? `Also about: ${also}` : "Also about others";
  const rows = [...note.files, ...(note.failed ?? [])].map((one) => fileRow(note, one));
  at("attached").replaceChildren(...rows);
  observed(note);
}

// A time that is not about now is said before it is sent.
function observed(note) {
  const now = new Date();
  const time = seen(note, open.pack, now);
  const apart = Math.abs(now - time) > 2 * 60 * 60 * 1000;
  const shown = time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  at("observed-said").textContent = apart && !note.observed ? `Observed: ${shown}.` : "";
}

function fileRow(note, file) {
  const row = document.createElement("li");
  const name = file.name || "file";
  row.textContent = file.why
    ? `${name}: not kept. ${file.why} `
    : `${name}, ${Math.ceil(file.size / 1024)} kB `;
  const off = document.createElement("button");
  off.type = "button";
  off.className = "ins-plain";
  off.textContent = `Take off ${name}`;
  off.addEventListener("click", async () => {
    note.files = note.files.filter((one) => one !== file);
    note.failed = (note.failed ?? []).filter((one) => one !== file);
    told(note);
    at("files").focus();
    await store();
    if (!file.why) await detach(file);
  });
  row.append(off);
  return row;
}

function gather() {
  const { now } = open.draft;
  for (const name of Object.keys(FIELDS)) now[name] = read(name);
  if (!now.began && begun(now)) now.began = Date.now();
}

// Keep the draft as it stands; whether it was.
async function store(one = open) {
  if (!one) return true;
  if (one === open) {
    clearTimeout(timer);
    timer = 0;
  }
  const before = one.kept;
  try {
    await keep(one.held, one.visit.key, one.draft);
    one.kept = true;
  } catch {
    one.kept = false;
  }
  if (one !== open) return one.kept;
  const { now } = one.draft;
  if (!one.kept) tell(NOT_KEPT, before);
  else if (now.marking === SECRET) tell(SECRET_KEPT, at("drafted").textContent !== SECRET_KEPT);
  else if (begun(now)) tell(KEPT, !before);
  else if (!before) tell("");
  return one.kept;
}

function changed(event) {
  if (!open || filling) return;
  const field = event.target;
  if (field.type === "file") return;
  if (field.name === "session") {
    const session = open.pack.sessions.find((one) => String(one.id) === field.value);
    for (const [name, value] of Object.entries(ofSession(session))) put(name, value);
    open.draft.now.chosen = field.value;
  }
  // One press says what it is about now; whatever else stood there was of the note before.
  if (field.name === "criterion") put("also", []);
  for (const one of ["aria-invalid", "aria-errormessage"]) field.removeAttribute(one);
  gather();
  if (field.name !== "words" && field.name !== "stub") told(open.draft.now);
  // Not put off by the next key: whoever types on and on is kept too.
  timer ||= setTimeout(() => store(), PAUSE);
}

// Keep at once what would have been kept in a moment: the page may be gone by then.
export async function flush() {
  if (timer) await store();
}

// Do what takes its time on a visit, which nobody else opens until it is done.
async function busy(mine, work) {
  mine.busy += 1;
  try {
    await work();
  } finally {
    mine.busy -= 1;
    await release(mine);
  }
}

// Let a visit that was left go, once all of it is on the disk.
async function release(mine) {
  if (mine === open) return;
  left.set(mine.id, mine);
  if (mine.busy || !mine.kept) return;
  left.delete(mine.id);
  await mine.leave();
}

function unfit(note, file) {
  if (!file.size) return "It is empty.";
  if (file.size > LARGEST) return "It is larger than 500 MB: send a part of it.";
  return note.files.length >= MOST_FILES ? `A note has ${MOST_FILES} files already.` : "";
}

async function readInto(mine, note, file) {
  const why = unfit(note, file);
  try {
    // Another may be taken off while it is read.
    const said = why ? null : await attach(mine.held, note.id, file);
    if (said) note.files.push(said);
  } catch {
    return refused(note, file, "This device takes no more, or the file cannot be read.");
  }
  if (why) refused(note, file, why);
}

function refused(note, file, why) {
  note.failed = [...(note.failed ?? []), { name: file.name || "file", size: file.size, why }];
}

async function attachAll(input) {
  if (!open || !input.files.length) return;
  const mine = open;
  const note = mine.draft.now;
  const chosen = [...input.files];
  input.value = "";
  await busy(mine, async () => {
    const all = (async () => {
      await reading.get(note);
      // The note is on the disk before its pieces are: nobody sweeps them away as nobody's.
      await store(mine);
      for (const file of chosen) await readInto(mine, note, file);
    })();
    // A note that is saved while its file is still read waits for it.
    reading.set(note, all);
    await all;
    if (reading.get(note) === all) reading.delete(note);
    if (!note.began) note.began = Date.now();
    if (open?.draft.now === note) told(note);
    await store(mine);
    const last = note.failed?.at(-1);
    if (last && open?.draft.now === note) tell(`${last.name}: not kept. ${last.why}`, true);
  });
}

function lacking([field, words]) {
  tell(words, true);
  at(field).closest("details")?.setAttribute("open", "");
  const control = field === "criterion" ? at("criterion").querySelector("input") : at(field);
  // A field among several that are pressed is not wrong by itself.
  if (field !== "criterion") {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-errormessage", "drafted");
  }
  control?.focus();
}

// The note as it stands goes; the form is the next one's before anything is waited for.
async function save() {
  if (!open) return;
  gather();
  const mine = open;
  const note = mine.draft.now;
  const lacks = missing(note);
  if (lacks) {
    lacking(lacks);
    return;
  }
  const written = new Date();
  const item = itemOf(note, mine.pack, written);
  const done = { id: note.id, item, files: [], device_time: written.toISOString() };
  const secret = note.marking === SECRET;
  const read = secret ? null : reading.get(note);
  // It stands among the finished before the form is another's: whatever is kept meanwhile has both.
  if (read) done.note = note;
  mine.draft.pending.push(done);
  mine.draft.now = mine.draft.next.shift() ?? renewed(fresh(carried(note)), mine.pack);
  show(mine.draft.now);
  at("words").focus();
  await busy(mine, async () => {
    if (read) await store(mine);
    await read;
    delete done.note;
    if (!secret) done.files = note.files;
    const all = secret || !note.failed?.length;
    if (all && (await seal(mine, done))) {
      if (secret) await sweep(mine.held, note.id);
      return;
    }
    back(mine.draft, note);
    await store(mine);
    const why = all ? NOT_KEPT : `A file was not kept: ${note.failed[0].name}.`;
    if (open !== mine) return;
    if (mine.draft.now === note) show(note);
    tell(mine.draft.now === note ? why : `${why} That note comes again after this one.`, true);
  });
}

// Whether it was sealed and kept.
async function seal({ held, visit, draft }, done) {
  try {
    await finishNote(held, visit, done, draft);
  } catch {
    return false;
  }
  tell("Saved on this device.", true);
  announce("saved");
  return true;
}

// One tab writes on a visit at a time: two would write over each other. Answers with what lets it
// go, or null where another has it.
function alone(id) {
  return new Promise((resolve) => {
    const how = { ifAvailable: true };
    const gone = navigator.locks.request(`inspectorate-capture ${id}`, how, (lock) => {
      if (!lock) return resolve(null);
      return new Promise((free) => {
        resolve(() => {
          free();
          return gone;
        });
      });
    });
  });
}

// As it lies on the disk, which another tab may have written since.
async function found(held, pack, id) {
  const leave = await alone(id);
  if (!leave) return null;
  const visit = visitOf(pack);
  const mine = { id, held, visit, pack, draft: null, leave, said: "", busy: 0, kept: true };
  try {
    mine.draft = await load(held, pack.key).catch((fault) => {
      if (!(fault instanceof Damaged)) throw fault;
      mine.said = DAMAGED;
      return empty();
    });
    await takeUp(mine);
  } catch (fault) {
    // Nothing is written over what could not be read; another tab may have it, or this one later.
    await leave();
    throw fault;
  }
  return mine;
}

// Open the form of a visit, with its draft as it was left; answers with what was said of it, or "", and
// with null where it could not be opened. What another visit left stays its own.
export async function openVisit(held, pack) {
  await close();
  const id = draftId(held, pack.key);
  // What was left here and is not on the disk yet is still this tab's.
  const was = left.get(id);
  const mine = was ?? (await found(held, pack, id));
  if (!mine) return null;
  left.delete(id);
  mine.pack = pack;
  const { draft } = mine;
  if (!begun(draft.now)) {
    if (!draft.now.kind) draft.now = { ...first(pack), ...draft.now };
    draft.now = renewed(draft.now, pack);
  }
  open = mine;
  at("capture-head").textContent = pack.label;
  choices(pack);
  tell("");
  show(draft.now);
  const { said } = mine;
  if (said) tell(said, true);
  mine.said = "";
  // Finished, and the machine died before they were sealed.
  if (!was) for (const one of [...draft.pending]) if (!(await seal(mine, one))) tell(NOT_KEPT, true);
  return said;
}

// What a machine that died left: a note whose files were still read is in the form again, for its
// author to choose them anew; files of a secret are nobody's.
async function takeUp(mine) {
  const { draft, held } = mine;
  if (draft.now.marking === SECRET) await sweep(held, draft.now.id);
  for (const { note } of draft.pending.filter((one) => one.note)) {
    back(draft, note, true);
    mine.said = AGAIN;
  }
}

const first = (pack) => ({
  kind: pack.kinds[0][0],
  method: pack.methods[0][0],
  ...ofSession(current(pack.sessions)),
  direction: "neutral",
  marking: "OFFICIAL",
  criterion: "",
  also: [],
});

export async function close() {
  const mine = open;
  if (mine) {
    gather();
    await store();
  }
  open = null;
  at("note").reset();
  for (const id of ["session", "criterion", "also", "attached", "direction"])
    at(id).replaceChildren();
  for (const id of ["capture-head", "criterion-said", "observed-said", "drafted", "aloud"])
    at(id).textContent = "";
  if (mine) await release(mine);
}

// Forget all that was in memory; answers with the label of a visit of which not all is on the disk,
// and then forgets nothing of it, or with "".
export async function forget() {
  if (open) {
    gather();
    if (!(await store())) return open.visit.label;
  }
  await close();
  // Nobody types into a form that is nobody's while what is read is waited for.
  at("capture").hidden = true;
  for (const one of [...left.values()]) {
    while (one.busy) await new Promise((wait) => setTimeout(wait, 50));
    // Let go meanwhile, and perhaps another tab's by now.
    if (left.get(one.id) !== one) continue;
    await store(one);
    await release(one);
  }
  return left.values().next().value?.visit.label ?? "";
}

function keys(event) {
  if (!open) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
  }
  const digit = /^Digit([0-9])$/.exec(event.code);
  if (digit && event.altKey && !event.ctrlKey && !event.metaKey) {
    const chip = document.querySelectorAll("#criterion input")[(Number(digit[1]) + 9) % 10];
    if (!chip) return;
    event.preventDefault();
    chip.checked = true;
    chip.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function begin() {
  const form = at("note");
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("keydown", keys);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  for (const id of ["photo", "sound", "files"])
    at(id).addEventListener("change", (event) => attachAll(event.target));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  window.addEventListener("pagehide", flush);
}
