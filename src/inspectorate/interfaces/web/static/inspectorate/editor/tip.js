// What a problem says of itself, in a box at its words or in the list.

export function named(kind, name, words) {
  const found = document.createElement(kind);
  if (name) found.className = name;
  if (words) found.textContent = words;
  return found;
}

export function button(words, press) {
  const found = named("button", "ins-plain", words);
  found.type = "button";
  found.addEventListener("click", press);
  return found;
}

export const told = (problem) => `${problem.severity === "blocks" ? "Problem" : "Warning"}: ${problem.what}`;

// The words of one problem, and what one press takes: its mend, or a claim that it is bound to.
export function explained(problem, mend) {
  const found = document.createDocumentFragment();
  found.append(named("p", "ins-ed-what", told(problem)));
  if (problem.mend && problem.replacement === null) found.append(named("p", "ins-quiet", problem.mend));
  if (problem.replacement !== null) {
    found.append(button(`Write “${problem.replacement}”`, () => mend()));
  }
  for (const offer of problem.offers) {
    const figure = offer.figure ? ` (${offer.figure})` : "";
    found.append(button(`Bind to ${offer.key}${figure}`, () => mend(offer)));
  }
  return found;
}
