// A note of the hot debrief, as its form holds it and as the inspectorate takes it. It is there to be
// chosen by whoever ends the visit with its debrief.
import { marks } from "./fields.js";
import { moment } from "./moments.js";

export const meant = "debrief";
// A visit has one debrief: its form has one place, and nothing chooses it.
export const place = "";
const HERE = "here";
const at = (id) => document.getElementById(id);

const two = (number) => String(number).padStart(2, "0");
// By this device's own calendar, as a field of a day writes it.
const today = (now = new Date()) =>
  `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

export const taken = () => ({
  fields: { said_on: today(), heard_by: "", words: "", marking: "OFFICIAL" },
  version: 0,
});

export function fill(pack, draft) {
  draft.now = HERE;
  marks(at("debrief-marking"), pack);
}

export function show(_, __, fields) {
  for (const [name, value] of Object.entries(fields)) at(`debrief-${name}`).value = value;
}

export const read = () => ({
  said_on: at("debrief-said_on").value,
  heard_by: at("debrief-heard_by").value,
  words: at("debrief-words").value,
  marking: at("debrief-marking").value,
});

const nothing = ({ words, heard_by }) => !words.trim() && !heard_by.trim();
// Without words it is the same on any day.
export const same = (one, other) =>
  (nothing(one) && nothing(other)) || Object.keys(one).every((name) => one[name] === other[name]);

export function missing(_, { words, said_on }) {
  if (!words.trim()) return ["debrief-words", "Write what was said."];
  return said_on ? null : ["debrief-said_on", "Give the day on which it was said."];
}

export const item = (pack, _, fields) => ({ body: pack.body, visit: pack.visit, ...fields });

// What is said of what was saved last.
export function since(_, __, done, where) {
  if (!done) return "";
  const state = where.receipt ? "was received" : "was saved, and is not sent yet";
  return `Your debrief note of ${moment(done.made)} ${state}. What you save now is another one.`;
}

export function clear() {
  at("debrief-marking").replaceChildren();
}
