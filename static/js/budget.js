// The budget's table. Sums are previewed while somebody types, then the server judges; its answer decides.
// Without this file the page is a plain form with spare rows.
import { hundredths, number, product, yuan } from "./budget/money.js";
import { dialog } from "./budget/paste.js";
import { Rows, categoryOf, cell, nameOf, rowsOf } from "./budget/rows.js";
import { still } from "./still.js";

const form = document.getElementById("budget");
const rows = new Rows(form);
const panel = document.querySelector("[data-panel]");
const announce = document.querySelector("[data-announce]");
const undoPlace = document.querySelector("[data-undo-place]");
const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };

// --- Sums ---------------------------------------------------------------------------------------------------------

function preview() {
  const groups = new Map();
  let grant = 0n, given = 0n, total = 0n;
  for (const row of rowsOf(rows.table)) {
    const price = hundredths(cell(row, "price").value), quantity = hundredths(cell(row, "quantity").value);
    const read = price !== null && quantity !== null;
    const cost = read ? product(price, quantity) : 0n;
    const others = read ? number(cell(row, "own").value) + number(cell(row, "donation").value) : 0n;
    write(row.querySelector("[data-line-sum]"), yuan(cost - others));
    if (nameOf(row)) write(row.querySelector(".ft"), nameOf(row));
    const basis = row.querySelector("[data-basis-short]");
    write(basis, cell(row, "basis").value);
    basis.hidden = !basis.textContent;
    groups.set(categoryOf(row), (groups.get(categoryOf(row)) ?? 0n) + cost - others);
    grant += cost - others; given += others; total += cost;
  }
  for (const group of rows.table.querySelectorAll("[data-group]")) {
    write(group.querySelector("[data-group-sum]"), yuan(groups.get(group.dataset.group) ?? 0n));
  }
  showTotals({ grant: yuan(grant), given: yuan(given), total: yuan(total) });
}

function showTotals(totals) {
  for (const [name, text] of Object.entries(totals)) write(document.querySelector(`[data-total="${name}"]`), text);
}

// --- Judgement ----------------------------------------------------------------------------------------------------

let asked = 0, timer = 0;

function judgeSoon() {
  clearTimeout(timer);
  timer = setTimeout(judge, 400);
}

async function judge() {
  const mine = (asked += 1);
  let said;
  try {
    const answer = await fetch(form.dataset.judge, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (!answer.ok) return;
    said = await answer.json();
  } catch {
    return; // Away from the line the preview stands; autosave says so.
  }
  await still();
  if (mine !== asked) return;
  for (const row of rowsOf(rows.table)) write(row.querySelector("[data-line-sum]"), said.lines[row.dataset.key] ?? "0");
  for (const group of rows.table.querySelectorAll("[data-group]")) {
    write(group.querySelector("[data-group-sum]"), said.groups[group.dataset.group] ?? "0");
  }
  showTotals(said.totals);
  showPanel(said.panel);
  showProblems(said.problems);
  document.querySelector("[data-broken]").hidden = !said.broken;
  write(document.querySelector("[data-broken-count]"), String(said.broken));
}

const states = () => new Map([...panel.querySelectorAll("[data-rule]")].map((rule) => [rule.dataset.rule, rule]));

function spoken(rule) {
  const said = rule.cloneNode(true);
  for (const aside of said.querySelectorAll("a, .cite")) aside.remove();
  return said.textContent.replace(/\s+/g, " ").trim();
}

function showPanel(html) {
  if (panel.dataset.html === html) return;
  const before = states(), focused = panel.contains(document.activeElement) ? document.activeElement.closest("[data-rule]") : null;
  panel.innerHTML = panel.dataset.html = html;
  // Only a rule that changed its state is said aloud; numbers that move are for the eyes.
  const changed = [...states()].filter(([name, rule]) => before.has(name) && before.get(name).dataset.state !== rule.dataset.state);
  if (changed.length) write(announce, changed.map(([, rule]) => spoken(rule)).join("\n"));
  if (focused) (states().get(focused.dataset.rule)?.querySelector("a") ?? panel).focus();
}

let told = [...form.querySelectorAll("[data-problem-for]:not([hidden])")].map(
  (element) => ({ path: element.dataset.problemFor, words: element.textContent }),
);

function showProblems(problems = told) {
  told = problems;
  const words = new Map(problems.map((problem) => [problem.path, problem]));
  for (const element of form.querySelectorAll("[data-problem-for]")) {
    const problem = words.get(element.dataset.problemFor);
    // A gap is named when the page was checked, not while the row is still being written.
    const shown = problem && !(problem.missing && element.hidden && !problem.path.endsWith(".quote") && !problem.path.endsWith(".basis"));
    write(element, shown ? problem.words : "");
    element.hidden = !shown;
    const control = document.getElementById(`i-${element.dataset.problemFor}`);
    if (shown) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
  for (const row of rowsOf(rows.table)) {
    const bad = row.querySelector("[data-problem-for]:not([hidden])") !== null;
    row.classList.toggle("bad", bad);
    row.querySelector("[data-fold-mark]").hidden = !bad;
  }
}

// --- Rows ---------------------------------------------------------------------------------------------------------

const narrow = matchMedia("(max-width: 56rem)");

function fold(row, folded) {
  row.classList.toggle("folded", folded);
  row.querySelector("[data-fold]").setAttribute("aria-expanded", String(!folded));
}

function open(row) {
  if (narrow.matches) for (const other of rowsOf(rows.table)) fold(other, other !== row);
}

function shut(row, closed) {
  row.classList.toggle("shut", closed);
  row.querySelector("[data-more]").setAttribute("aria-expanded", String(!closed));
}

function prepare(row) {
  for (const button of row.querySelectorAll("[data-fold], [data-more]")) button.hidden = false;
  shut(row, !("opens" in row.dataset));
  fold(row, narrow.matches);
}

function add(category) {
  const row = rows.add(category);
  prepare(row);
  open(row);
  cell(row, "item").focus();
}

function remove(row) {
  const at = rowsOf(rows.table).indexOf(row);
  const restore = rows.remove(row);
  const note = document.querySelector("[data-undo-template]").content.cloneNode(true);
  note.querySelector("[data-undo-words]").textContent = form.dataset.removed.replace("{item}", nameOf(row) || "—");
  note.querySelector("[data-undo]").addEventListener("click", (event) => {
    event.preventDefault();
    undoPlace.replaceChildren();
    const back = restore();
    open(back);
    cell(back, "item").focus();
  });
  undoPlace.replaceChildren(note);
  const next = rowsOf(rows.table)[Math.min(at, rowsOf(rows.table).length - 1)];
  (next && !next.classList.contains("folded") ? cell(next, "item") : undoPlace.querySelector("[data-undo]")).focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest("tbody.line");
  if (button.matches("[data-remove]")) remove(row);
  else if (button.matches("[data-add-row]")) add(button.closest("[data-add]").dataset.add);
  else if (button.matches("[data-fold]")) {
    if (row.classList.contains("folded")) open(row);
    else fold(row, true);
  } else if (button.matches("[data-more]")) shut(row, !row.classList.contains("shut"));
  else return;
  event.preventDefault();
});

document.querySelector("[data-add-other]").addEventListener("click", (event) => {
  event.preventDefault();
  add(document.querySelector("[data-new-category]").value);
});

form.addEventListener("input", () => {
  preview();
  judgeSoon();
});
form.addEventListener("change", (event) => {
  if (event.target.matches("[data-category-of]")) {
    rows.settle(event.target.closest("tbody.line"));
    preview();
    judgeSoon();
  }
});
// A row that a colleague added comes from the same template.
form.addEventListener("row:made", (event) => {
  prepare(event.target);
  rows.settle(event.target);
});
// Another window or a colleague changed cells that are shown here.
form.addEventListener("autosave:kept", () => {
  for (const row of rowsOf(rows.table)) rows.settle(row);
  preview();
  judgeSoon();
});

// A save names what the form alone sees; what the round's rules say is put back beside it.
form.addEventListener("autosave:saved", () => showProblems());

// --- Keys and ways ------------------------------------------------------------------------------------------------

form.addEventListener("keydown", (event) => {
  const from = event.target.closest("input[data-col]");
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!from || !step || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key !== "Enter" && from.hasAttribute("list")) return; // The arrows choose a unit there.
  event.preventDefault();
  const all = rowsOf(rows.table), here = from.closest("tbody.line");
  const next = all[all.indexOf(here) + step];
  if (next) {
    open(next);
    const target = cell(next, from.dataset.col);
    if (target.closest(".extra")) shut(next, false);
    target.focus();
    target.select();
  } else if (step > 0 && event.key === "Enter") add(categoryOf(here));
});

// A link to a field opens what hides it: the row on a phone, the folded part, then the field has the focus.
function reach(id) {
  const target = document.getElementById(id), row = target?.closest("tbody.line");
  if (!row) return false;
  open(row);
  if (target.closest(".extra")) shut(row, false);
  target.focus();
  target.scrollIntoView({ block: "center" });
  return true;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#i-"]');
  if (link && reach(decodeURIComponent(link.getAttribute("href").slice(1)))) event.preventDefault();
});

for (const row of rowsOf(rows.table)) prepare(row);
narrow.addEventListener("change", () => { for (const row of rowsOf(rows.table)) fold(row, narrow.matches); });
if (location.hash.startsWith("#i-")) reach(decodeURIComponent(location.hash.slice(1)));
dialog(form);
