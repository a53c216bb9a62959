// The problems beside the text: a list of our own, in which each leads to its words.
import { button, explained, named } from "./tip.js";

// ``jump`` and ``mend`` are told which of the problems that were shown last is meant.
export function listed({ jump, mend, again }) {
  const place = named("section", "ins-ed-list");
  const heading = named("h2", "", "Problems");
  heading.id = "editor-problems";
  place.setAttribute("aria-labelledby", heading.id);
  const state = named("p", "ins-ed-state ins-quiet", "Waiting for the checks.");
  state.dataset.state = "waiting";
  const list = document.createElement("ol");
  const retry = button("Ask now", again);
  retry.hidden = true;
  // Said aloud only where something is another than it was, and not at every key.
  const aloud = named("p", "ins-sr");
  aloud.setAttribute("role", "status");
  place.append(heading, state, retry, list, aloud);
  let last = "";

  function say(words) {
    if (words === last) return;
    last = words;
    aloud.textContent = words;
  }

  function be(name, words) {
    state.dataset.state = name;
    state.textContent = words;
    retry.hidden = name !== "failed";
    list.setAttribute("aria-busy", String(name === "waiting"));
  }

  function item(problem, at) {
    const found = named("li", `ins-ed-item ins-ed-item--${problem.severity}`);
    const quoted = problem.words.trim() || "this place";
    const to = button(quoted.length > 90 ? `${quoted.slice(0, 90)}…` : quoted, () => jump(at));
    to.prepend(named("span", "ins-sr", "Go to: "));
    found.append(to, explained(problem, (offer) => mend(at, offer)));
    return found;
  }

  return {
    place,
    say,
    waiting: () => be("waiting", "Waiting for the checks."),
    refused(words) {
      be("refused", words);
      delete list.dataset.shape;
      list.replaceChildren();
      say(words);
    },
    failed(words) {
      be("failed", words);
      say(words.split(". ")[0]);
    },
    show(problems, elsewhere, waiting) {
      const many = problems.length;
      const here = many === 1 ? "1 problem" : `${many || "No"} problem${many ? "s" : ""}`;
      const words = `${here} in this section.${elsewhere ? ` ${elsewhere} more in others.` : ""}`;
      if (waiting) be("waiting", "Waiting for the checks.");
      else be("told", words);
      // Drawn anew only where it is another, so that nobody who stands in it is thrown out.
      const shape = JSON.stringify(problems.map(({ start, end, ...rest }) => rest));
      if (list.dataset.shape !== shape) {
        list.dataset.shape = shape;
        list.replaceChildren(...problems.map(item));
      }
      if (!waiting) say(words);
    },
  };
}
