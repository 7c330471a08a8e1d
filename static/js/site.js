// The menu on a phone and the countdown. Without this file every page works: the menu is a link, the date stands beside.
for (const button of document.querySelectorAll("[data-menu]")) {
  const menu = document.getElementById(button.dataset.menu);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const open = menu.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
}
const started = performance.now();
for (const element of document.querySelectorAll("[data-deadline]")) {
  const [days, hours, minutes] = element.querySelectorAll("b");
  const end = Date.parse(element.dataset.deadline), base = Date.parse(element.dataset.now);
  const tick = () => {
    const left = Math.max(0, Math.floor((end - base - (performance.now() - started)) / 60000));
    days.textContent = String(Math.floor(left / 1440));
    hours.textContent = String(Math.floor(left / 60) % 24).padStart(2, "0");
    minutes.textContent = String(left % 60).padStart(2, "0");
  };
  tick();
  setInterval(tick, 15000);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
const errors = document.querySelector("[data-focus]");
if (errors) errors.focus();
