// pdf.js, loaded when the first page is asked for.

const LIBRARY = new URL("../vendor/pdfjs-dist/pdf.mjs", import.meta.url).href;
const WORKER = new URL("../vendor/pdfjs-dist/pdf.worker.mjs", import.meta.url).href;
const MOST_PIXELS = 16_000_000; // more than this, and some browsers draw nothing at all

/** A document with page(number) → {shape, draw(width, isStale), text()} and close(). */
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
    draw: (width, isStale) => draw(page, natural, width, isStale),
    text: () => textOf(page),
  };
}

async function draw(page, natural, width, isStale) {
  const wanted = (width / natural.width) * Math.min(devicePixelRatio || 1, 2);
  const most = Math.sqrt(MOST_PIXELS / (natural.width * natural.height));
  const viewport = page.getViewport({ scale: Math.min(wanted, most) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  const task = page.render({ canvas, viewport });
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
