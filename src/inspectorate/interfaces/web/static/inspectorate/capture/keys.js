// The keys of one person on one device. A random key encrypts all that the person may read again
// here; it is kept only wrapped under a passphrase, which is asked anew at each reload. Under it lies
// the key that signs. The token that sends is kept in clear: it sends, and reads nothing, so that
// what is finished still goes when the passphrase is forgotten.
import * as store from "./store.js";
import { fromText, random, text } from "./bytes.js";

const ROUNDS = 600_000;
const AES = { name: "AES-GCM", length: 256 };
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const FEWEST = 10;

// Why a passphrase will not do; empty when it will.
export function unfit(passphrase) {
  if (passphrase.length < FEWEST) return `Use at least ${FEWEST} characters: three or four words.`;
  if (new Set(passphrase).size < 5) return "Use words that are not so easily guessed.";
  return "";
}

async function wrapping(passphrase, salt, rounds) {
  const typed = text(passphrase.normalize("NFC"));
  const from = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  const to = { name: "AES-KW", length: 256 };
  return crypto.subtle.deriveKey(how, from, to, false, ["wrapKey", "unwrapKey"]);
}

// New keys, not kept yet: what opens and signs in memory, and the row that is to be kept.
export async function make(passphrase) {
  const salt = random(16);
  const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const under = await wrapping(passphrase, salt, ROUNDS);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", key, under, "AES-KW"));
  const signing = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", signing.publicKey);
  const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", signing.privateKey));
  return {
    held: { key, signing: signing.privateKey },
    row: { salt, rounds: ROUNDS, wrapped, signing: await lock(key, secret) },
    jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
  };
}

// The key that a passphrase opens of one device; null where it is not its own.
async function keyOf(row, passphrase) {
  try {
    const under = await wrapping(passphrase, row.salt, row.rounds);
    const uses = ["encrypt", "decrypt"];
    return await crypto.subtle.unwrapKey("raw", row.wrapped, under, "AES-KW", AES, false, uses);
  } catch {
    return null;
  }
}

// Open one device's keys; null where the passphrase is not its own.
async function opened(row, passphrase) {
  const key = await keyOf(row, passphrase);
  if (!key) return null;
  const secret = await unlock(key, row.signing);
  const signing = await crypto.subtle.importKey("pkcs8", secret, CURVE, false, ["sign"]);
  const about = await openUp(key, row.about);
  return { id: row.id, key, signing, opening: row.opening, about };
}

// Whoever of this device's people the passphrase is of, with their keys; null where of nobody. Each
// person's keys are tried: no list shows one person that there are others. A row that is damaged
// keeps nobody else out.
export async function unlockWith(passphrase) {
  let damaged = null;
  for (const row of await store.all("devices")) {
    try {
      const held = await opened(row, passphrase);
      if (held) return held;
    } catch (fault) {
      damaged = fault;
    }
  }
  if (damaged) throw damaged;
  return null;
}

// Open one device by its id.
export const unlockDevice = async (id, passphrase) => opened(await store.get("devices", id), passphrase);

// Whether a passphrase opens something here already: two who shared one would get one's notes.
export async function taken(passphrase) {
  for (const row of await store.all("devices")) if (await keyOf(row, passphrase)) return true;
  return false;
}

// Bytes encrypted under a key: {iv, data}. They open again only as what they were said to be.
export async function lock(key, bytes, saidToBe = "") {
  const iv = random(12);
  const data = await crypto.subtle.encrypt(how(iv, saidToBe), key, bytes);
  return { iv, data: new Uint8Array(data) };
}

export async function unlock(key, { iv, data }, saidToBe = "") {
  return new Uint8Array(await crypto.subtle.decrypt(how(iv, saidToBe), key, data));
}

const how = (iv, saidToBe) => ({
  name: "AES-GCM",
  iv,
  ...(saidToBe && { additionalData: text(saidToBe) }),
});

// Any plain thing, encrypted under a key, and back.
export const lockUp = (key, thing) => lock(key, text(JSON.stringify(thing)));
export const openUp = async (key, locked) => JSON.parse(fromText(await unlock(key, locked)));

