// Rows of the table: their groups, their order, adding, removing and bringing back.

export const rowsOf = (table) => [...table.querySelectorAll("tbody.line")];
export const cell = (row, name) => row.querySelector(`[data-col="${name}"]`);
export const categoryOf = (row) => cell(row, "category").value;
export const nameOf = (row) => cell(row, "item").value.trim();

export class Rows {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector("[data-rows]");
    this.order = form.querySelector("[data-order]");
    this.template = document.querySelector("[data-row-template]").innerHTML;
    this.groupTemplate = document.querySelector("[data-group-template]").innerHTML;
    this.kinds = [...document.querySelectorAll("[data-new-category] option")];
    // Spare rows are for browsers without scripts.
    for (const spare of this.table.querySelectorAll("[data-spare]")) spare.remove();
    this.keep();
  }

  // The order on the page is by groups; what is kept has its own, and a row that was added comes last.
  keep(at = null) {
    const there = rowsOf(this.table).map((row) => row.dataset.key);
    const kept = this.order.value.split(" ").filter((key) => there.includes(key));
    const fresh = there.filter((key) => !kept.includes(key));
    kept.splice(at ?? kept.length, 0, ...fresh);
    this.order.value = kept.join(" ");
  }

  changed(at = null) {
    this.keep(at);
    this.order.dispatchEvent(new Event("input", { bubbles: true }));
  }

  group(category) {
    const found = this.table.querySelector(`[data-group="${CSS.escape(category)}"]`);
    if (found) return found;
    const label = this.kinds.find((kind) => kind.value === category)?.dataset.label ?? category;
    const holder = document.createElement("table");
    holder.innerHTML = this.groupTemplate.replaceAll("__category__", category);
    for (const text of holder.querySelectorAll("th, button span")) text.textContent = text.textContent.replace("__label__", label);
    const places = this.kinds.map((kind) => kind.value);
    const after = [...this.table.querySelectorAll("[data-group]")].find(
      (group) => places.indexOf(group.dataset.group) > places.indexOf(category),
    );
    const parts = [...holder.querySelectorAll("tbody")];
    for (const part of parts) this.table.insertBefore(part, after ?? null);
    return parts[0];
  }

  // A row stands in the group of its category, also one that a colleague added or moved.
  settle(row) {
    const category = categoryOf(row);
    row.dataset.category = category;
    const group = this.group(category);
    let above = row.previousElementSibling;
    while (above && !above.matches(".grp, .addrow")) above = above.previousElementSibling;
    if (above === group) return;
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    this.table.insertBefore(row, this.foot(category));
    focused?.focus();
  }

  foot(category) {
    this.group(category);
    return this.table.querySelector(`[data-add="${CSS.escape(category)}"]`);
  }

  add(category) {
    const key = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const holder = document.createElement("table");
    holder.innerHTML = this.template.replaceAll("__row__", key).replaceAll("__category__", category);
    const row = holder.querySelector("tbody");
    this.table.insertBefore(row, this.foot(category));
    cell(row, "category").value = category;
    this.changed();
    return row;
  }

  // Return what brings the row back where it stood.
  remove(row) {
    const next = row.nextElementSibling, at = this.order.value.split(" ").indexOf(row.dataset.key);
    row.remove();
    this.changed();
    return () => {
      this.table.insertBefore(row, next?.isConnected ? next : this.foot(categoryOf(row)));
      this.changed(at);
      return row;
    };
  }
}
