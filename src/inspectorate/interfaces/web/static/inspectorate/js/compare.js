// Which of two is better, by keyboard: a key for each button. Enhancement only: without this file the
// same buttons are pressed.
const OWN = "input:not([type=checkbox]), textarea, select, [tabindex='0'], [contenteditable]";

document.addEventListener("keydown", (event) => {
  const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat;
  const off = document.getElementById("keys-off")?.checked;
  // Where a field or a region that scrolls has the focus, its keys are its own.
  if (elsewhere || off || event.defaultPrevented || event.target.closest(OWN)) return;
  const button = document.querySelector(`#compare [data-press="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
