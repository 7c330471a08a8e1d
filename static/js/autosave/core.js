// What a page knows while somebody types in it: pure functions over plain objects. No page, no network, no clock.
// tests/projects/applications/editor.py is this file in Python, line by line, and is held against random stories of
// lost requests, lost answers, copies, crashes and colleagues. Change both, or neither.
//
// An editor is { name, turn, base, now, attempt, held }:
//   base     what the server said last, place by place; what is typed is measured against it
//   now      what stands in the form
//   attempt  { key, base, typed } sent and not answered yet; sent again as it is until an answer comes
//   held     places whose text waits beside a colleague's: { path: the text as the server has put it aside }

export const rows = (typed, table) => (typed[table] || "").split(" ").filter(Boolean);

const same = (one, other, path) => (one[path] || "") === (other[path] || "");

export const opened = (name, kept) => ({ name, turn: 0, base: { ...kept }, now: { ...kept }, attempt: null, held: {} });

// Places whose text is not on the server yet, neither in the section nor beside it.
export const unsaved = (editor) =>
  Object.keys({ ...editor.base, ...editor.now }).filter(
    (path) => !same(editor.now, editor.base, path) && editor.held[path] !== (editor.now[path] || ""),
  );

// Whether there is anything that would be lost with this page.
export const owes = (editor) => editor.attempt !== null || unsaved(editor).length > 0;

// Take what stands in the form as the next attempt. Only one is on its way at any time.
export const begin = (editor) => {
  const turn = editor.turn + 1;
  const attempt = { key: `${editor.name}-${turn}`, base: { ...editor.base }, typed: { ...editor.now } };
  return { ...editor, turn, attempt };
};

// Take the answer to the attempt. `focused` is the place in which somebody is typing: it is never written over.
// Return the editor and the places that the form has to show anew.
export const answered = (editor, answer, focused) => {
  const sent = editor.attempt.typed, kept = answer.typed;
  const base = { ...editor.base }, now = { ...editor.now }, shown = [];
  const held = {};
  for (const each of answer.asides) if (each.editor === editor.attempt.key.replace(/-\d+$/, "")) held[each.path] = each.mine;

  const untouched = (path) => same(now, sent, path) && path !== focused;
  // A row that is gone on the server stays on the page while somebody is in it or has typed since.
  const leaves = (table, row) =>
    !Object.keys({ ...now, ...sent }).some((path) => path.startsWith(`${table}.${row}.`) && !untouched(path));
  const settle = (path, free) => {
    if (path in held) return;
    base[path] = sent[path] || "";
    if (!free || same(kept, sent, path)) return;
    base[path] = now[path] = kept[path] || "";
    shown.push(path);
  };

  const paths = Object.keys({ ...base, ...now, ...sent, ...kept });
  for (const table of paths.filter((path) => !path.includes("."))) {
    const going = rows(now, table).filter((row) => !rows(kept, table).includes(row));
    settle(table, untouched(table) && going.every((row) => leaves(table, row)));
  }
  for (const path of paths.filter((each) => each.includes("."))) {
    const [table, row] = path.split(".");
    // What a colleague wrote in a row that was removed here meanwhile was not seen: no base of a removal.
    if (rows(kept, table).includes(row)) settle(path, rows(now, table).includes(row) && untouched(path));
    else if (!rows(now, table).includes(row)) { delete base[path]; delete now[path]; }
  }
  return { editor: { ...editor, base, now, held, attempt: null }, shown };
};

// Take the end of a conflict at one place: `kept` is what stands there on the server now, `mine` what was put aside,
// `clicked` what stood in the form when the person chose: the chosen text takes its place. What was typed after stays.
export const settled = (editor, path, { taken, mine, kept, clicked }) => {
  const held = { ...editor.held }, base = { ...editor.base }, now = { ...editor.now };
  const own = path in held;
  delete held[path];
  // A whole row comes or goes with the next answer.
  if (path.split(".").length === 2) return { ...editor, held };
  const before = own && taken === "mine" ? mine : own || taken === "mine" ? clicked : base[path] || "";
  base[path] = kept;
  if ((now[path] || "") === before) now[path] = kept;
  return { ...editor, held, base, now };
};
