// Questions: their options in an order of each reader's own, the feedback in the live region, and
// the first answer sent to the kernel, if there is one (`comm.js`).
(() => {
  if (window.workshopQuiz) return window.workshopQuiz();

  const SEED = "workshop-quiz-seed"; // a test may set it before the page is read

  const readerSeed = () => {
    const fresh = String(Math.random());
    try {
      if (!localStorage.getItem(SEED)) localStorage.setItem(SEED, fresh);
      return localStorage.getItem(SEED);
    } catch {
      return fresh; // the browser keeps nothing for this page
    }
  };

  // FNV-1a, and then the last steps of MurmurHash, so that every bit depends on every letter.
  const hash = (text) => {
    let value = 2166136261;
    for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 16777619);
    value = Math.imul(value ^ (value >>> 16), 2246822507);
    value = Math.imul(value ^ (value >>> 13), 3266489909);
    return (value ^ (value >>> 16)) >>> 0;
  };

  // An option keeps its number, under which the answer is kept; only its position changes.
  const seed = readerSeed();
  const ANSWERED = " · already answered";
  const ANSWER = "workshop-answer-"; // in a notebook, what was chosen last
  const wake = (form) => {
    form.querySelector(".ws-asleep")?.remove();
    const given = form.dataset.kernel && localStorage.getItem(ANSWER + form.dataset.question);
    const chosen = given && form.querySelector(`input[type=radio][value="${Number(given)}"]`);
    if (!chosen) return;
    chosen.checked = true;
    const kind = form.querySelector(".ws-kind");
    if (!kind.textContent.includes(ANSWERED)) kind.append(ANSWERED);
  };
  const shuffle = (form) => {
    form.dataset.shuffled = "yes";
    const key = (option) =>
      hash(`${seed} ${form.dataset.question} ${option.querySelector("input").value}`);
    const options = [...form.querySelectorAll(".ws-option")];
    options.sort((one, other) => key(one) - key(other));
    form.querySelector("fieldset").append(...options);
    wake(form);
  };
  const shuffleAll = () =>
    document.querySelectorAll("form.ws-quiz[data-facts]:not([data-shuffled])").forEach(shuffle);

  window.workshopQuiz = shuffleAll;
  shuffleAll();
  document.addEventListener("DOMContentLoaded", shuffleAll);

  const decode = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  const show = (form, html, state) => {
    const feedback = form.querySelector(".ws-feedback");
    feedback.className = `ws-feedback ${state}`;
    feedback.innerHTML = html;
  };

  const NOT_KEPT =
    "<p>This answer is not kept, because no kernel runs. Run this cell first, then answer.</p>";

  const keep = async (form, option) => {
    const { room, find, send } = window.workshopKernel;
    if (!form.dataset.kernel || !room()) return;
    localStorage.setItem(ANSWER + form.dataset.question, option);
    if (form.dataset.kept) return;
    const kernel = await find(form.dataset.kernel).catch(() => undefined);
    if (kernel) {
      form.dataset.kept = "yes";
      const { socket } = send(kernel.id, "workshop.quiz", { question: form.dataset.question, option });
      socket.addEventListener("open", () => setTimeout(() => socket.close(), 2000));
    } else {
      form.querySelector(".ws-feedback").insertAdjacentHTML("beforeend", NOT_KEPT);
    }
  };

  // JupyterLab keeps Enter in a text field from submitting its form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("form.ws-quiz .ws-why")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.ws-quiz[data-facts]");
    if (!form) return;
    event.preventDefault();
    const chosen = form.querySelector("input[type=radio]:checked");
    if (!chosen) return show(form, "Choose an answer first.", "ws-incomplete");
    const option = Number(chosen.value);
    const { feedback, right } = decode(form.dataset.facts);
    show(form, feedback[option], right[option] ? "ws-right" : "ws-wrong");
    keep(form, option);
  });
})();
