// A section is written in an editor over its field, and what the checks find in it stands beside.
// Enhancement only: without this file the field is written in and sent, and the checks follow.
import { asking } from "./asking.js";
import { binding, meant } from "./bind.js";
import { apart, around, below, blocks } from "./block.js";
import { desk } from "./desk.js";
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
let found = {
  problems: [],
  unsigned: [],
  text: field?.value ?? "",
  elsewhere: 0,
  figures: new Map(),
};
let surface = null;
let chosen = Boolean(field?.dataset.plain);

const token = () => field.form.elements.csrfmiddlewaretoken.value;
const now = () => moved(found.problems, found.text, field.value);
// A problem by its number in the list that was shown last; null where it was typed into since.
const standing = (at) => now()[at] ?? null;

const beside = desk();
const list = listed({
  jump: (at) => jump(standing(at)),
  mend: (at, offer) => mend(standing(at), offer),
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
      found = { ...found, problems: [], unsigned: [], text };
      list.refused(answer.detail);
    } else {
      const figures = new Map(Object.entries(answer.figures));
      const unsigned = counted(text, answer.desk.unsigned);
      const problems = counted(text, answer.problems);
      found = { problems, unsigned, text, elsewhere: answer.elsewhere, figures };
      beside(answer.desk);
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
  const unsigned = moved(found.unsigned, found.text, field.value).filter(Boolean);
  surface.show(places, found.figures, unsigned);
}

function changed() {
  list.waiting();
  asked.soon();
}

function jump(one) {
  if (one) surface.select(one);
  else list.say(GONE);
}

// Puts words in the place of those that stand at a place, where they still do.
function put(start, old, words) {
  if (field.value.startsWith(old, start)) surface.replace(start, start + old.length, words);
  else list.say(GONE);
}

function mend(one, offer) {
  if (one && offer) put(one.start - offer.before.length, offer.words, bound(offer.words, offer.key));
  else if (one && one.replacement !== null) surface.replace(one.start, one.end, one.replacement);
  else list.say(GONE);
}

const bound = (words, key) => `[${words}]{#${key}}`;

// What the problem at the caret offers first.
function take() {
  const { start } = surface.chosen();
  const here = now().filter((one) => one && one.start <= start && start <= one.end);
  const one = here.find((each) => each.replacement !== null || each.offers.length);
  if (one) mend(one, one.replacement === null ? one.offers[0] : undefined);
}

const link = document.querySelector("a[data-bind]");
const panel = link && binding(link.href, ({ start, words }, key) => put(start, words, bound(words, key)));

function bind() {
  const { start, end } = surface.chosen();
  // At a problem its sentence is meant, and not the words that are marked.
  const marked = now().some((one) => one && one.start === start && one.end === end);
  panel?.(meant(field.value, { start, end: marked ? start : end }));
}

const blockLink = document.querySelector("a[data-block]");
const blockPanel =
  blockLink &&
  blocks(blockLink.href, (block, was) => {
    if (was) put(was.start, was.old, block);
    else {
      const place = below(field.value, surface.chosen().end);
      surface.replace(place, place, apart(field.value, place, block));
    }
  });

// The picture or table at the caret is changed; else one is put in after the caret's paragraph.
function putBlock() {
  const text = field.value;
  const here = around(text, surface.chosen().start);
  const old = here ? text.slice(here.start, here.end) : "";
  blockPanel?.(here && { start: here.start, old }, old);
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
  const held = (event.ctrlKey || event.metaKey) && !event.altKey && !shiftKey;
  if (event.defaultPrevented) return;
  if (key === "F8") step(shiftKey);
  else if (held && key === "s") field.form.requestSubmit();
  else if (held && key === "k") bind();
  else if (held && key === "Enter") take();
  else if (key !== "Escape" || !surface.close()) return;
  event.preventDefault();
}

const toggle = button("Plain text", change);
toggle.classList.add("ins-ed-toggle");
toggle.setAttribute("aria-pressed", String(chosen));

const frame = named("div", "ins-ed");
const text = named("div", "ins-ed-text");
const help = named("p", "ins-quiet ins-ed-help");
const HELP =
  " F8 goes to the next problem, Shift and F8 to the one before, Ctrl and Enter takes what is offered" +
  " there. Ctrl and K binds the words chosen, or the sentence, to a claim. Ctrl and S saves.";
help.append(toggle, ...(panel ? [button("Bind to a claim", bind)] : []));
if (blockPanel) help.append(button("Picture or table", putBlock));
help.append(HELP);
// A page of its own would leave what is written here: its work is done by the panels.
const pages = [link?.parentElement, blockLink?.parentElement, document.querySelector("[data-blocks]")];
for (const one of pages) if (one) one.hidden = true;
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
