// The sum of the rubric while it is typed. A criterion that has parts is not counted: its parts are.
(() => {
  const output = document.querySelector("[data-weights]");
  const table = document.getElementById("criteria");
  if (!output || !table) return;
  const show = () => {
    const rows = [...table.querySelectorAll("[data-row]")].filter((row) => !row.querySelector("[name$='-DELETE']:checked"));
    const parents = new Set(rows.map((row) => row.querySelector("[name$='-parent']").value).filter(Boolean));
    const leaves = rows.filter((row) => !parents.has(row.querySelector("[name$='-id']").value));
    const sum = leaves.reduce((total, row) => total + (Number(row.querySelector("[name$='-weight']").value) || 0), 0);
    output.textContent = `${sum} / 100`;
    output.classList.toggle("off", sum !== 100);
  };
  table.addEventListener("input", show);
  table.addEventListener("change", show);
  show();
})();

// What is typed and not saved: said beside the buttons, and asked about before the page is left.
(() => {
  const form = document.querySelector("form[data-guard]");
  const sign = document.querySelector("[data-unsaved]");
  if (!form || !sign) return;
  let typed = Boolean(document.querySelector("[data-error-summary]"));
  let leaving = false;
  const show = () => { sign.hidden = !typed; };
  form.addEventListener("input", () => { typed = true; show(); });
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (typed && !leaving) event.preventDefault();
  });
  show();
})();
