// Tells the other tabs of this device, and this one, that something here changed; no datum is sent.
const channel = new BroadcastChannel("inspectorate-capture");
const heard = new Set();

// `what` is "saved" where there is more to send, "moved" where something was sent.
export function announce(what) {
  channel.postMessage(what);
  for (const one of heard) one(what);
}

export function onChange(hear) {
  heard.add(hear);
}

channel.onmessage = ({ data }) => {
  for (const one of heard) one(data);
};

// Say a thing in a live region, and again when it is said again.
export function say(place, words) {
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = words;
  });
}
