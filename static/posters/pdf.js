// pdf.js, loaded when somebody wants a PDF larger, another page, or its text.

const LIBRARY = new URL("../vendor/pdfjs-dist/pdf.mjs", import.meta.url).href;
const WORKER = new URL("../vendor/pdfjs-dist/pdf.worker.mjs", import.meta.url).href;

/** A document with page(number) → {shape, draw(wish, isStale), text()} and close(). */
export async function open(address) {
  const library = await import(LIBRARY);
  library.GlobalWorkerOptions.workerSrc = WORKER;
  const task = library.getDocument({ url: address, isEvalSupported: false, enableXfa: false, useSystemFonts: true });
  const pdf = await task.promise;
  return {
    page: async (number) => sheetOf(await pdf.getPage(number)),
    close: () => task.destroy(),
  };
}

function sheetOf(page) {
  const natural = page.getViewport({ scale: 1 });
  return {
    shape: { width: natural.width, height: natural.height },
    draw: (wish, isStale) => draw(page, natural, wish, isStale),
    text: () => textOf(page),
  };
}

/**
 * A part of the page on a canvas of just its size; null when it is not wanted any more.
 * sheet: how wide the whole page would be. area: {left, top, width, height} of it. density: device pixels for each of these.
 */
async function draw(page, natural, { sheet, area, density }, isStale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(area.width * density));
  canvas.height = Math.max(1, Math.round(area.height * density));
  const viewport = page.getViewport({ scale: (sheet / natural.width) * density });
  const task = page.render({ canvas, viewport, transform: [1, 0, 0, 1, -area.left * density, -area.top * density] });
  task.onContinue = (go) => (isStale() ? task.cancel() : go());
  try {
    await task.promise;
  } catch (error) {
    if (error.name === "RenderingCancelledException") return null;
    throw error;
  }
  return canvas;
}

/** The page's text, its lines put together again into paragraphs: a larger step down, or another size, begins a new one. */
async function textOf(page) {
  const { items } = await page.getTextContent();
  let told = "";
  let last = null;
  for (const item of items.filter(({ str }) => str?.trim())) {
    const line = { y: item.transform[5], high: item.height || Math.abs(item.transform[3]), end: item.transform[4] + item.width, start: item.transform[4] };
    told += joint(last, line) + item.str.trim();
    last = line;
  }
  return told;
}

function joint(last, line) {
  if (!last) return "";
  const down = last.y - line.y;
  if (Math.abs(down) < line.high * 0.5) return line.start - last.end < line.high * 0.1 ? "" : " ";
  const isSameSize = Math.abs(last.high - line.high) < line.high * 0.1;
  return down > 0 && down < line.high * 1.9 && isSameSize ? " " : "\n\n";
}
