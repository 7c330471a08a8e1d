// The time of a project that is on, by the server's clock: first the presentation, then the questions.
export function runClock(clock) {
  if (!clock) return () => {};
  const words = clock.dataset;
  let offset = Date.parse(words.now) - Date.now();
  function tick() {
    const seconds = Math.max(0, Math.floor((Date.now() + offset - Date.parse(words.opened)) / 1000));
    const talk = words.talk * 60, whole = talk + words.answer * 60;
    const [label, left] = seconds < talk ? [words.wordsTalk, talk - seconds] : [words.wordsAnswer, whole - seconds];
    clock.textContent = left > 0 ? `${label} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : words.wordsOver;
    clock.classList.toggle("soon", left > 0 && left <= 60);
    clock.classList.toggle("over", left <= 0);
  }
  tick();
  setInterval(tick, 500);
  return (now, opened) => {
    offset = Date.parse(now) - Date.now();
    if (opened) words.opened = opened;
  };
}
