// Predictions: after "Check" the whole picture, with a verdict on each answer, takes the place of
// the one to fill in; "Predict again" brings that one back. Nothing is kept or sent.
(() => {
  const wake = () =>
    document.querySelectorAll("form.ws-predict .ws-asleep").forEach((text) => text.remove());
  wake();
  if (window.workshopPredict) return;
  window.workshopPredict = true;
  document.addEventListener("DOMContentLoaded", wake);

  const NOTHING = "No letter is pressed. If no permission is there, press Check again.";
  const TABLE = ".ws-scroll";
  const LEGEND = ".ws-permissions-legend";
  const blank = new WeakMap(); // of a form: what there was to fill in

  const decode = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  const answerTo = (form, number) =>
    [...form.querySelectorAll(`[data-asked="${number}"] input`)]
      .map((input) => (input.checked ? input.value : "-"))
      .join("");

  const show = (form, text, state) => {
    const feedback = form.querySelector(".ws-feedback");
    feedback.className = `ws-feedback ${state}`;
    feedback.textContent = text;
  };

  // The button keeps the focus, whatever it is called.
  const turn = (form, isOpen) => {
    form.querySelector("button").textContent = isOpen ? "Predict again" : "Check";
    form.querySelector("legend").hidden = isOpen;
  };

  const swap = (form, whole) => {
    const old = { [TABLE]: form.querySelector(TABLE), [LEGEND]: form.querySelector(LEGEND) };
    for (const part of [TABLE, LEGEND]) old[part].replaceWith(whole[part]);
    return old;
  };

  const judge = (table, cell, answer) => {
    const { line, path } = cell;
    const marks = [...table.querySelectorAll(`[data-line="${line}"][data-path="${path}"]`)];
    marks.forEach((mark, place) => {
      if (answer[place] === cell.letters[place]) return;
      for (const name of ["title", "aria-label"])
        mark.setAttribute(name, `${mark.getAttribute(name)}; you predicted the opposite`);
    });
    return marks[0].closest("tr").querySelector(".ws-notes");
  };

  const check = (form) => {
    const { figure, cells } = decode(form.dataset.facts);
    const answers = cells.map((_, number) => answerTo(form, number));
    if (!form.dataset.sure && answers.every((answer) => answer === "---")) {
      form.dataset.sure = "yes";
      return show(form, NOTHING, "ws-incomplete");
    }
    const whole = document.createElement("template");
    whole.innerHTML = figure;
    const find = (part) => whole.content.querySelector(part);
    const [table, words] = [find(TABLE), find("details")];
    // The last one first, so that those of a line stand in the order of the columns.
    for (let number = cells.length - 1; number >= 0; number -= 1) {
      const [cell, answer] = [cells[number], answers[number]];
      judge(table, cell, answer).insertAdjacentHTML("afterbegin", cell.verdicts[answer]);
    }
    blank.set(form, swap(form, { [TABLE]: table, [LEGEND]: find(LEGEND) }));
    form.closest("figure").append(words);
    const right = cells.filter((cell, number) => cell.letters === answers[number]).length;
    const said = `You got ${right} of ${cells.length} right.`;
    const state = right === cells.length ? "ws-right" : "ws-wrong";
    show(form, `${said} The picture now shows all permissions and why.`, state);
    turn(form, true);
  };

  const again = (form) => {
    swap(form, blank.get(form));
    blank.delete(form);
    form.closest("figure").querySelector("details").remove();
    form.reset();
    delete form.dataset.sure;
    show(form, "", "");
    turn(form, false);
  };

  // Enter on a letter would check the whole form.
  document.addEventListener("keydown", (event) => {
    const isLetter = event.target.matches?.("form.ws-predict input[type=checkbox]");
    if (isLetter && event.key === "Enter") {
      event.preventDefault();
      event.target.click();
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.ws-predict[data-facts]");
    if (!form) return;
    event.preventDefault();
    if (blank.has(form)) again(form);
    else check(form);
  });
})();
