// Pictures and tables are put into the text by a form beside it, which shows how they would be
// printed: what stands in the panel, the server draws. One at the caret is changed in its place.
import { button, named } from "./tip.js";

const IN_PLACE = { "HX-Request": "true" };
const OUT = "Not answered: the server is away, or you are signed out. What you wrote is still here.";
const LONG = "This picture or table is too long for the form. Change it in the text.";
const LONGEST = 1_500;
const AFTER = 300; // ms without a key
const OPENS = /^ {0,3}(`{3,}|~{3,})[ \t]*(?:chart|table)(?:[ \t][^`]*)?$/;
const CLOSES = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

// The picture or table that a place of the text lies in, with its marks; null where it lies in none.
export function around(text, place) {
  let [at, open] = [0, null];
  for (const line of text.split("\n")) {
    const end = at + line.length;
    const mark = (open ? CLOSES : OPENS).exec(line)?.[1];
    if (!open && mark) open = { start: at, mark };
    else if (mark && mark[0] === open.mark[0] && mark.length >= open.mark.length) {
      if (open.start <= place && place <= end) return { start: open.start, end };
      open = null;
    }
    at = end + 1;
    if (!open && at > place) return null;
  }
  return null;
}

// Where the paragraph ends that a place lies in.
export function below(text, place) {
  const found = text.indexOf("\n\n", place);
  return found < 0 ? text.length : found;
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
