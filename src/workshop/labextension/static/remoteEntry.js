// The workshop's part of JupyterLab: Launcher cards, links from our pages to notebooks, a style.
// Written by hand in the form that JupyterLab loads (a module-federation container), so that
// neither node nor a build is needed.
(() => {
  "use strict";

  const NAME = "workshop-room";
  const CATEGORY = "Workshop";
  const here = document.currentScript.src;
  let shared; // JupyterLab's own packages: name -> version -> {get}

  const load = async (name) => {
    const versions = Object.values(shared[name]);
    return (await versions[0].get())();
  };

  const asset = (name) => new URL(name, here).href.replace(/\?.*$/, "");

  // A card opens a page of the workshop's own server as a tab, or runs a command of JupyterLab.
  const PAGES = [
    { id: "episodes", label: "Episodes", caption: "All episodes, in order", path: "episodes/" },
    { id: "slides", label: "Slides", caption: "The talk", path: "slides/" },
    { id: "book", label: "Book", caption: "The book, to read or to print", path: "book/" },
    { id: "progress", label: "Progress", caption: "What is done, what is next", path: "progress/" },
  ];

  const openPage = (app, base, page) =>
    app.commands.execute("server-proxy:open", {
      id: `workshop:${page.id}`,
      title: page.label,
      url: `${base}workshop/${page.path}`,
      newBrowserTab: false,
    });

  // Source files open beside the notebook, everything else as a tab.
  const openFile = (app, path) =>
    app.commands.execute("docmanager:open", {
      path,
      options: /\.(rs|toml|py)$/.test(path) ? { mode: "split-right" } : {},
    });

  const addCard = (app, launcher, icon, rank, card) => {
    const command = `workshop:${card.id}`;
    app.commands.addCommand(command, {
      label: card.label,
      caption: card.caption,
      icon,
      execute: card.execute,
    });
    launcher.add({ command, category: CATEGORY, rank });
  };

  // Our pages run in a frame of the same origin and ask for a file by a message.
  const answerPages = (app) =>
    window.addEventListener("message", (event) => {
      const path = event.data && event.data.workshopOpen;
      if (event.origin === window.location.origin && typeof path === "string") {
        openFile(app, path);
      }
    });

  // A link to a source file in a notebook opens it beside the notebook, not on top of it.
  const openSourcesBeside = (app) =>
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest && event.target.closest(".jp-Notebook a[href]");
        const name = link && link.dataset.commandlinkerArgs;
        const path = name ? JSON.parse(name).path : null;
        if (path && /\.(rs|toml)$/.test(path)) {
          event.preventDefault();
          event.stopPropagation();
          openFile(app, path);
        }
      },
      true,
    );

  const room = async () => {
    const { ILauncher } = await load("@jupyterlab/launcher");
    const { PageConfig } = await load("@jupyterlab/coreutils");
    const { LabIcon } = await load("@jupyterlab/ui-components");
    const icon = async (id) => {
      const svgstr = await (await fetch(asset(`../icons/${id}.svg`))).text();
      return new LabIcon({ name: `workshop:${id}`, svgstr });
    };
    return {
      id: `${NAME}:plugin`,
      autoStart: true,
      requires: [ILauncher],
      activate: async (app, launcher) => {
        answerPages(app);
        openSourcesBeside(app);
        const base = PageConfig.getBaseUrl();
        const cards = PAGES.map((page) => ({ ...page, execute: () => openPage(app, base, page) }));
        cards.push({
          id: "terminal",
          label: "Terminal in work/",
          caption: "Where your copies of the exercises are",
          execute: () => app.commands.execute("terminal:create-new", { cwd: "" }),
        });
        const icons = await Promise.all(cards.map((card) => icon(card.id)));
        cards.forEach((card, rank) => addCard(app, launcher, icons[rank], rank, card));
      },
    };
  };

  const style = () => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = asset("../style/room.css");
    document.head.append(sheet);
    return {};
  };

  const modules = {
    "./extension": async () => {
      const plugin = await room();
      return () => ({ __esModule: true, default: plugin });
    },
    "./style": async () => style,
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: (name) => modules[name](),
  };
})();
