// The form of one visit. What is typed is kept at every pause; "save" takes the note as it stands at
// that moment, and whatever is typed after belongs to the next one.
import { announce, say } from "./announce.js";
import { fresh, keep, load } from "./drafts.js";
import { begun, carried, FIELDS, itemOf, missing, current, ofSession, SECRET } from "./note.js";
import { attach, detach, finish } from "./outbox.js";

const PAUSE = 600;
const MOST_FILES = 20;
const TICKS = new Set(["practice", "rebuilt"]);
const at = (id) => document.getElementById(id);
const NOT_KEPT = "Not kept: this device takes no more. Copy your words, and save a rescue file.";

// The visit that is open: {held, visit, pack, draft, leave}; null while none is. Those left since the
// page was unlocked stay as they are in memory: a file that was still being read finds its own note.
let open = null;
const left = new Map();
// What is still being read from a file, by note.
const reading = new WeakMap();
let timer = 0;
let filling = false;

function option(value, words) {
  const one = document.createElement("option");
  one.value = value;
  one.textContent = words;
  return one;
}

function choice(kind, name, value, label, words) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  input.type = kind;
  input.name = name;
  input.value = value;
  input.id = `${name}-${value}`;
  input.autocomplete = "off";
  const told = document.createElement("label");
  told.htmlFor = input.id;
  told.textContent = label;
  if (words) {
    const more = document.createElement("span");
    more.className = kind === "radio" ? "ins-sr" : "";
    more.textContent = ` ${words}`;
    told.append(more);
  }
  box.append(input, told);
  return box;
}

const hours = ({ starts, ends }) => {
  const one = (moment) =>
    new Date(moment).toLocaleString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = new Date(starts).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${day}, ${one(starts)} to ${one(ends)}`;
};

function choices(pack) {
  at("session").replaceChildren(
    ...pack.sessions.map((one) => option(one.id, `${hours(one)}: ${one.title}`)),
    option("", "No session"),
  );
  at("criterion").replaceChildren(
    ...pack.criteria.map(({ id, ref, name }) => choice("radio", "criterion", id, ref, name)),
  );
  at("also").replaceChildren(
    ...pack.criteria.map(({ id, ref, name }) => choice("checkbox", "also", id, ref, name)),
  );
  for (const name of ["kind", "method", "marking"])
    at(name).replaceChildren(...pack[`${name}s`].map(([value, label]) => option(value, label)));
  at("direction").replaceChildren(
    ...pack.directions.map(([value, label]) => choice("radio", "direction", value, label)),
  );
}

// A field of the form, whatever control it is.
function read(name) {
  if (TICKS.has(name)) return at(name).checked;
  const ticked = [...document.querySelectorAll(`#note [name=${name}]:checked`)];
  if (name === "also") return ticked.map((one) => one.value);
  if (name === "criterion" || name === "direction") return ticked[0]?.value ?? "";
  return at(name).value;
}

function put(name, value) {
  if (TICKS.has(name)) {
    at(name).checked = Boolean(value);
  } else if (["also", "criterion", "direction"].includes(name)) {
    const wanted = new Set([value ?? []].flat().map(String));
    for (const one of document.querySelectorAll(`#note [name=${name}]`))
      one.checked = wanted.has(one.value);
  } else at(name).value = value ?? "";
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
  at("attached").replaceChildren(...note.files.map((one) => fileRow(note, one)));
}

function fileRow(note, file) {
  const row = document.createElement("li");
  row.textContent = `${file.name || "file"}, ${Math.ceil(file.size / 1024)} kB `;
  const off = document.createElement("button");
  off.type = "button";
  off.className = "ins-plain";
  off.textContent = `Take off ${file.name || "file"}`;
  off.addEventListener("click", async () => {
    note.files = note.files.filter((one) => one.id !== file.id);
    told(note);
    await store();
    await detach(file);
  });
  row.append(off);
  return row;
}

function gather() {
  const { now } = open.draft;
  for (const name of Object.keys(FIELDS)) now[name] = read(name);
  if (!now.began && begun(now)) now.began = Date.now();
}

// Keep the draft as it stands.
async function store(one = open) {
  clearTimeout(timer);
  timer = 0;
  if (!one) return;
  try {
    await keep(one.held, one.visit.key, one.draft);
    say(at("drafted"), begun(one.draft.now) ? "Draft kept on this device." : "");
  } catch {
    say(at("drafted"), NOT_KEPT);
  }
}

function changed(event) {
  if (!open || filling) return;
  const field = event.target;
  if (field.type === "file") return;
  if (field.name === "session") {
    const session = open.pack.sessions.find((one) => String(one.id) === field.value);
    for (const [name, value] of Object.entries(ofSession(session))) put(name, value);
  }
  // One press says what it is about now; whatever else stood there was of the note before.
  if (field.name === "criterion") put("also", []);
  gather();
  if (field.name !== "words" && field.name !== "stub") told(open.draft.now);
  clearTimeout(timer);
  timer = setTimeout(store, PAUSE);
}

// Keep at once what a pause would have kept: the page may be gone in a moment.
export async function flush() {
  if (timer) await store();
}

async function attachAll(input) {
  if (!open || !input.files.length) return;
  const mine = open;
  const note = mine.draft.now;
  const chosen = [...input.files].slice(0, MOST_FILES - note.files.length);
  const none = [...input.files].some((one) => !one.size || !chosen.includes(one));
  if (none) say(at("drafted"), `A file is empty, or a note has ${MOST_FILES} files already.`);
  input.value = "";
  // A note that is saved while its file is still read waits for it.
  const all = (async () => {
    for (const file of chosen.filter((one) => one.size)) note.files.push(await attach(mine.held, note.id, file));
  })().catch(() => say(at("drafted"), NOT_KEPT));
  reading.set(note, Promise.all([reading.get(note), all]));
  await all;
  if (!note.began) note.began = Date.now();
  if (open?.draft.now === note) told(note);
  await store(mine);
}

// The note as it stands goes; the form is the next one's before anything is waited for.
async function save() {
  if (!open) return;
  gather();
  const mine = open;
  const note = mine.draft.now;
  const lacks = missing(note);
  if (lacks) {
    say(at("drafted"), lacks[1]);
    at(lacks[0]).closest("details")?.setAttribute("open", "");
    (lacks[0] === "criterion" ? at("criterion").querySelector("input") : at(lacks[0]))?.focus();
    return;
  }
  const written = new Date();
  const item = itemOf(note, mine.pack, written);
  mine.draft.now = fresh(carried(note));
  show(mine.draft.now);
  at("words").focus();
  await reading.get(note);
  const files = note.marking === SECRET ? [] : note.files;
  const done = { id: note.id, item, files, device_time: written.toISOString() };
  mine.draft.pending.push(done);
  if (await seal(mine, done)) return;
  // It is in the form again, before whatever was begun since: no words are lost to a full disk.
  mine.draft.pending = mine.draft.pending.filter((one) => one !== done);
  const { now } = mine.draft;
  mine.draft.now = {
    ...note,
    words: [note.words, now.words].filter(Boolean).join("\n\n"),
    files: [...note.files, ...now.files],
  };
  if (open === mine) show(mine.draft.now);
}

async function seal({ held, visit, draft }, done) {
  try {
    await finish(held, visit, done, draft);
  } catch {
    say(at("drafted"), NOT_KEPT);
    return false;
  }
  say(at("drafted"), "Saved on this device.");
  announce("saved");
  return true;
}

// One tab writes on a visit at a time: two would write over each other. Answers with what lets it
// go, or null where another has it.
function alone(held, key) {
  return new Promise((resolve) => {
    const name = `inspectorate-capture ${held.id} ${key}`;
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise((leave) => {
        resolve(leave);
      });
    });
  });
}

// Open the form of a visit, with its draft as it was left; whether it could be. What another visit
// left stays its own.
export async function openVisit(held, pack) {
  await close();
  const leave = await alone(held, pack.key);
  if (!leave) return false;
  const visit = { key: pack.key, inspection: pack.inspection, ends: pack.ends, label: pack.label };
  const draft = left.get(pack.key) ?? (await load(held, pack.key));
  left.set(pack.key, draft);
  if (!begun(draft.now) && !draft.now.kind) draft.now = { ...first(pack), ...draft.now };
  open = { held, visit, pack, draft, leave };
  at("capture-head").textContent = pack.label;
  choices(pack);
  show(draft.now);
  // Finished, and the machine died before they were sealed.
  for (const one of [...draft.pending]) await seal(open, one);
  return true;
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
  if (open) {
    gather();
    await store();
    open.leave();
  }
  open = null;
  at("note").reset();
  for (const id of ["session", "criterion", "also", "attached", "direction"])
    at(id).replaceChildren();
  at("capture-head").textContent = "";
  at("criterion-said").textContent = "";
}

// Forget all that was in memory, once it is kept.
export async function forget() {
  await close();
  left.clear();
}

function keys(event) {
  if (!open) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
  }
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (digit && event.altKey && !event.ctrlKey && !event.metaKey) {
    const chip = document.querySelectorAll("#criterion input")[Number(digit[1]) - 1];
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
