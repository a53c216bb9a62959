// The grid is read like a sheet of paper and is one Tab stop: arrow keys move from cell to cell,
// Home and End along the row, with Ctrl to the corners, Page Up and Page Down by what is in sight.
// Enhancement only: without this file every cell is a link like any other, and a stop.
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

const inside = (cell) => cell?.querySelector(".ins-cell");
const cellsOf = (grid) => [...grid.querySelectorAll("tbody .ins-cell")];

function stopAt(grid, stop) {
  for (const one of cellsOf(grid)) one.tabIndex = one === stop ? 0 : -1;
}

function prepare() {
  for (const grid of document.querySelectorAll("table.ins-grid:not([role])")) {
    const [first] = cellsOf(grid);
    if (!first) continue;
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-readonly", "true");
    stopAt(grid, first);
    // What scrolls is reached by its cells.
    grid.closest(".ins-gridwrap")?.removeAttribute("tabindex");
  }
}

// The cell so many rows down and columns to the right, or the last there is on the way.
function beside(grid, cell, [down, right]) {
  const body = grid.tBodies[0].rows;
  const row = Math.min(Math.max(cell.parentElement.sectionRowIndex + down, 0), body.length - 1);
  return inside(body[row].cells[cell.cellIndex + right]);
}

// Rows in sight, less the one that stays, so that one knows where one is.
function page(grid, cell) {
  const height = grid.closest(".ins-gridwrap")?.clientHeight ?? window.innerHeight;
  return Math.max(1, Math.floor(height / cell.parentElement.offsetHeight) - 2);
}

function target(grid, cell, event) {
  const all = cellsOf(grid);
  const row = event.ctrlKey ? all : [...cell.parentElement.cells].map(inside).filter(Boolean);
  switch (event.key) {
    case "Home":
      return row[0];
    case "End":
      return row.at(-1);
    case "PageDown":
      return beside(grid, cell, [page(grid, cell), 0]);
    case "PageUp":
      return beside(grid, cell, [-page(grid, cell), 0]);
    default:
      return event.ctrlKey ? undefined : beside(grid, cell, STEPS[event.key]);
  }
}

const KEYS = new Set([...Object.keys(STEPS), "Home", "End", "PageUp", "PageDown"]);

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("table.ins-grid td");
  if (!cell || !KEYS.has(event.key) || event.altKey || event.metaKey || event.shiftKey) return;
  const next = target(cell.closest("table"), cell, event);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("focusin", (event) => {
  const grid = event.target.closest?.("table.ins-grid[role=grid]");
  if (grid && event.target.closest("td")) stopAt(grid, event.target);
});

prepare();
// The page is drawn anew after an act.
document.body.addEventListener("htmx:afterSwap", prepare);
