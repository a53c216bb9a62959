// Visits dragged to another week of the board: the form that moves a visit opens with that week
// chosen. Enhancement only: without this file the link beside each visit leads to the same form.
const board = document.getElementById("board");
let dragged = null;

board?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-move]");
});

board?.addEventListener("dragover", (event) => {
  const cell = event.target.closest("[data-week]");
  // A visit stays with its team: it moves within its column.
  if (dragged && cell && cell.cellIndex === dragged.closest("td").cellIndex) event.preventDefault();
});

board?.addEventListener("drop", (event) => {
  const cell = event.target.closest("[data-week]");
  if (!dragged || !cell) return;
  event.preventDefault();
  // A visit of several weeks moves by as many as it was dragged, from whichever it was taken.
  const left = dragged.closest("[data-week]").dataset.week;
  window.location.assign(`${dragged.dataset.move}?week=${cell.dataset.week}&from=${left}`);
});

board?.addEventListener("dragend", () => {
  dragged = null;
});
