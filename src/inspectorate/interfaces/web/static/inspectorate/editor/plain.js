// The field itself, without the editor: the same work by the same list.
import { told } from "./tip.js";

export function plain(field, { changed, say }) {
  const heard = new AbortController();
  field.addEventListener("input", changed, { signal: heard.signal });
  return {
    dom: null,
    focus: () => field.focus(),
    caret: () => field.selectionStart,
    selected: () => ({ from: field.selectionStart, to: field.selectionEnd }),
    show() {},
    select(one) {
      field.focus();
      field.setSelectionRange(one.start, one.end);
      say(told(one));
    },
    replace(start, end, words) {
      field.focus();
      field.setSelectionRange(start, end);
      // Deprecated, and the only way by which the browser can undo it.
      if (!document.execCommand("insertText", false, words)) {
        field.setRangeText(words, start, end, "end");
        changed();
      }
    },
    close: () => false,
    leave: () => heard.abort(),
  };
}
