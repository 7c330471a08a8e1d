// What the crawl measures on every page beside axe. Returns sentences; none means well. `focus` tries every control.
({ smallest, focus }) => {
  const faults = [];
  const name = (e) => (e.outerHTML || "").slice(0, 110);
  // The reader of the API's document draws itself; its own boxes are not ours to size.
  const drawn = (e) => e.closest(".swagger-ui") === null;
  const seen = (e) => drawn(e) && e.checkVisibility({ visibilityProperty: true });

  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over > 1) {
    const wide = [...document.querySelectorAll("body *")]
      .filter((e) => seen(e) && e.getBoundingClientRect().right > root.clientWidth + 1 && !inScroller(e));
    faults.push(`${over}px of sideways scroll: ${wide.slice(0, 3).map(name).join(" | ")}`);
  }
  function inScroller(e) {
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  }

  const heads = [...document.querySelectorAll("h1")].filter(seen);
  if (heads.length !== 1) faults.push(`${heads.length} headings of the first level`);
  if (!document.title.trim()) faults.push("no title");

  for (const e of document.querySelectorAll("button, input:not([type=hidden]), select, a.btn, summary")) {
    if (!seen(e) || e.closest(".sr, .skip")) continue;
    const label = (e.type === "radio" || e.type === "checkbox") && e.labels && e.labels[0];
    const box = e.getBoundingClientRect(), more = label ? label.getBoundingClientRect() : box;
    const w = Math.max(box.width, more.width), h = Math.max(box.height, more.height);
    if (w > 0 && h > 0 && (w < smallest || h < smallest)) faults.push(`too small to tap (${w}×${h}): ${name(e)}`);
  }

  const before = document.activeElement;
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const e of focus ? document.querySelectorAll(stops) : []) {
    if (!seen(e) || e.disabled) continue;
    const at = { x: scrollX, y: scrollY };
    const unfocused = look(e);
    e.focus();
    if (document.activeElement !== e) continue;
    if (look(e) === unfocused && getComputedStyle(e).outlineStyle === "none") faults.push(`focus does not show: ${name(e)}`);
    e.blur();
    scrollTo(at.x, at.y);
  }
  function look(e) {
    const label = e.labels && e.labels[0];
    return [e, e.parentElement, label].filter(Boolean).map((one) => {
      const style = getComputedStyle(one);
      return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
    }).join(";");
  }
  if (before && before !== document.body) before.focus();
  return [...new Set(faults)];
}
