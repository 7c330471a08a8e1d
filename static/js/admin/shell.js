// The menu of the staff's pages on a narrow screen. Without this script the link jumps to the menu, which then shows.
(() => {
  const button = document.querySelector("[data-menu]");
  const menu = document.getElementById("staff-menu");
  if (button && menu) {
    const show = (open) => {
      menu.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.setAttribute("role", "button");
    button.setAttribute("aria-controls", menu.id);
    show(false);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show(!menu.classList.contains("open"));
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); button.click(); }
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { show(false); button.focus(); }
    });
  }
  const fold = document.querySelector('[data-fold]:not([data-fold="stay"])');
  if (fold && !window.matchMedia("(min-width: 75rem)").matches) fold.open = false;
  const errors = document.querySelector("[data-error-summary]");
  if (errors) errors.focus();
})();
