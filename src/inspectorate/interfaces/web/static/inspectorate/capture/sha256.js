// SHA-256 of what is read piece by piece (FIPS 180-4). The browser's own takes a file as a whole
// only, and a film of 400 MB in memory ends the page of a telephone.
const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);

// The first 32 bits of the broken parts of roots of the first primes.
function constants() {
  const part = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  let many = 0;
  for (let n = 2; many < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n; by += 1) prime &&= n % by !== 0;
    if (!prime) continue;
    if (many < 8) FIRST[many] = part(Math.sqrt(n));
    K[many] = part(Math.cbrt(n));
    many += 1;
  }
}
constants();

const turned = (word, by) => (word >>> by) | (word << (32 - by));

function block(state, words) {
  for (let n = 16; n < 64; n += 1) {
    const one = words[n - 15];
    const other = words[n - 2];
    const low = turned(one, 7) ^ turned(one, 18) ^ (one >>> 3);
    const high = turned(other, 17) ^ turned(other, 19) ^ (other >>> 10);
    words[n] = words[n - 16] + low + words[n - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < 64; n += 1) {
    const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + high + ((e & f) ^ (~e & g)) + K[n] + words[n]) | 0;
    const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const other = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + other) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, n) => {
    state[n] += word;
  });
}

// Give `add` each part in turn; `end` answers with the digest in hexadecimal.
export function sha256() {
  const state = FIRST.slice();
  const words = new Uint32Array(64);
  let rest = new Uint8Array(0);
  let size = 0;

  function take(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (; at + 64 <= bytes.length; at += 64) {
      for (let n = 0; n < 16; n += 1) words[n] = view.getUint32(at + 4 * n);
      block(state, words);
    }
    rest = bytes.slice(at);
  }

  function add(bytes) {
    size += bytes.length;
    if (!rest.length) return take(bytes);
    const whole = new Uint8Array(rest.length + bytes.length);
    whole.set(rest);
    whole.set(bytes, rest.length);
    take(whole);
  }

  function end() {
    const bits = BigInt(size) * 8n;
    const last = new Uint8Array(rest.length < 56 ? 64 : 128);
    last.set(rest);
    last[rest.length] = 0x80;
    new DataView(last.buffer).setBigUint64(last.length - 8, bits);
    take(last);
    return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  return { add, end };
}
