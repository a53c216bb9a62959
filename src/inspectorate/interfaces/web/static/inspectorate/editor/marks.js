// How Markdown looks while it is written: headings large, emphasis as such, a bound passage with its
// key folded into a chip. A light scanner of the lines in sight; what it does not know it leaves as
// it stands. Nothing here changes a character.
import { Decoration, StateEffect, StateField, ViewPlugin, WidgetType } from "../vendor/codemirror.js";

const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const HEADING = /^(#{1,6})[ \t]+\S/;
const STRONG = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g;
const EMPHASIS = /(?<![*_\w\\])([*_])(?![\s*_])(.+?)(?<![\s*_\\])\1(?![*_\w])/g;
const SPAN = /\[([^[\]]*)\]\{([^{}\n]*)\}/g;
const ATTRIBUTES = /^\{[^{}]*\}\s*$/;
const KEY = /#([\w-]+)/;

const line = (name) => Decoration.line({ class: name });
const mark = (name) => Decoration.mark({ class: name });
const LINES = [1, 2, 3, 4, 5, 6].map((level) => line(`ins-ed-h${level}`));
const CODE = line("ins-ed-code");
const QUIET = mark("ins-ed-quiet");
const BOLD = mark("ins-ed-strong");
const SLANTED = mark("ins-ed-emphasis");
const BOUND = mark("ins-ed-bound");
const HIDDEN = Decoration.replace({});

// What the record says of each claim, by its key: "38/46".
export const setFigures = StateEffect.define();
export const figures = StateField.define({
  create: () => new Map(),
  update: (held, act) => act.effects.find((one) => one.is(setFigures))?.value ?? held,
});

class Chip extends WidgetType {
  constructor(key, figure) {
    super();
    this.key = key;
    this.figure = figure;
  }

  eq(other) {
    return other.key === this.key && other.figure === this.figure;
  }

  toDOM() {
    const chip = document.createElement("span");
    chip.className = "ins-ed-chip";
    chip.textContent = this.figure ?? this.key;
    chip.title = this.figure ? `${this.key}: ${this.figure}` : this.key;
    return chip;
  }

  ignoreEvent() {
    return false;
  }
}

// The numbers of the lines in fences and in the front matter.
function apart(doc) {
  const found = new Set();
  let number = 0;
  let end = null;
  for (const text of doc.iterLines()) {
    number += 1;
    if (end) {
      found.add(number);
      if (end(text)) end = null;
    } else if (number === 1 && text === "---") {
      found.add(number);
      end = (one) => one === "---";
    } else {
      const fence = FENCE.exec(text)?.[1];
      if (!fence) continue;
      found.add(number);
      end = (one) => one.trim().startsWith(fence) && !one.trim().replaceAll(fence[0], "");
    }
  }
  return found;
}

function ofLine(text, from, out) {
  const level = HEADING.exec(text)?.[1].length;
  if (level) {
    out.push(LINES[level - 1].range(from), QUIET.range(from, from + level));
  }
  if (ATTRIBUTES.test(text)) out.push(QUIET.range(from, from + text.length));
  for (const [pattern, how] of [[STRONG, BOLD], [EMPHASIS, SLANTED]]) {
    for (const one of text.matchAll(pattern)) {
      out.push(how.range(from + one.index, from + one.index + one[0].length));
    }
  }
}

// A passage on which the selection stands is shown as it is written.
function ofSpan(state, found, from, out) {
  const [whole, words, attributes] = found;
  const start = from + found.index;
  const after = start + 1 + words.length;
  const end = start + whole.length;
  const key = KEY.exec(attributes)?.[1];
  if (words && key) out.push(BOUND.range(start + 1, after));
  const open = state.selection.ranges.some((one) => one.from <= end && one.to >= start);
  if (open || !key) {
    out.push(QUIET.range(start, start + 1), QUIET.range(after, end));
    return;
  }
  const chip = new Chip(key, state.field(figures).get(key));
  out.push(HIDDEN.range(start, start + 1), Decoration.replace({ widget: chip }).range(after, end));
}

function drawn(view) {
  const { state } = view;
  const { doc } = state;
  const out = [];
  const aside = apart(doc);
  for (const { from, to } of view.visibleRanges) {
    const first = doc.lineAt(from);
    const last = doc.lineAt(to);
    for (let number = first.number; number <= last.number; number += 1) {
      const one = doc.line(number);
      if (aside.has(number)) out.push(CODE.range(one.from));
      else ofLine(one.text, one.from, out);
    }
    for (const found of doc.sliceString(first.from, last.to).matchAll(SPAN)) {
      const at = first.from + found.index;
      if (!aside.has(doc.lineAt(at).number)) ofSpan(state, found, first.from, out);
    }
  }
  return Decoration.set(out, true);
}

const plugin = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = drawn(view);
    }

    update(act) {
      const told = act.startState.field(figures) !== act.state.field(figures);
      if (act.docChanged || act.viewportChanged || act.selectionSet || told) {
        this.decorations = drawn(act.view);
      }
    }
  },
  { decorations: (held) => held.decorations },
);

export const marks = [figures, plugin];
