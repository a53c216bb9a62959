// Words are signed where they stand: the button gives way to the signature, and one stands at the
// next words, not at their button, since they are read first. Enhancement only: without this file
// each signature draws the page anew.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const place = event.detail.target;
  if (place.dataset?.signing === undefined) return;
  if (!place.querySelector("[data-signed]")) return;
  delete place.dataset.signing;
  const every = [...document.querySelectorAll("[data-signing]")];
  const after = (one) => place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  (every.find(after) ?? every[0] ?? document.getElementById("main"))?.focus();
});
