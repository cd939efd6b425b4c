// Draws the table beside it: lines or bars over time, with gaps where nothing was counted. The arrow keys read its points.

import uPlot from "../vendor/uplot/uplot.mjs";

const plots = new Map();

export function start(root) {
  plots.set(root, new Plot(root));
}

export function stop(root) {
  plots.get(root)?.close();
  plots.delete(root);
}

class Plot {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("[data-canvas]");
    this.told = root.querySelector("[data-point]");
    this.zone = document.documentElement.dataset.zone || "UTC";
    this.data = dataOf(root);
    this.canvas.hidden = false;
    this.onKey = (event) => this.key(event);
    this.canvas.addEventListener("keydown", this.onKey);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.onScheme = () => this.draw();
    this.dark.addEventListener("change", this.onScheme);
    this.watching = new ResizeObserver(() => this.fit());
    this.watching.observe(this.canvas);
    this.draw();
  }

  close() {
    this.watching.disconnect();
    this.dark.removeEventListener("change", this.onScheme);
    this.canvas.removeEventListener("keydown", this.onKey);
    this.plot?.destroy();
  }

  draw() {
    this.plot?.destroy();
    const { names, columns } = this.data;
    const [ink, line, ...colours] = ["--ink-2", "--line", "--accent", "--ink-3"].map((name) => colour(this.root, name));
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: `12px ${getComputedStyle(this.root).fontFamily}` };
    const bars = this.root.dataset.shape === "bars" ? uPlot.paths.bars({ size: [0.7, 40] }) : undefined;
    const series = names.map((label, number) => ({ label, stroke: colours[number], fill: bars ? colours[number] : undefined, width: 2, dash: number && !bars ? [4, 4] : undefined, paths: bars, points: { show: !bars && columns[0].length < 3 } }));
    this.plot = new uPlot(
      {
        width: this.canvas.clientWidth,
        height: this.canvas.clientHeight,
        padding: [14, 26, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), this.zone),
        scales: { x: { range: () => reach(columns[0], this.data.step, bars) }, y: { range: (_, low, high) => [0, Math.max(high * 1.1, 1)] } },
        axes: [{ ...axis, values: (_, splits) => times(splits, this.zone, this.data.step) }, { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] }],
        series: [{}, ...series],
        hooks: { setCursor: [(plot) => this.tell(plot.cursor.idx)] },
      },
      columns,
      this.canvas,
    );
  }

  fit() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (width && this.plot && (width !== this.plot.width || height !== this.plot.height)) this.plot.setSize({ width, height });
  }

  key(event) {
    const last = this.data.columns[0].length - 1;
    const at = this.plot.cursor.idx ?? -1;
    const to = { ArrowLeft: Math.max(0, at - 1), ArrowRight: Math.min(last, at + 1), Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const left = this.plot.valToPos(this.data.columns[0][to], "x");
    this.plot.setCursor({ left, top: 10 });
    this.tell(to);
  }

  tell(index) {
    const { names, columns } = this.data;
    if (index === null || index === undefined) return;
    const said = names.map((name, number) => `${name} ${columns[number + 1][index] ?? "not counted"}`).join(", ");
    const text = `${moment(columns[0][index], this.zone, this.data.step)}: ${said}`;
    if (this.told.textContent !== text) this.told.textContent = text;
  }
}

/** The columns that are drawn, from the rows of the table; a step that is missing is a gap. */
function dataOf(root) {
  const step = Number(root.dataset.step);
  const names = root.dataset.series.split("|");
  const headings = [...root.querySelectorAll("thead th")].map((one) => one.textContent.trim().toLowerCase());
  const places = names.map((name) => headings.indexOf(name));
  const columns = [[], ...names.map(() => [])];
  let before = null;
  for (const row of root.querySelectorAll("tbody tr")) {
    const at = Number(row.dataset.at);
    if (before !== null && at - before > step * 1.5) {
      columns[0].push(before + step);
      for (const column of columns.slice(1)) column.push(null);
    }
    columns[0].push(at);
    places.forEach((place, number) => columns[number + 1].push(Number(row.children[place].dataset.value)));
    before = at;
  }
  return { step, names, columns };
}

/** What a token of the style sheet is at this place, as a canvas wants it. */
function colour(root, name) {
  const probe = document.createElement("span");
  root.append(probe);
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** A single step would be stretched over years, and the first and the last bar cut in two. */
function reach(moments, step, bars) {
  const [low, high] = [moments[0], moments.at(-1)];
  if (low === high) return [low - 3 * step, high + 3 * step];
  return bars ? [low - step / 2, high + step / 2] : [low, high];
}

function times(splits, timeZone, step) {
  const isDaily = step >= 86_400 || splits.at(-1) - splits[0] > 2 * 86_400;
  const words = new Intl.DateTimeFormat("en-GB", isDaily ? { timeZone, day: "numeric", month: "short" } : { timeZone, hour: "2-digit", minute: "2-digit" });
  return splits.map((seconds) => words.format(seconds * 1000));
}

function moment(seconds, timeZone, step) {
  const clock = step >= 86_400 ? {} : { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short", ...clock }).format(seconds * 1000);
}
