// Look at yourself first: a preview, a level, the devices, and words for what does not work. Nothing is asked before a press.

import { element, icon } from "../site/dom.js";
import { choose, chosen, listDevices, Meter, openTrack } from "./devices.js";
import { isLite } from "./mesh.js";

const WORD = { audio: "Microphone", video: "Camera" };

/** How somebody wants to join: {audio, video} as tracks, {isListening: true}, or null for not at all. */
export function askHow({ mayListen = true, verb = "Join" } = {}) {
  return new Promise((resolve) => new Mirror(mayListen, verb, resolve).show());
}

class Mirror {
  constructor(mayListen, verb, resolve) {
    Object.assign(this, { mayListen, verb, resolve, tracks: { audio: null, video: null }, wanted: [] });
    this.body = element("div", { class: "stack" });
    this.dialog = element("dialog", { class: "dialog call-dialog", "aria-labelledby": "call-dialog-title" }, element("h2", { id: "call-dialog-title" }, "How would you like to join?"), this.body);
    this.dialog.addEventListener("close", () => this.finish(null));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  }

  show() {
    document.body.append(this.dialog);
    this.askHow();
    this.dialog.showModal();
  }

  askHow() {
    const choice = (label, sign, note, act) => element("button", { class: "button call-choice", type: "button", onclick: act }, icon(sign), element("span", {}, label, element("span", { class: "hint" }, note)));
    this.body.replaceChildren(
      element("div", { class: "call-choices" },
        choice("With microphone", "mic", "People hear you.", () => this.look(["audio"])),
        isLite() ? null : choice("With microphone and camera", "eye", "People hear and see you. You look at yourself first.", () => this.look(["audio", "video"])),
        this.mayListen ? choice("Just listen", "headphones", "No microphone, no camera, and no question from the browser.", () => this.finish({ isListening: true })) : null),
      element("p", { class: "form-foot" }, element("button", { class: "button quiet", type: "button", onclick: () => this.dialog.close() }, "Cancel")),
    );
  }

  async look(wanted) {
    this.wanted = wanted;
    this.dialog.querySelector("h2").textContent = "Look at yourself first";
    this.body.replaceChildren(element("p", { class: "quiet", role: "status" }, "Your browser asks now whether this page may. Press Allow there."));
    await this.open();
  }

  async open() {
    const failures = [];
    for (const kind of this.wanted) {
      if (this.tracks[kind]?.readyState === "live") continue;
      try {
        const track = await openTrack(kind);
        if (this.isDone) return track.stop();
        this.tracks[kind] = track;
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (!this.isDone) await this.draw(failures);
  }

  async draw(failures) {
    const { audio, video } = this.tracks;
    clearInterval(this.timer);
    this.meter?.close();
    const parts = [];
    if (video) {
      const preview = element("video", { class: "call-preview", autoplay: true, playsinline: true, "aria-label": "You, as others will see you" });
      preview.muted = true;
      preview.srcObject = new MediaStream([video]);
      parts.push(preview);
    }
    if (audio) parts.push(this.level(audio));
    for (const failure of failures) parts.push(element("p", { class: "flash is-warning", role: "alert" }, failure.message));
    for (const kind of this.wanted) if (this.tracks[kind]) parts.push(await this.devices(kind));
    const again = failures.length ? element("button", { class: "button", type: "button", onclick: () => this.open() }, "Try again") : null;
    const listen = failures.length && this.mayListen ? element("button", { class: "button", type: "button", onclick: () => this.finish({ isListening: true }) }, "Just listen") : null;
    const join = audio || video ? element("button", { class: "button primary", type: "button", onclick: () => this.finish({ ...this.tracks }) }, this.verb) : null;
    parts.push(element("p", { class: "form-foot" }, again, listen, element("button", { class: "button quiet", type: "button", onclick: () => this.dialog.close() }, "Cancel"), join));
    this.body.replaceChildren(...parts);
    (join ?? again)?.focus();
  }

  level(track) {
    const bar = element("meter", { min: 0, max: 1, low: 0.02, value: 0, "aria-labelledby": "call-level" });
    const word = element("span", { class: "quiet" }, "Say something.");
    this.meter = new Meter(track);
    let loudest = 0;
    this.timer = setInterval(() => {
      bar.value = this.meter.level();
      loudest = Math.max(loudest, bar.value);
      if (loudest > 0.05) word.textContent = "Your microphone works.";
    }, 120);
    return element("p", { class: "call-level" }, element("span", { id: "call-level" }, "Level"), bar, word);
  }

  async devices(kind) {
    const list = await listDevices(`${kind}input`);
    const current = this.tracks[kind]?.getSettings().deviceId ?? chosen()[`${kind}input`];
    const id = `call-${kind}`;
    const select = element("select", { id, class: "input", onchange: (event) => this.change(kind, event.target.value) }, ...list.map((one) => element("option", { value: one.id, selected: one.id === current }, one.name)));
    return element("div", { class: "field" }, element("label", { for: id }, WORD[kind]), select);
  }

  async change(kind, id) {
    choose(`${kind}input`, id);
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
    await this.open();
  }

  finish(how) {
    if (this.isDone) return;
    this.isDone = true;
    clearInterval(this.timer);
    this.meter?.close();
    if (!how || how.isListening) for (const track of Object.values(this.tracks)) track?.stop();
    this.dialog.close();
    this.dialog.remove();
    this.resolve(how);
  }
}
