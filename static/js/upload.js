// Send files before their form, with progress; put the key of each into the form. Without this file they come with it.
// A line that breaks is tried again with longer and longer pauses; the server keeps whole files only, so it starts anew.
const PAUSES = [1, 2, 4, 8, 16], ASK = [1, 2, 4, 8, 15, 30];
const PICTURE = /\.(jpe?g|png)$/i;

for (const place of document.querySelectorAll("[data-upload]")) start(place);

// Whoever signed in again in another tab has a new token; the page's own is not valid any more.
async function freshen() {
  try {
    const got = await fetch(location.href, { redirect: "error", cache: "no-store" });
    const page = new DOMParser().parseFromString(await got.text(), "text/html");
    const token = page.querySelector("main [name=csrfmiddlewaretoken]");
    if (got.ok && token) for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = token.value;
  } catch { /* still signed out, or no line: the server says so again */ }
}

function start(place) {
  const form = place.closest("form"), list = place.querySelector("[data-list]"), said = place.querySelector("[data-said]");
  const inputs = [...place.querySelectorAll("input[type=file]")], row = place.querySelector("template[data-row]");
  const pages = Number(place.dataset.pages || 1), words = place.dataset;
  const tooLarge = (file) => (PICTURE.test(file.name) ? words.photoTooLarge : words.tooLarge);
  let waiting = null;
  place.dataset.live = "";

  const items = () => [...list.querySelectorAll("[data-item]")];
  const busy = () => items().some((item) => item.classList.contains("busy"));
  const show = (item, text, mood = "") => {
    item.querySelector("[data-words]").textContent = text;
    for (const each of ["busy", "bad", "done"]) item.classList.toggle(each, each === mood);
    item.querySelector("progress").hidden = mood !== "busy";
    for (const [act, shown] of [["cancel", mood === "busy"], ["retry", mood === "bad" && item.again], ["remove", mood !== "busy"]])
      item.querySelector(`[data-act=${act}]`).hidden = !shown;
    settle();
  };
  const settle = () => {
    const all = items();
    place.classList.toggle("pages", all.length > 1);
    all.forEach((item, n) => { item.querySelector("[data-act=up]").hidden = n === 0; });
    if (waiting === null || busy()) return;
    const { button } = waiting;
    waiting = null;
    if (!all.some((item) => item.classList.contains("bad"))) form.requestSubmit(button);
  };
  // What the server has looked at and refused is refused again; only the line and the sign-in may mend.
  const fail = (item, text, again = false) => { item.again = again; show(item, text, "bad"); said.textContent = `${item.querySelector("[data-name]").textContent}：${text}`; };
  const drop = (item) => { item.stopped = true; item.line?.abort(); clearTimeout(item.timer); item.remove(); settle(); };

  const send = (item, attempt = 0) => {
    const line = item.line = new XMLHttpRequest(), bar = item.querySelector("progress"), body = new FormData();
    body.append("file", item.file, item.file.name);
    line.open("POST", place.dataset.upload);
    line.setRequestHeader("Accept", "application/json");
    line.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    line.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = total ? (100 * loaded) / total : 0;
      item.querySelector("[data-words]").textContent = loaded < total ? `${words.sending} ${Math.floor(bar.value)}%` : words.looking;
    });
    const again = () => {
      if (item.stopped) return;
      if (attempt >= PAUSES.length) return fail(item, words.lost, true);
      show(item, words.again, "busy");
      item.timer = setTimeout(() => send(item, attempt + 1), PAUSES[attempt] * 1000);
    };
    line.addEventListener("error", again);
    line.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(line.responseText); } catch { /* a page, not an answer: judged by its status */ }
      if (line.status === 201 && answer) return arrive(item, answer);
      if (line.status === 429 || line.status >= 500) return again();
      if (line.status === 413) return fail(item, answer?.words || tooLarge(item.file));
      fail(item, answer?.words || words.signedOut, line.status !== 422);
    });
    show(item, words.sending, "busy");
    line.send(body);
  };
  const arrive = (item, answer) => {
    const key = document.createElement("input");
    Object.assign(key, { type: "hidden", name: words.key, value: answer.key });
    item.append(key);
    item.querySelector("[data-name]").textContent = answer.name;
    item.kind = answer.kind;
    show(item, answer.words, "done");
    said.textContent = `${answer.name}：${answer.words}`;
    follow(item, answer);
  };
  // The scanner looks at it while the person goes on writing.
  const follow = (item, answer, turn = 0) => {
    if (answer.state !== "waiting" || !answer.address || turn >= ASK.length || item.stopped) return;
    item.timer = setTimeout(async () => {
      let next = answer;
      try {
        const got = await fetch(answer.address, { headers: { Accept: "application/json" }, redirect: "error", cache: "no-store" });
        if (got.ok) next = await got.json();
      } catch { /* asked again at the next turn */ }
      if (item.stopped) return;
      if (next.state === "quarantined") {
        item.querySelector(`[name="${words.key}"]`)?.remove();
        return fail(item, next.words);
      }
      item.querySelector("[data-words]").textContent = next.words;
      follow(item, next, turn + 1);
    }, ASK[turn] * 1000);
  };

  const wire = (item) => {
    const acts = {
      cancel: () => drop(item),
      remove: () => { drop(item); inputs[0].focus(); },
      retry: async () => { await freshen(); send(item); },
      up: () => { item.previousElementSibling?.before(item); settle(); item.querySelector("[data-act=up]").focus(); },
    };
    for (const button of item.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
  };
  const add = (file) => {
    const item = row.content.firstElementChild.cloneNode(true);
    item.file = file;
    item.querySelector("[data-name]").textContent = file.name;
    for (const each of item.querySelectorAll("[data-named]")) each.textContent = ` ${file.name}`;
    list.append(item);
    wire(item);
    if (file.size > Number(words.limit)) return fail(item, tooLarge(file));
    show(item, words.waiting, "busy");
    send(item);
  };
  const isPicture = (item) => PICTURE.test(item.querySelector("[data-name]").textContent);
  const choose = (files) => {
    const pictures = pages > 1 && files.every((file) => PICTURE.test(file.name)) && items().every(isPicture);
    // One place, one paper: photos are its pages, anything else takes the place of what was there.
    if (!pictures) for (const item of items()) drop(item);
    for (const file of pictures ? files : files.slice(-1)) {
      if (items().length >= pages) { said.textContent = words.many; break; }
      add(file);
    }
  };

  for (const item of items()) { wire(item); show(item, item.querySelector("[data-words]").textContent, "done"); }
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      if (files.length) choose(files);
    });
  }
  form.addEventListener("submit", (event) => {
    const bad = items().find((item) => item.classList.contains("bad"));
    if (!bad && !busy()) return;
    event.preventDefault();
    if (bad) { said.textContent = words.mend; bad.focus(); return; }
    said.textContent = words.sendsLater;
    waiting = { button: event.submitter };
  });
  addEventListener("online", () => {
    for (const item of items()) if (item.classList.contains("bad") && item.querySelector("[data-words]").textContent === words.lost) send(item);
  });
}
