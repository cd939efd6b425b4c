// Plays the sources of a stage in one Screen: notices when one dies, says so, and tries the next.

import { announce } from "../site/announce.js";
import { allow, isAllowed } from "../privacy/consent.js";
import { Failover, followed, isSameList, plays } from "./failover.js";
import { openFile, openStream } from "./hls_source.js";
import { askCover, deadCover, endCover } from "./offers.js";
import { Return } from "./return.js";
import { Screen } from "./screen.js";

const TOO_LONG = 12; // seconds without a moving picture are a failure, not a wait
const IN_TROUBLE = 3; // the same when it is known that nothing new comes
const SETTLED = 10; // seconds of a moving picture that end the trouble

export class Playing {
  /** `changed()` when what the bar under the picture shows may be another; `report(source, state)` when one plays or fails. */
  constructor(sources, { label = "Live stream", isSilent = false, changed = () => {}, report = () => {} } = {}) {
    Object.assign(this, { sources, changed, report });
    this.failover = new Failover(sources);
    this.back = new Return(this);
    this.screen = new Screen(label, isSilent);
    this.screen.video.addEventListener("ended", () => this.onEnd());
    this.at = -1;
    this.isSoundOnly = false;
  }

  get source() {
    return this.sources[this.at];
  }

  get isMoving() {
    return Boolean(this.stream) && !this.screen.video.paused && this.screen.video.readyState > 1;
  }

  /** Somebody wants this one: what was known about the others is forgotten. */
  choose(index) {
    this.failover.use(this.sources);
    this.back.forget();
    this.screen.note("");
    this.show(index);
  }

  show(index) {
    this.clear();
    if (!this.sources[index]) return;
    this.at = index;
    if (plays(this.source)) this.play(this.source.url);
    else if (this.source.service && isAllowed(this.source.url)) return this.embed(this.source);
    else this.screen.cover(...askCover(this.source, () => this.ask(this.source)));
    this.back.lookNowAndThen();
    this.changed();
  }

  play(url) {
    const run = (this.run = {});
    const { screen, source } = this;
    screen.showVideo();
    screen.video.crossOrigin = source.captions?.endsWith(".vtt") ? "anonymous" : null; // or its file could come from here alone
    screen.plate(this.isSoundOnly);
    screen.say(source.is_recording ? "Loading the recording…" : `Loading ${source.label}…`);
    Object.assign(this, { lastTime: -1, movedAt: performance.now(), movesSince: 0, isReported: false });
    const heard = { failed: (reason) => this.run === run && this.fail(reason), changed: () => this.run === run && this.stream && this.known(), isWanted: () => this.run === run };
    const open = source.kind === "file" ? async () => openFile(screen.video, url, heard) : () => openStream(screen.video, url, heard);
    open()
      .then((stream) => (this.run === run ? this.take(stream) : stream.close()))
      .catch(() => this.run === run && this.fail("The player could not be loaded."));
    this.ticking = setInterval(() => this.tick(), 1000);
  }

  take(stream) {
    this.stream = stream;
    this.screen.play();
    this.known();
  }

  /** The levels, the captions and the sound track of a stream are known only once its list has come. */
  known() {
    if (this.isSoundOnly && !this.soundUrl && this.stream.levels().length) this.setSoundOnly(true);
    else this.changed();
  }

  /* Whether it moves */

  tick() {
    const { video } = this.screen;
    const now = performance.now();
    if (video.paused && this.lastTime >= 0) this.movedAt = now;
    else if (video.currentTime !== this.lastTime && !video.paused) this.moves(now);
    else this.stands((now - this.movedAt) / 1000);
    this.lastTime = video.readyState > 1 ? video.currentTime : this.lastTime;
    this.changed("delay");
  }

  moves(now) {
    this.movedAt = now;
    this.movesSince ||= now;
    this.screen.say("");
    this.screen.offerSound(true);
    if (now - this.movesSince <= SETTLED * 1000) return;
    this.failover.works(this.at);
    if (!this.isReported) this.report(this.source, "plays");
    this.isReported = true;
  }

  stands(seconds) {
    if (this.screen.parts.play) return;
    const trouble = this.stream?.trouble() ?? "";
    if (seconds > 1.5 && this.movesSince) this.screen.say(trouble || "The stream stopped for a moment…");
    if (seconds > (trouble ? IN_TROUBLE : TOO_LONG)) this.fail(trouble || (this.movesSince ? "The stream stopped." : "The stream does not start."));
  }

  onEnd() {
    const isWhole = this.source?.is_recording || this.source?.kind === "file" || this.stream?.playlist?.isFinished;
    if (!isWhole) return this.fail("The stream ended.");
    this.screen.cover(...endCover(this.source, () => this.choose(this.at)));
    this.halt();
  }

  /* One that died */

  fail(reason) {
    const died = this.at;
    this.report(this.source, "fails");
    this.screen.note("");
    this.back.remember(died);
    const next = this.failover.next(died);
    if (next < 0) return this.giveUp(reason);
    this.show(next);
    this.tell(`${reason} Trying ${this.source.label}…`);
  }

  tell(words) {
    announce(words, "stream");
    if (plays(this.source)) this.screen.say(words);
  }

  /** None works: say so, look again after a while that grows, and lead to what does go on. */
  giveUp(reason) {
    this.halt();
    announce(`${reason} No source of the stream works now. It is tried again by itself.`, "stream");
    const { left, words } = deadCover(this, reason);
    this.screen.cover(...words);
    this.back.countDown(left);
    this.changed();
  }

  /** Somebody has pressed the button that names the host: it is not asked about again. */
  ask(source) {
    allow(source.url);
    this.embed(source);
  }

  embed(source) {
    this.clear();
    this.at = this.sources.indexOf(source);
    this.isEmbedded = true;
    this.screen.embed(source);
    this.back.lookNowAndThen();
    this.changed();
  }

  /* What others decide */

  /** Another list of sources, as everybody gets it: all turn to its first one when that is new. */
  follow(fresh) {
    const { place, isTurned } = followed(this.sources, fresh, this.at);
    const isSame = isSameList(this.sources, fresh);
    this.sources = fresh;
    if (isSame) return; // heard again after a lost connection
    if (this.at >= 0 && fresh.length && (isTurned || place < 0 || this.back.isCounting)) {
      this.choose(0);
      if (isTurned) this.tell(`The organizers have turned to ${fresh[0].label}.`);
      return;
    }
    this.at = place;
    this.failover.use(fresh);
    this.changed();
  }

  setSoundOnly(isOn) {
    this.isSoundOnly = isOn;
    if (!this.stream) return;
    const sound = this.soundUrl ?? this.stream.soundUrl;
    this.screen.plate(isOn);
    if (!sound) this.stream.choose(isOn ? 0 : -1);
    else {
      this.halt();
      this.soundUrl = isOn ? sound : null;
      this.play(isOn ? sound : this.source.url);
      this.back.lookNowAndThen();
    }
    this.changed();
  }

  /* Coming and going */

  /** Nothing is loaded any more; what stands on the screen stays. */
  halt() {
    this.run = null;
    clearInterval(this.ticking);
    this.back.rest();
    this.stream?.close();
    this.stream = null;
  }

  clear() {
    this.halt();
    this.soundUrl = null;
    this.isEmbedded = false;
    this.screen.clear();
  }
}
