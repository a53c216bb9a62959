// Remarks on selected words: leads to their forms, which begin from the words as they were saved.
import { button, named } from "./tip.js";

const SAVE = "Save first: a remark is about words as they were saved.";
const SELECT = "Select the words first.";

// ``selected`` gives from where to where, ``say`` is heard. The server counts characters.
export function remarking(field, { selected, say }) {
  const { remarks } = field.dataset;
  const saved = field.value;
  const version = field.form.elements.version.value;
  const place = named("p", "ins-ed-remarks");
  const others = named("span", "ins-quiet");
  const characters = (end) => [...saved.slice(0, end)].length;

  function lead(to, words) {
    const { from, to: end } = selected();
    if (field.value !== saved) return say(SAVE);
    if (from === end && words) return say(SELECT);
    const asked = new URLSearchParams({
      version,
      start: characters(from),
      end: characters(end),
      back: location.pathname,
    });
    return location.assign(`${remarks}${to}/?${asked}`);
  }

  if (remarks) {
    const all = named("a", "govuk-link", "All remarks");
    all.href = remarks;
    place.append(
      button("Comment on the selected words", () => lead("comment", true)),
      button("Suggest other words", () => lead("suggest", false)),
      all,
    );
  }
  place.append(others);
  return {
    place,
    also(words = "") {
      if (others.textContent === words) return;
      others.textContent = words;
      if (words) say(words);
    },
  };
}
