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

  // Source files open beside the notebook, everything else as a tab. Where two columns need the
  // room, the folder pane goes; it comes back when no source file is open, also after a reload.
  const ROOM_FOR_ALL = 1600; // pixels
  const PANE_IS_AWAY = `${NAME}:pane-is-away`;
  const isSource = (path) => /\.(rs|toml|py)$/.test(path);

  const openFile = async (app, path, heading) => {
    const beside = isSource(path);
    const options = beside ? { mode: "split-right" } : {};
    const hides = beside && !app.shell.leftCollapsed && app.shell.node.clientWidth < ROOM_FOR_ALL;
    if (hides) {
      app.shell.collapseLeft();
    }
    const widget = await app.commands.execute("docmanager:open", { path, options });
    if (hides) {
      localStorage.setItem(PANE_IS_AWAY, "yes");
    }
    if (widget && heading) {
      await widget.context.ready;
      showHeading(widget.node, heading, 20);
    }
  };

  const bringPaneBack = (app) => {
    const open = [...app.shell.widgets("main")].some((one) => isSource(one.context?.path ?? ""));
    if (!open && localStorage.getItem(PANE_IS_AWAY)) {
      localStorage.removeItem(PANE_IS_AWAY);
      app.shell.expandLeft();
    }
  };

  const keepPane = async (app) => {
    await app.restored;
    app.shell.layoutModified.connect(() => bringPaneBack(app));
    bringPaneBack(app);
  };

  // The folder pane sorts by name; the episodes have the course's order in it.
  const sortEpisodes = (browser, order) => {
    const listing = browser.listing;
    const rank = (item) => {
      const place = order.indexOf(item.name.replace(/(-new-\d+)?\.ipynb$/, ""));
      return item.type === "directory" ? -1 : place < 0 ? order.length : place;
    };
    const sort = listing.sort.bind(listing);
    listing.sort = (state) => {
      sort(state);
      if (browser.model.path === "lessons" && state.key === "name") {
        const sign = state.direction === "descending" ? -1 : 1;
        listing._sortedItems.sort((one, other) => sign * (rank(one) - rank(other)));
      }
    };
    listing.sort(listing.sortState);
  };

  // The colors of a terminal are chosen for black: on white they are darkened until they are read.
  // Faint letters get half of it.
  const CONTRAST = 9;
  const darkenTerminals = (terminals) =>
    terminals.widgetAdded.connect(async (_, terminal) => {
      await terminal.content.ready;
      terminal.content._term.options.minimumContrastRatio = CONTRAST;
    });

  // Cells are drawn one after the other, so a heading may need a moment to be there.
  const showHeading = (node, heading, tries) => {
    const found = node.querySelector(`[id="${CSS.escape(heading)}"]`);
    if (found) {
      found.scrollIntoView();
    } else if (tries > 0) {
      setTimeout(() => showHeading(node, heading, tries - 1), 250);
    }
  };

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

  // A notebook's link: to a page of the book, or to a file, which would be downloaded otherwise.
  const follow = (app, base, address) => {
    const path = decodeURIComponent(address.pathname.slice(new URL(`${base}files/`).pathname.length));
    const heading = decodeURIComponent(address.hash.slice(1));
    if (path.startsWith("book/") && path.endsWith(".html")) {
      const page = { id: path, label: "Book", path: path + address.hash };
      openPage(app, base, page);
    } else {
      openFile(app, path, heading);
    }
  };

  const followLinks = (app, base) =>
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest && event.target.closest(".jp-Notebook a[href]");
        if (link && link.hasAttribute("download")) {
          event.stopPropagation(); // the browser downloads it; JupyterLab would open it
        } else if (link && link.href.startsWith(new URL(`${base}files/`).href)) {
          event.preventDefault();
          event.stopPropagation();
          follow(app, base, new URL(link.href));
        }
      },
      true,
    );

  // JupyterLab takes the script from a question of a notebook that is opened again. Until its cell
  // runs, as the question then says, its button must not leave the page.
  const holdQuestions = () =>
    document.addEventListener(
      "submit",
      (event) => {
        if (event.target.matches("form.ws-quiz:not([data-facts])")) {
          event.preventDefault();
        }
      },
      true,
    );

  // A cell that starts with %%rust is colored as Rust, every other one as the kernel says.
  // A cell with a name shows it, because a question may be about it.
  const RUST = "text/x-rustsrc";

  const color = (notebook) => {
    for (const cell of notebook.widgets) {
      if (cell.model.type === "code") {
        const rust = cell.model.sharedModel.getSource().startsWith("%%rust");
        const type = rust ? RUST : notebook.codeMimetype;
        if (cell.model.mimeType !== type) {
          cell.model.mimeType = type;
        }
        const name = cell.model.getMetadata("name");
        if (typeof name === "string") {
          cell.node.dataset.workshopName = name;
        }
      }
    }
  };

  const colorRust = (tracker) =>
    tracker.widgetAdded.connect(async (_, panel) => {
      await panel.context.ready;
      const notebook = panel.content;
      let waiting = 0; // the notebook sets its own types first
      const later = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => notebook.isDisposed || color(notebook), 100);
      };
      notebook.model.contentChanged.connect(later);
      notebook.model.metadataChanged.connect(later);
      later();
    });

  // JupyterLab drops a cell that is run before its notebook's kernel is there, without a message.
  // This executor, in the place of JupyterLab's own, lets such a cell wait: its prompt is [*].
  const START_LIMIT = 60_000; // milliseconds; then JupyterLab asks for a kernel

  const executor = async () => {
    const { INotebookCellExecutor, runCell } = await load("@jupyterlab/notebook");
    const runWhenReady = async (options) => {
      const { cell, sessionContext } = options;
      if (cell.model.type === "code" && sessionContext && !sessionContext.session?.kernel) {
        cell.model.executionState = "running";
        const limit = new Promise((resolve) => setTimeout(resolve, START_LIMIT));
        await Promise.race([sessionContext.ready, limit]);
      }
      return cell.isDisposed ? false : runCell(options);
    };
    return {
      id: `${NAME}:cell-executor`,
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () => Object.freeze({ runCell: runWhenReady }),
    };
  };

  const room = async () => {
    const { IDefaultFileBrowser } = await load("@jupyterlab/filebrowser");
    const { ILauncher } = await load("@jupyterlab/launcher");
    const { INotebookTracker } = await load("@jupyterlab/notebook");
    const { ITerminalTracker } = await load("@jupyterlab/terminal");
    const { PageConfig } = await load("@jupyterlab/coreutils");
    const { LabIcon } = await load("@jupyterlab/ui-components");
    const icon = async (id) => {
      const svgstr = await (await fetch(asset(`../icons/${id}.svg`))).text();
      return new LabIcon({ name: `workshop:${id}`, svgstr });
    };
    return {
      id: `${NAME}:plugin`,
      autoStart: true,
      requires: [ILauncher, INotebookTracker],
      optional: [IDefaultFileBrowser, ITerminalTracker],
      activate: async (app, launcher, tracker, browser, terminals) => {
        keepPane(app);
        if (browser) {
          sortEpisodes(browser, JSON.parse(PageConfig.getOption("workshopEpisodes") || "[]"));
        }
        if (terminals) {
          darkenTerminals(terminals);
        }
        colorRust(tracker);
        answerPages(app);
        const base = new URL(PageConfig.getBaseUrl(), window.location.href).href;
        followLinks(app, base);
        holdQuestions();
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
      const plugins = await Promise.all([room(), executor()]);
      return () => ({ __esModule: true, default: plugins });
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
