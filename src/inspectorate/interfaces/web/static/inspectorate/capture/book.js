// The text of a document, as pages to turn: written as text, and never obeyed.
import { button, element } from "./reading.js";

// Pages to turn: how to, and the one that is open.
export function bookOf(pages) {
  const body = element("div");
  const chosen = element("select", "", "govuk-select");
  chosen.id = "reader-page";
  pages.forEach((page, n) => chosen.append(new Option(page.title, String(n))));
  const goTo = (to) => {
    chosen.value = String(to);
    body.replaceChildren(...pageOf(pages[to]));
    back.disabled = !to;
    on.disabled = to === pages.length - 1;
    // A press that cannot be made again keeps no focus.
    if (document.activeElement?.disabled) chosen.focus();
  };
  const by = (step) => () => goTo(Number(chosen.value) + step);
  const back = button("Previous", "part", by(-1));
  const on = button("Next", "part", by(1));
  chosen.addEventListener("change", () => goTo(Number(chosen.value)));
  if (pages.length) goTo(0);
  if (pages.length < 2) return [body];
  const label = element("label", "Part", "govuk-label");
  label.htmlFor = chosen.id;
  const guide = element("div", "", "cap-row");
  guide.append(back, on);
  return [label, chosen, guide, body];
}

function pageOf({ title, layout, rows }) {
  const head = element("h5", title);
  if (layout === "table") return [head, tableOf(title, rows)];
  const words = rows.flatMap(([, cells]) => cells.map(([, one]) => element("p", one, "cap-words")));
  return [head, ...(words.length ? words : [element("p", "There is no text on this page.", "ins-quiet")])];
}

function tableOf(title, rows) {
  const box = element("div", "", "cap-table");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", title);
  const table = element("table", "", "govuk-table");
  for (const [number, cells] of rows) {
    const row = table.insertRow();
    const head = element("th", number, "ins-num");
    head.scope = "row";
    row.append(head);
    for (const [name, words] of cells) {
      const cell = row.insertCell();
      if (name) cell.append(element("span", `${name} `, "ins-quiet ins-small"));
      cell.append(words);
    }
  }
  box.append(table);
  return box;
}
