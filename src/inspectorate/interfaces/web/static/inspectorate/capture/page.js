// The page of capture: which part of it is shown, and to whom. While it is locked it knows nobody; it
// still sends what is finished.
import { onChange, say } from "./announce.js";
import * as documents from "./documents.js";
import * as drafts from "./drafts.js";
import { enrol } from "./enrol.js";
import { taken, unfit, unlockDevice, unlockWith } from "./keys.js";
import { tidy, unsent } from "./outbox.js";
import * as packs from "./packs.js";
import * as papers from "./papers.js";
import { forgetShown, showMore, showNotes, showPack } from "./reading.js";
import { save } from "./rescue.js";
import * as store from "./store.js";
import { sync } from "./sync.js";
import * as form from "./visit.js";

const at = (id) => document.getElementById(id);
const IDLE = 20 * 60 * 1000;
const MAY_CLEAR = " This browser may clear what waits, at once when a private window closes: send soon.";
// Who unlocked the page, and which visit is open.
let held = null;
let pack = null;
let idle = 0;
// One visit opens after the other, and nobody unlocks the page before the last one has.
let opening = Promise.resolve();

function show(...parts) {
  for (const id of ["locked", "visits", "capture", "notes", "along"]) at(id).hidden = !parts.includes(id);
  at("lock").hidden = !held;
  // A browser is enrolled by whoever sits before it, while nobody's words are on it.
  at("enrolling").hidden = Boolean(held);
  at("wrong").hidden = true;
}

function wrong(fault) {
  const said = at("wrong");
  said.hidden = false;
  said.textContent = fault instanceof packs.Unanswered ? fault.message : `This failed: ${fault}. `;
  if (!fault.mend) return;
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = fault.mend;
  link.textContent = fault.mend === packs.SIGN_IN ? "Sign in" : "Prove who you are";
  said.append(" ", link);
}

// Do what a press asks for; say what went wrong.
const doing = (work) => async (event) => {
  event?.preventDefault();
  at("wrong").hidden = true;
  try {
    await work(event);
  } catch (fault) {
    wrong(fault);
  }
};

const notes = (many) => `${many} ${many === 1 ? "note" : "notes"}`;

function age(since) {
  const minutes = Math.max(0, Math.round((Date.now() - since) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

// What is told is read again after each change, and once more for all that come while it is read.
let counting = null;
let again = false;
let safe = false;
function count() {
  again = true;
  counting ??= countAll().finally(() => {
    counting = null;
  });
  return counting;
}

async function countAll() {
  while (again) {
    again = false;
    await counted();
  }
}

async function counted() {
  const { here, sent, oldest } = await unsent();
  const devices = await store.all("devices");
  at("state").hidden = !devices.length;
  at("rescue").hidden = !(here + sent);
  const waits = oldest === null ? "" : ` The oldest waits since ${age(oldest)}.`;
  const cleared = here + sent && !safe ? MAY_CLEAR : "";
  const text = here + sent
    ? `On this device: ${notes(here)}. Sent, files on their way: ${notes(sent)}.${waits}${cleared}`
    : "All that was written here was received.";
  if (at("counts").textContent !== text) at("counts").textContent = text;
  if (held && pack) await showNotes(held, pack);
}

async function send(how) {
  const { here, sent } = await unsent();
  await count();
  if (!(here + sent) && !how.asks) return;
  say(at("said"), await sync({ ...how, held }));
  await count();
}

function visitRow(words, label, press) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = label;
  const about = document.createElement("span");
  about.className = "ins-sr";
  about.textContent = ` ${words}`;
  button.append(about);
  button.addEventListener("click", doing(press));
  row.append(button, ` ${words}`);
  return row;
}

const days = (one) => (one.starts === one.ends ? one.starts : `${one.starts} to ${one.ends}`);

// The visits that were taken along, or none where the page was locked while they were read.
async function listVisits() {
  const mine = held;
  const { packs: along, damaged } = await packs.mine(mine);
  if (mine !== held) return [];
  const rows = along.map((one) => visitRow(`${one.label}, ${days(one)}`, "Open", () => openVisit(one.key)));
  at("taken").replaceChildren(...rows);
  at("offered").replaceChildren();
  show("visits");
  at("visits-head").focus();
  if (damaged)
    wrong(new packs.Unanswered("A visit that was taken along is damaged on this device. Take it along again."));
  return along;
}

async function listOffered() {
  const mine = held;
  const offer = await packs.offered();
  if (mine !== held) return;
  const rows = offer.visits.map((one) =>
    visitRow(`${one.label}, ${days(one)}`, "Take along", async () => {
      const key = await packs.take(mine, one);
      if (mine !== held) return;
      await listVisits();
      const along = await packs.open(mine, key);
      if (along && mine === held) await papers.takeAlong(mine, along);
    }),
  );
  at("offered").replaceChildren(...rows);
  if (!rows.length) throw new packs.Unanswered("There is no visit for you to take along.");
  at("offered").querySelector("button").focus();
}

function openVisit(key, meant = "") {
  const mine = held;
  const done = opening.then(() => opened(mine, key, meant));
  opening = done.catch(() => {});
  return done;
}

// Open a visit for who pressed; where the page was locked meanwhile, nothing of it is left in it.
async function opened(mine, key, meant) {
  if (mine !== held) return;
  const found = await packs.open(mine, key);
  if (mine !== held) return;
  // Dropped since it was listed.
  if (!found) {
    await listVisits();
    return;
  }
  const told = await form.openVisit(mine, found, meant);
  if (mine !== held) {
    await form.forget();
    return;
  }
  if (told === null)
    throw new packs.Unanswered("This visit is open in another tab. Write there, or close it first.");
  pack = found;
  showPack(pack);
  show("capture", "notes", "along");
  void papers.show(held, pack);
  at("capture-head").focus();
  if (told) wrong(new packs.Unanswered(told));
  await count();
}

async function unlocked(found) {
  await opening;
  held = found;
  pack = null;
  const mine = await listVisits();
  wake();
  await swept(found, mine);
  // Back to where one was, without a press.
  const last = (await drafts.lastVisit(found)) ?? (mine.length === 1 ? mine[0] : null);
  if (found !== held) return;
  if (last && mine.some((one) => one.key === last.key)) await openVisit(last.key, last.meant);
  await send({ asks: true });
}

// Sweep what belongs to nothing any more. It is no reason to keep anybody out if it fails; where a
// draft cannot be read, nobody knows what belongs to it, and nothing is swept.
async function swept(whose, mine) {
  try {
    for (const one of mine.filter((each) => packs.isOver(each)))
      if (await drafts.forget(whose, one.key)) await packs.drop(whose, one.key);
    await tidy(whose, await drafts.everyNote(whose));
    await documents.tidy(whose);
  } catch {
    // The next time, then.
  }
}

async function unlock() {
  const typed = at("passphrase").value;
  at("passphrase").value = "";
  const found = await unlockWith(typed);
  if (!found) throw new packs.Unanswered("This passphrase opens nothing here.");
  await unlocked(found);
}

async function lock() {
  if (!held) return;
  const mine = held;
  // Nobody's from here on, and off the screen at once: a film that is still read takes its time.
  held = null;
  for (const id of ["visits", "notes", "along"]) at(id).hidden = true;
  papers.quiet();
  const unkept = await form.forget();
  if (unkept) {
    held = mine;
    await stays(unkept);
  }
  pack = null;
  forgetShown();
  papers.forget();
  at("taken").replaceChildren();
  at("offered").replaceChildren();
  clearTimeout(idle);
  show("locked");
  at("passphrase").focus();
}

// Not locked: words of the visit called `unkept` are in this page alone.
async function stays(unkept) {
  wake();
  if (at("capture").hidden) {
    pack = null;
    forgetShown();
    papers.hide();
    await listVisits();
  } else for (const id of ["notes", "along"]) at(id).hidden = false;
  throw new packs.Unanswered(
    `Not locked: words of ${unkept} are not kept, this device takes no more. Copy them, or make room.`,
  );
}

// Left alone, the page locks itself; what was written is kept.
function wake() {
  clearTimeout(idle);
  if (held) idle = setTimeout(doing(lock), IDLE);
}

async function enrolHere() {
  if (held) await lock();
  const [name, first, again] = ["device-name", "new-passphrase", "again"].map((id) => at(id).value);
  const why = unfit(first);
  if (!name.trim()) throw new packs.Unanswered("Give this device a name.");
  if (why) throw new packs.Unanswered(why);
  if (first !== again) throw new packs.Unanswered("The two passphrases differ.");
  if (await taken(first))
    throw new packs.Unanswered("This passphrase is in use on this device already. Choose another.");
  const id = await enrol(await packs.offered(), name.trim(), first);
  at("enrol").reset();
  at("enrolling").open = false;
  // Asked for and not waited for: some browsers never answer.
  navigator.storage?.persist?.();
  await unlocked(await unlockDevice(id, first));
}

async function leave() {
  const mine = held;
  await form.close();
  if (mine !== held) return;
  pack = null;
  forgetShown();
  papers.hide();
  await listVisits();
}

function listen() {
  form.begin();
  papers.begin(wrong);
  at("unlock").addEventListener("submit", doing(unlock));
  at("enrol").addEventListener("submit", doing(enrolHere));
  at("lock").addEventListener("click", doing(lock));
  at("more").addEventListener("click", doing(listOffered));
  at("back").addEventListener("click", doing(leave));
  at("older").addEventListener(
    "click",
    doing(() => {
      showMore();
      return count();
    }),
  );
  at("send").addEventListener("click", doing(() => send({ now: true, asks: true })));
  at("rescue").addEventListener("click", doing(async () => {
    say(at("said"), `A rescue file with ${notes(await save())} was made. They stay here too.`);
  }));
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, wake);
  onChange((what) => void (what === "saved" ? send({}) : count()));
  window.addEventListener("online", () => void send({ now: true }));
  setInterval(() => void send({}), 60_000);
}

async function begin() {
  const able = "serviceWorker" in navigator && crypto.subtle && navigator.locks;
  const saidAt = (id) => (words) => {
    at(id).textContent = words;
    at(id).hidden = !words;
  };
  store.onVersions(saidAt("versions"), saidAt("copies"));
  const keeps = Boolean(able) && (await store.keeps());
  if (!keeps) {
    // What stands in its way was said already where it is another version.
    at("nothing").hidden = keeps === null;
    return;
  }
  listen();
  const devices = await store.all("devices");
  show(...(devices.length ? ["locked"] : []));
  at("enrolling").open = !devices.length;
  document.body.dataset.ready = "yes";
  // Not waited for: some browsers never answer.
  void navigator.storage?.persisted?.().then((one) => {
    safe = one;
  });
  await count();
  void send({});
  const how = { updateViaCache: "none" };
  const worker = await navigator.serviceWorker.register("/capture/worker.js", how);
  const newer = () => {
    at("newer").hidden = !worker.waiting;
  };
  newer();
  worker.addEventListener("updatefound", () => {
    worker.installing?.addEventListener("statechange", newer);
  });
}

void begin();
