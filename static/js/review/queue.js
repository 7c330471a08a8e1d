// Scores that the server has not confirmed wait on this device, one text per project, and are sent when the line is back.
const PREFIX = "review:";
// Refused for good: nothing that waits here can change such a sheet any more.
const FINAL = new Set(["panel_slot_locked", "sheet_sealed"]);

export function kept(person) {
  const mine = `${PREFIX}${person}:`, found = new Map();
  for (let at = 0; at < localStorage.length; at += 1) {
    const name = localStorage.key(at);
    if (name.startsWith(mine)) found.set(name.slice(mine.length), JSON.parse(localStorage.getItem(name)));
  }
  return found;
}
export function put(person, address, code, body) {
  localStorage.setItem(`${PREFIX}${person}:${address}`, JSON.stringify({ code, body }));
}
export function drop(person, address) {
  localStorage.removeItem(`${PREFIX}${person}:${address}`);
}
// Resolves to the server's word {turn, at, left}; throws {offline: true} or {words} when there is none.
export async function send(address, body) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
    });
  } catch {
    throw { offline: true };
  }
  if (answer.status >= 500) throw { offline: true };
  if (answer.status === 404) throw { gone: true };
  const told = await answer.json().catch(() => ({ words: "" }));
  if (!answer.ok) throw { words: told.words, gone: FINAL.has(told.code) };
  return told;
}
export function badge(person) {
  const element = document.querySelector("[data-queue]");
  if (!element) return;
  const left = [...kept(person).values()].map((each) => each.code);
  element.textContent = left.length ? `${element.dataset.words} ${left.join("、")}` : element.dataset.sent;
  element.classList.toggle("amber", left.length > 0);
  if (left.length) element.hidden = false;
}
export async function flush(person, except = "") {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value, refused = [];
  for (const [address, { code, body }] of kept(person)) {
    if (address === except) continue;
    const fresh = new URLSearchParams(body);
    if (token) fresh.set("csrfmiddlewaretoken", token);
    try {
      await send(address, fresh.toString());
      drop(person, address);
    } catch (failure) {
      // Of what was taken away or sealed nothing is kept; what was changed elsewhere waits until its page is opened.
      if (failure.gone) {
        drop(person, address);
        if (failure.words) refused.push(failure.words.includes(code) ? failure.words : `${code}：${failure.words}`);
      }
      if (failure.offline) break;
    }
  }
  badge(person);
  if (refused.length) tell(refused);
}
function tell(refused) {
  const element = document.querySelector("[data-queue]");
  if (!element) return;
  element.hidden = false;
  element.classList.add("amber");
  element.textContent = `${element.dataset.refused} ${refused.join(" ")}`;
}
const here = document.querySelector("[data-queue]");
if (here && !document.getElementById("sheet")) {
  const person = here.dataset.person;
  badge(person);
  if (kept(person).size) flush(person);
  addEventListener("online", () => flush(person));
}
// Whoever signs out leaves nothing behind on a shared computer.
document.addEventListener("submit", (event) => {
  if (!here || !event.target.action?.endsWith("/account/logout/")) return;
  for (const address of kept(here.dataset.person).keys()) drop(here.dataset.person, address);
});
