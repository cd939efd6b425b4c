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

async function textOf(page) {
  const { items } = await page.getTextContent();
  return items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : "")).join("").trim();
}
