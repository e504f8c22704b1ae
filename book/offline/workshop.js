// As a tab of JupyterLab the book has JupyterLab's theme.
const room = (() => {
  try {
    return window.parent === window ? null : window.parent.document.body;
  } catch {
    return null; // another origin
  }
})();
const followRoom = () => {
  const light = room?.dataset.jpThemeLight;
  if (light) document.documentElement.dataset.theme = light === "false" ? "dark" : "light";
};
if (room) {
  followRoom();
  window.addEventListener("load", followRoom); // after the scripts of Sphinx's theme
  new MutationObserver(followRoom).observe(room, { attributeFilter: ["data-jp-theme-light"] });
}

// What the theme leaves out for people who listen to a page instead of seeing it.
document.addEventListener("DOMContentLoaded", () => {
  // The text of these is their name; a second, other name contradicts it.
  for (const named of document.querySelectorAll("summary[aria-label], .search-button-field")) {
    named.removeAttribute("aria-label");
  }
  for (const button of document.querySelectorAll(".theme-switch-button")) {
    button.title = button.getAttribute("aria-label");
    button.removeAttribute("aria-label");
    for (const icon of button.children) icon.setAttribute("aria-hidden", "true");
  }
  // Paper is white, whatever the screen is.
  const look = document.documentElement.dataset;
  let onScreen = look.theme;
  window.addEventListener("beforeprint", () => { onScreen = look.theme; look.theme = "light"; });
  window.addEventListener("afterprint", () => { look.theme = onScreen; });
  // On a narrow screen the rows of a wide table become blocks: each cell then says its column.
  for (const table of document.querySelectorAll("article table:not(.ws-permissions)")) {
    const columns = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    if (columns.length < 4) continue;
    table.classList.add("stacked");
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.children].forEach((cell, place) => { cell.dataset.column = columns[place]; });
    }
  }
  // The title above the table of contents belongs to a part of the page that can be jumped to.
  document.querySelector(".sidebar-primary-item:has(.navbar-brand)")?.setAttribute("role", "banner");
});
