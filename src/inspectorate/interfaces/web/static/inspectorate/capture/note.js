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
  const stays = Object.fromEntries(names.filter((one) => one in note).map((one) => [one, note[one]]));
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

// When it was seen, where the author does not say: as it was begun, or at the end of a session that
// was over by then.
function seen(note, pack, written) {
  if (note.observed) return new Date(note.observed);
  // A clock that was put back meanwhile says no later time than that of the words.
  const begun = Math.min(note.began || written.getTime(), written.getTime());
  const session = pack.sessions.find((one) => String(one.id) === String(note.session));
  return new Date(session ? Math.min(begun, Date.parse(session.ends)) : begun);
}

// What the chosen session says of a note, for fields nobody filled in.
export function ofSession(session) {
  if (!session) return {};
  const { id, method, kind, origin } = session;
  return { session: id, method, kind, origin };
}

// Whether somebody put anything of their own into it.
export const begun = (note) => Boolean(note.words.trim() || note.stub?.trim() || note.files.length);

// What is missing before it is a note: [field, words] or null. Anything else a rule says, the server
// says; the note is there by then.
export function missing(note) {
  if (note.marking === SECRET) {
    if (!note.stub?.trim()) return ["stub", "Say where the secret is held."];
  } else if (!note.words.trim()) return ["words", "Write what was seen, heard or read."];
  if (!note.origin?.trim()) return ["origin", "Say who or what it comes from, by role."];
  if (!note.criterion) return ["criterion", "Choose the criterion it is about."];
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
