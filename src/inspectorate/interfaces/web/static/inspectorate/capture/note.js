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
  observed: OWN,
};
export const SECRET = "SECRET";

// What stays for the note after this one. What was secret stays with its note.
export function carried(note) {
  const names = Object.keys(FIELDS).filter((name) => FIELDS[name] === KEPT);
  const stays = Object.fromEntries(names.filter((one) => one in note).map((one) => [one, note[one]]));
  return stays.marking === SECRET ? { ...stays, marking: "OFFICIAL" } : stays;
}

// The session nearest to a moment: the one that runs, else the one whose middle is nearest.
export function nearest(sessions, now = Date.now()) {
  const away = ({ starts, ends }) => Math.abs((Date.parse(starts) + Date.parse(ends)) / 2 - now);
  const runs = sessions.filter((one) => Date.parse(one.starts) <= now && now <= Date.parse(one.ends));
  return [...(runs.length ? runs : sessions)].sort((one, other) => away(one) - away(other))[0] ?? null;
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
  if (!note.criterion) return ["criterion", "Choose the criterion it is about."];
  return null;
}

// The item as it goes. Words of a secret never do, nor its files.
export function itemOf(note, pack, written) {
  const secret = note.marking === SECRET;
  const seen = note.observed ? new Date(note.observed) : new Date(note.began || written);
  return {
    body: pack.body,
    kind: note.kind,
    method: note.method,
    origin: note.origin ?? "",
    words: secret ? "" : note.words,
    stub: secret ? note.stub : "",
    direction: note.direction,
    criteria: [...new Set([note.criterion, ...(note.also ?? [])])].map(Number),
    observed_at: seen.toISOString(),
    written_at: written.toISOString(),
    session: note.session ? Number(note.session) : null,
    practice: Boolean(note.practice),
    marking: note.marking,
  };
}
