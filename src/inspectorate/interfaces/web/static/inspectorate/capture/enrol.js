// Making this browser a device of its person: keys are made here, and the server takes it only once
// it has opened a test note that this device signed and sealed.
import { newId } from "./bytes.js";
import { lockUp, make } from "./keys.js";
import { ask, Unanswered } from "./packs.js";
import { seal } from "./sealing.js";
import * as store from "./store.js";

// Enrol under a name and a passphrase. `offer` is what packs.offered answered. Answers with the
// device's id; nothing is kept before the server took it.
export async function enrol(offer, name, passphrase) {
  const opening = await ask("/me/devices/opening-key/");
  // Whoever sits at an open page is asked once more who they are.
  if (opening.prove) throw new Unanswered("Prove first who you are, and come back.", opening.prove);
  const made = await make(passphrase);
  const note = { id: newId(), device: newId(), inspection: "test", item: { test: true }, files: [] };
  const test = await seal({ kind: "test", ...note }, made.held.signing, opening);
  const told = await ask("/me/devices/enrol/", {
    method: "POST",
    body: { name, signing_key: made.jwk, test },
    csrf: offer.csrf,
  });
  await store.write([
    "devices",
    "put",
    {
      id: told.device,
      ...made.row,
      token: told.token,
      opening: told.opening_key ?? opening,
      about: await lockUp(made.held.key, { person: offer.person, name }),
    },
  ]);
  return told.device;
}
