// Save while somebody types, and lose nothing: see autosave/core.js for what a page knows, and the tests that hold it.
// Without this file the same form is posted by its buttons.
import { answered, begin, opened, owes, settled } from "./autosave/core.js";
import { Form } from "./autosave/form.js";
import { Line } from "./autosave/line.js";
import { minute, Notes } from "./autosave/notes.js";
import * as store from "./autosave/store.js";
import { still } from "./still.js";

const PAUSE_MS = 800, SLOW_MS = 1200, HERE_MS = 20_000, SIGN_IN_MS = 5000, FIRST_RETRY_MS = 2000, LAST_RETRY_MS = 60_000;
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36).padStart(2, "0")).join("").slice(0, 12);

class Autosave {
  constructor(element) {
    const { dataset } = document.getElementById("autosave-words");
    this.element = element;
    this.words = dataset;
    this.person = dataset.person;
    this.form = new Form(element);
    this.notes = new Notes(this.form, dataset);
    this.line = new Line(element.dataset.autosave, dataset.person, element.elements.csrfmiddlewaretoken.value);
    this.entry = fresh();
    this.editor = opened(this.entry, JSON.parse(element.elements.base.value || "{}"));
    this.version = Number(element.dataset.version ?? 0);
    this.problems = [];
    this.timer = this.wait = 0;
    this.busy = this.over = false;
    // What the browser itself brings back into fields after a reload would stand there without anybody having typed it.
    element.autocomplete = "off";
    this.#listen();
    this.#restore();
    this.#here();
    setInterval(() => this.#here(), HERE_MS);
  }

  // --- Typing -------------------------------------------------------------------------------------------------------------

  #listen() {
    const typed = (event) => {
      const place = this.form.placeOf(event.target);
      if (place === null || this.over) return;
      this.#typed(place);
      this.#soon(event.type === "change" ? 0 : PAUSE_MS);
    };
    this.element.addEventListener("input", typed);
    this.element.addEventListener("change", typed);
    this.element.addEventListener("focusout", () => {
      this.#soon(0);
      // What is wrong with a field is said when it is left, also if it was saved before.
      setTimeout(async () => { await still(); this.notes.problems(this.problems, this.focused); });
    });
    this.element.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("online", () => this.#retryNow());
    addEventListener("offline", () => { if (owes(this.editor)) this.#away(); });
    store.whenForgotten(this.person, () => { store.drop(this.person, this.entry); this.stored = false; });
    addEventListener("focus", () => { if (this.signedOut) this.#retryNow(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.#retryNow(); });
    addEventListener("pagehide", () => this.#farewell());
    addEventListener("beforeunload", (event) => { if (owes(this.editor) && this.stored === false) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#farewell();
      else { this.#here(); if (this.signedOut) this.#retryNow(); }
    });
  }

  #typed(place) {
    const now = { ...this.editor.now };
    if (this.form.tables.has(place)) {
      const order = this.form.text(place).split(" ").filter(Boolean);
      for (const path of Object.keys(now)) if (path.startsWith(`${place}.`) && !order.includes(path.split(".")[1])) delete now[path];
      for (const row of order) for (const path of this.form.places(place, row)) now[path] = this.form.text(path);
    }
    now[place] = this.form.text(place);
    this.#keep({ ...this.editor, now });
  }

  // What the page knows has changed: what would be lost with it stands in the browser's store.
  #keep(editor) {
    this.editor = editor;
    if (!owes(editor)) store.drop(this.person, this.entry);
    else this.stored = store.put(this.person, this.entry, { url: this.line.url, name: this.words.place, editor });
  }

  get focused() {
    const active = document.activeElement;
    return this.element.contains(active) && !active.closest(".conflict-box") ? this.form.placeOf(active) : null;
  }

  // --- Saving -------------------------------------------------------------------------------------------------------------

  #soon(ms) {
    if (this.over) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  #retryNow() {
    this.wait = 0;
    this.#soon(0);
  }

  // Send what is not saved; `behind` when only the others' changes are to be fetched. One request at a time.
  async save(behind = false) {
    if (this.busy || this.over || !(behind || this.behind || owes(this.editor))) return;
    this.busy = true;
    const slow = setTimeout(() => this.notes.say("saving"), SLOW_MS);
    if (!this.editor.attempt) this.#keep(begin(this.editor));
    const outcome = await this.line.post(this.line.url, this.editor.attempt);
    clearTimeout(slow);
    await still();
    this.busy = false;
    if (outcome.kind === "told") this.#told(outcome.answer);
    else this.#untold(outcome);
  }

  #told(answer) {
    const { editor, shown } = answered(this.editor, answer, this.focused);
    this.#keep(editor);
    this.#show(shown);
    this.#take(answer);
    // The field in which somebody is typing takes a colleague's words when it is left.
    this.behind = Object.keys({ ...editor.base, ...answer.typed }).some(
      (path) => !(path in editor.held) && (editor.base[path] ?? "") !== (answer.typed[path] ?? ""),
    );
    this.wait = 0;
    if (this.signedOut) store.remember();
    this.signedOut = false;
    if (owes(this.editor)) this.#soon(PAUSE_MS);
    else if (answer.asides.length) this.notes.say("choose", { n: answer.asides.length });
    else if (answer.saved_at) this.notes.say("saved", { time: answer.clock });
  }

  #take(answer) {
    this.version = answer.version;
    this.problems = answer.problems ?? this.problems;
    this.notes.problems(this.problems, this.focused);
    this.notes.conflicts(answer.asides, (aside, take) => this.#settle(aside, take));
    this.element.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: { state: answer.state } }));
  }

  #show(paths) {
    const { now } = this.editor, tables = paths.filter((path) => this.form.tables.has(path));
    for (const table of tables) this.form.putRows(table, (now[table] ?? "").split(" ").filter(Boolean), now);
    for (const path of paths) if (!tables.includes(path)) this.form.put(path, now[path] ?? "");
    if (paths.length) this.element.dispatchEvent(new CustomEvent("autosave:kept", { bubbles: true, detail: { paths } }));
  }

  #untold(outcome) {
    if (outcome.kind === "refused") this.#close(outcome);
    else if (outcome.kind === "signed_out") {
      this.signedOut = true;
      this.notes.say(this.stored === false ? "onlyHere" : "signedOut", { time: minute(Date.now()) }, this.notes.signIn());
      this.#soon(SIGN_IN_MS);
    } else this.#away();
  }

  #away() {
    const retry = this.notes.retry(() => this.#retryNow());
    const name = this.stored === false ? "onlyHere" : navigator.onLine ? "away" : "offline";
    this.notes.say(name, { time: minute(Date.now()) }, retry);
    this.wait = Math.min(this.wait ? this.wait * 2 : FIRST_RETRY_MS, LAST_RETRY_MS);
    this.#soon(this.wait * (1 + Math.random() / 4));
  }

  #farewell() {
    if (this.over || !owes(this.editor)) return;
    if (!this.editor.attempt) this.#keep(begin(this.editor));
    // Sent once more if it is under way already: the same key is one save. The answer comes to nobody, or to the page
    // if it comes back into view; what it would have said is asked again then.
    this.line.post(this.line.url, this.editor.attempt, true);
    this.#soon(PAUSE_MS);
  }

  // A button of the form: first everything is saved, then the form goes its plain way with what the page knows now.
  async #submit(event) {
    if (this.over) { event.preventDefault(); return; }
    const button = event.submitter, { base, key } = this.element.elements;
    if (owes(this.editor) || this.busy) {
      event.preventDefault();
      for (let tries = 0; tries < 50 && (this.busy || owes(this.editor)); tries += 1) {
        await this.save();
        if (this.signedOut || this.wait || this.over) return;
        await new Promise((done) => { setTimeout(done, 100); });
      }
      if (!owes(this.editor)) this.element.requestSubmit(button);
      return;
    }
    base.value = JSON.stringify(this.editor.base);
    key.value = `${this.editor.name}-${this.editor.turn + 1}`;
  }

  // --- Two texts ----------------------------------------------------------------------------------------------------------

  async #settle(aside, take) {
    if (this.busy) { setTimeout(() => this.#settle(aside, take), 200); return; }
    this.busy = true;
    const clicked = this.editor.now[aside.path] ?? "";
    const outcome = await this.line.post(this.words.settleUrl, { id: aside.id, take, seen: aside.theirs, own: aside.mine });
    this.busy = false;
    if (outcome.kind === "told") {
      const kept = outcome.answer.typed[aside.path] ?? "";
      this.#keep(settled(this.editor, aside.path, { taken: take, mine: aside.mine, kept, clicked }));
      this.#show([aside.path].filter((path) => path.split(".").length !== 2));
      this.#take(outcome.answer);
      this.save(true);
    } else if (outcome.kind === "refused" && outcome.code.startsWith("aside_")) this.save(true);
    else this.#untold(outcome);
  }

  // --- Others -------------------------------------------------------------------------------------------------------------

  async #here() {
    if (document.hidden || this.over) return;
    const outcome = await this.line.post(this.words.hereUrl, {});
    if (outcome.kind === "signed_out") this.signedOut = true;
    if (outcome.kind !== "told") return;
    await still();
    this.notes.present(outcome.answer.present);
    // The line is there: what a window left that was closed without it is brought in now.
    this.#restore(HERE_MS);
    // A colleague has saved: what is not being typed here follows.
    if (outcome.answer.version !== this.version) this.save(true);
  }

  // --- What an earlier page left --------------------------------------------------------------------------------------------

  // Bring in, under its own keys, what another page of this person has not been able to save: after a crash, a reload,
  // days without a network. Where it meets newer words it waits beside them.
  async #restore(quiet = 0) {
    store.sweep();
    let brought = false, waiting = false;
    for (const [entry, value] of Object.entries(store.left(this.person))) {
      if (entry === this.entry || Date.now() - value.at < quiet) continue;
      const here = value.url === this.line.url, done = await this.#bring(entry, value);
      if (here && done === "refused") this.#offer(value);
      brought ||= here && done === "brought";
      waiting ||= here && done === "waiting";
    }
    if (brought) this.notes.note("restored");
    if (waiting && !quiet) this.notes.note("waiting");
    if (brought || document.querySelector("[data-conflicts] form")) this.save(true);
  }

  async #bring(entry, value) {
    const line = new Line(value.url, this.person, this.line.token);
    let { editor } = value, met = false;
    while (owes(editor)) {
      // That page may still be alive in another window: what goes beyond its own request goes under a new name.
      if (!editor.attempt) editor = begin({ ...editor, name: fresh(), turn: 0 });
      store.put(this.person, entry, { ...value, at: value.at, editor });
      const outcome = await line.post(value.url, editor.attempt);
      if (outcome.kind === "refused") return "refused";
      if (outcome.kind !== "told") return "waiting";
      met ||= outcome.answer.version !== this.version;
      ({ editor } = answered(editor, outcome.answer, null));
    }
    store.drop(this.person, entry);
    return met ? "brought" : "known";
  }

  // --- The end ------------------------------------------------------------------------------------------------------------

  #close({ status, words }) {
    // Too long is not the end: shorten, and it goes on.
    if (status === 413 || status === 400) {
      this.#keep({ ...this.editor, attempt: null });
      this.notes.say("tooLong", { words: words || this.words.tooLongWords });
      return;
    }
    this.over = true;
    this.notes.say("closedState");
    this.form.close();
    this.#offer({ editor: this.editor }, words);
  }

  #offer({ editor }, words = "") {
    this.notes.close(words, textOf(this.form, editor), this.words.place);
  }
}

// Everything that stands in a form, each answer under its question.
function textOf(form, editor) {
  return Object.entries(editor.now)
    .filter(([path, said]) => said.trim() && !form.tables.has(path))
    .map(([path, said]) => `${form.label(path)}\n${said}`)
    .join("\n\n");
}

// A page that is only for reading still gives back what this browser could not save in time.
function giveBack(element, words) {
  const notes = new Notes(new Form(element), words.dataset);
  for (const value of Object.values(store.left(words.dataset.person))) {
    if (value.url === words.dataset.saveUrl) notes.close("", textOf(notes.form, value.editor), words.dataset.place);
  }
}

const element = document.querySelector("form.section-form"), words = document.getElementById("autosave-words");
if (element?.dataset.autosave) new Autosave(element);
else if (element && words) giveBack(element, words);
