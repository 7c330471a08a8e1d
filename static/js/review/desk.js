// The scoring desk: keys, running total, saving while one works, and a queue for when the line is gone.
import { badge, drop, flush, kept, put, send } from "./queue.js";

const form = document.getElementById("sheet"), words = form.dataset, person = words.person, address = words.save;
const criteria = [...form.querySelectorAll(".crit[data-w]")];
const one = (selector, within = document) => within.querySelector(selector);
const saved = one("[data-saved]"), savedWords = one("[data-saved-words]");
const focus = one("[data-focus]");
if (focus) focus.focus();

function count() {
  let points = 0, weight = 0, done = 0;
  for (const crit of criteria) {
    const chosen = one("input:checked", crit), own = Number(crit.dataset.w);
    crit.classList.toggle("todo-c", !chosen);
    const level = chosen ? Number(chosen.value) : NaN, anchor = one("[data-anchor]", crit);
    if (chosen) done += 1;
    if (level) {
      points += level * own;
      weight += own;
      one("[data-points]", crit).textContent = (level * own / 10).toFixed(1);
    } else if (chosen) one("[data-points]", crit).textContent = "—";
    if (anchor) {
      const band = [...crit.querySelectorAll("[data-low]")].find((each) => level >= each.dataset.low && level <= each.dataset.high);
      anchor.textContent = band ? one("dd", band).textContent : anchor.dataset.none;
    }
  }
  const whole = done === criteria.length && weight > 0;
  one("[data-total]").textContent = (whole ? points * 10 / weight : points / 10).toFixed(1);
  one("[data-done]").textContent = done;
  one("[data-done-short]").textContent = `${done}/${criteria.length}`;
  one("[data-out-of]").textContent = whole ? 100 : weight;
  one("[data-count]").textContent = one("#comment").value.length;
}
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    one("[name=go][value=next]", form)?.click();
    return;
  }
  if (!/^\d$/.test(event.key) || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
  const crit = event.target.closest(".crit[data-w]");
  const button = crit && one(`input[value="${event.key === "0" ? 10 : event.key}"]`, crit);
  if (!button) return;
  event.preventDefault();
  button.checked = true;
  button.focus();
  button.dispatchEvent(new Event("change", { bubbles: true }));
});
const body = () => new URLSearchParams(new FormData(form)).toString();
const say = (text, bad = false) => {
  saved.hidden = false;
  saved.classList.toggle("bad", bad);
  savedWords.textContent = text;
};
// A key names one save: sent twice it is kept once. What was changed since has another.
const fresh = () => {
  changed = false;
  one("[name=key]", form).value = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
};
let timer = 0, sending = false, again = false, changed = false, waiting = null;
async function save() {
  clearTimeout(timer);
  timer = 0;
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  fresh();
  const text = body();
  put(person, address, words.code, text);
  say(words.wordsSaving);
  try {
    const told = await send(address, text);
    one("[name=turn]", form).value = told.turn;
    if (!again && !timer) drop(person, address);
    if (!one("[data-queue]").hidden) badge(person);
    say(`${words.wordsSaved} ${told.at}`);
  } catch (failure) {
    // What came too late stays until the next page has told it.
    if (failure.gone && !failure.words) drop(person, address);
    say(failure.offline ? words.wordsOffline : failure.words || "", true);
    badge(person);
  }
  sending = false;
  if (waiting) {
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  } else if (again) {
    again = false;
    later();
  }
}
function later() {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(save, 1200);
}
if (address) {
  form.addEventListener("change", () => {
    count();
    later();
  });
  form.addEventListener("input", () => {
    count();
    later();
  });
  // What did not arrive the last time is put back; the turn of this page is the server's.
  const left = kept(person).get(address);
  if (left) {
    for (const [name, value] of new URLSearchParams(left.body)) {
      if (["csrfmiddlewaretoken", "turn", "key"].includes(name)) continue;
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.tagName !== "BUTTON") field.value = value;
      }
    }
    say(words.wordsKept);
    later();
  }
  // The form itself saves: what waits here is not needed any more once it is on its way; offline it is kept and said.
  form.addEventListener("submit", (event) => {
    if (navigator.onLine && !sending) {
      clearTimeout(timer);
      timer = 0;
      if (changed) fresh();
      drop(person, address);
      return;
    }
    event.preventDefault();
    if (navigator.onLine) {
      // The save that is on its way ends first: its turn is the form's.
      waiting = event.submitter;
      return;
    }
    put(person, address, words.code, body());
    say(words.wordsOffline, true);
    badge(person);
  });
  addEventListener("online", () => {
    flush(person, address);
    if (kept(person).has(address)) save();
  });
  addEventListener("pagehide", () => {
    if (timer) put(person, address, words.code, body());
  });
  flush(person, address);
} else if (kept(person).size) flush(person);
count();
const parts = { "#doc": one("#doc"), "#rubric": one("#rubric") };
const links = [...document.querySelectorAll(".rv-switch a")];
new IntersectionObserver((seen) => {
  for (const each of seen) {
    const at = each.isIntersecting ? "#rubric" : "#doc";
    for (const link of links) {
      if (link.getAttribute("href") === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}, { rootMargin: "-50% 0px -50% 0px" }).observe(parts["#rubric"]);
