// One HLS stream in one <video>: hls.js where it works, the browser itself where it does not.

const LIGHT = new URL("../vendor/hls.js/hls.light.mjs", import.meta.url).href;
const FULL = new URL("../vendor/hls.js/hls.mjs", import.meta.url).href;
const WORKER = new URL("../vendor/hls.js/hls.worker.js", import.meta.url).href;

const PATIENCE = { maxTimeToFirstByteMs: 8000, maxLoadTimeMs: 15_000, timeoutRetry: null, errorRetry: { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2000 } };

/** Begins to load; `failed(reason)` is called once when it is hopeless, `changed()` when levels or captions are known. */
export async function openStream(video, url, { failed, changed }) {
  const { default: Hls } = await import(await needsMore(url) ? FULL : LIGHT);
  if (!Hls.isSupported()) return openNatively(video, url, failed);
  const hls = new Hls({
    workerPath: WORKER,
    liveSyncDurationCount: 3,
    liveMaxLatencyDurationCount: 8,
    maxLiveSyncPlaybackRate: 1.05,
    backBufferLength: 30,
    manifestLoadPolicy: { default: PATIENCE },
    playlistLoadPolicy: { default: PATIENCE },
    fragLoadPolicy: { default: { ...PATIENCE, maxLoadTimeMs: 30_000 } },
  });
  let isMended = false;
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !isMended) {
      isMended = true;
      hls.recoverMediaError();
      return;
    }
    failed(error.type === Hls.ErrorTypes.NETWORK_ERROR ? "The stream does not answer." : "The stream cannot be played here.");
  });
  hls.on(Hls.Events.MANIFEST_PARSED, changed);
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    latency: () => hls.latency,
    levels: () => hls.levels.map((level, index) => ({ index, words: level.height ? `${level.height}p` : `${Math.round(level.bitrate / 1000)} kbit/s` })),
    choose: (index) => { hls.nextLevel = index; },
    close: () => hls.destroy(),
  };
}

function openNatively(video, url, failed) {
  if (!video.canPlayType("application/vnd.apple.mpegurl")) {
    failed("This browser cannot play the stream.");
    return closed;
  }
  const hear = () => failed("The stream does not answer.");
  video.addEventListener("error", hear);
  video.src = url;
  return {
    ...closed,
    close() {
      video.removeEventListener("error", hear);
      video.removeAttribute("src");
      video.load();
    },
  };
}

const closed = { latency: () => 0, levels: () => [], choose() {}, close() {} };

/** The light build knows neither captions nor a second sound track; a stream that has them gets the full one. */
async function needsMore(url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(8000) });
    return /#EXT-X-MEDIA:[^\n]*URI=/.test(await answer.text());
  } catch {
    return false;
  }
}
