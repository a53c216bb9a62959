// The moderation desk by keyboard: j and k, a key for each grade, Enter to write, ? for the list; and
// the next judgment without a new page. Enhancement only: without this file the same links and forms
// lead to the same pages.
const DECISION = "#decision-desk";
const LOSE = "What you wrote on this judgment would be lost. Go on?";
// A grade or a finding is chosen in one, so that Enter there is not its own.
const CHOICES = "input:is([type=radio], [type=checkbox])";
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select, button, a, summary, [contenteditable]";

// Whether something was typed or chosen in the decision since it was drawn.
let dirty = false;
// Whether the keys are turned off: until the page is left.
let off = false;

const desk = () => document.getElementById("desk");
const decision = () => document.querySelector(DECISION);

function stand() {
  const chosen = document.querySelector("[data-next]");
  chosen?.focus({ preventScroll: true });
  chosen?.scrollIntoView({ block: "start", behavior: "instant" });
}

function prepare() {
  const box = document.getElementById("keys-off");
  if (box) box.checked = off;
  // The decision is sent by itself, and comes back by itself where it is refused.
  const form = decision()?.querySelector("form");
  if (!form || !window.htmx || form.hasAttribute("hx-post")) return;
  form.setAttribute("hx-post", form.getAttribute("action"));
  form.setAttribute("hx-target", DECISION);
  form.setAttribute("hx-select", `${DECISION} > *`);
  form.setAttribute("hx-disabled-elt", "find button");
  window.htmx.process(form);
}

function go(address) {
  if (dirty && !window.confirm(LOSE)) return;
  dirty = false;
  window.history.replaceState(null, "", address);
  window.htmx
    .ajax("GET", address, { target: "#main", select: "#main > *" })
    .then(() => {
      window.htmx.process(document.getElementById("main"));
      stand();
    });
}

function choose(key) {
  const named = document.querySelector(`#keys [data-key="${CSS.escape(key)}"]`);
  const grade = named?.dataset.grade;
  const radio = grade && decision()?.querySelector(`input[name=grade][value="${grade}"]`);
  if (!radio) return false;
  radio.checked = true;
  dirty = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function list() {
  const keys = document.getElementById("keys");
  if (!keys) return;
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

function press(event) {
  switch (event.key) {
    case "j":
    case "k": {
      const link = desk().querySelector(`a[rel=${event.key === "j" ? "next" : "prev"}]`);
      if (link) go(link.href);
      return Boolean(link);
    }
    case "?":
      list();
      return true;
    case "Enter": {
      const reasons = decision()?.querySelector("[name=reasons]");
      reasons?.focus();
      return Boolean(reasons);
    }
    default:
      return choose(event.key.toLowerCase());
  }
}

const plain = (event) =>
  event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey;

document.addEventListener("keydown", (event) => {
  if (!desk() || event.defaultPrevented) return;
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (sends && event.target.closest(DECISION)) {
    event.preventDefault();
    // Pressed, and not the form sent: what the button says is sent with it.
    event.target.closest("form")?.querySelector("button")?.click();
    return;
  }
  // Enter on a choice would send the form: it leads to the reasons, whether keys are on or off.
  if (plain(event) && event.target.matches(CHOICES) && event.target.closest(DECISION)) {
    event.preventDefault();
    event.target.closest(DECISION).querySelector("[name=reasons]")?.focus();
    return;
  }
  const panel = document.getElementById("panel");
  const elsewhere = event.ctrlKey || event.metaKey || event.altKey || panel?.hidden === false;
  // Where a field, a link or a button has the focus, its keys are its own.
  const inField = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
  const acts = event.key === "Enter" && event.target.closest(FIELDS);
  if (off || elsewhere || inField || acts) return;
  if (press(event)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-desk]");
  if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("input", (event) => {
  if (event.target.closest(DECISION)) dirty = true;
});
document.addEventListener("change", (event) => {
  if (event.target.id === "keys-off") off = event.target.checked;
});

// Sent as any other form, the page goes with what was written; sent by itself, it goes when done.
document.addEventListener("submit", (event) => {
  if (event.target.closest(DECISION) && !event.target.hasAttribute("hx-post")) dirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (dirty && decision()) event.preventDefault();
});

// Before the page is drawn anew: where the act leads on this desk is the judgment that follows.
document.addEventListener(
  "ins:done",
  (event) => {
    if (!desk() || !event.target.closest?.(DECISION)) return;
    dirty = false;
    const back = new URL(event.detail.back, window.location.href);
    if (back.pathname === window.location.pathname) {
      window.history.replaceState(null, "", back);
    }
  },
  true,
);

document.body.addEventListener("htmx:afterSwap", () => {
  prepare();
  document.querySelector(`${DECISION} .govuk-error-summary`)?.focus();
});

prepare();
