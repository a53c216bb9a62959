// All that has not been sent, as files to hand over by other means: sealed as it is, so that it needs
// no passphrase here and nobody but the inspectorate reads it. One file for each person of this
// device. Nothing is removed by it: what was handed over and is sent later is there once.
import { toText } from "./bytes.js";
import * as store from "./store.js";

// [{name, blob, notes}], one of each device with something unsent.
export async function rescueFiles() {
  const files = [];
  const day = new Date().toISOString().slice(0, 16).replaceAll(":", "");
  for (const { id } of await store.all("devices")) {
    const rows = await store.of("outbox", "device", id);
    if (!rows.length) continue;
    rows.sort((one, other) => one.made - other.made);
    const head = { v: 1, kind: "rescue", device: id, made_at: new Date().toISOString() };
    const lines = [line(head), ...rows.map(({ envelope }) => line({ envelope }))];
    for (const row of rows) for (const piece of row.files) await pieces(row, piece, lines);
    const blob = new Blob(lines, { type: "application/x-ndjson" });
    const name = `inspectorate-rescue-${day}${files.length ? `-${files.length + 1}` : ""}.jsonl`;
    files.push({ name, blob, notes: rows.length });
  }
  return files;
}

// Each by itself, which the browser may lay aside: all together may be more than memory takes.
const line = (thing) => new Blob([`${JSON.stringify(thing)}\n`]);

async function pieces(row, file, lines) {
  for (let n = 0; n < file.pieces; n += 1) {
    const kept = await store.get("pieces", [file.id, n]);
    if (!kept) continue;
    const piece = { file: file.id, n, of: file.pieces, note: row.id, bytes: toText(kept.bytes) };
    lines.push(line({ piece }));
  }
}

// Save them, one after the other; answers with how many notes are in them.
export async function save() {
  let notes = 0;
  for (const one of await rescueFiles()) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(one.blob);
    link.download = one.name;
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    notes += one.notes;
  }
  return notes;
}
