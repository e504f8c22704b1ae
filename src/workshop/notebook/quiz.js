// Questions: an answer is told in the live region, and the first one kept by the kernel, if any.
// Nothing leaves the machine: the only address is that of the Jupyter server of this page.
(() => {
  if (window.workshopQuiz) return;
  window.workshopQuiz = true;

  const decode = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  const tell = (form, html, state) => {
    const told = form.querySelector(".ws-told");
    told.className = `ws-told ${state}`;
    told.innerHTML = html;
  };

  const keep = (form, option) => {
    const config = document.getElementById("jupyter-config-data");
    if (!form.dataset.kernel || !config || form.dataset.kept) return;
    form.dataset.kept = "yes";
    const { baseUrl, token } = JSON.parse(config.textContent);
    const address = new URL(`${baseUrl}api/kernels/${form.dataset.kernel}/channels`, location);
    address.protocol = address.protocol.replace("http", "ws");
    if (token) address.searchParams.set("token", token);
    const socket = new WebSocket(address);
    const id = () => crypto.randomUUID();
    socket.onopen = () => {
      const header = {
        msg_id: id(), msg_type: "comm_open", session: id(), username: "learner",
        date: new Date().toISOString(), version: "5.3",
      };
      const data = { question: form.dataset.question, option };
      socket.send(JSON.stringify({
        header, channel: "shell", parent_header: {}, metadata: {}, buffers: [],
        content: { comm_id: id(), target_name: "workshop.quiz", data },
      }));
      setTimeout(() => socket.close(), 2000);
    };
  };

  // JupyterLab keeps Enter in a text field from submitting its form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("form.ws-quiz .ws-why")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.ws-quiz");
    if (!form) return;
    event.preventDefault();
    const chosen = form.querySelector("input[type=radio]:checked");
    if (!chosen) return tell(form, "Choose an answer first.", "ws-asks");
    const why = form.querySelector(".ws-why");
    if (why && !why.value.trim() && !form.dataset.asked) {
      form.dataset.asked = "yes";
      why.focus();
      return tell(form, "Why? A few words are enough. Check again goes on without.", "ws-asks");
    }
    const option = Number(chosen.value);
    const facts = decode(form.dataset.facts);
    tell(form, facts.told[option], facts.right[option] ? "ws-right" : "ws-wrong");
    keep(form, option);
  });
})();
