// A session that ends while a page is open loses no words. Before a form goes, the page asks whether
// its own person is still signed in; if nobody is, one signs in over it, and it goes as it is, with
// the same key. If it is another person, what is written here is taken away. Enhancement only:
// without this file the words are kept by the server and shown again.
const over = document.getElementById("over");
const { whose, standing, signIn } = over?.dataset ?? {};
const NO_CONNECTION =
  "The server cannot be reached. What you wrote is still here: send it again in a while.";
// Answers whoever waits for somebody to sign in.
let answer = null;

async function ask() {
  let said;
  try {
    const response = await fetch(standing, {
      headers: { "X-Whose": whose },
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    });
    if (response.status >= 400) return "away";
    const ours = response.headers.get("Content-Type")?.startsWith("application/json");
    said = ours ? await response.json() : { state: "nobody" };
  } catch {
    return "away";
  }
  // The page is older than what seals its mark: the form goes, and the server says what it is.
  if (said.state === "unknown") return "yours";
  if (said.state === "yours") {
    const tokens = document.querySelectorAll("main, .ins-panel, .ins-top");
    for (const part of tokens) {
      for (const field of part.querySelectorAll("[name=csrfmiddlewaretoken]"))
        field.value = said.token;
    }
  }
  if (said.state === "somebody") takeAway();
  return said.state;
}

// Words that are not of whoever sits here now go, and it is said that they did.
function takeAway() {
  const heading = document.createElement("h1");
  heading.textContent = "What was written here is gone";
  heading.tabIndex = -1;
  const said = document.createElement("p");
  said.textContent =
    "Another person has signed in. What was written on this page was not sent, and it has been " +
    "removed. ";
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = "/";
  link.textContent = "Go to your work";
  said.append(link);
  const page = document.getElementById("main");
  page.replaceChildren(heading, said);
  document.querySelector(".ins-frame").className = "ins-frame ins-frame--alone";
  document.title = heading.textContent;
  const others = ".ins-panel, .ins-aside, .ins-stair, .ins-band, .ins-top__where, .ins-top__you";
  for (const beside of document.querySelectorAll(others)) beside.remove();
  done(false);
  heading.focus();
}

function done(signed) {
  over.querySelector(".ins-over__page").replaceChildren();
  if (over.open) over.close();
  answer?.(signed);
  answer = null;
}

// The form one types into of the page that answered: what needs a page of its own stays away.
function formOf(page) {
  const typed = "input:not([type=hidden]), textarea, select";
  return [...page.querySelectorAll("#page form[method=post]")].find(
    (form) => form.querySelector(typed) && form.querySelector("button"),
  );
}

async function draw(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const form = formOf(page);
  const wrong = page.querySelector(".govuk-error-summary li, .govuk-error-message");
  const place = over.querySelector(".ins-over__page");
  const said = over.querySelector(".ins-over__said");
  said.textContent = form ? "" : "Sign in in a window of its own, and come back here.";
  if (!form) {
    place.replaceChildren();
    return;
  }
  const action = new URL(form.getAttribute("action") || response.url, response.url).href;
  place.replaceChildren(document.adoptNode(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const fields = new URLSearchParams(new FormData(form, event.submitter));
      const next = await fetch(action, { method: "POST", body: fields });
      if ((await ask()) === "yours") done(true);
      else if (answer) await draw(next);
    } catch {
      said.textContent = "There is no connection. Try again in a while.";
    }
  });
  if (wrong) said.textContent = wrong.textContent.trim();
  form.querySelector("input:not([type=hidden])")?.focus();
}

async function signInOver() {
  const signed = new Promise((resolve) => {
    answer = resolve;
  });
  over.showModal();
  document.getElementById("over-title").focus();
  try {
    await draw(await fetch(signIn, { cache: "no-store" }));
  } catch {
    over.querySelector(".ins-over__said").textContent = NO_CONNECTION;
  }
  return signed;
}

// Whether what is on this page may go now, or why not.
export async function ready() {
  if (!whose) return "yours";
  const state = await ask();
  if (state !== "nobody") return state;
  return (await signInOver()) ? "yours" : "nobody";
}

function tell(form, words) {
  let said = form.querySelector(".ins-held");
  if (!said) {
    said = document.createElement("p");
    said.className = "ins-message ins-message--error ins-held";
    said.setAttribute("role", "alert");
    form.prepend(said);
  }
  said.textContent = words;
}

if (whose && over) {
  let going = null;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    // A form may have fields called "method" and "dataset".
    const get = (name) => Element.prototype.getAttribute.call(form, name);
    if (get("method")?.toLowerCase() !== "post" || get("hx-post") !== null) return;
    if (!form.querySelector("[name=whose]") || going === form || event.defaultPrevented) return;
    event.preventDefault();
    const { submitter } = event;
    const state = await ready();
    if (state === "away") tell(form, NO_CONNECTION);
    if (state !== "yours") return;
    going = form;
    HTMLFormElement.prototype.requestSubmit.call(form, submitter);
    going = null;
  });

  document.body.addEventListener("htmx:confirm", (event) => {
    if (event.detail.verb !== "post") return;
    event.preventDefault();
    ready().then((state) => {
      if (state === "yours") event.detail.issueRequest(true);
      if (state === "away") tell(event.detail.elt, NO_CONNECTION);
    });
  });

  over.addEventListener("cancel", () => done(false));
  over.querySelector(".ins-over__close").addEventListener("click", () => done(false));
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "visible" && (await ask()) === "yours" && answer) done(true);
  });
  window.addEventListener("focus", async () => {
    if (answer && (await ask()) === "yours") done(true);
  });
}
