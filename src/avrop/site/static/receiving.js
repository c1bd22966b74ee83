// The goods entrance: camera, working without network, counting what is chosen. Every page of it works
// without this file, where there is network.
"use strict";

(() => {
  const place = document.getElementById("goods");
  if (!place) return;
  const words = JSON.parse(place.dataset.words);
  const said = document.getElementById("goods-said");
  const say = (sentence) => {
    if (said) said.textContent = sentence;
  };
  const filled = (sentence, values) =>
    sentence.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
  const offline = document.getElementById("offline");
  if (offline) offline.textContent = words.offline;
  const when = (at) =>
    new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

  // --- what waits ---------------------------------------------------------------------------------

  const panel = document.getElementById("goods-queue");

  const stateOf = (entry) => {
    if (entry.sender !== words.sender) return words.otherPerson;
    return { refused: words.refused, "sign-in": words.signIn }[entry.state] ?? words.waits;
  };

  const button = (name, work) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ds-button";
    made.dataset.variant = "tertiary";
    made.textContent = name;
    made.addEventListener("click", work);
    return made;
  };

  const lineOf = (entry) => {
    const item = document.createElement("li");
    item.dataset.state = entry.state;
    const name = document.createElement("p");
    name.className = "goods-queue__name";
    const seller = document.createElement("span");
    seller.lang = "sv";
    seller.textContent = entry.seller;
    name.append(entry.order, " · ", seller);
    const state = document.createElement("p");
    state.className = "goods-queue__state";
    state.textContent = `${stateOf(entry)} · ${filled(words.registered, { moment: when(entry.at) })}`;
    item.append(name, state);
    if (entry.state === "refused" && entry.sender === words.sender) {
      const problems = entry.problems.length ? entry.problems : [{ sentence: words.gone, remedy: "" }];
      for (const problem of problems) {
        const told = document.createElement("p");
        told.className = "field-problem";
        told.textContent = `${problem.sentence} ${problem.remedy}`;
        item.append(told);
      }
      const link = document.createElement("a");
      link.className = "ds-link";
      link.href = entry.address;
      link.textContent = words.openOrder;
      const away = button(words.remove, async () => {
        if (!window.confirm(filled(words.removeSure, { order: entry.order }))) return;
        await goodsQueue.remove(entry.key);
        await showQueue();
      });
      item.append(link, away);
    }
    return item;
  };

  const showQueue = async () => {
    const entries = await goodsQueue.all();
    const addresses = entries.map((entry) => entry.address.split("?")[0]);
    document.getElementById("goods-waits")?.toggleAttribute("hidden", !addresses.includes(location.pathname));
    for (const card of document.querySelectorAll(".goods-card[data-order]")) {
      const waits = addresses.some((address) => address.endsWith(card.dataset.order));
      card.querySelector(".goods-card__waits").hidden = !waits;
    }
    if (!panel) return entries;
    panel.hidden = entries.length === 0;
    panel.querySelector("ul").replaceChildren(...entries.map(lineOf));
    return entries;
  };

  const forget = (entries) => toWorker({ forget: entries.map((entry) => entry.address.split("?")[0]) });

  const sendWhatWaits = async () => {
    const sent = await goodsQueue.sendAll(words.sender, showQueue);
    if (!sent?.length) return;
    await forget(sent);
    say(words.sent);
    if (!(await showQueue()).length && panel && location.pathname === words.scope) location.reload();
  };

  panel?.querySelector("[data-send]").addEventListener("click", sendWhatWaits);
  window.addEventListener("online", sendWhatWaits);
  setInterval(async () => {
    if ((await goodsQueue.all()).some((entry) => entry.state !== "refused")) sendWhatWaits();
  }, 15000);

  // --- the worker that keeps pages ----------------------------------------------------------------

  const worker = navigator.serviceWorker
    ? navigator.serviceWorker.register(words.worker, { scope: words.scope }).catch(() => null)
    : Promise.resolve(null);

  // A kept list was shown because the network was slow, and now the list itself is here.
  navigator.serviceWorker?.addEventListener("message", (event) => {
    const isTyping = document.activeElement?.matches("input, select, button");
    if (event.data === "fresher" && location.pathname === words.scope && !isTyping) location.reload();
  });

  const toWorker = async (message) => {
    if (!(await worker)) return null;
    const ready = await navigator.serviceWorker.ready;
    return new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(null);
      ready.active.postMessage(message, [channel.port2]);
      setTimeout(resolve, 20000);
    });
  };

  const keepPages = async () => {
    const links = [...document.querySelectorAll(".goods-card[data-order] .goods-card__link")];
    const addresses = links.slice(0, 30).map((link) => link.getAttribute("href"));
    await toWorker({ keep: addresses, sender: words.sender, home: location.pathname === words.scope });
    document.documentElement.dataset.goodsKept = "yes";
  };
  if (worker) keepPages();

  // --- finding by code ----------------------------------------------------------------------------

  const form = document.querySelector(".goods-scan");
  const camera = document.getElementById("goods-camera");

  // In how many ways a code may be written among the codes of a delivery.
  const spellings = (code) => {
    const bare = code.trim().replace(/^\][A-Za-z]\d/, "").replace(/^\x1d/, "");
    const found = [bare.toUpperCase(), bare.replace(/\s/g, "")];
    const unit = /^\(?00\)?(\d{18})/.exec(bare) ?? /\x1d00(\d{18})/.exec(bare);
    if (unit) found.unshift(unit[1]);
    const article = /^\(?0[12]\)?(\d{14})/.exec(bare)?.[1] ?? bare;
    if (/^\d{8,14}$/.test(article)) {
      const plain = article.replace(/^0+/, "");
      found.push(...[8, 12, 13, 14].map((length) => plain.padStart(length, "0")));
    }
    return found;
  };

  const findHere = (code) => {
    const asked = spellings(code);
    const cards = [...document.querySelectorAll(".goods-card[data-codes]")];
    const found = cards.filter((card) => card.dataset.codes.split(" ").some((one) => asked.includes(one)));
    if (found.length === 1) {
      location.assign(found[0].querySelector("a").href);
      return;
    }
    for (const card of cards) card.classList.toggle("goods-card--found", found.includes(card));
    if (found.length) found[0].querySelector("a").focus();
    else say(filled(words.notHere, { code }));
  };

  // The worker answers a search with the kept list where there is no network: it is searched here.
  const asked = new URLSearchParams(location.search).get("code");
  if (asked && location.pathname === words.find && document.querySelector("[data-expected]")) {
    form.elements.code.value = asked;
    findHere(asked);
  }

  if (camera && navigator.mediaDevices?.getUserMedia) {
    const view = document.getElementById("goods-view");
    let stop = null;
    const close = () => {
      stop?.();
      stop = null;
      view.hidden = true;
      camera.setAttribute("aria-expanded", "false");
    };
    camera.hidden = false;
    camera.addEventListener("click", async () => {
      if (stop || !view.hidden) return close();
      view.hidden = false;
      camera.setAttribute("aria-expanded", "true");
      say(words.looking);
      try {
        stop = await goodsScanner.start(view.querySelector("video"), words, (code) => {
          close();
          say(filled(words.found, { code }));
          form.elements.code.value = code;
          form.requestSubmit();
        });
      } catch {
        close();
        say(words.noCamera);
        form.elements.code.focus();
      }
    });
  }

  // --- registering --------------------------------------------------------------------------------

  const counting = document.getElementById("goods-form");

  const showCount = () => {
    const chosen = counting.querySelectorAll(".goods-how input:checked").length;
    const shown = counting.querySelector(".goods-bar__count");
    shown.textContent = chosen ? filled(words.chosen[chosen === 1 ? 0 : 1], { count: chosen }) : "";
  };

  // A photograph from a telephone is many megabytes, and says where it was taken: drawn anew it is a
  // tenth of it and says nothing.
  const smaller = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
      return made ?? file;
    } catch {
      return file;
    }
  };

  const entryOf = async (submitter) => {
    const key = crypto.randomUUID();
    const at = new Date().toISOString();
    const fields = [];
    for (const [name, value] of new FormData(counting, submitter)) {
      if (!(value instanceof File)) fields.push([name, value]);
      else if (value.size) fields.push([name, await smaller(value), value.name]);
    }
    const own = fields.filter(([name]) => name !== "once");
    own.push(["once", key], ["received_at", at]);
    return {
      key,
      at,
      fields: own,
      sender: words.sender,
      address: counting.getAttribute("action"),
      order: counting.dataset.order,
      seller: counting.dataset.seller,
      state: "waits",
      problems: [],
    };
  };

  // The form as the browser sends it: the page that answers shows what is wrong at its place.
  const sendPlainly = (submitter) => {
    if (submitter?.name) {
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = submitter.name;
      pressed.value = submitter.value;
      counting.append(pressed);
    }
    counting.submit();
  };

  const register = async (submitter) => {
    let entry;
    try {
      entry = await entryOf(submitter);
      await goodsQueue.put(entry);
    } catch {
      say(words.noRoom);
      if (navigator.onLine) sendPlainly(submitter);
      return;
    }
    say(words.sending);
    const became = await goodsQueue.send(entry, false);
    if (became.state === "sent") {
      await goodsQueue.remove(entry.key);
      await Promise.race([forget([entry]), new Promise((resume) => setTimeout(resume, 1000))]);
      location.assign(became.address);
    } else if (became.state === "waits") {
      location.assign(counting.dataset.home);
    } else {
      await goodsQueue.remove(entry.key);
      sendPlainly(submitter);
    }
  };

  if (counting && "indexedDB" in window && crypto.randomUUID) {
    navigator.storage?.persist?.();
    let isSending = false;
    counting.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      counting.setAttribute("aria-busy", "true");
      await register(event.submitter);
      isSending = false;
      counting.removeAttribute("aria-busy");
    });
  }
  if (counting) {
    counting.addEventListener("change", showCount);
    // Whoever writes a quantity means that some has come.
    counting.addEventListener("input", (event) => {
      const position = /^quantity-(\d+)$/.exec(event.target.name ?? "")?.[1];
      if (position) counting.querySelector(`[name="how-${position}"][value="some"]`).checked = true;
    });
    showCount();
  }

  showQueue().then(sendWhatWaits);
})();
