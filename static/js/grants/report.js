// Keep a report while it is written: two seconds after the last key, and in this browser while the line is away.
// Without this file there is a button. What somebody else saved meanwhile is never overwritten: the server keeps both.
import * as store from "../autosave/store.js";

const PAUSE_MS = 2000, RETRY_MS = 15_000;
const form = document.querySelector("form[data-report]");

if (form) {
  const { report: url, person, name } = form.dataset, entry = `report:${url}`;
  const says = form.querySelector("[data-said]"), base = form.elements.base;
  let timer = 0, dirty = false;
  const typed = () => Object.fromEntries([...new FormData(form)].filter(([key]) => !["csrfmiddlewaretoken", "base", "go"].includes(key)));
  const body = () => {
    const data = new FormData(form);
    data.delete("go");
    return data;
  };
  const say = (words, bad = false) => {
    says.textContent = words;
    says.classList.toggle("bad", bad);
  };
  const save = async () => {
    timer = 0;
    if (!dirty) return;
    dirty = false;
    const sent = typed();
    try {
      const answer = await fetch(url, { method: "POST", body: body(), credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.redirected) throw new Error("signed out");
      const told = await answer.json();
      if (!answer.ok) {
        say(told.words, true);
        return;
      }
      base.value = JSON.stringify({ ...JSON.parse(base.value || "{}"), ...sent, ...told.texts });
      store.drop(person, entry);
      say(told.beside ? form.dataset.beside : form.dataset.saved.replace("{time}", told.clock), Boolean(told.beside));
    } catch {
      dirty = true;
      store.put(person, entry, { url, name, editor: { typed: sent } });
      say(form.dataset.away, true);
      timer = setTimeout(save, RETRY_MS);
    }
  };
  const left = store.left(person)[entry];
  if (left) {
    for (const [place, text] of Object.entries(left.editor.typed)) if (form.elements[place]) form.elements[place].value = text;
    dirty = true;
    save();
  }
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); store.drop(person, entry); });
  addEventListener("online", save);
  addEventListener("pagehide", () => { if (dirty) navigator.sendBeacon(url, body()); });
}
