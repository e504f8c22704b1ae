// How a page of Jupyter speaks to a kernel of the workshop. Nothing leaves the machine: the only
// address is that of the Jupyter server of this page.
window.workshopKernel ??= (() => {
  const room = () => JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "null");

  // The kernel that made the cell's output may be gone, as in a notebook that was opened again:
  // any other of the workshop serves as well.
  const find = async (wanted) => {
    const { baseUrl, token } = room();
    const headers = token ? { Authorization: `token ${token}` } : {};
    const answer = await fetch(new URL(`${baseUrl}api/sessions`, location), { headers });
    const kernels = (await answer.json()).map((session) => session.kernel);
    const own = kernels.find((kernel) => kernel.id === wanted);
    return own ?? kernels.find((kernel) => kernel.name === "workshop");
  };

  // The socket that carries the message; `ids` are those of the message and of its comm.
  const send = (id, target, data) => {
    const { baseUrl, token } = room();
    const address = new URL(`${baseUrl}api/kernels/${id}/channels`, location);
    address.protocol = address.protocol.replace("http", "ws");
    if (token) address.searchParams.set("token", token);
    const socket = new WebSocket(address);
    const [message, comm, session] = [1, 2, 3].map(() => crypto.randomUUID());
    socket.onopen = () => {
      const header = {
        msg_id: message, msg_type: "comm_open", session, username: "learner",
        date: new Date().toISOString(), version: "5.3",
      };
      socket.send(JSON.stringify({
        header, channel: "shell", parent_header: {}, metadata: {}, buffers: [],
        content: { comm_id: comm, target_name: target, data },
      }));
    };
    return { socket, ids: { message, comm } };
  };

  return { room, find, send };
})();
