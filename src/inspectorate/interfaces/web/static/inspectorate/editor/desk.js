// What stands beside the editor: how long the section is, what of it is signed, where problems are.

const NARROW = "(width < 84rem)";

// Where the list of sections stands above the text, it is folded away.
export function desk() {
  const side = document.querySelector(".ins-write-side");
  if (side && matchMedia(NARROW).matches) side.open = false;
  const put = (place, words) => {
    const found = document.querySelector(place);
    if (found) found.textContent = words;
  };
  return ({ problems, unsigned, ...told }) => {
    for (const [name, words] of Object.entries(told)) put(`[data-desk="${name}"]`, words);
    for (const [name, many] of Object.entries(problems)) put(`[data-problems="${name}"]`, many);
  };
}
