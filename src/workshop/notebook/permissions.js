// The button below a Rust cell: on a click the kernel is asked what is allowed on each line.
// Where no Jupyter is (an exported page), there is no button.
(() => {
  const kernel = window.workshopKernel;
  if (!kernel.room()) return;
  const BUTTON =
    '<button type="button" aria-expanded="false">Show permissions</button>' +
    '<div role="status"></div><div></div>';
  document.querySelectorAll(".ws-ask:empty").forEach((box) => (box.innerHTML = BUTTON));
  if (window.workshopPermissions) return;
  window.workshopPermissions = true;

  const NO_KERNEL = "No kernel runs. Run this cell again, then press the button.";
  const RESTARTED = "The kernel was restarted or stopped. Press the button again.";
  const NO_ANSWER = "The kernel gave no answer. Run this cell again, then press the button.";
  const GONE = ["starting", "restarting", "dead"];

  const answerTo = (socket, ids) => new Promise((resolve) => {
    const fail = (problem) => resolve({ problem });
    socket.onclose = socket.onerror = () => fail(RESTARTED);
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string") return;
      const { header, parent_header: parent, content } = JSON.parse(data);
      if (header.msg_type === "comm_msg" && content.comm_id === ids.comm) resolve(content.data);
      if (header.msg_type !== "status") return;
      if (GONE.includes(content.execution_state)) fail(RESTARTED);
      // The answer, if there is one, came before the kernel was idle again.
      if (content.execution_state === "idle" && parent.msg_id === ids.message) fail(NO_ANSWER);
    };
  });

  // What a kernel was asked just before it ended is lost, and no message says so.
  const loss = async (id, over) => {
    for (let idle = 0; idle < 2 && !over(); ) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const found = await kernel.find(id).catch(() => undefined);
      if (found?.id !== id) break;
      idle = found.execution_state === "idle" ? idle + 1 : 0;
    }
    return { problem: RESTARTED };
  };

  const ask = async (box) => {
    const found = await kernel.find(box.dataset.kernel).catch(() => undefined);
    if (!found) return { problem: NO_KERNEL };
    const { id } = found;
    const { socket, ids } = kernel.send(id, "workshop.permissions", JSON.parse(box.dataset.code));
    let over = false;
    const answer = await Promise.race([answerTo(socket, ids), loss(id, () => over)]);
    over = true;
    socket.onclose = null;
    socket.close();
    return answer;
  };

  const label = (button, open) => {
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "Hide permissions" : "Show permissions";
  };

  // JupyterLab takes Enter for itself; its other keys, such as Shift+Enter, keep working.
  window.addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, shiftKey, altKey, metaKey } = event;
    if (!target.matches?.(".ws-ask > button") || ctrlKey || shiftKey || altKey || metaKey) return;
    if (key === "Enter" || key === " ") event.stopPropagation();
  }, true);

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".ws-ask > button");
    if (!button || button.getAttribute("aria-disabled")) return;
    const box = button.parentElement;
    const [status, shown] = box.querySelectorAll("div");
    const open = button.getAttribute("aria-expanded") === "true";
    if (open || shown.innerHTML) {
      shown.hidden = open;
      return label(button, !open);
    }
    button.setAttribute("aria-disabled", "true");
    status.className = "";
    status.textContent = "Waiting for the kernel…";
    const { html, problem } = await ask(box);
    button.removeAttribute("aria-disabled");
    if (html) {
      shown.innerHTML = html;
      label(button, true);
    }
    status.className = html ? "ws-unseen" : "";
    status.textContent = html ? "The permissions are shown below." : problem;
  });
})();
