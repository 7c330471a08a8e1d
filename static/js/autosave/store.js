// What is not on the server yet is kept in this browser, one entry for each open page, and goes when the server has it.
// Private: an entry names its person; nobody else's page reads it. After seven days it is gone.
const STEM = "venture:typed:", GONE = "venture:gone:", KEPT_MS = 7 * 86_400_000;
// Somebody has signed out: pages of the person that are still open put nothing back until they are signed in again.
let gone = false;

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(STEM));
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

// An entry: { at, url, name, editor }: when, where it is saved to, what the person calls the place, what is not saved.
export const put = (person, entry, value) => {
  if (gone) return false;
  try {
    localStorage.setItem(`${STEM}${person}:${entry}`, JSON.stringify({ at: Date.now(), ...value }));
    return true;
  } catch {
    return false; // Full or forbidden: the page says that it holds the only copy.
  }
};

export const drop = (person, entry) => {
  try {
    localStorage.removeItem(`${STEM}${person}:${entry}`);
  } catch { /* Nothing was kept. */ }
};

// Return { entry: value } of a person.
export const left = (person) => {
  const found = {}, stem = `${STEM}${person}:`;
  try {
    for (const key of keys()) if (key.startsWith(stem)) found[key.slice(stem.length)] = read(key);
  } catch { /* Nothing was kept. */ }
  for (const [entry, value] of Object.entries(found)) if (!value?.editor) delete found[entry];
  return found;
};

// A person signs out: everything of theirs goes, and the other pages of this browser hear of it.
export const forget = (person) => {
  for (const entry of Object.keys(left(person))) drop(person, entry);
  gone = true;
  try {
    localStorage.setItem(`${GONE}${person}`, "1");
    localStorage.removeItem(`${GONE}${person}`);
  } catch { /* Nothing was kept. */ }
};

export const remember = () => { gone = false; };

export const whenForgotten = (person, act) => addEventListener("storage", ({ key }) => {
  if (key !== `${GONE}${person}`) return;
  gone = true;
  act();
});

export const sweep = () => {
  try {
    for (const key of keys()) if (!(Date.now() - (read(key)?.at ?? 0) < KEPT_MS)) localStorage.removeItem(key);
  } catch { /* Nothing was kept. */ }
};
