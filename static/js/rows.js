// Rows of a table without a reload: add, remove, put back, move. Without this file the same buttons post the form.
// After each change the field with the order says "input", so that whoever saves while typing hears of it; rows that a
// colleague brought in are numbered and named like one's own.
const fresh = () => `r${Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

for (const table of document.querySelectorAll("[data-rows]")) {
  const list = table.querySelector("[data-row-list]"), order = table.querySelector("[data-order]");
  const template = table.querySelector("template[data-row-template]");
  if (!template) continue;
  const undo = table.querySelector("[data-undo]"), none = table.querySelector("[data-none]");
  const add = table.querySelector(`button[value="add:${table.dataset.rows}"]`);
  let removed = null;

  const rows = () => [...list.querySelectorAll(":scope > [data-row]")];
  // The title of a folded row follows its first words.
  const title = (row) => {
    const first = row.querySelector("input[type=text], textarea, select[data-search]");
    const said = first?.tagName === "SELECT" ? first.selectedOptions[0]?.text : first?.value;
    row.querySelector("[data-row-title]").textContent = first?.value ? said : "";
  };
  const number = () => {
    const all = rows();
    all.forEach((row, index) => {
      row.querySelector("[data-number]").textContent = String(index + 1);
      row.querySelector("button[value^='up:']").hidden = index === 0;
      row.querySelector("button[value^='down:']").hidden = index === all.length - 1;
    });
    none.hidden = all.length > 0;
    add.setAttribute("aria-disabled", String(all.length >= Number(table.dataset.most)));
    name();
  };
  // Who chooses one of these rows in the same form (an indicator its objective) chooses among those that stand here now.
  const name = () => {
    const all = rows().map((row) => ({
      id: row.dataset.row,
      number: row.querySelector("[data-number]").textContent,
      text: row.querySelector("[data-row-title]").textContent,
    }));
    for (const select of document.querySelectorAll(`select[data-row-of="${table.dataset.rows}"]`)) {
      const { named, unnamed, removed: gone } = select.dataset, chosen = select.value;
      const said = (row) => named.replace("{number}", row.number).replace("{text}", () => row.text || unnamed);
      const options = all.map((row) => new Option(said(row), row.id));
      if (chosen && !all.some((row) => row.id === chosen)) options.unshift(new Option(gone, chosen));
      const before = [...select.options].slice(1);
      if (before.length === options.length && options.every((each, index) => each.text === before[index].text && each.value === before[index].value)) continue;
      select.replaceChildren(select.options[0], ...options);
      select.value = chosen;
    }
  };
  const settle = () => {
    number();
    order.value = rows().map((row) => row.dataset.row).join(" ");
    order.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const make = () => {
    const id = fresh(), holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__row__", id);
    return holder.content.querySelector("[data-row]");
  };

  table.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='rows']");
    if (!button) return;
    event.preventDefault();
    const [act] = button.value.split(":"), row = button.closest("[data-row]");
    if (act === "add") {
      if (rows().length >= Number(table.dataset.most)) return;
      const made = make();
      list.append(made);
      settle();
      made.dispatchEvent(new CustomEvent("row:made", { bubbles: true }));
      made.querySelector("input:not([type=hidden]), select, textarea").focus();
    } else if (act === "remove") {
      removed = { row, next: row.nextElementSibling };
      row.remove();
      settle();
      undo.hidden = false;
      undo.querySelector("button").focus();
    } else {
      const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (act === "up") other.before(row);
      else other.after(row);
      settle();
      (button.hidden ? row.querySelector("summary") : button).focus();
    }
  });
  undo.querySelector("button").addEventListener("click", () => {
    if (!removed) return;
    if (removed.next?.isConnected) removed.next.before(removed.row);
    else list.append(removed.row);
    removed.row.open = true;
    undo.hidden = true;
    settle();
    removed.row.querySelector("summary").focus();
    removed = null;
  });
  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    title(row);
    name();
  });
  document.addEventListener("row:made", name);
  document.addEventListener("autosave:kept", () => {
    rows().forEach(title);
    number();
  });
}

// A problem inside a folded row is shown when a link leads there.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const row = target && target.closest("details");
  if (row) {
    row.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", unfold);
unfold();
