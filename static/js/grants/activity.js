// Record an activity on a weak line: what is typed stays in this browser, and what cannot be sent now is sent later, once.
// Without this file the form is posted by its button. Photos and words wait in IndexedDB under the form's own key.
const DB = "venture-activities", STORE = "waiting", KEPT_MS = 14 * 86_400_000;
const form = document.querySelector("form[data-activity]");

const open = () => new Promise((done, failed) => {
  const asked = indexedDB.open(DB, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
const run = async (mode, act) => {
  const db = await open();
  return new Promise((done, failed) => {
    const asked = act(db.transaction(STORE, mode).objectStore(STORE));
    asked.onsuccess = () => { db.close(); done(asked.result); };
    asked.onerror = () => { db.close(); failed(asked.error); };
  });
};
const put = (entry) => run("readwrite", (store) => store.put(entry));
const drop = (key) => run("readwrite", (store) => store.delete(key));
const all = async () => {
  const found = await run("readonly", (store) => store.getAll());
  const old = found.filter((each) => Date.now() - each.at > KEPT_MS);
  await Promise.all(old.map((each) => drop(each.key)));
  return found.filter((each) => Date.now() - each.at <= KEPT_MS);
};

class Recorder {
  constructor(element) {
    this.form = element;
    this.words = element.dataset;
    this.says = element.querySelector("[data-said]");
    this.queue = document.querySelector("[data-queue]");
    this.draft = `venture:activity:${this.words.person}:${this.words.project}`;
    this.#restore();
    this.#steppers();
    element.addEventListener("input", () => this.#keep());
    element.addEventListener("change", (event) => { if (event.target.type === "file") this.#chosen(event.target); });
    element.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("online", () => this.sendAll());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.sendAll(); });
    this.sendAll();
  }

  // Words only: photos are not drafts. The key is the page's own and never kept.
  #keep() {
    const typed = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !["csrfmiddlewaretoken", "key"].includes(name)) typed[name] = value;
    }
    try {
      localStorage.setItem(this.draft, JSON.stringify({ at: Date.now(), typed }));
      this.#say(this.words.kept.replace("{time}", this.#clock()));
    } catch { /* Full or forbidden: the page holds the only copy. */ }
  }

  #restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(this.draft)); } catch { /* Nothing readable. */ }
    if (!kept || Date.now() - kept.at > KEPT_MS) return;
    for (const [name, value] of Object.entries(kept.typed)) {
      const control = this.form.elements[name];
      if (!control) continue;
      if (control instanceof RadioNodeList) control.value = value;
      else if (control.type === "checkbox") control.checked = true;
      else control.value = value;
    }
    this.#say(this.words.restored);
  }

  #steppers() {
    for (const stepper of this.form.querySelectorAll(".stepper2")) {
      stepper.dataset.live = "";
      stepper.addEventListener("click", (event) => {
        const by = Number(event.target.closest("button")?.dataset.by ?? 0);
        if (!by) return;
        const input = stepper.querySelector("input");
        input.value = String(Math.max(0, (parseInt(input.value, 10) || 0) + by));
        this.#keep();
      });
    }
  }

  #chosen(input) {
    const told = input.closest("label")?.querySelector("[data-chosen]");
    if (told) told.textContent = input.files.length ? this.words.chosen.replace("{n}", input.files.length) : "";
  }

  async #submit(event) {
    if (!this.form.reportValidity()) return;
    event.preventDefault();
    const button = this.form.querySelector("button[type=submit]");
    button.disabled = true;
    const entry = {
      key: this.form.elements.key.value, at: Date.now(), url: this.form.action, person: this.words.person,
      fields: [...new FormData(this.form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size)),
    };
    const outcome = await this.#send(entry);
    button.disabled = false;
    if (outcome.kind === "kept") {
      this.#forget();
      location.assign(this.words.next);
    } else if (outcome.kind === "refused") {
      this.#say(outcome.words, true);
    } else {
      try {
        await put(entry);
        this.#forget();
        this.form.reset();
        this.form.elements.key.value = crypto.randomUUID().replaceAll("-", "");
        this.#say(this.words.later, true);
        this.#show();
      } catch {
        this.#say(this.words.only, true);
      }
    }
  }

  async #send(entry) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of entry.fields) {
      if (value instanceof Blob) body.append(name, value, value.name);
      else body.append(name, value);
    }
    try {
      const answer = await fetch(entry.url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.redirected || answer.status === 403 || answer.status >= 500) return { kind: "lost" };
      const told = await answer.json();
      return answer.ok ? { kind: "kept" } : { kind: "refused", words: told.words };
    } catch {
      return { kind: "lost" };
    }
  }

  async sendAll() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const entry of (await all()).filter((each) => each.person === this.words.person)) {
        const outcome = await this.#send(entry);
        if (outcome.kind === "kept") await drop(entry.key);
        else if (outcome.kind === "refused") { await put({ ...entry, words: outcome.words }); break; }
        else break;
      }
    } catch { /* This browser keeps nothing. */ }
    this.busy = false;
    this.#show();
  }

  async #show() {
    let mine = [];
    try { mine = (await all()).filter((each) => each.person === this.words.person); } catch { /* Nothing is kept. */ }
    this.queue.hidden = !mine.length;
    this.queue.querySelector("[data-count]").textContent = this.words.waiting.replace("{n}", mine.length);
    const refused = mine.find((each) => each.words);
    this.queue.querySelector("[data-why]").textContent = refused?.words ?? "";
    this.queue.querySelector("[data-drop]").hidden = !refused;
    this.queue.querySelector("[data-drop]").onclick = async () => { if (refused) await drop(refused.key); this.sendAll(); };
  }

  #forget() {
    try { localStorage.removeItem(this.draft); } catch { /* Nothing was kept. */ }
  }

  #say(words, loud = false) {
    this.says.textContent = words;
    this.says.classList.toggle("bad", loud);
  }

  #clock() {
    return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  }
}

if (form) new Recorder(form);
