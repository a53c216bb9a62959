// One note as the form holds it, and as the inspectorate takes it (ItemIn of the API).
const KEPT = "kept"; // from one note to the next
const OWN = "own"; // of one note

export const FIELDS = {
  session: KEPT,
  kind: KEPT,
  method: KEPT,
  origin: KEPT,
  direction: KEPT,
  marking: KEPT,
  criterion: KEPT,
  also: KEPT,
  words: OWN,
  stub: OWN,
  practice: OWN,
  rebuilt: OWN,
  observed: OWN,
};
export const SECRET = "SECRET";

// What stays for the note after this one. What was secret stays with its note.
export function carried(note) {
  const names = Object.keys(FIELDS).filter((name) => FIELDS[name] === KEPT);
  const all = [...names, "chosen"].filter((one) => one in note);
  const stays = Object.fromEntries(all.map((one) => [one, note[one]]));
  return stays.marking === SECRET ? { ...stays, marking: "OFFICIAL" } : stays;
}

const SINCE = 12 * 60 * 60 * 1000;

// The session a note is likely of: the one that is held now, else the last that ended today; null
// where there is none.
export function current(sessions, now = Date.now()) {
  const begun = sessions.filter((one) => Date.parse(one.starts) <= now);
  const known = begun.filter((one) => Date.parse(one.ends) > now - SINCE);
  return known.sort((one, other) => Date.parse(other.ends) - Date.parse(one.ends))[0] ?? null;
}

const sessionOf = (note, pack) =>
  pack.sessions.find((one) => String(one.id) === String(note.session));

// A note begun so long after the end of its session was not seen in it, unless its author chose it.
const AFTER = 2 * 60 * 60 * 1000;

// When it was seen, where the author does not say: as it was begun, or at the end of a session that
// was over by then.
export function seen(note, pack, written) {
  if (note.observed) return new Date(note.observed);
  // A clock that was put back meanwhile says no later time than that of the words.
  const begun = Math.min(note.began || written.getTime(), written.getTime());
  const session = sessionOf(note, pack);
  if (!session) return new Date(begun);
  const ends = Date.parse(session.ends);
  const within = begun - ends < AFTER || String(note.chosen ?? "") === String(note.session);
  return new Date(within ? Math.min(begun, ends) : begun);
}

// A note nobody has begun, in the session that is held now where the one it carries is over. One that
// the author chose stays for the day.
export function renewed(note, pack, now = Date.now()) {
  const session = sessionOf(note, pack);
  const ends = Date.parse(session?.ends ?? "");
  if (begun(note) || !session || ends > now) return note;
  if (String(note.chosen ?? "") === String(note.session) && ends > now - SINCE) return note;
  const { chosen: _, ...rest } = note;
  return { ...rest, session: "", ...ofSession(current(pack.sessions, now)) };
}

// What the chosen session says of a note, for fields nobody filled in.
export function ofSession(session) {
  if (!session) return {};
  const { id, method, kind, origin } = session;
  return { session: id, method, kind, origin };
}

// Whether somebody put anything of their own into it.
export const begun = (note) =>
  Boolean(note.words.trim() || note.stub?.trim() || note.files.length || note.failed?.length);

// What is missing before it is a note: [field, words] or null. Anything else a rule says, the server
// says; the note is there by then.
export function missing(note) {
  if (note.marking === SECRET) {
    if (!note.stub?.trim()) return ["stub", "Say where the secret is held."];
  } else if (!note.words.trim()) return ["words", "Write what was seen, heard or read."];
  if (!note.origin?.trim()) return ["origin", "Say who or what it comes from, by role."];
  if (!note.criterion) return ["criterion", "Choose the criterion it is about."];
  if (note.failed?.length && note.marking !== SECRET) {
    const names = note.failed.map((one) => one.name).join(", ");
    return ["files", `Not kept: ${names}. Take it off, or take it off and choose it again.`];
  }
  return null;
}

// The item as it goes. Words of a secret never do, nor its files.
export function itemOf(note, pack, written) {
  const secret = note.marking === SECRET;
  return {
    body: pack.body,
    kind: note.kind,
    method: note.method,
    origin: note.origin ?? "",
    words: secret ? "" : note.words,
    stub: secret ? note.stub : "",
    direction: note.direction,
    criteria: [...new Set([note.criterion, ...(note.also ?? [])])].map(Number),
    observed_at: seen(note, pack, written).toISOString(),
    written_at: written.toISOString(),
    session: note.session ? Number(note.session) : null,
    practice: Boolean(note.practice),
    marking: note.marking,
    ...(note.rebuilt ? { rebuilt: true } : {}),
  };
}
