// The grid is read like a sheet of paper and is one Tab stop: arrow keys move from cell to cell,
// Home and End along the row, with Ctrl to the corners, Page Up and Page Down by what is in sight.
// Enter, or a press, opens the page of a cell in the panel beside; Esc leads back to the cell.
// Enhancement only: without this file every cell is a link like any other, and a stop.
const panel = document.getElementById("panel");
const { htmx } = window;
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
    // By its name a cell is found again when the page is drawn anew.
    for (const one of grid.querySelectorAll("a.ins-cell")) {
      one.id = one.getAttribute("href").replace(/\/+$/, "").replaceAll("/", "-");
    }
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

// The cell's page comes into the panel as an act does (acts.js), and an act of that page leads back
// to the grid.
function open(cell) {
  const here = location.pathname + location.search;
  cell.dataset.act = "";
  htmx
    .ajax("GET", `${cell.pathname}?${new URLSearchParams({ back: `${here}#${cell.id}` })}`, {
      source: cell,
      target: "#panel .ins-panel__page",
      select: "#page",
    })
    .then(() => {
      mark(panel.hidden ? null : cell);
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
}

function mark(cell) {
  for (const one of document.querySelectorAll(".ins-grid [aria-current]")) {
    if (one !== cell) one.removeAttribute("aria-current");
  }
  cell?.setAttribute("aria-current", "true");
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest?.("table.ins-grid a.ins-cell");
  if (!cell || !panel || !htmx) return;
  // Another window is another window.
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  stopAt(cell.closest("table"), cell);
  open(cell);
});

document.addEventListener("focusin", (event) => {
  const grid = event.target.closest?.("table.ins-grid[role=grid]");
  if (grid && event.target.closest("td")) stopAt(grid, event.target);
});

prepare();
// The page is drawn anew after an act.
document.body.addEventListener("htmx:afterSwap", prepare);
if (panel) {
  new MutationObserver(() => panel.hidden && mark(null)).observe(panel, {
    attributeFilter: ["hidden"],
  });
}
