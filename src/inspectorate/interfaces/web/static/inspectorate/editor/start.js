// A section is written in an editor over its field, and what the checks find in it stands beside.
// Enhancement only: without this file the field is written in and sent, and the checks follow.
import { asking } from "./asking.js";
import { listed } from "./list.js";
import { plain } from "./plain.js";
import { remarking } from "./remarks.js";
import { button, named } from "./tip.js";
import { counted, moved } from "./words.js";
import { written } from "./written.js";

const field = document.querySelector("textarea[data-typed]");
// Read once: the attribute itself is empty to whoever looks for it.
const { nonce } = document.querySelector("script[nonce]") ?? {};
const GONE = "These words were changed since. The checks are asked again.";

// What was found, in which text, and what the record says of the claims in it.
let found = { problems: [], text: field?.value ?? "", elsewhere: 0, figures: new Map() };
let surface = null;
let chosen = Boolean(field?.dataset.plain);

const token = () => field.form.elements.csrfmiddlewaretoken.value;
const now = () => moved(found.problems, found.text, field.value);
// A problem by its number in the list that was shown last; null where it was typed into since.
const standing = (at) => now()[at] ?? null;

const list = listed({
  jump: (at) => jump(standing(at)),
  mend: (at) => mend(standing(at)),
  again: () => asked.now(),
});
const remarks = remarking(field, { selected: () => surface.selected(), say: list.say });
// Where remarks stand in the text as it was saved; the editor lets them go along with it.
const places = counted(
  field.value,
  JSON.parse(field.dataset.places ?? "[]").map(([start, end]) => ({ start, end })),
);
const asked = asking(field.dataset.typed, {
  fields: () => ({
    csrfmiddlewaretoken: token(),
    text: field.value,
    ...(chosen && { plain: "on" }),
  }),
  told(answer, text, more) {
    if (answer.detail) {
      found = { ...found, problems: [], text };
      list.refused(answer.detail);
    } else {
      const figures = new Map(Object.entries(answer.figures));
      found = { problems: counted(text, answer.problems), text, elsewhere: answer.elsewhere, figures };
      list.show(found.problems, found.elsewhere, more || text !== field.value);
      remarks.also(answer.others);
    }
    draw();
  },
  failed: list.failed,
});

function draw() {
  // A problem that was typed into since is drawn nowhere, and keeps its number.
  const places = now().map((one) => one ?? { start: -1, end: -1, severity: "gone" });
  surface.show(places, found.figures);
}

function changed() {
  list.waiting();
  asked.soon();
}

function jump(one) {
  if (one) surface.select(one);
  else list.say(GONE);
}

function mend(one) {
  if (one && one.replacement !== null) surface.replace(one.start, one.end, one.replacement);
  else list.say(GONE);
}

// The next problem after the caret, or the one before it; round and round.
function step(back) {
  const caret = surface.caret();
  const all = now().flatMap((one, at) => (one ? [[one.start, at]] : []));
  if (!all.length) {
    list.say("No problem in this section.");
    return;
  }
  const beyond = all.filter(([start]) => (back ? start < caret : start > caret));
  const [, at] = back ? (beyond.at(-1) ?? all.at(-1)) : (beyond[0] ?? all[0]);
  jump(standing(at));
}

function begin() {
  if (chosen) {
    surface = plain(field, { changed, say: list.say });
  } else {
    surface = written(field, nonce, { changed, mend, standing, places });
    field.before(surface.dom);
  }
  // It stays what is sent. Laid out unseen it would cost more than the editor.
  field.hidden = !chosen;
  draw();
}

function change() {
  chosen = !chosen;
  surface.leave();
  begin();
  toggle.setAttribute("aria-pressed", String(chosen));
  asked.now();
}

function keys(event) {
  const { key, shiftKey } = event;
  const saves = (event.ctrlKey || event.metaKey) && !event.altKey && !shiftKey && key === "s";
  if (key === "F8") step(shiftKey);
  else if (saves) field.form.requestSubmit();
  else if (key !== "Escape" || !surface.close()) return;
  event.preventDefault();
}

const toggle = button("Plain text", change);
toggle.classList.add("ins-ed-toggle");
toggle.setAttribute("aria-pressed", String(chosen));

const frame = named("div", "ins-ed");
const text = named("div", "ins-ed-text");
const help = named("p", "ins-quiet ins-ed-help");
help.append(toggle, " F8 goes to the next problem, Shift and F8 to the one before. Ctrl and S saves.");
field.closest(".govuk-form-group").append(frame);
text.append(field);
frame.append(help, remarks.place, text, list.place);
frame.addEventListener("keydown", keys);
// What leads to the field leads to the editor: its label, and what is told of it above the form.
document.addEventListener("click", (event) => {
  const to = event.target.closest(`label[for="${field.id}"], a[href="#${field.id}"]`);
  if (!to || !field.hidden) return;
  event.preventDefault();
  surface.focus();
});
begin();
asked.now();
