// A file goes to the portal in pieces, each with its digest, and goes on where it broke off: while
// the page is open by itself, afterwards when the same file is chosen again. Enhancement only:
// without this file the form sends up to 50 MB at once.
const form = document.querySelector("form[data-pieces]");
const input = form?.querySelector("input[type=file]");
const held = form?.querySelector("input[name=pieces]");
const button = form?.querySelector("button");
const LONGEST_WAIT = 30;
const MOST_FAILURES = 4;

if (input && held && globalThis.crypto?.subtle) {
  // Where the form came back refused, what was sent in pieces is chosen again.
  held.value = "";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "ins-quiet";
  const bar = document.createElement("progress");
  bar.hidden = true;
  bar.setAttribute("aria-label", "How much of the file is sent");
  input.after(said, bar);

  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  const digest = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const wait = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
  const token = () => form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;

  // Asks until there is an answer that says something of the file. A line that is broken may be
  // mended at any time; a server that answers and takes nothing is asked a few times alone.
  const ask = async (options) => {
    let failures = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await fetch(form.dataset.pieces, { method: "POST", ...options });
        if (!answer.redirected && [200, 409, 422].includes(answer.status))
          return [answer.status, await answer.json()];
        if (answer.redirected || [401, 403, 404].includes(answer.status))
          return [422, { problem: "You are no longer signed in. Open the page again and choose the same file: it goes on where it was." }];
        failures += 1;
        if (failures >= MOST_FAILURES)
          return [422, { problem: "The server does not take the file just now. Choose the same file again later: it goes on where it was. If it is not taken then either, tell the inspectorate." }];
      } catch {
        // The line is broken, or the answer was cut off.
      }
      const seconds = Math.min(2 ** tries, LONGEST_WAIT);
      said.textContent = `The line is broken. Trying again in ${seconds === 1 ? "a second" : `${seconds} seconds`}. You may also close this page and choose the same file later: it goes on where it was.`;
      await wait(seconds);
    }
  };

  const send = async (file) => {
    const named = { name: file.name, size: String(file.size), changed: String(file.lastModified) };
    const head = { "X-CSRFToken": token() };
    let [status, found] = await ask({ headers: head, body: new URLSearchParams(named) });
    if (status === 422) throw new Error(found.problem);
    const size = found.piece;
    bar.max = file.size;
    bar.hidden = false;
    const digests = [];
    let refusals = 0;
    for (let at = 0; at < file.size; ) {
      const piece = await file.slice(at, at + size).arrayBuffer();
      const of = await digest(piece);
      const end = at + piece.byteLength;
      if (found.offset < end) {
        const headers = { ...head, "Content-Type": "application/octet-stream", "X-Digest": hex(of), "X-Offset": String(at) };
        for (const [name, value] of Object.entries(named)) headers[`X-${name}`] = encodeURIComponent(value);
        [status, found] = await ask({ headers, body: piece });
        if (status === 422) throw new Error(found.problem);
        // Here already, or damaged on the way: it says where it stands.
        if (found.offset < end) {
          refusals += 1;
          if (refusals > 5) throw new Error("The file does not arrive whole. Send it again later.");
          if (found.offset < at) throw new Error("What was sent is no longer there. Send it again.");
          continue;
        }
      }
      digests.push(of);
      at = end;
      bar.value = at;
      said.textContent = `Sent ${megabytes(at)} of ${megabytes(file.size)}.`;
    }
    const all = new Uint8Array(digests.length * 32);
    digests.forEach((one, place) => all.set(one, place * 32));
    return { ...named, size: file.size, whole: hex(await digest(all)) };
  };

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file || held.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      held.value = JSON.stringify(await send(file));
      input.disabled = true;
      form.requestSubmit();
    } catch (fault) {
      said.textContent = fault.message;
      bar.hidden = true;
      button.disabled = false;
      said.focus();
    }
  });
}
