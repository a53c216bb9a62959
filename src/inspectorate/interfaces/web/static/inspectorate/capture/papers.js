// Documents that were taken along, on the page: how far they are, and reading them without a network.
// What a document holds is shown as text, as a picture or as sound, and never obeyed.
import { say } from "./announce.js";
import { bookOf } from "./book.js";
import * as documents from "./documents.js";
import * as packs from "./packs.js";
import { button, element, sized } from "./reading.js";

const at = (id) => document.getElementById(id);
// Never what a page of ours could be made of: a drawing with a script in it is none of these.
const SHOWN = {
  "image/png": "img",
  "image/jpeg": "img",
  "audio/ogg": "audio",
  "audio/mp4": "audio",
  "audio/wav": "audio",
  "video/webm": "video",
  "video/mp4": "video",
};
// A browser lays a larger one aside on the disk while it shows it, and not encrypted.
const MOST_SHOWN = 20 * 1024 * 1024;
const DAMAGED = "It is damaged on this device. Remove the documents, and take them along again.";

// What is being taken: {held, pack, stop, over}; null while nothing is.
let running = null;
// Another once the page was locked: what waited its turn then is not taken.
let unlocking = 0;
// Whose documents are shown, of which visit, the row of each by its id, and why some did not come.
let shown = null;
const refused = new Map();
// The address of what is shown as a picture or as sound.
let blob = "";
let saying = (fault) => {
  throw fault;
};

const doing = (work) => async () => {
  try {
    await work();
  } catch (fault) {
    saying(fault);
  }
};

// `wrong` says what went wrong.
export function begin(wrong) {
  saying = wrong;
  at("taking-stop").addEventListener("click", stop);
  at("papers-take").addEventListener("click", doing(() => takeAlong(shown.held, shown.pack)));
  at("papers-free").addEventListener("click", doing(free));
  at("reader-close").addEventListener("click", close);
}

export function stop() {
  running?.stop.abort();
}

// Take no more, and let nothing be heard.
export function quiet() {
  stop();
  for (const one of at("reader-part").querySelectorAll("audio, video")) one.pause();
}

// Lock: nothing of it is left in the page.
export function forget() {
  unlocking += 1;
  stop();
  hide();
  refused.clear();
  for (const id of ["taking", "taking-bar", "taking-stop"]) at(id).hidden = true;
  at("taking-said").textContent = "";
}

export function hide() {
  turn += 1;
  shut();
  shown = null;
  at("papers").hidden = true;
  at("papers-list").replaceChildren();
  at("papers-said").textContent = "";
}

// Take the documents of a visit, one after the other, once those of another have come. It goes on
// while notes are written.
export async function takeAlong(held, pack) {
  const mine = unlocking;
  if (document.activeElement === at("papers-take")) at("papers-head").focus();
  at("papers-take").hidden = true;
  while (running) await running.over;
  if (mine !== unlocking) return;
  const now = { held, pack, stop: new AbortController(), unlocking };
  running = now;
  now.over = taken(now).finally(() => {
    running = null;
  });
  await ended(now, await now.over);
}

// Answers with what ended it before all was taken, or null.
async function taken(now) {
  const { held, pack, stop: { signal } } = now;
  try {
    const done = await documents.alone(held, async () => {
      await documents.take(held, pack, (one) => told(now, one), signal);
      return true;
    });
    return done ? null : new packs.Unanswered("Documents are being taken in another tab.");
  } catch (fault) {
    return fault;
  }
}

async function ended(now, fault) {
  const { held, pack, stop: { signal } } = now;
  // Locked meanwhile: nothing is said to whoever sits there now.
  if (now.unlocking !== unlocking) return;
  if (document.activeElement === at("taking-stop")) at("taking-said").focus();
  at("taking-bar").hidden = true;
  at("taking-stop").hidden = true;
  const { all } = documents.standing(pack, await documents.kept(held, pack.key));
  if (now.unlocking !== unlocking) return;
  const many = all.filter((one) => one.row?.whole).length;
  let why = "";
  if (signal.aborted) why = " Stopped. What came stays, and is gone on with.";
  else if (fault instanceof documents.Full) why = " This device takes no more: make room, then go on.";
  else if (fault) why = ` ${fault.message}`;
  if (all.length || why)
    say(at("taking-said"), `${pack.label}: ${many} of ${all.length} documents are on this device.${why}`);
  at("taking").hidden = !(all.length || why);
  if (isShown(held, pack)) {
    for (const one of all) renew(held, one);
    summed(pack, all);
  }
  if (fault?.mend) saying(fault);
}

function told({ held, pack, stop: { signal } }, { document: one, got, done, why }) {
  if (signal.aborted) return;
  if (why) refused.set(one.id, why);
  const all = documents.named(pack);
  const place = `${all.findIndex((each) => each.id === one.id) + 1} of ${all.length}`;
  const said = `Taking documents of ${pack.label}: ${place}, ${sized(one.size)}.`;
  const fresh = at("taking-said").textContent !== said;
  at("taking").hidden = false;
  for (const id of ["taking-bar", "taking-stop"]) at(id).hidden = false;
  if (fresh) at("taking-said").textContent = said;
  at("taking-bar").max = one.size;
  at("taking-bar").value = got ?? one.size;
  if ((done || why) && isShown(held, pack)) void refresh(held, pack, one);
}

// The one that came is shown as it is now.
async function refresh(held, pack, one) {
  const found = documents.standing(pack, await documents.kept(held, pack.key)).all;
  if (isShown(held, pack)) renew(held, found.find((each) => each.document.id === one.id));
}

// Show one row as it is now, where that is otherwise: nobody's focus is lost, and nothing that was
// opened is closed.
function renew(held, one) {
  const before = shown.rows.get(one.document.id);
  if (!before) return;
  const row = rowOf(held, one);
  const opened = before.querySelector("details")?.open;
  if (opened && row.querySelector("details")) row.querySelector("details").open = true;
  if (before.isEqualNode(row)) return;
  const focused = before.contains(document.activeElement) ? document.activeElement.textContent : "";
  before.replaceWith(row);
  shown.rows.set(one.document.id, row);
  if (!focused) return;
  const same = [...row.querySelectorAll("button, summary")].find((each) => each.textContent === focused);
  (same ?? at("papers-head")).focus();
}

let turn = 0;

const isShown = (held, pack) => shown?.held === held && shown.pack.key === pack.key;

// Show the documents of the visit that is open.
export async function show(held, pack) {
  turn += 1;
  const mine = turn;
  let all;
  try {
    all = documents.standing(pack, await documents.kept(held, pack.key)).all;
  } catch (fault) {
    if (mine === turn) saying(fault);
    return;
  }
  // Another visit was opened meanwhile, or none is any more.
  if (mine !== turn) return;
  const rows = new Map(all.map((one) => [one.document.id, rowOf(held, one)]));
  shown = { held, pack, rows };
  at("papers-list").replaceChildren(...rows.values());
  at("papers").hidden = !all.length;
  summed(pack, all);
}

// What is said of all of them, and what can be done with them.
function summed(pack, all) {
  const here = all.filter((one) => one.row);
  const size = here.reduce((sum, { row }) => sum + row.got + (row.text ?? 0), 0);
  at("papers-said").textContent = `${here.length} of ${all.length} on this device, ${sized(size)}.`;
  const wanting = documents.wanting(pack, new Map(here.map((one) => [one.document.id, one.row])));
  at("papers-take").hidden = Boolean(running) || !wanting;
  at("papers-freeing").hidden = !here.length;
}

// How far it is, and what had become of it when the pack was taken along.
function state(one) {
  const { gone } = one.document;
  return gone ? `${far(one)} It was ${gone}.` : far(one);
}

function far({ document: one, row, why }) {
  if (row?.whole) return `${sized(one.size)}, on this device.`;
  const not = why || refused.get(one.id);
  if (not) return `${sized(one.size)}, not taken: ${not.replace(/\.$/, "")}.`;
  if (row) return `${sized(row.got)} of ${sized(one.size)} on this device.`;
  return `${sized(one.size)}, not on this device yet.`;
}

function rowOf(held, one) {
  const row = element("li");
  const { name } = one.document;
  row.append(element("strong", name), element("p", state(one)));
  if (!one.row?.whole) return row;
  const presses = element("p", "", "cap-row");
  if (one.row.text) presses.append(button("Read the text", name, doing(() => read(held, one.row))));
  const kind = SHOWN[one.document.type];
  if (kind && one.document.size <= MOST_SHOWN)
    presses.append(
      button(kind === "img" ? "Show" : "Play", name, doing(() => look(held, one.row, kind))),
    );
  if (presses.children.length) row.append(presses);
  row.append(leaving(held, one.row));
  return row;
}

// A copy that any program opens, with what it costs said before it is made.
function leaving(held, row) {
  const box = element("details", "", "govuk-details");
  const head = element("summary", "Save a readable copy", "govuk-details__summary");
  head.append(element("span", ` of ${row.name}`, "ins-sr"));
  const inside = element("div", "", "govuk-details__text");
  const warning =
    "The copy is not encrypted: whoever uses this device can open it, and it stays until you delete it yourself.";
  inside.append(element("p", warning), button("Save the copy", row.name, doing(() => save(held, row))));
  box.append(head, inside);
  return box;
}

async function piecesOf(held, row) {
  try {
    return await documents.open(held, row);
  } catch {
    throw new packs.Unanswered(`${row.name}: ${DAMAGED}`);
  }
}

async function save(held, row) {
  const mine = turn;
  const parts = await piecesOf(held, row);
  // Locked, or left, while it was opened: nothing of it leaves this page.
  if (mine !== turn) return;
  const link = element("a");
  link.href = URL.createObjectURL(new Blob(parts));
  link.download = row.name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(at("papers-said"), `A readable copy of ${row.name} was saved. It is not encrypted.`);
}

async function free() {
  const { held, pack } = shown;
  if (running?.pack.key === pack.key) {
    stop();
    await running.over;
  }
  const done = await documents.alone(held, async () => {
    await documents.drop(held, pack.key);
    return true;
  });
  if (!done) throw new packs.Unanswered("Documents of another visit, or in another tab, are being taken. Stop that first.");
  if (!isShown(held, pack)) return;
  close();
  refused.clear();
  at("papers-freeing").open = false;
  await show(held, pack);
  at("papers-head").focus();
}

// From where the reader was opened.
let from = null;

function shut() {
  if (blob) URL.revokeObjectURL(blob);
  blob = "";
  at("reader").hidden = true;
  at("reader-part").replaceChildren();
  at("reader-head").textContent = "";
}

function close() {
  shut();
  (from?.isConnected ? from : at("papers-head")).focus();
  from = null;
}

function open(name, ...inside) {
  from = document.activeElement;
  at("reader-head").textContent = name;
  at("reader-part").replaceChildren(...inside);
  at("reader").hidden = false;
  at("reader-head").focus();
}

async function look(held, row, tag) {
  const mine = turn;
  const parts = await piecesOf(held, row);
  // Locked, or left, while it was opened.
  if (mine !== turn) return;
  shut();
  blob = URL.createObjectURL(new Blob(parts, { type: row.type }));
  const one = element(tag, "", "cap-shown");
  if (tag === "img") one.alt = `The picture ${row.name}`;
  else one.controls = true;
  if (tag !== "img") one.setAttribute("aria-label", row.name);
  one.src = blob;
  open(row.name, one);
}

async function textOf(held, row) {
  try {
    return await documents.textOf(held, row);
  } catch {
    throw new packs.Unanswered(`${row.name}: ${DAMAGED}`);
  }
}

async function read(held, row) {
  const mine = turn;
  const text = await textOf(held, row);
  if (mine !== turn) return;
  shut();
  const guessed = "A program read this text off a picture and may have read it wrongly.";
  const warning = text.machine_read ? [element("p", guessed, "govuk-inset-text")] : [];
  open(row.name, ...warning, ...bookOf(text.pages));
}
