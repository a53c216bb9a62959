// Enhancement only: every page works without this file.
import "./acts.js";
import "./signed_in.js";
import { Button, CharacterCount, ErrorSummary, createAll } from "../vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary]) createAll(component);

// The grid is read like a sheet of paper: arrow keys move from cell to cell.
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
for (const grid of document.querySelectorAll("table.ins-grid")) {
  grid.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = grid.rows[cell.parentElement.rowIndex + step[0]];
    const next = row?.cells[cell.cellIndex + step[1]]?.querySelector("a, button");
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}
