// A tablet at the table: it asks every two seconds what is on and goes there. What is typed and not sent yet is kept by
// the desk's own script when the page goes.
import { runClock } from "./clock.js";

const here = document.body.dataset, lost = document.querySelector("[data-lost]");
const EVERY = 2000, setClock = runClock(document.querySelector("[data-clock]"));
let etag = "";

function look(told) {
  const on = told.order === null ? "" : String(told.order);
  if (on === here.shown) setClock(told.now, told.opened);
  const locked = here.shown !== "" && told.locked.includes(Number(here.shown));
  const moved = "follows" in here && on !== here.on;
  if (moved || told.state !== here.state || locked !== "locked" in here) location.reload();
}
async function ask() {
  try {
    const answer = await fetch(here.poll, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
    lost.hidden = true;
    if (answer.status === 404 || answer.redirected) {
      location.reload();
      return;
    }
    if (answer.status === 200) {
      etag = answer.headers.get("ETag") || "";
      look(await answer.json());
    }
  } catch {
    lost.hidden = false;
  }
  setTimeout(ask, EVERY);
}
setTimeout(ask, EVERY / 4);
