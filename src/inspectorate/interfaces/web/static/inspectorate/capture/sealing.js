// How a note leaves its author's hands: signed by the device, then sealed so that the inspectorate
// alone opens it (HPKE, RFC 9180). Nobody on the device reads it after that, this page neither; so it
// can be sent, or saved into a rescue file, while everything here is locked.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "../vendor/hpke.js";
import { joined, newId, random, text, toBytes, toText } from "./bytes.js";
import { sha256 } from "./sha256.js";

export const PIECE = 1024 * 1024;
const SIGNED = "inspectorate note 1\n";
const SUITE = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

// One envelope of a note. `note` is {id, device, inspection, item, files}; `opening` is the
// inspectorate's public key, {id, jwk}; `at` the device's own clock, right or wrong.
export async function seal(note, signing, opening, at = new Date()) {
  const whole = { v: 1, ...note, device_time: at.toISOString() };
  const said = text(JSON.stringify(whole));
  const how = { name: "ECDSA", hash: "SHA-256" };
  const signature = await crypto.subtle.sign(how, signing, joined(text(SIGNED), said));
  const signed = text(JSON.stringify({ said: toText(said), signature: toText(signature) }));
  const { kty, crv, x, y } = opening.jwk;
  const key = await SUITE.kem.importKey("jwk", { kty, crv, x, y }, true);
  const info = text(["inspectorate/note/1", note.id, note.device, note.inspection].join("\n"));
  const sender = await SUITE.createSenderContext({ recipientPublicKey: key, info });
  const sealed = await sender.seal(signed);
  return {
    v: 1,
    id: note.id,
    device: note.device,
    inspection: note.inspection,
    opening_key: opening.id,
    enc: toText(sender.enc),
    sealed: toText(sealed),
  };
}

function nonce(n) {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(4, BigInt(n));
  return iv;
}

// A file cut into pieces, each encrypted under a key of the file alone; `keep` is given each piece
// as it is made, so that no more than one is held. Answers with what the note says of the file.
export async function cut(file, keep) {
  const id = newId();
  const secret = random(32);
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const whole = sha256();
  const pieces = Math.max(1, Math.ceil(file.size / PIECE));
  for (let n = 0; n < pieces; n += 1) {
    const plain = await file.slice(n * PIECE, (n + 1) * PIECE).arrayBuffer();
    whole.add(new Uint8Array(plain));
    const how = { name: "AES-GCM", iv: nonce(n), additionalData: text(`${id}/${n}/${pieces}`) };
    await keep({ file: id, n, of: pieces, bytes: await crypto.subtle.encrypt(how, key, plain) });
  }
  return {
    id,
    // Its end says what it is; half a letter at the cut would be none.
    name: file.name.slice(-200).replace(/^[\uDC00-\uDFFF]/, "") || "file",
    type: file.type,
    size: file.size,
    sha256: whole.end(),
    key: toText(secret),
    pieces,
  };
}

// The file again, for its author: from its pieces in order.
export async function together(said, pieces) {
  const key = await crypto.subtle.importKey("raw", toBytes(said.key), "AES-GCM", false, ["decrypt"]);
  const parts = [];
  for (const { n, bytes } of pieces) {
    const about = text(`${said.id}/${n}/${said.pieces}`);
    const how = { name: "AES-GCM", iv: nonce(n), additionalData: about };
    parts.push(await crypto.subtle.decrypt(how, key, bytes));
  }
  return new Blob(parts, { type: said.type });
}
