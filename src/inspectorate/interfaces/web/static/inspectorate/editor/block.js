// Pictures and tables are put into the text by a form beside it, which shows how they would be
// printed: what stands in the panel, the server draws. One at the caret is changed in its place.
import { button, named } from "./tip.js";

const IN_PLACE = { "HX-Request": "true" };
const OUT = "Not answered: the server is away, or you are signed out. What you wrote is still here.";
const LONG = "This picture or table is too long for the form. Change it in the text.";
const LONGEST = 1_500;
const AFTER = 300; // ms without a key
// What stands before a fence tells whether it is in a list or a quotation.
const FENCE = /^((?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*)(`{3,}|~{3,})[ \t]*(.*)$/;
// Up to so many blanks set a fence of the text itself in.
const SET_IN = /^ {0,3}$/;
const ITEM = /^ {0,3}(?:[-*+]|\d+[.)]) /;
const OF_OURS = /^(?:chart|table|picture)(?:[ \t][^`]*)?$/;

// The fenced blocks of a text, of whatever kind. One is whole where its author ended it, and not
// with the end of another: a form would write it without the words that it took in.
function fences(text) {
  const found = [];
  let [at, open] = [0, null];
  for (const line of text.split("\n")) {
    const [, before, mark, of] = FENCE.exec(line) ?? [];
    const end = at + line.length;
    if (open && mark?.startsWith(open.mark) && !of && before.length < open.before.length + 4) {
      [open.end, open.ended] = [end, true];
      open = null;
    } else if (open && mark && of) {
      open.whole = false;
    } else if (!open && mark && !(mark[0] === "`" && of.includes("`"))) {
      open = { start: at, end: text.length, before, mark, of, whole: true, ended: false };
      found.push(open);
    }
    at = end + 1;
  }
  return found;
}

// The picture or table of the text itself that a place lies in, with its marks; null where it lies
// in none, or in one that no form may change.
export function around(text, place) {
  const one = fences(text).find(({ start, end }) => start <= place && place <= end);
  const own = one?.ended && one.whole && SET_IN.test(one.before) && OF_OURS.test(one.of);
  if (!own || (one.before && listed(text.slice(0, one.start), one.before.length))) return null;
  return { start: one.start, end: one.end };
}

// Does what is set in by so many blanks after these words stand in an item of a list?
function listed(words, blanks) {
  for (const line of words.split("\n").slice(0, -1).reverse()) {
    const item = ITEM.exec(line);
    if (item && item[0].length <= blanks) return true;
    if (line.trim() && line.search(/\S/) < blanks) return false;
  }
  return false;
}

// Where the paragraph ends that a place lies in. A blank line of a fenced block ends none, and
// before one without an end is the last place at which another would be read.
export function below(text, place) {
  const found = text.indexOf("\n\n", place);
  const at = found < 0 ? text.length : found;
  const one = fences(text).find(({ start, end, ended }) => start <= at && (at < end || !ended));
  if (!one) return at;
  return one.ended ? below(text, one.end) : one.start;
}

// What stands between a place and the words beside it: a blank line on each side.
export function apart(text, place, block) {
  const [before, behind] = [text.slice(0, place), text.slice(place)];
  const above = !before.trim() ? "" : "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length));
  const below = !behind.trim() ? "\n" : "\n".repeat(Math.max(0, 2 - /^\n*/.exec(behind)[0].length));
  return above + block + below;
}

// ``put`` is given the Markdown of a block, and what it takes the place of, null for none.
export function blocks(address, put) {
  const panel = named("dialog", "ins-ed-panel");
  panel.setAttribute("aria-label", "Picture or table");
  const said = named("p", "ins-panel__said");
  said.setAttribute("role", "alert");
  const content = named("div");
  let [was, timer, turns] = [null, 0, 0];
  const take = button("Put it in the text", () => {
    panel.close();
    put(source(), was);
  });
  const source = () => content.querySelector("[data-source]")?.textContent ?? "";
  panel.append(button("Close", () => panel.close()), said, content, take);
  document.body.append(panel);

  async function drawn(fields) {
    turns += 1;
    const turn = turns;
    said.textContent = "";
    try {
      const answer = await fetch(`${address}?${fields}`, { headers: IN_PLACE, redirect: "manual" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== turns) return null;
      if (answer.ok) return page.body;
    } catch {
      if (turn !== turns) return null;
    }
    said.textContent = OUT;
    return null;
  }

  async function look() {
    clearTimeout(timer);
    const page = await drawn(new URLSearchParams(new FormData(content.querySelector("form"))));
    const found = page?.querySelector("[data-preview]");
    if (found) content.querySelector("[data-preview]").replaceWith(found);
    take.hidden = !source();
  }

  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  panel.addEventListener("input", () => {
    clearTimeout(timer);
    // What is put in is what was shown.
    take.hidden = true;
    timer = setTimeout(look, AFTER);
  });

  return async (place, old) => {
    was = place;
    content.replaceChildren();
    take.hidden = true;
    panel.showModal();
    if (old.length > LONGEST) {
      said.textContent = LONG;
      return;
    }
    const page = await drawn(new URLSearchParams({ old }));
    if (!page) return;
    page.querySelector("[data-look]")?.remove();
    content.replaceChildren(...page.childNodes);
    take.hidden = !source();
    content.querySelector("select")?.focus();
  };
}
