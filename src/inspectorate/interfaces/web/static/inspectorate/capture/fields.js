// The fields of the form of a note: their choices from what was taken along, and what they hold.
const TICKS = new Set(["practice", "rebuilt"]);
const at = (id) => document.getElementById(id);

export function option(value, words) {
  const one = document.createElement("option");
  one.value = value;
  one.textContent = words;
  return one;
}

export function choice(kind, name, value, label, words) {
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

export function choices(pack) {
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

// How words may be marked that are no evidence: what is secret is not written here at all.
const OF_WORDS = ["OFFICIAL", "OFFICIAL-SENSITIVE"];
export function marks(field, pack) {
  const known = pack.markings.filter(([value]) => OF_WORDS.includes(value));
  field.replaceChildren(...known.map(([value, label]) => option(value, label)));
}

// A field of the form, whatever control it is.
export function read(name) {
  if (TICKS.has(name)) return at(name).checked;
  const ticked = [...document.querySelectorAll(`#note [name=${name}]:checked`)];
  if (name === "also") return ticked.map((one) => one.value);
  if (name === "criterion" || name === "direction") return ticked[0]?.value ?? "";
  return at(name).value;
}

export function put(name, value) {
  if (TICKS.has(name)) {
    at(name).checked = Boolean(value);
  } else if (["also", "criterion", "direction"].includes(name)) {
    const wanted = new Set([value ?? []].flat().map(String));
    for (const one of document.querySelectorAll(`#note [name=${name}]`))
      one.checked = wanted.has(one.value);
  } else at(name).value = value ?? "";
}
