// The visit that is open, and what is written on it: notes, grades, and the hot debrief. One form is
// shown, the texts of all are kept; a visit is left when all that was typed lies on the disk.
import * as beside from "./beside.js";
import * as debrief from "./debrief.js";
import * as notes from "./form.js";
import * as grade from "./grade.js";
import { Unanswered, visitOf } from "./packs.js";

const NOTE = "note";
const NOT_KEPT =
  "This visit stays open: this device takes no more. Copy the words of your grade or debrief, or make room.";
const at = (id) => document.getElementById(id);
const others = new Map();
// Where one was on a visit when this page was locked, by device and visit.
const was = new Map();
let open = null;

function choose(meant) {
  for (const one of [NOTE, ...others.keys()]) {
    at(one).hidden = one !== meant;
    at(`write-${one}`).setAttribute("aria-pressed", String(one === meant));
  }
  if (open) was.set(open, meant);
}

export function begin() {
  notes.begin();
  for (const kind of [grade, debrief]) others.set(kind.meant, beside.made(kind));
  for (const meant of [NOTE, ...others.keys()])
    at(`write-${meant}`).addEventListener("click", () => choose(meant));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  window.addEventListener("pagehide", flush);
}

function flush() {
  for (const one of others.values()) void beside.flush(one);
}

// Whether what was typed beside the notes lies on the disk. All are asked, for each to be kept; nobody
// types on meanwhile.
async function kept() {
  hold(true);
  const all = await Promise.all([...others.values()].map(beside.kept));
  if (all.every(Boolean)) return true;
  hold(false);
  return false;
}

function hold(still) {
  for (const meant of others.keys()) at(meant).inert = still;
}

function closeOthers() {
  for (const one of others.values()) beside.close(one);
  open = null;
  hold(false);
}

// Open the forms of a visit, as they were left. `meant` is what was written last. Answers with what was
// said in a form that is not shown, "" mostly; with null where another tab has the visit.
export async function openVisit(held, pack, meant) {
  await close();
  const told = new Map([[NOTE, await notes.openVisit(held, pack)]]);
  if (told.get(NOTE) === null) return null;
  open = `${held.id}/${pack.key}`;
  try {
    for (const [form, one] of others) told.set(form, await beside.open(one, held, visitOf(pack), pack));
  } catch (fault) {
    // What could not be read is not written over: the visit does not open.
    closeOthers();
    await notes.close();
    throw fault;
  }
  choose(was.get(open) || meant || NOTE);
  const unseen = [...told].filter(([form, words]) => words && at(form).hidden);
  return unseen.map(([form, words]) => `${at(`write-${form}`).textContent}: ${words}`).join(" ");
}

// Leave the visit. Raises where a text beside the notes lies nowhere else.
export async function close() {
  if (!(await kept())) throw new Unanswered(NOT_KEPT);
  closeOthers();
  await notes.close();
}

// Forget all that was in memory; answers with the label of a visit of which not all is on the disk,
// and then forgets nothing of it, or with "".
export async function forget() {
  const label = at("capture-head").textContent;
  if (!(await kept())) return label;
  const unkept = await notes.forget();
  // Where its notes were left all the same, so are these.
  if (!unkept || at("capture").hidden) closeOthers();
  hold(false);
  return unkept;
}
