// What the person reads: the state of saving, two texts for one place, who else is here, the way out when it is closed.
const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};
const button = (className, text, act) => {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const minute = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

export class Notes {
  constructor(form, words) {
    Object.assign(this, { form, words, said: null, boxes: new Map() });
    this.state = document.querySelector("[data-save-state]");
    this.presence = document.querySelector("[data-presence], [data-present]");
    this.politely = make("p", "sr");
    this.politely.setAttribute("role", "status");
    form.element.after(this.politely);
  }

  // --- The state of saving ----------------------------------------------------------------------------------------------

  // Say how saving stands. The same words are not said twice, so that nobody hears "saved" with every word typed.
  say(name, values = {}, act = null) {
    const text = fill(this.words[name], values);
    if (!this.state || this.said === text) return;
    this.said = text;
    const mark = make("span", "mark", name === "saved" ? "✓" : name === "saving" ? "…" : "!");
    mark.setAttribute("aria-hidden", "true");
    this.state.replaceChildren(mark, make("span", "", text));
    if (act) this.state.append(" ", act);
    this.state.classList.toggle("bad", !["saved", "saving", "choose"].includes(name));
    this.state.dataset.state = name;
  }

  retry(act) {
    return button("linklike", this.words.retry, act);
  }

  signIn() {
    const link = make("a", "", this.words.signIn);
    link.href = this.words.signInUrl;
    link.target = "_blank";
    link.rel = "opener";
    return link;
  }

  // --- Who else is here -------------------------------------------------------------------------------------------------

  present(people) {
    if (!this.presence) return;
    const words = people.map((each) => each.words).join(" ");
    if (this.presence.dataset.said === words) return;
    this.presence.dataset.said = words;
    const faces = people.map((each) => {
      const face = make("span", "avatar b", [...each.name][0]);
      face.setAttribute("aria-hidden", "true");
      return face;
    });
    this.presence.replaceChildren(...faces, words && make("span", "", words));
  }

  // --- Two texts for one place --------------------------------------------------------------------------------------------

  // Show each text that waits, beside its field; `settle(aside, take)` is called with the person's choice.
  conflicts(asides, settle) {
    document.querySelector("[data-conflicts]")?.replaceChildren();
    const before = new Set(this.boxes.keys());
    for (const box of this.boxes.values()) if (!box.contains(document.activeElement)) box.remove();
    const boxes = new Map();
    for (const aside of asides) {
      const old = this.boxes.get(aside.id), unchanged = old?.dataset.said === `${aside.mine}\n${aside.theirs}`;
      const box = unchanged ? old : this.#box(aside, settle);
      boxes.set(aside.id, box);
      if (old && old !== box) old.remove();
      this.#place(box, aside);
    }
    for (const [id, box] of this.boxes) if (!boxes.has(id)) this.#leave(box);
    this.boxes = boxes;
    const fresh = asides.filter((aside) => !before.has(aside.id));
    if (fresh.length) {
      this.politely.textContent = fresh.map((each) => fill(this.words.conflictSaid, each)).join(" ");
    }
  }

  #place(box, aside) {
    if (box.isConnected) return;
    const around = this.form.around(aside.path);
    if (around?.matches("td, tr, tbody")) {
      // A table takes no box between its cells: it stands above the whole.
      around.closest("table").before(box);
    } else if (around) around.after(box);
    else (document.querySelector("[data-conflicts]") ?? this.form.element).prepend(box);
  }

  #leave(box) {
    // The focus goes on to the field, not to the top of the page.
    if (box.contains(document.activeElement)) this.form.controls(box.dataset.path).find((each) => each.type !== "hidden")?.focus();
    box.remove();
  }

  #box(aside, settle) {
    const box = make("section", "note amber conflict-box"), title = make("h3", "", fill(this.words.conflict, aside));
    const row = aside.path.split(".").length === 2;
    title.id = `conflict-${aside.id}`;
    box.setAttribute("aria-labelledby", title.id);
    Object.assign(box.dataset, { path: aside.path, said: `${aside.mine}\n${aside.theirs}` });
    const side = (name, text, none) => {
      const part = make("div", "side");
      part.append(make("h4", "", name), make("p", "said", text || none));
      return part;
    };
    const both = make("div", "both");
    both.append(
      side(this.words.mine, aside.mine, row ? this.words.rowRemoved : this.words.empty),
      side(fill(aside.when ? this.words.theirs : this.words.theirsSometime, aside), aside.theirs, this.words.empty),
    );
    const acts = make("div", "row");
    acts.append(
      button("btn sm", row ? this.words.removeRow : this.words.takeMine, () => settle(aside, "mine")),
      button("btn sm", row ? this.words.keepRow : this.words.takeTheirs, () => settle(aside, "theirs")),
    );
    box.append(title, both, acts);
    return box;
  }

  // --- Problems -----------------------------------------------------------------------------------------------------------

  // Put the words of mistakes beside their fields. A gap is not called a mistake while the form is being filled in, and
  // nothing new is said about the field in which somebody is typing.
  problems(problems, focused) {
    const words = new Map(problems.map((each) => [each.path, each]));
    for (const element of this.form.element.querySelectorAll("[data-problem-for]")) {
      const path = element.dataset.problemFor, problem = words.get(path);
      const shown = Boolean(problem) && !((problem.missing || path === focused) && element.hidden);
      (element.querySelector("span") ?? element).textContent = shown ? problem.words : "";
      element.hidden = !shown;
      element.closest(".field")?.classList.toggle("has-error", shown);
      const control = document.getElementById(`i-${path}`);
      if (shown) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
  }

  // --- The end ------------------------------------------------------------------------------------------------------------

  // It can never be saved any more: the form is for reading, and the text can be taken along without the server.
  close(words, text, name) {
    const place = this.form.element.querySelector("[data-kept-text]") ?? this.form.element.insertBefore(make("div"), this.form.element.firstChild);
    place.dataset.keptText = "";
    const note = make("section", "note red kept-text"), area = make("textarea", "input", text);
    note.setAttribute("role", "alert");
    area.readOnly = true;
    area.rows = 8;
    area.setAttribute("aria-label", this.words.yourText);
    const copied = make("span", "muted small");
    copied.setAttribute("role", "status");
    const copy = button("btn sm", this.words.copyAll, async () => {
      area.select();
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        document.execCommand("copy");
      }
      copied.textContent = this.words.copied;
    });
    const save = make("a", "btn sm", this.words.download);
    // A data address, not a blob: it works without a network and without a server that would have to allow it.
    save.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`\ufeff${text}`)}`;
    save.download = `${name}.txt`;
    const acts = make("div", "row");
    acts.append(copy, save, copied);
    const inside = make("div", "stack");
    inside.append(make("h2", "", this.words.closed), make("p", "", words || this.words.closedWords), acts, area);
    note.append(inside);
    place.hidden = false;
    place.replaceChildren(note);
    this.form.element.prepend(place);
  }

  note(name, values = {}) {
    this.form.element.querySelector(".autosave-note")?.remove();
    const note = make("p", "note autosave-note", fill(this.words[name], values));
    note.setAttribute("role", "status");
    this.form.element.prepend(note);
  }
}
