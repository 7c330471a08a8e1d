// The secretary's desk: who has opened and scored what, asked every two seconds, and the clock of what is on.
import { runClock } from "../review/clock.js";

const live = document.getElementById("pn-live"), EVERY = 2000;
let etag = "";
async function ask() {
  try {
    const answer = await fetch(live.dataset.live, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
    if (answer.redirected || answer.status === 404) return;
    if (answer.status === 200) {
      etag = answer.headers.get("ETag") || "";
      const text = await answer.text();
      // The table itself scrolls sideways: it stays where it was.
      const before = live.querySelector(".table-wrap").scrollLeft;
      live.innerHTML = text;
      live.querySelector(".table-wrap").scrollLeft = before;
    }
  } catch {
    // The line is gone for a moment; what stands there is the last that was known.
  }
  setTimeout(ask, EVERY);
}
if (live) setTimeout(ask, EVERY);
runClock(document.querySelector("[data-clock]"));
