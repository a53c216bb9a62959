// Bytes and how they are written down: UTF-8, base64url without padding, hexadecimal.
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export const text = (words) => encoder.encode(words);
export const fromText = (bytes) => decoder.decode(bytes);
export const random = (many) => crypto.getRandomValues(new Uint8Array(many));

export function toText(bytes) {
  const all = new Uint8Array(bytes);
  let letters = "";
  // In slices: a call takes no more arguments than its stack holds.
  for (let at = 0; at < all.length; at += 8192)
    letters += String.fromCharCode(...all.subarray(at, at + 8192));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function toBytes(words) {
  const letters = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (one) => one.charCodeAt(0));
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}

// 22 characters of 16 random bytes: nobody hands them out, so nobody is asked for one offline.
export const newId = () => toText(random(16));
