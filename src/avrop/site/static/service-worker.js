// Keeps the goods entrance open without network: its pages as they were last seen, and their files.
// `KEPT` (version, files, scope, home, statics) is written before this by the server.
"use strict";

const PAGES = "avrop-receive-pages";
const FILES = `avrop-receive-files-${KEPT.version}`;
const SENDER = "/receive/kept-for";
const PATIENCE = 5000;
const FRESH = 20 * 60 * 1000;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const files = await caches.open(FILES);
    await Promise.all(KEPT.files.map((file) => files.add(new Request(file, { cache: "reload" }))));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("avrop-receive-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith(KEPT.statics)) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, address, event.resultingClientId));
});

const file = async (request) => {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) await files.put(request, answer.clone());
  return answer;
};

const isKept = (path) => path === KEPT.home || path.startsWith(`${KEPT.scope}/orders/`);

const page = async (request, address, client) => {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(address.pathname);
  const asked = fetch(request).then(async (answer) => {
    const isWhole = !address.searchParams.has("cursor") && !address.searchParams.has("from");
    if (answer.status === 200 && isKept(address.pathname) && isWhole) {
      await pages.put(address.pathname, answer.clone());
    }
    return answer;
  });
  // Other pages are waited for; the list of what is expected stands in for them without network only.
  if (!kept) return asked.catch(async () => (await pages.match(KEPT.home)) ?? Response.error());
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const first = await Promise.race([asked.catch(() => null), late]);
  if (first) return first;
  if (address.pathname === KEPT.home) asked.then(() => tell(client), () => null);
  return kept;
};

// The list that was shown is old, and the answer has come after all.
const tell = async (client) => (await self.clients.get(client))?.postMessage("fresher");

self.addEventListener("message", (event) => {
  const done = () => event.ports[0]?.postMessage("done");
  const work = event.data.forget ? forget(event.data.forget) : keep(event.data);
  event.waitUntil(work.catch(() => null).then(done));
});

// Nobody sees a page that is fetched to be kept: what is to be told once is told on another.
const TO_KEEP = { redirect: "manual", headers: { "X-Kept": "1" } };

// What has been registered is no longer expected: its page goes, and the list is fetched anew.
const forget = async (paths) => {
  const pages = await caches.open(PAGES);
  for (const path of paths) await pages.delete(path);
  const answer = await fetch(KEPT.home, TO_KEEP);
  if (answer.status === 200) await pages.put(KEPT.home, answer);
};

// A device at a goods entrance is often shared: what was kept for somebody is for nobody else.
const keep = async ({ keep: addresses, sender, home }) => {
  const known = await (await caches.match(SENDER))?.text();
  if (known !== sender) await caches.delete(PAGES);
  const pages = await caches.open(PAGES);
  await pages.put(SENDER, new Response(sender));
  const wanted = home || !(await pages.match(KEPT.home)) ? [KEPT.home, ...addresses] : addresses;
  for (const address of wanted) {
    const kept = await pages.match(address);
    const age = Date.now() - Date.parse(kept?.headers.get("Date") ?? 0);
    if (kept && age < FRESH && address !== KEPT.home) continue;
    const answer = await fetch(address, TO_KEEP);
    if (answer.status === 200) await pages.put(address, answer);
  }
};
