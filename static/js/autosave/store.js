// What is not on the server yet is kept in this browser, one entry for each open page, and goes when the server has it.
// Private: an entry names its person; nobody else's page reads it. After seven days it is gone.
const STEM = "venture:typed:", KEPT_MS = 7 * 86_400_000;

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

export const sweep = () => {
  try {
    for (const key of keys()) if (!(Date.now() - (read(key)?.at ?? 0) < KEPT_MS)) localStorage.removeItem(key);
  } catch { /* Nothing was kept. */ }
};
