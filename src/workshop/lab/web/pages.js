// Follow the theme around this page, open files in JupyterLab, and keep the page up to date.
"use strict";

const inFrame = window.parent !== window;

/** The body of JupyterLab"s page, when this page is a tab of it. */
function jupyterBody() {
  try {
    return inFrame ? window.parent.document.body : null;
  } catch {
    return null; // another origin
  }
}

const outside = jupyterBody();
const night = window.matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  const light = outside && outside.dataset.jpThemeLight;
  const dark = light ? light === "false" : night.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

followTheme();
night.addEventListener("change", followTheme);
if (outside) {
  new MutationObserver(followTheme).observe(outside, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light"],
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (link && inFrame) {
    event.preventDefault();
    window.parent.postMessage({ workshopOpen: link.dataset.open }, window.location.origin);
  }
});

/** Show what has changed since, without losing the place; or what has come in this page's place. */
async function renew() {
  if (document.visibilityState !== "visible") {
    return;
  }
  const answer = await fetch(window.location.href).catch(() => null);
  if (!answer || !answer.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, now] = [document.querySelector("main"), page.querySelector("main[data-live]")];
  if (!now) {
    window.location.reload();
  } else if (old.innerHTML !== now.innerHTML) {
    old.replaceWith(now);
  }
}

if (document.querySelector("main[data-live]")) {
  window.setInterval(renew, 4000);
}
