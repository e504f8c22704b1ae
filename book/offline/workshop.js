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
  // The title above the table of contents belongs to a part of the page that can be jumped to.
  document.querySelector(".sidebar-primary-item:has(.navbar-brand)")?.setAttribute("role", "banner");
});
