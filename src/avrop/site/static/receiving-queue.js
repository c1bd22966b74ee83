// What is registered at the goods entrance lies in the browser's own database until the server has
// answered, each form with a key under which the server does it once: to send again is always safe.
"use strict";

const goodsQueue = (() => {
  const STORE = "forms";
  let opened;

  const database = () => {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("avrop-receiving", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  };

  // "strict": told as written once it lies on the disk, since a telephone may die at any moment.
  const run = async (mode, work) => {
    const store = await database();
    return new Promise((resolve, reject) => {
      const transaction = store.transaction(STORE, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const all = async () => {
    const found = await run("readonly", (store) => store.getAll());
    return found.sort((one, other) => one.at.localeCompare(other.at));
  };
  const put = (entry) => run("readwrite", (store) => store.put(entry));
  const remove = (key) => run("readwrite", (store) => store.delete(key));

  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  const bodyOf = (entry) => {
    const body = new FormData();
    for (const [name, value, file] of entry.fields) {
      if (value instanceof Blob) body.append(name, value, file);
      else body.append(name, value);
    }
    // The page may have lain here since before its reader signed in: its own token is of no use.
    if (token()) body.set("csrfmiddlewaretoken", token());
    return body;
  };

  // What became of it: sent, waits (for network), sign-in, or refused with the reasons.
  const send = async (entry, isLate) => {
    const headers = { Accept: "application/json" };
    if (isLate) headers["X-Sent-Late"] = "1";
    let answer;
    let told = {};
    try {
      const signal = AbortSignal.timeout(30000);
      const body = bodyOf(entry);
      answer = await fetch(entry.address, { method: "POST", headers, body, redirect: "manual", signal });
      const isPlain = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      told = isPlain ? await answer.json() : {};
    } catch {
      return { state: "waits" };
    }
    if (answer.ok && told.address) return { state: "sent", address: told.address };
    if (answer.type === "opaqueredirect") return { state: "sign-in" };
    if (told.problems) return { state: "refused", problems: told.problems };
    if (answer.status === 404) return { state: "refused", problems: [] };
    return { state: answer.status === 403 ? "sign-in" : "waits" };
  };

  const alone = (work) =>
    navigator.locks
      ? navigator.locks.request("avrop-receiving", { ifAvailable: true }, (lock) => lock && work())
      : work();

  // Sends what waits of this person's, the oldest first; `changed` is told after each.
  const sendAll = (sender, changed) =>
    alone(async () => {
      const sent = [];
      for (const entry of await all()) {
        if (entry.sender !== sender || entry.state === "refused") continue;
        const became = await send(entry, true);
        if (became.state === "sent") {
          await remove(entry.key);
          sent.push(entry);
        } else {
          await put({ ...entry, state: became.state, problems: became.problems ?? [] });
        }
        await changed();
        if (became.state === "waits" || became.state === "sign-in") break;
      }
      return sent;
    });

  return { all, put, remove, send, sendAll };
})();
