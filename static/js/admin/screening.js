// The desk of the screening: saves each judgement by itself, moves by keys, and lets the main button follow what is
// judged. Without this script the same form is saved and decided by its buttons.
const form = document.querySelector("[data-screening]");
const items = [...form.querySelectorAll("[data-item]")];
const acts = form.querySelector("[data-acts]");
const said = form.querySelector("[data-saved]");
const button = (name) => form.querySelector(`[data-act="${name}"]`);
const names = Object.fromEntries(["save", "preview"].map((name) => [name, button(name).textContent]));
const verdict = (item) => item.querySelector("input[type=radio]:checked")?.value ?? "";
let at = -1;
let line = Promise.resolve();
let waiting = 0;
let held = null;

function draw() {
  const left = items.filter((item) => !verdict(item)).length;
  const bad = items.filter((item) => verdict(item) === "fails").length;
  const with_ = (text, n) => text.replace("%n", String(n));
  for (const item of items) {
    item.classList.toggle("todo-c", !verdict(item));
    item.classList.toggle("bad", verdict(item) === "fails");
  }
  form.querySelector("[data-judged]").textContent = String(items.length - left);
  form.querySelector("[data-state]").textContent = left
    ? with_(acts.dataset.open, left)
    : bad ? with_(acts.dataset.bad, bad) : acts.dataset.good;
  const main = left ? "save" : bad ? "preview" : "pass";
  for (const name of ["save", "pass", "preview"]) button(name).classList.toggle("primary", name === main);
  button("save").textContent = left ? with_(acts.dataset.left, left) : names.save;
  button("preview").textContent = bad ? with_(acts.dataset.correct, bad) : names.preview;
  button("pass").hidden = left > 0 || bad > 0;
  button("preview").hidden = left > 0 || !bad;
}

function save(item) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const field of item.querySelectorAll("input[name]")) {
    if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
  }
  waiting += 1;
  line = line.then(() => send(item, body)).finally(() => { waiting -= 1; });
}

async function send(item, body) {
  const seen = item.querySelector("input[type=hidden]");
  body.set(seen.name, seen.value);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "manual",
    });
    if (answer.status === 200) {
      const kept = await answer.json();
      if (kept.seen) seen.value = kept.seen;
      said.textContent = `${said.dataset.ok} ${kept.at}`;
    } else {
      said.textContent = answer.status === 409 ? await answer.text() : String(answer.status);
    }
  } catch (error) {
    said.textContent = String(error.message);
  }
}

function go(to) {
  items[at]?.classList.remove("at");
  at = Math.max(0, Math.min(items.length - 1, to));
  items[at].classList.add("at");
  items[at].scrollIntoView({ block: "center" });
  (items[at].querySelector("input[type=radio]:checked") ?? items[at].querySelector("input[type=radio]")).focus();
}

const open = () => items.findIndex((item, place) => place > at && !verdict(item));

form.addEventListener("change", (event) => {
  const item = event.target.closest("[data-item]");
  if (!item) return;
  draw();
  save(item);
});
// A decision waits for the judgements that are still on their way: they would arrive after it and be refused.
form.addEventListener("submit", async (event) => {
  if (!waiting) return;
  event.preventDefault();
  if (held) return;
  held = event.submitter;
  while (waiting) await line;
  const by = held;
  held = null;
  form.requestSubmit(by);
});
button("save").addEventListener("click", (event) => {
  const next = items.findIndex((item) => !verdict(item));
  if (next < 0) return;
  event.preventDefault();
  go(open() < 0 ? next : open());
});
for (const link of form.querySelectorAll('a[href^="#at-"]')) {
  link.addEventListener("click", (event) => {
    // A place that the document does not show by itself leads to the nearest one above it.
    let id = link.hash.slice(1);
    while (id && !document.getElementById(id)) id = id.replace(/[-.][^-.]*$/, "") === id ? "" : id.replace(/[-.][^-.]*$/, "");
    if (id && `#${id}` !== link.hash) { event.preventDefault(); location.hash = id; }
  });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const answers = { 1: "fits", 2: "fails", 3: "na" };
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "n") go(open() < 0 ? 0 : open());
  else if (answers[event.key] && at >= 0) items[at].querySelector(`input[value="${answers[event.key]}"]`).click();
  else return;
  event.preventDefault();
});
draw();
