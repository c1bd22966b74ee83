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
      delete ending.dataset.dismissed;
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
