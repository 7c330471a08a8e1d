// The form as places and texts: what stands in a control, what is put into it, rows that come and go.
const CONTROLS = "input[name], select[name], textarea[name]";
// What the form carries besides answers.
const SKIPPED = new Set(["csrfmiddlewaretoken", "base", "key", "rows", "go", "new_category"]);

export class Form {
  constructor(element) {
    this.element = element;
    this.tables = new Map([...element.querySelectorAll("input[data-order]")].map((order) => [order.name, order]));
  }

  // The place that a control belongs to, or nothing.
  placeOf(control) {
    const name = control?.name;
    if (!name || SKIPPED.has(name) || control.type === "submit" || control.type === "file") return null;
    const table = name.split(".")[0];
    return name.includes(".") || this.tables.has(name) || !this.tables.has(table) ? name : null;
  }

  controls(path) {
    return [...this.element.querySelectorAll(CONTROLS)].filter((each) => each.name === path && each.type !== "submit");
  }

  text(path) {
    const found = this.controls(path), boxes = found.filter((each) => each.type === "checkbox" || each.type === "radio");
    if (boxes.length) return boxes.filter((box) => box.checked).map((box) => box.value).join(" ");
    return found.length ? found[found.length - 1].value : "";
  }

  put(path, text) {
    for (const control of this.controls(path)) {
      if (control.type === "checkbox" || control.type === "radio") {
        const chosen = text.split(" ");
        control.checked = control.type === "radio" ? control.value === text : chosen.includes(control.value);
      } else if (control.type !== "hidden" || this.tables.has(path)) {
        this.#fill(control, text);
      }
    }
  }

  #fill(control, text) {
    if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === text)) {
      // A colleague chose what this page has not heard of yet.
      control.add(new Option(text, text));
    }
    control.value = text;
    // A browser's picker of days drops what it cannot read; the text is shown as it was typed.
    if (control.value !== text && control.type === "date") {
      control.type = "text";
      control.value = text;
    }
  }

  // --- Rows -----------------------------------------------------------------------------------------------------------

  row(table, id) {
    const place = CSS.escape(`${table}.${id}`), own = CSS.escape(table);
    return this.element.querySelector(`[data-row="${place}"], [data-rows="${own}"] [data-row="${CSS.escape(id)}"]`);
  }

  // The places of a row that stands in the form.
  places(table, id) {
    const stem = `${table}.${id}.`, found = new Set();
    for (const each of this.element.querySelectorAll(CONTROLS)) if (each.name.startsWith(stem)) found.add(each.name);
    return [...found];
  }

  // Let the rows be these, in this order; `typed` fills the new ones.
  putRows(table, order, typed) {
    const around = this.element.querySelector(`[data-rows="${CSS.escape(table)}"]`);
    const list = around?.querySelector("[data-row-list]");
    const before = (this.tables.get(table)?.value ?? "").split(" ").filter(Boolean);
    for (const id of before) if (!order.includes(id)) this.row(table, id)?.remove();
    const wanted = order.map((id) => this.row(table, id) ?? this.#made(table, id, typed, list ?? around)).filter(Boolean);
    if (list && wanted.some((row, index) => row !== list.children[index])) {
      const focused = document.activeElement;
      list.append(...wanted);
      if (list.contains(focused)) focused.focus({ preventScroll: true });
    }
    this.put(table, order.join(" "));
  }

  #made(table, id, typed, into) {
    const own = `template[data-row-template="${CSS.escape(table)}"]`;
    const template = document.querySelector(own) ?? into?.closest("[data-rows]")?.querySelector("template[data-row-template]");
    if (!template || !into) return null;
    // Only a plain word of a colleague's goes into markup; everything else is put in as text below.
    const category = (typed[`${table}.${id}.category`] ?? "").replace(/[^a-z_]/g, "");
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__row__", id).replaceAll("__category__", category);
    const row = holder.content.querySelector("[data-row]") ?? holder.content.firstElementChild;
    into.append(row);
    for (const path of this.places(table, id)) this.put(path, typed[path] ?? "");
    row.dispatchEvent(new CustomEvent("row:made", { bubbles: true }));
    return row;
  }

  // --- Around a place ---------------------------------------------------------------------------------------------------

  // Where a word about a place belongs: its field, its row, its table.
  around(path) {
    const [table, id, cell] = path.split(".");
    if (id && !cell) return this.row(table, id);
    const control = this.controls(path).find((each) => each.type !== "hidden") ?? this.controls(path)[0];
    return control?.closest(".field, [data-field]") ?? control?.closest("td, label") ?? null;
  }

  label(path) {
    const control = this.controls(path).find((each) => each.type !== "hidden");
    const boxes = control?.type === "checkbox" || control?.type === "radio";
    const named = (boxes && control.closest("fieldset")?.querySelector("legend")) || control?.labels?.[0];
    const told = (control?.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);
    return (control?.getAttribute("aria-label") ?? named?.textContent ?? (told.join(" ") || path)).trim().replace(/\s+/g, " ");
  }

  // Nothing can be typed any more; what stands there can be read, marked and copied.
  close() {
    for (const control of this.element.querySelectorAll("input, textarea, select, button")) {
      if (control.matches("textarea, input:not([type=checkbox]):not([type=radio])")) control.readOnly = true;
      else if (!control.closest("[data-kept-text]")) control.disabled = true;
      if (control.name === "go" || control.name === "rows") control.hidden = true;
    }
  }
}
