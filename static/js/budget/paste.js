// The dialog for rows out of a spreadsheet. The server reads and shows them; nothing is taken over before.

export function dialog(form) {
  const box = document.getElementById("paste-dialog");
  const link = document.querySelector("[data-paste]");
  if (!box || !link || !box.showModal) return;
  const inside = box.querySelector("[data-paste-inside]");
  const address = `${link.href}?part=1`;

  const show = async (options) => {
    const answer = await fetch(address, { redirect: "manual", ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    inside.innerHTML = await answer.text();
  };

  const open = async (text = "") => {
    try {
      await show({});
    } catch {
      location.assign(link.href); // The page of its own says what is wrong.
      return;
    }
    box.showModal();
    const area = inside.querySelector("textarea");
    area.value = text;
    area.focus();
    if (text) await read(inside.querySelector("form"));
  };

  const read = async (paste) => {
    const body = new FormData(paste);
    body.set("go", "read");
    await show({ method: "POST", body });
    (inside.querySelector("[data-paste-read]") ?? inside.querySelector("textarea")).focus();
  };

  // What is typed on the page is kept first; the rows are added to that.
  const take = async (paste, go) => {
    const body = new FormData(form);
    body.set("go", "save");
    const kept = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (kept.type !== "opaqueredirect") {
      form.requestSubmit(); // Refused: the page itself says why, with what was typed.
      return;
    }
    const which = document.createElement("input");
    which.type = "hidden"; which.name = "go"; which.value = go;
    paste.append(which);
    paste.submit();
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  inside.addEventListener("click", (event) => {
    if (!event.target.closest("[data-paste-close]")) return;
    event.preventDefault();
    box.close();
    link.focus();
  });
  inside.addEventListener("submit", (event) => {
    event.preventDefault();
    const go = event.submitter?.value ?? "read";
    (go === "read" ? read(event.target) : take(event.target, go)).catch(() => event.target.submit());
  });
  // Whole rows that are pasted into a cell are meant for the table.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.includes("\t")) return;
    event.preventDefault();
    open(text);
  });
}
