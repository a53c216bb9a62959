// Words are bound to a claim beside the text: what stands in the panel, the server draws.
import { button, named } from "./tip.js";

const IN_PLACE = { "HX-Request": "true", "X-Says": "itself" };
const OUT = "Not answered: the server is away, or you are signed out. What you wrote is still here.";
const LOSE = "What you wrote in the panel would be lost. Close it?";
const PARTS = /\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)|(?<=[.!?])\s+(?=[A-Z\d[“])/g;
const LEAD = /^(?:\s|#{1,6}\s|>|[-*+]\s|\d+[.)]\s|\{[^{}\n]*\}\n)*/;
const LAST = /[\s.!?:;,]*$/;
const MARKS = /[[\]{}`]|\n\s*\n/;

function sentence(text, place) {
  let from = 0;
  for (const { index, 0: gap } of text.matchAll(PARTS)) {
    if (index >= place) return [from, index];
    from = index + gap.length;
  }
  return [from, text.length];
}

// The words chosen, or the sentence around the caret, without what begins and ends it; none where
// they lie within marks.
export function meant(text, { start, end }) {
  const [from, to] = start === end ? sentence(text, start) : [start, end];
  const lead = LEAD.exec(text.slice(from, to))[0].length;
  const words = text.slice(from + lead, to).replace(LAST, "");
  const inside = /\[[^\]]*$/.test(text.slice(0, from)) && /^[^[]*\]/.test(text.slice(to));
  return { start: from + lead, words: inside || MARKS.test(words) ? "" : words };
}

// ``bind`` is given the words that the panel was opened for, and the key of the claim.
export function binding(address, bind) {
  const panel = named("dialog", "ins-ed-panel");
  panel.setAttribute("aria-label", "Bind words to a claim");
  const said = named("p", "ins-panel__said");
  said.setAttribute("role", "alert");
  const content = named("div");
  let [asked, at, first, turns, dirty] = [null, "", "", 0, false];
  const free = () => !dirty || window.confirm(LOSE);
  panel.append(button("Close", () => free() && panel.close()), said, content);
  document.body.append(panel);

  function choose(key) {
    panel.close();
    bind(asked, key);
  }

  // A page of the server in the panel; the key of a claim where one was made.
  async function show(to, how) {
    turns += 1;
    const turn = turns;
    try {
      const answer = await fetch(to, { headers: IN_PLACE, redirect: "manual", ...how });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== turns) return;
      said.textContent = answer.ok || answer.status === 422 ? "" : OUT;
      if (said.textContent) return;
      const made = answer.headers.get("HX-Trigger");
      if (made) choose(JSON.parse(made)["ins:made"].claim);
      else draw(page.getElementById("page") ?? page.body);
      at = String(to);
      dirty = Boolean(how);
    } catch {
      said.textContent = OUT;
    }
  }

  function draw(page) {
    const title = page.querySelector("h1");
    title?.replaceWith(named("h2", "", title.textContent));
    content.replaceChildren(...page.childNodes);
    const wanted = content.querySelector("[name=q]")?.value ? "[data-claim]" : "[data-fits]";
    const places = [".govuk-error-summary a", wanted, "input:not([type=hidden]), textarea, a"];
    places.map((one) => content.querySelector(one)).find(Boolean)?.focus();
  }

  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const to = new URL(form.getAttribute("action") ?? at, at);
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (form.getAttribute("method") === "post") show(to, { method: "POST", body });
    else show(new URL(`?${body}`, to));
  });
  panel.addEventListener("input", ({ target }) => {
    dirty ||= target.name !== "q";
  });
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const { claim, here, cancel } = link?.dataset ?? {};
    const ours = (claim ?? here ?? cancel) !== undefined;
    // Another page never takes the place of this one.
    if (ours) event.preventDefault();
    else if (link && !link.hash) link.target = "_blank";
    if (claim) choose(claim);
    else if (ours && free()) {
      show(here === undefined ? first : new URL(link.getAttribute("href"), at));
    }
  });
  panel.addEventListener("cancel", (event) => free() || event.preventDefault());

  return (words) => {
    asked = words;
    dirty = false;
    first = at = `${address}?${new URLSearchParams({ words: words.words })}`;
    content.replaceChildren();
    panel.showModal();
    show(first);
  };
}
