// Many judgments on one page, by keys: a letter for the grade, Ctrl and Enter to submit and go on.
// What is written saves itself as a draft, and each judgment is sent by itself to the page that
// judges one. Enhancement only: without this file each form is sent as any other.
import { ready } from "./signed_in.js";

const SECTION = "[data-judging]";
const WAIT = 1200;
const sections = () => [...document.querySelectorAll(SECTION)];
const open = () => sections().filter((one) => !one.dataset.done);
const on = document.querySelector("[data-keys-on]");
const keys = document.querySelector("[data-keys]");
const count = document.querySelector("[data-count]");
// What is not saved yet, and what is being saved, by section.
const dirty = new Set();
const saving = new Map();
const timers = new Map();
let tries = 0;

const formOf = (section) => section.querySelector("form");
const typesIn = (element) =>
  element.matches("textarea, select, [contenteditable]") ||
  (element.matches("input") && !element.matches("[type=radio], [type=checkbox]"));

// One sentence as it is, several as a list.
function say(section, ...words) {
  const said = section.querySelector("[data-said]");
  const list = document.createElement("ul");
  for (const one of words) {
    list.append(document.createElement("li"));
    list.lastChild.textContent = one;
  }
  said.replaceChildren(...(words.length > 1 ? [list] : words));
  if (words.length) section.scrollIntoView({ block: "start" });
}

function saved(section, words) {
  section.querySelector("[data-saved]").textContent = words;
}

function post(section, more = {}) {
  const form = formOf(section);
  const fields = new FormData(form);
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  return fetch(form.getAttribute("action"), {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "HX-Request": "true", "X-Says": "itself" },
    redirect: "manual",
  });
}

// Why it was not taken, in the words of the page that answered.
async function why(response) {
  if (response.status === 409) {
    return ["This was saved from elsewhere meanwhile. Copy what you wrote here, and reload the page."];
  }
  if (response.status !== 422) {
    return [
      "This was not done. What you wrote is still here: try again. Sending twice changes nothing.",
    ];
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = [...page.querySelectorAll(".govuk-error-summary li")];
  return found.map((one) => one.textContent.trim().replace(/\s+/g, " "));
}

async function save(section) {
  clearTimeout(timers.get(section));
  await saving.get(section);
  if (!dirty.has(section) || section.dataset.done) return;
  dirty.delete(section);
  const key = `${formOf(section).elements.namedItem("key").value}-d${(tries += 1)}`;
  const going = post(section, { draft: "yes", key })
    .then(async (response) => {
      if (response.status !== 204) {
        dirty.add(section);
        saved(section, `Not saved. ${response.status ? (await why(response)).join(" ") : "Sign in again."}`);
        return;
      }
      formOf(section).elements.namedItem("version").value = response.headers.get("X-Version");
      const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      saved(section, `Draft saved ${now}.`);
    })
    .catch(() => {
      dirty.add(section);
      saved(section, "There is no connection: not saved yet.");
    });
  saving.set(section, going);
  await going;
}

function changed(section) {
  dirty.add(section);
  saved(section, "");
  clearTimeout(timers.get(section));
  timers.set(
    section,
    setTimeout(() => save(section), WAIT),
  );
}

function go(section) {
  if (!section) return;
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "start" });
}

// The one after, or before, of those still open.
function beside(section, step) {
  const all = sections();
  for (let at = all.indexOf(section) + step; at >= 0 && at < all.length; at += step) {
    if (!all[at].dataset.done) return all[at];
  }
  return null;
}

function finish(section) {
  const grade = section.querySelector("[name=grade]:checked");
  const label = grade && section.querySelector(`label[for="${grade.id}"]`).cloneNode(true);
  for (const part of label?.querySelectorAll("kbd, .ins-judge__like") ?? []) part.remove();
  section.dataset.done = "yes";
  dirty.delete(section);
  say(section);
  const done = document.createElement("p");
  done.className = "ins-judge__done";
  done.textContent = `Submitted: ${label ? label.textContent.trim() : "not graded"}. `;
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = section.dataset.cell;
  link.textContent = "Look at it, or withdraw it";
  done.append(link);
  formOf(section).replaceWith(done);
  const left = open().length;
  count.textContent = left
    ? `${sections().length - left} of ${sections().length} submitted.`
    : "All on this page are submitted.";
}

async function submit(section) {
  if (section.dataset.going || section.dataset.done) return;
  section.dataset.going = "yes";
  clearTimeout(timers.get(section));
  dirty.delete(section);
  await saving.get(section);
  try {
    const state = await ready();
    if (state !== "yours") {
      say(section, "This was not sent. What you wrote is still here: try again.");
      dirty.add(section);
      return;
    }
    const response = await post(section);
    if (response.status === 204) {
      const next = beside(section, 1) ?? beside(section, -1);
      finish(section);
      go(next ?? section);
    } else {
      say(section, ...(await why(response)));
      dirty.add(section);
    }
  } catch {
    say(section, "There is no connection. What you wrote is still here: try again later.");
    dirty.add(section);
  } finally {
    delete section.dataset.going;
  }
}

// Where one goes on when a grade is given: a finding not answered yet, or else the reasons.
function goOn(section) {
  const unanswered = [...section.querySelectorAll(".ins-judge__finding")].find(
    (one) => !one.querySelector("input:checked"),
  );
  (unanswered?.querySelector("input") ?? section.querySelector("textarea")).focus();
}

function answerAll(section, value, all) {
  for (const one of section.querySelectorAll(".ins-judge__finding")) {
    if (all || !one.querySelector("input:checked")) {
      one.querySelector(`input[value=${value}]`).checked = true;
    }
  }
}

function grade(section, key, shift) {
  const found = [...section.querySelectorAll("[name=grade]")].find(
    (one) => one.dataset.key === key.toLowerCase(),
  );
  if (!found) return false;
  found.checked = true;
  if (shift) answerAll(section, "yes", false);
  goOn(section);
  return true;
}

function cite(section, number) {
  const box = section.querySelectorAll("[name=cited]")[number - 1];
  if (!box) return false;
  box.checked = !box.checked;
  delete box.dataset.named;
  return true;
}

// An item that is named in the reasons is cited; no longer named, no longer, unless it was ticked.
function citeNamed(section) {
  const words = section.querySelector("textarea").value;
  const named = new Set([...words.matchAll(/\bE0*([0-9]{1,9})\b/gi)].map((one) => one[1]));
  for (const box of section.querySelectorAll("[name=cited]")) {
    const is = named.has(box.dataset.number);
    if (is && !box.checked) {
      box.checked = true;
      box.dataset.named = "yes";
    } else if (!is && box.dataset.named) {
      box.checked = false;
      delete box.dataset.named;
    }
  }
}

// What a key does outside of fields; whether it did anything.
function press(section, event) {
  const { key } = event;
  if (key === "j" || key === "k") {
    const step = key === "j" ? 1 : -1;
    go(section ? beside(section, step) : open()[0]);
    return true;
  }
  if (!section || section.dataset.done) return false;
  if (key === "Enter" && event.target === section) {
    section.querySelector("textarea").focus();
    return true;
  }
  let did = false;
  if (/^[1-9]$/.test(key)) did = cite(section, Number(key));
  else if (key === "+" || key === "-") {
    answerAll(section, key === "+" ? "yes" : "no", true);
    did = true;
  } else if (key.length === 1) did = grade(section, key, event.shiftKey);
  if (did) changed(section);
  return did;
}

function showKeys() {
  keys.showModal();
  document.getElementById("keys-title").focus();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const section = event.target.closest?.(SECTION);
  if (event.key === "Enter" && event.ctrlKey && section && !section.dataset.done) {
    event.preventDefault();
    submit(section);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (typesIn(event.target)) {
    if (event.key === "Escape" && section) section.focus();
    return;
  }
  // Enter on a choice would send the form: it leads to the reasons, whether keys are on or off.
  if (event.key === "Enter" && section && event.target.matches("[type=radio], [type=checkbox]")) {
    event.preventDefault();
    section.querySelector("textarea")?.focus();
    return;
  }
  if (!on.checked) return;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (press(section, event)) event.preventDefault();
});

for (const section of sections()) {
  const form = formOf(section);
  form.addEventListener("input", (event) => {
    if (event.target.name === "reasons") citeNamed(section);
    if (event.target.name === "cited") delete event.target.dataset.named;
    changed(section);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "draft") {
      dirty.add(section);
      save(section);
    } else submit(section);
  });
}

window.addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});

if (on && keys) {
  document.querySelector("[data-keys-bar]").hidden = false;
  document.querySelector("[data-show-keys]").addEventListener("click", showKeys);
  keys.querySelector("[data-hide-keys]").addEventListener("click", () => keys.close());
  // One begins at the first, where a letter is a grade at once.
  sections()[0]?.focus({ preventScroll: true });
}
