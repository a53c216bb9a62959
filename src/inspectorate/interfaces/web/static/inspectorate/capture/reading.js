// What was taken along, to read: sessions, criteria with what each grade looks like, requests,
// questions, and what is public of the body. And the notes of the visit, each with where it is.
import { day, moment } from "./moments.js";
import { reread } from "./outbox.js";

const at = (id) => document.getElementById(id);
// What is said of each, by what it means; a note says nothing of itself.
const MEANT = { grade: "Grade", debrief: "Debrief", note: "Note" };
const WAITS = {
  grade: "It is not your draft: it waits for you online",
  debrief: "It waits for whoever ends the visit",
  note: "It waits for somebody to record it",
};
const BECAME = { grade: ". It is your draft", debrief: ". It was used", note: "" };
const STATES = { recorded: "Received", received: "Received", quarantined: "Received, kept apart" };

export function element(tag, words, name) {
  const one = document.createElement(tag);
  if (words) one.textContent = words;
  if (name) one.className = name;
  return one;
}

function part(title, rows) {
  const box = element("details", "", "govuk-details");
  box.append(element("summary", `${title} (${rows.length})`, "govuk-details__summary"));
  const list = element("ul", "", "govuk-details__text");
  for (const [head, ...words] of rows) {
    const row = element("li");
    row.append(element("strong", head));
    for (const one of words.filter(Boolean)) row.append(element("p", one));
    list.append(row);
  }
  box.append(list);
  return box;
}

// `name` says, to whoever hears it, of what it is.
export function button(label, name, press) {
  const made = element("button", label, "govuk-button govuk-button--secondary");
  made.type = "button";
  made.append(element("span", ` ${name}`, "ins-sr"));
  made.addEventListener("click", press);
  return made;
}

export function sized(bytes) {
  const mega = bytes / (1024 * 1024);
  return mega < 1 ? `${Math.ceil(bytes / 1024)} kB` : `${mega.toFixed(1)} MB`;
}

export function showPack(pack) {
  const sessions = pack.sessions.map((one) => [
    one.title,
    `${moment(one.starts)} to ${moment(one.ends)}`,
    one.origin,
  ]);
  const criteria = pack.criteria.map((one) => [
    `${one.ref} ${one.name}`,
    one.text,
    ...one.characteristics.map(([grade, words]) => `${grade}: ${words}`),
  ]);
  const requests = pack.requests.map((one) => [
    one.title,
    `${one.state}. Due on ${one.due}.`,
    one.text,
    ...one.documents.map(
      ({ name, size, gone }) => `${name}, ${sized(size)}${gone ? `, ${gone}` : ""}`,
    ),
  ]);
  const questions = pack.questions.map((one) => [one.text, one.form]);
  const history = pack.history.map((one) => [one.inspection, ...one.lines]);
  at("pack").replaceChildren(
    element("p", `Taken along ${moment(pack.taken)}.`, "ins-quiet"),
    part("Sessions", sessions),
    part("Criteria", criteria),
    part("Requests", requests),
    part("Questions", questions),
    part("Public of this body", history),
  );
}

const meantBy = ({ item }) => (item?.meant in MEANT ? item.meant : "note");

// Where a note is, in words.
function where(note) {
  const { waiting, receipt } = note;
  if (receipt) {
    const number = receipt.ref ? `, no. ${receipt.ref}` : "";
    const meant = meantBy(note);
    const now = { received: `. ${WAITS[meant]}`, recorded: BECAME[meant] };
    const wait = now[receipt.state] ?? "";
    const unread = receipt.codes?.length ? ["The server gave a reason: press Send now to read it."] : [];
    const said = receipt.said.length ? receipt.said : unread;
    return [`${STATES[receipt.state] ?? "Received"}${number}${wait}.`, ...said].join(" ");
  }
  if (!waiting) return "On this device.";
  const said = waiting.said ? ` ${waiting.said}` : "";
  return `${waiting.stored ? "Sent; its files are on their way." : "On this device."}${said}`;
}

function noteRow(note, pack) {
  const row = element("li");
  if (!note.item) {
    const damaged = "The copy of this note is damaged on this device. What was sent is not.";
    row.append(element("p", damaged), element("p", where(note), "cap-where"));
    return row;
  }
  const { item } = note;
  const about = [item.criteria ?? item.criterion ?? []].flat().map(
    (id) => pack.criteria.find((one) => one.id === id)?.ref ?? String(id),
  );
  for (const one of wordsOf(item, pack)) row.append(element("p", one, "cap-words"));
  const files = note.files.map((one) => one.name || "file").join(", ");
  const told = [MEANT[meantBy(note)], moment(note.made), about.join(", "), files];
  row.append(
    element("p", told.filter(Boolean).join(" · "), "ins-quiet"),
    element("p", where(note), "cap-where"),
  );
  return row;
}

// What was written, each line of it.
function wordsOf(item, pack) {
  if (item.meant === "grade") return gradeWords(item, pack);
  if (item.meant !== "debrief") return [item.words || `Secret: ${item.stub}`];
  const heard = item.heard_by ? `, heard by: ${item.heard_by}` : "";
  return [`Said on ${day(item.said_on)}${heard}.`, item.words];
}

function gradeWords({ criterion, grade, borderline, findings, reasons }, pack) {
  const asked = (pack.mine ?? []).find((one) => one.criterion === criterion)?.findings ?? [];
  const answers = Object.entries(findings).map(([key, yes]) => {
    const text = asked.find((one) => one.key === key)?.text ?? key;
    return `${text} ${yes ? "Yes" : "No"}.`;
  });
  const given = `${grade ?? "No grade yet"}${borderline ? ", borderline" : ""}.`;
  return [given, ...answers, reasons].filter(Boolean);
}

// How many notes are read again at once: each is decrypted for it.
const STEP = 50;
let turn = 0;
let shown = STEP;
export async function showNotes(held, pack) {
  turn += 1;
  const mine = turn;
  const notes = await reread(held, pack.key, shown + 1);
  // A later one was asked for meanwhile, perhaps of another visit or of nobody.
  if (mine !== turn) return;
  const rows = notes.slice(0, shown).map((one) => noteRow(one, pack));
  at("written").replaceChildren(...rows);
  at("older").hidden = notes.length <= shown;
}

export function showMore() {
  shown += STEP;
}

export function forgetShown() {
  turn += 1;
  shown = STEP;
  at("written").replaceChildren();
  at("pack").replaceChildren();
}
