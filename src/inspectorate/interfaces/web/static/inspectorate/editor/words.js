// Places in a text: as the server counts them, and as they are when the text has moved on.

const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

// The server counts characters; a browser counts some of them twice.
export function counted(text, problems) {
  if (!PAIR.test(text)) return problems;
  const at = [];
  let units = 0;
  for (const character of text) {
    at.push(units);
    units += character.length;
  }
  const unit = (place) => at[place] ?? units;
  return problems.map((one) => ({ ...one, start: unit(one.start), end: unit(one.end) }));
}

// Where each thing that was found in one text stands in the next; null where it was typed into.
export function moved(problems, before, after) {
  if (before === after) return problems;
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  let tail = 0;
  while (tail < most - same && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const by = after.length - before.length;
  return problems.map((one) => {
    if (one.end <= same) return one;
    if (one.start < before.length - tail) return null;
    return { ...one, start: one.start + by, end: one.end + by };
  });
}
