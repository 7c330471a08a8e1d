// The number beside the bell. Without this file the bell is a link to the inbox.
// It asks when the page opens and comes back into view, then less and less often while nothing changes.
const FIRST = 60, LAST = 600, SPREAD = 0.2;
const bell = document.querySelector("[data-unread]");

if (bell) {
  const shown = bell.querySelector("[data-count]"), said = bell.querySelector("[data-said]");
  let wait = FIRST, known = null, timer = 0, over = false;

  const show = ({ unread, short, words }) => {
    wait = unread === known ? Math.min(wait * 1.5, LAST) : FIRST;
    known = unread;
    shown.hidden = !unread;
    shown.textContent = short;
    said.textContent = words;
  };
  const later = () => {
    clearTimeout(timer);
    if (!over && !document.hidden) timer = setTimeout(ask, wait * 1000 * (1 + SPREAD * Math.random()));
  };
  const ask = async () => {
    try {
      // Whoever was signed out meanwhile is sent to the sign-in: that is no answer for a bell, and the end of asking.
      const answer = await fetch(bell.dataset.unread, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 404) over = true;
      else if (answer.ok) show(await answer.json());
      else wait = Math.min(wait * 2, LAST);
    } catch {
      wait = Math.min(wait * 2, LAST);
    }
    later();
  };
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden && !over) { wait = FIRST; ask(); }
  });
  ask();
}
