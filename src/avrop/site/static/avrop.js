// Comfort only: every page works without this file.
"use strict";

// --- menus ---------------------------------------------------------------------------------------

const openMenus = () => document.querySelectorAll("details:is(.menu, .confirm)[open]");

// A menu closes when something else is chosen, or with Escape, which gives the focus back.
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// --- finding: Ctrl-K opens the dialog; arrows go through what was found -------------------------------

const finder = document.getElementById("find-dialog");

const openFinder = () => {
  finder.showModal();
  document.getElementById("find-text").select();
};

if (finder) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-find]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openFinder();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (!finder.open) openFinder();
  });
  finder.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [document.getElementById("find-text"), ...finder.querySelectorAll(".hits a")];
    const here = stops.indexOf(document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : -1;
    stops[(here + step + stops.length) % stops.length].focus();
    event.preventDefault();
  });
  finder.addEventListener("click", (event) => {
    if (event.target === finder) finder.close();
  });
  // Enter goes to the first thing that was found, once it was found for what stands there.
  finder.querySelector("form").addEventListener("submit", (event) => {
    const hits = finder.querySelector(".hits");
    if (hits?.dataset.text !== document.getElementById("find-text").value.trim()) return;
    event.preventDefault();
    hits.querySelector("a").click();
  });
}

// --- help for this page, beside it ------------------------------------------------------------------

const guide = document.getElementById("guide-dialog");

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-guide]");
  if (!guide || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.statusText);
    document.getElementById("guide-words").innerHTML = await answer.text();
    guide.showModal();
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (button) button.closest("dialog").close();
});

// --- the end of the session -------------------------------------------------------------------------

const ending = document.getElementById("session-dialog");
const WARNED_BEFORE_SECONDS = 300;
let endsAt = 0;

const countFrom = (seconds) => {
  endsAt = Date.now() + seconds * 1000;
};

// By the clock, not by a timer: a machine that has slept counts too.
const lookAtSession = () => {
  const left = (endsAt - Date.now()) / 1000;
  if (left > WARNED_BEFORE_SECONDS) {
    if (ending.open) ending.close();
    delete ending.dataset.dismissed; // it is warned anew before each end
    return;
  }
  for (const part of ending.querySelectorAll("[data-before]")) part.hidden = left <= 0;
  for (const part of ending.querySelectorAll("[data-after]")) part.hidden = left > 0;
  if (!ending.open && !ending.dataset.dismissed) ending.showModal();
  if (left <= 0 && !ending.dataset.ended) {
    delete ending.dataset.dismissed;
    ending.dataset.ended = "yes";
    if (!ending.open) ending.showModal();
  }
};

if (ending) {
  const whole = Number(ending.dataset.seconds);
  countFrom(Number(ending.dataset.left));
  setInterval(lookAtSession, 10_000);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && endsAt > Date.now()) countFrom(Number(ending.dataset.left));
  });
  ending.addEventListener("close", () => {
    ending.dataset.dismissed = "yes";
  });
  ending.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status === 204) {
      countFrom(whole);
      ending.close();
    } else {
      countFrom(0);
      lookAtSession();
    }
  });
}

// --- the network ------------------------------------------------------------------------------------

const offline = document.getElementById("offline");

const tellNetwork = () => {
  if (offline) offline.hidden = navigator.onLine;
};
addEventListener("online", tellNetwork);
addEventListener("offline", tellNetwork);
tellNetwork();

const failed = document.getElementById("failed");
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, () => {
    if (failed) failed.hidden = false;
  });
}
document.addEventListener("htmx:afterOnLoad", () => {
  if (failed) failed.hidden = true;
});

// --- forms ------------------------------------------------------------------------------------------

// A form that is on its way says so, and is not sent a second time by the same click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  // Without network the browser would put a page of its own in the place of what was typed.
  if (!navigator.onLine && offline) {
    event.preventDefault();
    tellNetwork();
    offline.scrollIntoView({ block: "center" });
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
// Whoever comes back by the Back button may send it again; the server knows what it has done.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// --- a form whose answer never came ------------------------------------------------------------------

// Where the network dies on the way, the browser puts a page of its own in the place of the form. What
// was written is kept in this tab until the next page of ours has come. If that is the form's own page,
// opened anew, it gets it back with the key that it was sent under: sent again it is done once.
const SENT = "avrop-sent";
const OWN_KEYS = ["once", "expected_version"];
const keyedForms = () => [...document.forms].filter((form) => form.elements.once && form.method === "post");
const isWritten = (field) =>
  field.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(field.type);
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
const markOf = (form, name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value ?? "";
const tabKeeps = (work) => {
  try {
    return work();
  } catch {
    return null; // a browser that keeps nothing
  }
};
const forgetSent = () => tabKeeps(() => sessionStorage.removeItem(SENT));
const ANSWERED_WITHIN = 120_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  const number = keyedForms().indexOf(form);
  if (event.defaultPrevented || number < 0) return;
  const fields = [...form.elements]
    .filter(isWritten)
    .map((field) => [field.name, field.value, isTicked(field) ? field.checked : null]);
  if (!fields.some(([, value, checked]) => checked === null && value.trim())) return;
  const keys = OWN_KEYS.map((name) => [name, markOf(form, name)]);
  const sent = { path: location.pathname, number, sender: markOf(form, "sender"), fields, keys };
  tabKeeps(() => sessionStorage.setItem(SENT, JSON.stringify(sent)));
  setTimeout(forgetSent, ANSWERED_WITHIN); // the answer was a file: the page is still here
});

const giveBack = (sent) => {
  const form = keyedForms()[sent.number];
  if (!form || markOf(form, "sender") !== sent.sender) return;
  const named = new Map();
  for (const field of [...form.elements].filter(isWritten)) {
    named.set(field.name, [...(named.get(field.name) ?? []), field]);
  }
  if (sent.fields.some(([name]) => !named.has(name))) return;
  for (const [name, value, checked] of sent.fields) {
    const field = named.get(name).shift();
    if (!field) return;
    if (isTicked(field)) field.checked = checked;
    else field.value = value;
  }
  for (const [name, value] of sent.keys) {
    const field = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (field && value) field.value = value;
  }
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
  document.getElementById("unanswered").hidden = false;
};

const unanswered = tabKeeps(() => JSON.parse(sessionStorage.getItem(SENT)));
forgetSent();
const arrived = performance.getEntriesByType("navigation")[0];
const isAnswer = "answer" in document.documentElement.dataset || arrived?.redirectCount > 0;
if (unanswered?.path === location.pathname && !isAnswer) giveBack(unanswered);

// Files can be dropped on the field that takes them; the field itself says so.
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const field = event.target.closest?.("[data-drop]");
    if (!field) return;
    field.classList.toggle("is-over", name === "dragover");
    if (name === "dragleave") return;
    event.preventDefault();
    if (name === "drop") field.querySelector("input").files = event.dataTransfer.files;
  });
}

// --- printing ---------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// --- the goods entrance keeps pages in the browser: on the way in again they are nobody's ---------------

if (document.querySelector(".sign-in") && "caches" in window) caches.delete("avrop-receive-pages");
