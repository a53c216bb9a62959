// The forms beside that of notes: of a grade, and of the hot debrief. Each holds one text at each of its
// places: a grade at each criterion, a debrief at one. A text is kept at every pause, and goes the way
// of a note when it is saved; what was saved stays in the form, for whoever writes on.
import { announce, onChange, say } from "./announce.js";
import { newId } from "./bytes.js";
import { Damaged, keep, load, none } from "./drafts.js";
import { finish, whereIs } from "./outbox.js";

const PAUSE = 600;
const KEPT = "Draft kept on this device.";
const NOT_KEPT = "Not kept: this device takes no more. Copy your words, and save a rescue file.";
const DAMAGED = "What was unfinished here is damaged on this device, and cannot be read again.";
const SAVED = "Saved on this device.";
const SAME = "Nothing here is changed since.";
const at = (id) => document.getElementById(id);

// One form: its kind says what differs (grade.js, debrief.js); `open` is {held, visit, pack, draft, kept}
// while a visit is open; `working` is done once nothing of it is being sealed.
export function made(kind) {
  const one = { kind, open: null, timer: 0, working: Promise.resolve() };
  const form = at(kind.meant);
  for (const what of ["input", "change"])
    form.addEventListener(what, (event) => changed(one, event.target));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save(one);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(one);
  });
  onChange(() => void since(one));
  return one;
}

// Said beside the button that saves; `aloud` to whoever hears the page too.
function tell(one, words, aloud = false) {
  at(`${one.kind.meant}-drafted`).textContent = words;
  if (aloud) say(at(`${one.kind.meant}-aloud`), words);
}

// What stood at a place before anything was typed there: what was saved last, unless what was taken
// along is newer. No clock is asked: a draft that was written upon has a higher version. Each assignment
// (`of`) has versions of its own: what was saved for another one is no measure of this one's.
function standing({ kind, open }, place) {
  const taken = kind.taken(open.pack, place);
  const done = open.draft.done[place];
  const newest = done && !anew(taken, done) && taken.version <= done.version;
  return newest ? { ...done, done } : { ...taken, done: null };
}

// Is what was taken along of another assignment? One that is not known tells nothing.
const anew = (taken, { of }) => Boolean(taken.of && of && taken.of !== of);

function show(one) {
  const { kind, open } = one;
  const place = open.draft.now;
  kind.show(open.pack, place, open.draft.texts[place]?.fields ?? standing(one, place).fields);
  void since(one);
}

// What is said of what stood there: where it is by now.
async function since(one) {
  const { open } = one;
  if (!open) return;
  const place = open.draft.now;
  const { done, version, of } = standing(one, place);
  const text = open.draft.texts[place];
  const where = done && (await whereIs(done.id));
  if (one.open !== open || open.draft.now !== place) return;
  const older = Boolean(text && (anew({ of }, text) || (!text.after && text.upon < version)));
  const words = place ? one.kind.since(open.pack, place, done, where, older) : "";
  const said = at(`${one.kind.meant}-since`);
  if (said.textContent !== words) said.textContent = words;
}

// Take what stands in the form; where that is what stood there before, there is no text.
function gather(one) {
  const { kind, open } = one;
  const place = open.draft.now;
  if (!place) return;
  const fields = kind.read();
  const { done, version, of, fields: before } = standing(one, place);
  const text = open.draft.texts[place];
  if (kind.same(fields, before)) delete open.draft.texts[place];
  else if (text) text.fields = fields;
  else open.draft.texts[place] = done ? { fields, after: done.id, of } : { fields, upon: version, of };
}

function changed(one, field) {
  const { kind, open } = one;
  if (!open) return;
  for (const name of ["aria-invalid", "aria-errormessage"]) field.removeAttribute(name);
  if (field.id === kind.place) {
    open.draft.now = field.value;
    show(one);
  } else gather(one);
  // Not put off by the next key: whoever types on and on is kept too.
  one.timer ||= setTimeout(() => store(one), PAUSE);
}

// Keep the texts as they stand; whether they were.
async function store(one) {
  const { open } = one;
  if (!open) return true;
  clearTimeout(one.timer);
  one.timer = 0;
  // What is being sealed leaves its text in the same write: an older one must not land on that.
  await one.working;
  const before = open.kept;
  try {
    await keep(open.held, open.visit.key, open.draft);
    open.kept = true;
  } catch {
    open.kept = false;
  }
  if (one.open !== open) return open.kept;
  if (!open.kept) tell(one, NOT_KEPT, before);
  else if (open.draft.texts[open.draft.now]) tell(one, KEPT, !before);
  else if (!before) tell(one, "");
  return open.kept;
}

// Keep at once what would have been kept in a moment: the page may be gone by then.
export async function flush(one) {
  if (one.timer) await store(one);
}

function lacking(one, [field, words]) {
  tell(one, words, true);
  at(field).setAttribute("aria-invalid", "true");
  at(field).setAttribute("aria-errormessage", `${one.kind.meant}-drafted`);
  at(field).focus();
}

// The text as it stands goes, and what is typed meanwhile is written upon it.
async function save(one) {
  const { kind, open } = one;
  if (!open) return;
  gather(one);
  const place = open.draft.now;
  const lacks = kind.missing(place, kind.read());
  if (lacks) {
    lacking(one, lacks);
    return;
  }
  if (!open.draft.texts[place]) {
    tell(one, SAME, true);
    return;
  }
  const fields = structuredClone(open.draft.texts[place].fields);
  const before = one.working;
  one.working = before.then(() => sealed(one, open, place, fields));
  await one.working;
}

async function sealed(one, open, place, fields) {
  const { held, visit, pack } = open;
  // Sealed by the press before this one, with the same words.
  if (!open.draft.texts[place]) return;
  const written = new Date();
  const id = newId();
  // With the text leaves what it was; what was typed since it was pressed is written after it.
  const rest = ({ version, of }) => {
    const { [place]: now, ...texts } = open.draft.texts;
    const saved = { id, version, of, fields, made: written.getTime() };
    if (now && !one.kind.same(now.fields, fields)) texts[place] = { fields: now.fields, after: id, of };
    return { ...open.draft, texts, done: { ...open.draft.done, [place]: saved } };
  };
  try {
    const upon = await writtenUpon(open.draft, place);
    const item = { meant: one.kind.meant, ...one.kind.item(pack, place, fields, upon) };
    item.written_at = written.toISOString();
    const note = { id, item, files: [], device_time: item.written_at };
    await finish(held, visit, note, () => rest(upon));
    open.draft = rest(upon);
    if (one.open === open) settle(one, place);
  } catch {
    open.kept = false;
    if (one.open === open) tell(one, NOT_KEPT, true);
    return;
  }
  if (one.open === open) {
    tell(one, SAVED, true);
    void since(one);
  }
  announce("saved");
}

// What stands in the form is held against what was saved just now. Where a newer draft was taken along,
// that stands there by now: words that went are not begun again upon a draft they never saw.
function settle(one, place) {
  const { draft } = one.open;
  const newer = draft.now === place && !draft.texts[place] && !standing(one, place).done;
  if (newer) show(one);
  else gather(one);
}

// The version that a text is written upon, and of which assignment. One that goes after another of ours
// is written upon what that becomes: the next version, unless the server has said that it did not become
// a draft. That version is foretold, and somebody at a desk may have made it: so what it goes `after` is
// said with it, and the server looks what became of that.
async function writtenUpon(draft, place) {
  const { after, upon, of } = draft.texts[place];
  const done = draft.done[place];
  if (!after || !done) return { version: upon ?? 0, of };
  const { receipt } = await whereIs(done.id);
  if (receipt && receipt.state !== "recorded") return { version: done.version, of };
  return { version: done.version + 1, of, after: done.id };
}

// Open the form of a visit, with its texts as they were left; answers with what was said of them, or "".
export async function open(one, held, visit, pack) {
  const { kind } = one;
  let said = "";
  const draft = await load(held, visit.key, kind.meant).catch((fault) => {
    if (!(fault instanceof Damaged)) throw fault;
    said = DAMAGED;
    return none(kind.meant);
  });
  one.open = { held, visit, pack, draft, kept: true };
  kind.fill(pack, draft);
  tell(one, said, Boolean(said));
  show(one);
  return said;
}

// Take what was typed, and keep it; whether all of it is kept.
export async function kept(one) {
  if (!one.open) return true;
  gather(one);
  await one.working;
  // Nothing was typed since it was kept: a disk that takes no more keeps nobody here.
  return !one.open || (one.open.kept && !one.timer) || store(one);
}

// Forget all that was in memory. What was not kept is lost: ask first.
export function close(one) {
  one.open = null;
  clearTimeout(one.timer);
  one.timer = 0;
  at(one.kind.meant).reset();
  one.kind.clear();
  for (const id of ["since", "drafted", "aloud"]) at(`${one.kind.meant}-${id}`).textContent = "";
}
