// On every page of a signed-in person: unsaved text that is too old goes, and with a sign-out all of it goes, asked first.
import * as store from "./store.js";

const { person, warn } = document.querySelector("[data-person][data-warn]").dataset;
store.sweep();
document.addEventListener("submit", (event) => {
  if (!event.target.action.endsWith("/account/logout/")) return;
  const left = store.left(person), places = [...new Set(Object.values(left).map((each) => each.name))];
  if (places.length && !confirm(`${warn}\n${places.join("\n")}`)) {
    event.preventDefault();
    return;
  }
  store.forget(person);
});
