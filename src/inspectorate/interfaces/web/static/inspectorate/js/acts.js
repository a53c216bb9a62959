// Acts in place. Every act is a page with a form; a link to it that names the panel opens that
// page's own part (#page) beside the list, and when the act is done the list is drawn anew where it
// stands. Enhancement only: without this file the same links lead to the same pages.
import { ready } from "./signed_in.js";

const panel = document.getElementById("panel");
const htmx = window.htmx;
// What opened the panel, by its id: the page is drawn anew beneath it.
let opener = "";

// Whether something was typed or chosen in the panel since it opened.
let dirty = false;
const LOSE = "What you wrote in the panel would be lost. Close it?";

const main = () => document.getElementById("main");

function focusOn(element) {
  if (!element) return;
  if (!element.matches("a, button, input, select, textarea")) element.tabIndex = -1;
  element.focus();
}

function open() {
  panel.hidden = false;
  focusOn(panel.querySelector(".govuk-error-summary") ?? panel.querySelector("h1") ?? panel);
}

function close() {
  dirty = false;
  panel.hidden = true;
  panel.querySelector(".ins-panel__page").replaceChildren();
  say("");
  focusOn(document.getElementById(opener) ?? main());
}

function askToClose() {
  if (!dirty || window.confirm(LOSE)) close();
}

function say(words) {
  panel.querySelector(".ins-panel__said").textContent = words;
}

// A form of a page posts to that page's address, also where it stands in another.
function adopt(address) {
  for (const form of panel.querySelectorAll("form[method=post]")) {
    const to = form.getAttribute("action") ?? address;
    form.setAttribute("action", to);
    form.setAttribute("hx-post", to);
    form.setAttribute("hx-target", "#panel .ins-panel__page");
    form.setAttribute("hx-select", "#page");
    form.setAttribute("hx-disabled-elt", "find button");
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", form.enctype);
    htmx.process(form);
  }
  for (const link of panel.querySelectorAll("a[data-cancel]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      askToClose();
    });
  }
}

function draw(back) {
  if (new URL(back, location.href).pathname !== location.pathname) {
    location.assign(back);
    return;
  }
  const at = window.scrollY;
  const boxes = () => [...document.querySelectorAll("main input[name=chosen]")];
  const ticked = new Set(boxes().flatMap((box) => (box.checked ? [box.id] : [])));
  htmx
    .ajax("GET", location.pathname + location.search, {
      target: "#main",
      select: "#main > *",
    })
    .then(() => {
      // The new links and forms listen before one of them has the focus: htmx itself would wait for
      // the page to settle, and whoever is quick would be sent to the page of its own.
      htmx.process(main());
      // Only what was ticked is: nobody signs by a page that was drawn anew.
      for (const box of boxes()) box.checked = ticked.has(box.id);
      window.scrollTo({ top: at, behavior: "instant" });
      // After a decision on the desk one stands at the next.
      const next = document.querySelector("[data-next]");
      const stand = document.getElementById(opener) ?? next ?? document.querySelector(".ins-message");
      focusOn(stand ?? main());
    });
}

if (panel && htmx) {
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    // Sent from the page itself: what once opened the panel is not where one goes on.
    if (event.detail.elt.matches?.("main form")) opener = "";
    if (event.detail.elt.dataset?.act === undefined) return;
    if (dirty && !window.confirm(LOSE)) {
      event.preventDefault();
      return;
    }
    dirty = false;
    // From one act in the panel to the next, one still comes from the same row.
    if (!panel.contains(event.detail.elt)) opener = event.detail.elt.id;
  });

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, pathInfo } = event.detail;
    const answered = new URL(xhr.responseURL || location.href, location.href).pathname;
    const asked = new URL(pathInfo.requestPath, location.href).pathname;
    if (answered === asked) return;
    // Something else is asked of this person first: that is a page of its own, and comes into no
    // part of this one.
    event.detail.shouldSwap = false;
    if (dirty && panel.contains(target)) {
      say(
        "This was not done, since something else is asked of you first. Copy what you wrote, and " +
          "open your work in another window.",
      );
      return;
    }
    location.assign(xhr.responseURL);
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (!panel.contains(event.detail.target)) return;
    adopt(event.detail.pathInfo.requestPath);
    say("");
    // Where it came back with reasons, what was typed is still there, and still unsaved.
    dirty = dirty && panel.querySelector(".govuk-error-summary") !== null;
    open();
  });

  document.body.addEventListener("ins:done", (event) => {
    close();
    draw(event.detail.back);
  });

  document.body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    const gone = status === 404;
    // The session ended, or another began, between the asking and the sending.
    if (status === 401 || status === 403) {
      ready().then((state) => {
        if (state !== "yours") return;
        panel.hidden = false;
        say("This was not done yet. You are signed in: send it once more.");
      });
      return;
    }
    panel.hidden = false;
    say(
      gone
        ? "This is not here any more. Reload the page to see what is."
        : "This was not done. What you wrote is still here: try again. Sending twice changes nothing.",
    );
  });

  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(lost, () => {
      panel.hidden = false;
      say("There is no connection. What you wrote is still here: try again later.");
    });
  }

  document.addEventListener("keydown", (event) => {
    // A list of choices that is open takes the key for itself.
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && !panel.hidden && event.target.tagName !== "SELECT") askToClose();
  });
  panel.addEventListener("input", () => {
    dirty = true;
  });
  panel.querySelector(".ins-panel__close").addEventListener("click", askToClose);
}
