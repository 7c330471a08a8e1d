// While a button of the mouse or a finger is down nothing on the page may move. What moves away under the pointer is
// let go somewhere else, the browser makes no click of it, and the press of a person who leaves a field by it is lost.
const LONGEST_MS = 5000, CLICK_MS = 50;
let held = null, release = null, timer = 0;

function free() {
  clearTimeout(timer);
  // The click comes after the pointer was let go; whoever waits comes after the click.
  if (release) setTimeout(release, CLICK_MS);
  held = release = null;
}

addEventListener("pointerdown", (event) => {
  if (held || event.button !== 0) return;
  held = new Promise((done) => { release = done; });
  timer = setTimeout(free, LONGEST_MS);
}, true);
for (const end of ["pointerup", "pointercancel", "contextmenu"]) addEventListener(end, free, true);
// The window's own blur: that of the field which is left comes with the very press.
addEventListener("blur", (event) => { if (event.target === window) free(); });

// Await this before showing what nobody asked for at this moment.
export const still = async () => { while (held) await held; };
