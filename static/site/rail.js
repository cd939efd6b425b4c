// The now line of a time rail, drawn through what is on at the height that its time has there.
// Rows and talks carry data-starts and data-ends; without this the line stands between two rows, where the server put it.

const LABELS = 54; // start and end of a row stand above this, and the line does not strike them out

/** Put the line of this rail where `now` is. Call it again as time goes on and when the page's width changes. */
export function drawNowLine(rail, line, now) {
  const rows = [...rail.querySelectorAll(":scope > .rail-row[data-starts]")];
  const row = rows.find((one) => starts(one) <= now && now < ends(one));
  line.classList.toggle("is-through", Boolean(row));
  if (row) line.style.insetBlockStart = `${Math.round(height(rail, row, now))}px`;
  else line.style.removeProperty("inset-block-start");
}

function height(rail, row, now) {
  const above = rail.getBoundingClientRect().top;
  const box = row.getBoundingClientRect();
  const talks = [...row.querySelectorAll("[data-starts]")].filter((talk) => starts(talk) <= now);
  const free = Math.min(box.top + LABELS, box.bottom);
  if (!talks.length) return free - above + share(row, now) * (box.bottom - free);
  const talk = talks.at(-1);
  const inner = talk.getBoundingClientRect();
  return Math.max(free, inner.top + share(talk, now) * inner.height) - above;
}

function share(entry, now) {
  return Math.min(1, Math.max(0, (now - starts(entry)) / (ends(entry) - starts(entry) || 1)));
}

function starts(entry) {
  return Date.parse(entry.dataset.starts);
}

function ends(entry) {
  return Date.parse(entry.dataset.ends);
}
