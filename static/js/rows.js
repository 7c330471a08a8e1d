// Rows of a table without a reload: add, remove, put back, move. Without this file the same buttons post the form.
// After each change the field with the order says "input", so that whoever saves while typing hears of it.
const fresh = () => `r${Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

for (const table of document.querySelectorAll("[data-rows]")) {
  const list = table.querySelector("[data-row-list]"), order = table.querySelector("[data-order]");
  const template = table.querySelector("template[data-row-template]");
  if (!template) continue;
  const undo = table.querySelector("[data-undo]"), none = table.querySelector("[data-none]");
  const add = table.querySelector(`button[value="add:${table.dataset.rows}"]`);
  let removed = null;

  const rows = () => [...list.querySelectorAll(":scope > [data-row]")];
  const settle = () => {
    const all = rows();
    order.value = all.map((row) => row.dataset.row).join(" ");
    all.forEach((row, index) => {
      row.querySelector("[data-number]").textContent = String(index + 1);
      row.querySelector("button[value^='up:']").hidden = index === 0;
      row.querySelector("button[value^='down:']").hidden = index === all.length - 1;
    });
    none.hidden = all.length > 0;
    add.setAttribute("aria-disabled", String(all.length >= Number(table.dataset.most)));
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
  // The title of a folded row follows its first words.
  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    const first = row?.querySelector("input[type=text], textarea, select[data-search]");
    if (first !== event.target) return;
    const said = first.tagName === "SELECT" ? first.selectedOptions[0]?.text : first.value;
    row.querySelector("[data-row-title]").textContent = first.value ? said : "";
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
