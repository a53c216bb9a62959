// Asks the server what the checks say of the text as it stands: so long after the last key, one
// question at a time and no more than two a second, the newest text always last. What is not
// answered is asked again.

const AFTER = 150;
const APART = 500;
const LONGEST = 15_000;
const SLOWEST = 30;
const AGAIN = "Asked again in";
const AWAY = "The server cannot be reached, so the checks stand as they were. What you wrote is here.";
const OUT = "The checks are not answered: you are signed out, or may no longer write this. What you wrote is here.";
const OURS = "The editor could not show what the checks say. Save the text, and its page does.";
const MANY = "The checks were asked too often. What you wrote is here.";

async function answerTo(address, fields) {
  const response = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(LONGEST),
  });
  const ours = response.headers.get("Content-Type")?.startsWith("application/json");
  if (ours && (response.ok || response.status === 422)) return response.json();
  if (response.status === 429) throw new Error(MANY);
  throw new Error(response.status >= 500 ? AWAY : OUT);
}

// ``fields`` gives what is sent, ``told`` is called with each answer and the text it is to, and
// ``failed`` with why there is none.
export function asking(address, { fields, told, failed }) {
  let timer = 0;
  let under = false;
  let wanted = false;
  let tries = 0;
  let last = -APART;

  function soon(after) {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(after, last + APART - performance.now()));
  }

  async function ask() {
    clearTimeout(timer);
    if (under) {
      wanted = true;
      return;
    }
    under = true;
    wanted = false;
    last = performance.now();
    const sent = fields();
    let answer;
    try {
      answer = await answerTo(address, sent);
    } catch (fault) {
      under = false;
      tries += 1;
      const seconds = Math.min(2 ** tries, SLOWEST);
      // What is no sentence of ours is the browser's: the line is broken, or the answer too late.
      const why = [OUT, MANY, AWAY].includes(fault.message) ? fault.message : AWAY;
      failed(`${why} ${AGAIN} ${seconds} seconds.`);
      soon(seconds * 1000);
      return;
    }
    under = false;
    tries = 0;
    try {
      told(answer, sent.text, wanted);
    } catch (fault) {
      // Asked again it would fail again: it is told once, and thrown on to whoever mends it.
      failed(OURS);
      throw fault;
    }
    if (wanted) soon(0);
  }

  return { now: ask, soon: () => soon(AFTER) };
}
