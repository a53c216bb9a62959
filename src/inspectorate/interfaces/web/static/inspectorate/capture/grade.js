// A provisional grade of a judgment of one's own, as its form holds it and as the inspectorate takes it.
// It becomes its author's draft, or waits for its author alone.
import { choice, marks, option } from "./fields.js";
import { moment } from "./moments.js";

export const meant = "grade";
export const place = "grade-criterion";
// What is there once it is chosen what is judged.
const FIELDS = ["grade-fields", "grade-save"];
const NONE = "No grade yet";
const at = (id) => document.getElementById(id);
// Answers to what is asked no more at the place that is shown: they stay what was written.
let unasked = {};
const BLANK = { grade: null, findings: {}, reasons: "", borderline: false, marking: "OFFICIAL" };

// What is to be judged; null where it is none of one's own. Text may stand on one that was taken back.
const ofPlace = (pack, criterion) =>
  (pack.mine ?? []).find((one) => String(one.criterion) === String(criterion)) ?? null;

function named(pack, criterion) {
  const one = pack.criteria.find(({ id }) => String(id) === String(criterion));
  return one ? `${one.ref} ${one.name}` : String(criterion);
}

// The draft as it was taken along, and its version, 0 where there is none; of which assignment.
export function taken(pack, criterion) {
  const mine = ofPlace(pack, criterion);
  const { version = 0, ...draft } = mine?.draft ?? {};
  const known = Object.entries(draft).filter(([name]) => name in BLANK);
  return { fields: { ...BLANK, ...Object.fromEntries(known) }, version, of: mine?.assignment };
}

// What there is to choose: one's own that are not submitted, and whatever text still stands on.
export function fill(pack, draft) {
  const open = (pack.mine ?? []).filter((one) => !one.submitted);
  const ids = open.map((one) => String(one.criterion));
  const others = Object.keys(draft.texts).filter((one) => !ids.includes(one));
  const offered = [...ids, ...others];
  if (!offered.includes(draft.now)) draft.now = offered.length === 1 ? offered[0] : "";
  at(place).replaceChildren(
    option("", "Choose what you judge"),
    ...offered.map((one) => option(one, named(pack, one))),
  );
  at(place).value = draft.now;
  const given = (pack.mine ?? []).filter((one) => one.submitted).map((one) => one.ref);
  at("grade-submitted").textContent = given.length ? `Submitted already: ${given.join(", ")}.` : "";
  at("grade-nothing").hidden = Boolean(offered.length);
  at("grade-nothing").textContent = pack.mine
    ? "There is nothing here that you are still to judge."
    : "What you are to judge is not here. Take this visit along again.";
  at("grade-choice").hidden = !offered.length;
  marks(at("grade-marking"), pack);
}

const chosen = (name) => document.querySelector(`#grade [name="${name}"]:checked`)?.value;

export function show(pack, criterion, fields) {
  for (const id of FIELDS) at(id).hidden = !criterion;
  if (!criterion) return;
  const { grades = [], findings = [] } = ofPlace(pack, criterion) ?? {};
  // One that is no longer offered is still what was written.
  const all = fields.grade && !grades.includes(fields.grade) ? [...grades, fields.grade] : grades;
  // A criterion may have no scale: then its answers and reasons are all.
  at("grade-scale").closest("fieldset").hidden = !all.length;
  const offered = [["", NONE], ...all.map((one) => [one, one])];
  at("grade-scale").replaceChildren(...offered.map(graded));
  at("grade-findings").replaceChildren(...findings.map((one, n) => finding(one, n, fields.findings[one.key])));
  const asked = new Set(findings.map((one) => one.key));
  unasked = Object.fromEntries(Object.entries(fields.findings).filter(([key]) => !asked.has(key)));
  for (const one of at("grade-scale").querySelectorAll("input"))
    one.checked = one.value === (fields.grade ?? "");
  at("grade-reasons").value = fields.reasons;
  at("grade-borderline").checked = fields.borderline;
  at("grade-marking").value = fields.marking;
  looks(pack, criterion);
}

function graded([name, label], n) {
  const one = choice("radio", "grade", name, label);
  // A name may hold a space, which no id does.
  one.querySelector("input").id = `grade-${n}`;
  one.querySelector("label").htmlFor = `grade-${n}`;
  return one;
}

const ANSWERS = [["yes", "Yes"], ["no", "No"], ["", "Not said yet"]];

function finding({ key, text }, n, answer) {
  const box = document.createElement("fieldset");
  box.className = "govuk-fieldset govuk-form-group";
  const legend = document.createElement("legend");
  legend.className = "govuk-fieldset__legend";
  legend.textContent = text;
  const chips = document.createElement("div");
  chips.className = "cap-chips";
  chips.dataset.key = key;
  const said = answer === undefined ? "" : answer ? "yes" : "no";
  for (const [value, label] of ANSWERS) {
    const one = choice("radio", `finding-${n}`, value, label);
    one.querySelector("input").checked = value === said;
    chips.append(one);
  }
  box.append(legend, chips);
  return box;
}

// What each grade looks like in writing, where that was taken along.
function looks(pack, criterion) {
  const written = pack.criteria.find(({ id }) => String(id) === String(criterion))?.characteristics ?? [];
  at("grade-looks").hidden = !written.length;
  const rows = written.map(([grade, words]) => {
    const one = document.createElement("li");
    one.textContent = `${grade}: ${words}`;
    return one;
  });
  at("grade-like").replaceChildren(...rows);
}

export function read() {
  const findings = { ...unasked };
  for (const box of at("grade-findings").querySelectorAll("[data-key]")) {
    const said = box.querySelector(":checked")?.value;
    if (said) findings[box.dataset.key] = said === "yes";
  }
  return {
    grade: chosen("grade") || null,
    findings,
    reasons: at("grade-reasons").value,
    borderline: at("grade-borderline").checked,
    marking: at("grade-marking").value,
  };
}

// A form at a desk ends its lines otherwise than a field of this page does.
const lines = (words) => words.replace(/\r\n?/g, "\n");
const told = ({ findings, ...rest }) => JSON.stringify([rest.grade, lines(rest.reasons), rest.borderline,
  rest.marking, Object.entries(findings).sort()]);
export const same = (one, other) => told(one) === told(other);

// A draft may be unfinished; one that says nothing is none.
export function missing(criterion, fields) {
  if (!criterion) return [place, "Choose what you judge."];
  const says = fields.grade || fields.reasons.trim() || Object.keys(fields.findings).length;
  return says ? null : ["grade-reasons", "Write your reasons, or what you answer."];
}

// What it is written upon: nothing is said of what is not known.
export const item = (pack, criterion, fields, { version, of, after }) => ({
  body: pack.body,
  criterion: Number(criterion),
  ...fields,
  version,
  ...(of && { assignment: of }),
  ...(after && { after }),
});

const WHERE = {
  recorded: "was received and is your draft.",
  received: "was received, and is not your draft: it waits for you online.",
  quarantined: "was received and is kept apart: it is not your draft.",
};

// What is said of what stood there. `older`: what is typed was begun upon an older draft.
export function since(pack, criterion, done, where, older) {
  const { draft, submitted } = ofPlace(pack, criterion) ?? {};
  const told = [];
  if (!ofPlace(pack, criterion) || submitted)
    told.push("This is not yours to judge any more. What you save is received, and waits for you online.");
  if (older) told.push("Your draft was changed online since you began this. What you save waits for you there.");
  if (done) {
    const state = where.receipt ? (WHERE[where.receipt.state] ?? "was received.") : "was saved, and is not sent yet.";
    told.push(`Your grade of ${moment(done.made)} is newer than what was taken along. It ${state}`);
  } else if (draft) told.push(`This is your draft as it was taken along ${moment(pack.taken)}.`);
  return told.join(" ");
}

export function clear() {
  unasked = {};
  for (const id of [place, "grade-scale", "grade-findings", "grade-marking", "grade-like"])
    at(id).replaceChildren();
  for (const id of ["grade-submitted", "grade-nothing"]) at(id).textContent = "";
  for (const id of FIELDS) at(id).hidden = true;
}
