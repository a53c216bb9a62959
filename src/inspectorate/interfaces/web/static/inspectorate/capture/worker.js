// Opens the page of capture without a network: all of one version is kept together, or none of it.
// VERSION and KEPT stand before this. Nothing else is kept or answered: no page of ours, no datum.
const NAME = `inspectorate-capture-${VERSION}`;

// As anybody gets it, and never a page that somebody is led to instead.
const AS_IT_IS = { cache: "reload", credentials: "omit", redirect: "error" };

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(KEPT.map((one) => new Request(one, AS_IT_IS)))),
  );
});

// Whether anything on this device has not been received: then what could read it stays.
function unsent() {
  return new Promise((resolve) => {
    const asked = indexedDB.open("inspectorate-capture");
    asked.onerror = () => resolve(true);
    // There is none yet: it is for the page to make.
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => {
      const shelf = asked.result.transaction("outbox").objectStore("outbox");
      const counted = shelf.count();
      counted.onsuccess = () => {
        asked.result.close();
        resolve(counted.result > 0);
      };
      counted.onerror = () => resolve(true);
    };
  });
}

async function dropOld() {
  const old = (await caches.keys()).filter(
    (one) => one.startsWith("inspectorate-capture-") && one !== NAME,
  );
  if (old.length && !(await unsent())) await Promise.all(old.map((one) => caches.delete(one)));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (!KEPT.includes(pathname)) return;
  event.respondWith(
    caches
      .open(NAME)
      .then((cache) => cache.match(pathname, { ignoreVary: true, ignoreSearch: true }))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
