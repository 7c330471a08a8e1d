// Keep what is typed, two seconds after the last key and when the page is left. Without this file there is a button.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let running = new AbortController();
  const body = () => {
    const data = new FormData(form);
    data.delete("draft");
    return data;
  };
  const save = async () => {
    timer = 0;
    const { signal } = running;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: body(), credentials: "same-origin", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved_at: at } = await answer.json();
      status.textContent = `✓ ${new Date(at).toLocaleTimeString()}`;
      status.classList.remove("bad");
    } catch (fault) {
      if (fault.name === "AbortError") return;
      status.textContent = "✗";
      status.classList.add("bad");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  // What is handed in is no draft any more: nothing may be kept on the way out, or it would come back as one.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    running.abort();
    running = new AbortController();
  });
  addEventListener("pagehide", () => {
    if (timer) navigator.sendBeacon(form.dataset.draft, body());
  });
}
