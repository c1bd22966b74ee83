// Comfort only: every page works without this file.
"use strict";

const openMenus = () => document.querySelectorAll("details.menu[open]");

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
