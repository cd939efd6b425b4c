// The worker that keeps the schedule for the time when the portal is out of reach; pages work without it.

import { meta } from "./dom.js";

export function startWorker() {
  if (!navigator.serviceWorker) return;
  const root = meta("socket-path").replace(/\/socket\.io$/, "");
  const begin = () => navigator.serviceWorker.register(`${root}/worker.js`, { scope: `${root}/` }).catch(() => {});
  // After the page itself, which may need the line more.
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
