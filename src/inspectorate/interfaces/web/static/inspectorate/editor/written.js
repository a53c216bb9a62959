// The editor: it lies over the field and gives it every change. The field is what is sent.
import {
  EditorState,
  EditorView,
  Decoration,
  StateEffect,
  StateField,
  closeHoverTooltips,
  history,
  historyKeymap,
  hoverTooltip,
  keymap,
  showTooltip,
  standardKeymap,
} from "../vendor/codemirror.js";
import { marks, setFigures } from "./marks.js";
import { explained, named, told } from "./tip.js";

const setProblems = StateEffect.define();
const setTip = StateEffect.define();

const underlined = StateField.define({
  create: () => Decoration.none,
  update(held, act) {
    const given = act.effects.find((one) => one.is(setProblems));
    return given ? given.value : held.map(act.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const tip = StateField.define({
  create: () => null,
  update(held, act) {
    const given = act.effects.find((one) => one.is(setTip));
    if (given) return given.value;
    return act.docChanged || act.selection ? null : held;
  },
  provide: (field) => showTooltip.from(field),
});

function box(problem, mend) {
  const dom = named("div", "ins-ed-tip");
  dom.setAttribute("role", "group");
  dom.setAttribute("aria-label", "What is wrong here");
  dom.append(explained(problem, mend));
  return { dom };
}

// Each decoration of a problem knows it by its number in the list; one of unsigned words by none.
function drawn(problems, unsigned, length) {
  const found = problems.flatMap((one, at) => {
    const end = Math.min(Math.max(one.end, one.start + 1), length);
    const start = Math.min(one.start, end - 1);
    if (start < 0) return [];
    const name = `ins-ed-wrong ins-ed-wrong--${one.severity}`;
    return [Decoration.mark({ class: name, at }).range(start, end)];
  });
  const tinted = unsigned.flatMap(({ start, end }) => {
    const last = Math.min(end, length);
    return start < last ? [Decoration.mark({ class: "ins-ed-unsigned" }).range(start, last)] : [];
  });
  return Decoration.set([...tinted, ...found], true);
}

// The words that remarks are about: typed into, they shrink with the words that were there.
function remarked(places) {
  const found = places.filter((one) => one.start < one.end);
  const drawn = found.map((one) => Decoration.mark({ class: "ins-ed-remark" }).range(one.start, one.end));
  return StateField.define({
    create: () => Decoration.set(drawn, true),
    update: (held, act) => held.map(act.changes),
    provide: (field) => EditorView.decorations.from(field),
  });
}

// ``field`` is the textarea, ``changed`` is called after each change of its text, ``mend`` with a
// problem as it stands; ``standing`` gives that of a number in the list, ``places`` are of remarks. A box keeps the problem
// that it names: it closes when the text changes, and stays when the list alone does. Who reads the
// page by ear is told the label and hint of the field.
export function written(field, nonce, { changed, mend, standing, places }) {
  const label = field.labels[0];
  label.id ||= `${field.id}-label`;
  const said = { "aria-labelledby": label.id, spellcheck: field.spellcheck ? "true" : "false" };
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    if (field.hasAttribute(name)) said[name] = field.getAttribute(name);
  }

  function under(view, place) {
    let found = null;
    view.state.field(underlined).between(place, place, (from, to, value) => {
      if (value.spec.at === undefined) return true;
      found = { pos: from, end: to, above: true, at: value.spec.at };
      return false;
    });
    const one = found && standing(found.at);
    return one && { ...found, create: () => box(one, (offer) => mend(one, offer)) };
  }

  const view = new EditorView({
    state: EditorState.create({
      doc: field.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(said),
        history(),
        keymap.of([...historyKeymap, ...standardKeymap]),
        marks,
        remarked(field.value === field.defaultValue ? places : []),
        underlined,
        tip,
        hoverTooltip(under, { hideOnChange: true }),
        EditorView.updateListener.of((act) => {
          if (!act.docChanged) return;
          field.value = act.state.doc.toString();
          changed();
        }),
      ],
    }),
  });

  return {
    dom: view.dom,
    focus: () => view.focus(),
    caret: () => view.state.selection.main.from,
    selected: () => view.state.selection.main,
    chosen: () => ({ start: view.state.selection.main.from, end: view.state.selection.main.to }),
    show(given, figures, unsigned) {
      const { length } = view.state.doc;
      const effects = [setProblems.of(drawn(given, unsigned, length)), setFigures.of(figures)];
      view.dispatch({ effects });
    },
    select(one) {
      view.dispatch({
        selection: { anchor: one.start, head: one.end },
        effects: EditorView.scrollIntoView(one.start, { y: "center" }),
      });
      const shown = { pos: one.start, above: true, create: () => box(one, (offer) => mend(one, offer)) };
      view.dispatch({ effects: [setTip.of(shown), EditorView.announce.of(told(one))] });
      view.focus();
    },
    replace(start, end, words) {
      view.dispatch({
        changes: { from: start, to: end, insert: words },
        selection: { anchor: start + words.length },
        userEvent: "input.mend",
        scrollIntoView: true,
      });
      view.focus();
    },
    // Whether there was one.
    close() {
      const shown = view.dom.querySelector(".cm-tooltip");
      const inside = shown?.contains(document.activeElement);
      view.dispatch({ effects: [setTip.of(null), closeHoverTooltips] });
      if (inside) view.focus();
      return Boolean(shown);
    },
    leave: () => view.destroy(),
  };
}
