// One HLS stream in one <video>: hls.js where it works, the browser itself where it does not.

import { serverNow } from "../site/clock.js";

const LIGHT = new URL("../vendor/hls.js/hls.light.mjs", import.meta.url).href;
const FULL = new URL("../vendor/hls.js/hls.mjs", import.meta.url).href;
const WORKER = new URL("../vendor/hls.js/hls.worker.js", import.meta.url).href;

const PATIENCE = { maxTimeToFirstByteMs: 8000, maxLoadTimeMs: 15_000, timeoutRetry: null, errorRetry: { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2000 } };
const SILENT = "The stream does not answer.";
const STOPPED = "The stream stopped.";
const STALE_AFTER = 3; // lengths of a segment without a new one
const MEND_AFTER = 1500;
const WORDS = "Captions of the stream";

/** Begins to load; `failed(reason)` is called once when it is hopeless, `changed()` when levels or captions are known. */
export async function openStream(video, url, { failed, changed }) {
  const { default: Hls } = await import(await needsMore(url) ? FULL : LIGHT);
  if (!Hls.isSupported()) return openFile(video, url, { failed, changed, isStream: true });
  return new Stream(Hls, video, url, { failed, changed });
}

class Stream {
  constructor(Hls, video, url, heard) {
    Object.assign(this, { video, url, ...heard });
    this.hls = new Hls({
      workerPath: WORKER,
      liveSyncDurationCount: 3,
      liveMaxLatencyDurationCount: 8,
      maxLiveSyncPlaybackRate: 1.05,
      backBufferLength: 30,
      renderTextTracksNatively: false, // its own way loads a data: address, which the policy of the page forbids
      manifestLoadPolicy: { default: PATIENCE },
      playlistLoadPolicy: { default: PATIENCE },
      fragLoadPolicy: { default: { ...PATIENCE, maxLoadTimeMs: 30_000 } },
    });
    this.broken = "";
    this.isMended = false;
    const { Events, ErrorTypes } = Hls;
    this.hls.on(Events.ERROR, (_, error) => error.fatal && this.onFatal(error, ErrorTypes));
    this.hls.on(Events.MANIFEST_LOADED, (_, told) => this.onManifest(told));
    this.hls.on(Events.MANIFEST_PARSED, () => this.changed());
    this.hls.on(Events.SUBTITLE_TRACKS_UPDATED, () => this.changed());
    this.hls.on(Events.CUES_PARSED, (_, { cues }) => this.onCues(cues));
    this.hls.on(Events.LEVEL_UPDATED, (_, { details }) => this.onPlaylist(details));
    this.hls.loadSource(url);
    this.hls.attachMedia(video);
  }

  /** A stream that has begun is asked for again while there is something left to play; the player sees when that ends. */
  onFatal(error, types) {
    if (error.type === types.MEDIA_ERROR && !this.isMended) {
      this.isMended = true;
      this.hls.recoverMediaError();
    } else if (error.type === types.NETWORK_ERROR && this.playlist) {
      this.broken = SILENT;
      clearTimeout(this.mending);
      this.mending = setTimeout(() => this.hls.startLoad(-1), MEND_AFTER);
    } else this.failed(error.type === types.NETWORK_ERROR ? SILENT : "The stream cannot be played here.");
  }

  onManifest({ levels, audioTracks }) {
    const alone = levels.find((level) => !level.videoCodec && !level.height && level.audioCodec);
    this.soundUrl = alone?.url[0] ?? alone?.url ?? audioTracks?.find((track) => track.url)?.url ?? "";
    if (levels.length === 1) this.soundUrl = alone ? "" : this.soundUrl;
  }

  onPlaylist(details) {
    const newest = `${details.endSN} ${details.partList?.length ?? 0}`;
    if (newest !== this.playlist?.newest) this.playlist = { ...this.playlist, newest, at: performance.now(), patience: STALE_AFTER * 1000 * Math.max(details.targetduration, 2) };
    this.playlist.isLive = details.live;
    this.playlist.wasLive ||= details.live;
    this.broken = "";
  }

  /** Why nothing new comes, in words; empty while all is well. */
  trouble() {
    if (this.broken) return this.broken;
    return this.playlist?.isLive && performance.now() - this.playlist.at > this.playlist.patience ? STOPPED : "";
  }

  /** How long ago that happened which is seen now; `isExact` when the stream itself says so by its clock. */
  delay() {
    const date = this.hls.playingDate;
    if (date) return { seconds: (serverNow() - date.getTime()) / 1000, isExact: true };
    return { seconds: this.hls.latency, isExact: false };
  }

  levels() {
    return this.hls.levels.map((level, index) => ({ index, words: level.height ? `${level.height}p` : `${Math.round(level.bitrate / 1000)} kbit/s` }));
  }

  choose(index) {
    this.hls.nextLevel = index;
  }

  captions() {
    return (this.hls.subtitleTracks ?? []).map((track, index) => ({ index, words: track.name || track.lang || `Captions ${index + 1}` }));
  }

  caption(index) {
    this.clearCues();
    this.hls.subtitleTrack = index;
    this.words().mode = index >= 0 ? "showing" : "disabled";
  }

  /** The one text track of the video that the captions of a stream are written into. */
  words() {
    return [...this.video.textTracks].find((track) => track.label === WORDS) ?? this.video.addTextTrack("captions", WORDS);
  }

  onCues(cues) {
    const track = this.words();
    if (track.mode === "disabled") return;
    for (const cue of cues) if (!track.cues.getCueById(cue.id)) track.addCue(cue);
  }

  clearCues() {
    const track = [...this.video.textTracks].find(({ label }) => label === WORDS);
    if (!track) return;
    track.mode = "hidden";
    for (const cue of [...track.cues]) track.removeCue(cue);
    track.mode = "disabled";
  }

  close() {
    clearTimeout(this.mending);
    this.clearCues();
    this.hls.destroy();
  }
}

/** A recording that is one file, or a stream that the browser plays by itself. */
export function openFile(video, url, { failed, changed, isStream = false }) {
  if (isStream && !video.canPlayType("application/vnd.apple.mpegurl")) {
    failed("This browser cannot play the stream.");
    return nothing;
  }
  const fail = () => failed(isStream ? SILENT : "The recording cannot be loaded.");
  video.addEventListener("error", fail);
  video.src = url;
  changed();
  return {
    ...nothing,
    close() {
      video.removeEventListener("error", fail);
      video.removeAttribute("src");
      video.load();
    },
  };
}

const nothing = { soundUrl: "", trouble: () => "", delay: () => ({ seconds: 0, isExact: false }), levels: () => [], choose() {}, captions: () => [], caption() {}, close() {} };

/** The light build knows neither captions nor a second sound track; a stream that has them gets the full one. */
async function needsMore(url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(8000) });
    return /#EXT-X-MEDIA:[^\n]*URI=/.test(await answer.text());
  } catch {
    return false;
  }
}
