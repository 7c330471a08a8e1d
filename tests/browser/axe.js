// Ask axe about the page. What was asked before in the same dress is not asked again: the frame around <main> (menu,
// head, foot) that this person saw at this width, and the fourth and further rows of one build. All stay on the page.
async ({ tags, seen }) => {
  const main = document.querySelector("main");
  const around = main ? [...main.parentElement.children].filter((e) => e !== main && !e.matches("script, style")) : [];
  const frame = around.map((e) => [e, dress(e, true)]);
  const left_out = frame.filter(([, worn]) => seen.includes(worn)).map(([e]) => e);
  for (const list of document.querySelectorAll("main :is(tbody, ul, ol)")) {
    const times = new Map();
    for (const row of list.children) {
      const worn = dress(row, false);
      times.set(worn, (times.get(worn) || 0) + 1);
      if (times.get(worn) > 3) left_out.push(row);
    }
  }
  const told = await axe.run(left_out.length ? { exclude: left_out } : document, {
    runOnly: { type: "tag", values: tags },
    resultTypes: ["violations"],
    // No frames, no style sheets to fetch a second time, no selectors to compute: nothing of it is read.
    iframes: false, preload: false, selectors: false,
  });
  const violations = told.violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes[0].html, times: nodes.length }));
  return { violations, frame: frame.map(([, worn]) => worn) };

  // How an element is built and dressed: tags, classes and attributes without their values, and whether text is there
  // (for the frame: the text itself). Where one stands in the menu does not count.
  function dress(e, with_text) {
    const own = [...e.attributes].filter((a) => a.name !== "aria-current")
      .map((a) => (["class", "type", "role", "lang"].includes(a.name) ? `${a.name}=${a.value}` : a.value.trim() ? a.name : `${a.name}=""`));
    const inside = [...e.childNodes].map((one) => {
      if (one.nodeType === Node.ELEMENT_NODE) return dress(one, with_text);
      const text = one.nodeType === Node.TEXT_NODE ? one.data.trim() : "";
      return with_text ? text : text && "…";
    });
    return `<${e.localName} ${own.join(" ")}>${inside.join("")}`;
  }
}
