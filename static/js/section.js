// Characters are counted while typing, and long lists get a field to find by. Without this file both are plainer.
const count = (area) => {
  const counter = document.getElementById(`c-${area.name}`), limit = Number(area.dataset.limit);
  if (!counter) return;
  counter.dataset.words ||= counter.textContent;
  // Characters as the server counts them, not UTF-16 units; a line end is one.
  const length = [...area.value].length;
  counter.textContent = counter.dataset.words.replace(/\d[\d,]*/, String(length));
  counter.classList.toggle("over", length > limit);
};
const search = (select) => {
  if (select.disabled || select.dataset.found) return;
  select.dataset.found = "1";
  const field = document.createElement("input");
  field.type = "search";
  field.className = "input pick";
  field.placeholder = select.dataset.search;
  field.setAttribute("aria-label", `${document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim() ?? ""} ${select.dataset.search}`);
  field.setAttribute("aria-controls", select.id);
  select.before(field);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = field.value.trim().toLowerCase();
    let only = null, shown = 0;
    for (const option of select.querySelectorAll("option[value]:not([value=''])")) {
      const group = option.closest("optgroup")?.label ?? "";
      const fits = !wanted || `${option.text} ${group}`.toLowerCase().includes(wanted);
      option.hidden = !fits && !option.selected;
      if (fits) { shown += 1; only = option; }
    }
    for (const group of select.querySelectorAll("optgroup")) group.hidden = ![...group.children].some((option) => !option.hidden);
    if (wanted && shown === 1 && !only.selected) {
      only.selected = true;
      select.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
};
const dress = (root) => {
  for (const area of root.querySelectorAll("textarea[data-limit]")) count(area);
  for (const select of root.querySelectorAll("select[data-search]")) search(select);
};
document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-limit]")) count(event.target);
});
document.addEventListener("row:made", (event) => dress(event.target));
dress(document);
