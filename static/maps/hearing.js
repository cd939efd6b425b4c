// Hearing who is near: the call of the board or table at which one stands, listening first, the nearer the louder.

import { volumeAt } from "./ground.js";

const OUT_OF_SIGHT = 0.4;
const NO_CALLS = "There are no calls here at this moment. You can still write in the room.";

export class Hearing {
  /** `said(sentence)` is told what cannot be done, in words; `turned()` when it begins, changes or ends. */
  constructor(said, turned) {
    Object.assign(this, { said, turned, mesh: null, thread: 0, turn: 0, isSpeaking: false });
  }

  get isOn() {
    return this.thread > 0;
  }

  async join(thread) {
    const turn = await this.leave();
    this.thread = thread;
    this.turned();
    try {
      const { Mesh } = await import("../calls/mesh.js");
      if (turn !== this.turn) return;
      this.mesh = new Mesh(thread);
      this.off = this.mesh.onChange(() => this.look());
      await this.mesh.join({ audio: false, video: false, isListening: true });
      if (turn === this.turn) this.said(this.told());
    } catch (error) {
      if (turn !== this.turn) return;
      await this.leave();
      this.said(error?.code ? error.message : NO_CALLS);
    }
  }

  async leave() {
    this.turn += 1;
    const { turn, mesh } = this;
    this.off?.();
    Object.assign(this, { mesh: null, thread: 0, off: null, isSpeaking: false });
    this.turned();
    try {
      await mesh?.leave();
    } catch {
      // It is over either way.
    }
    return turn;
  }

  /** Be heard too, after a press; or listen again. */
  async speak(isWanted) {
    const { mesh, turn } = this;
    try {
      const { openTrack } = await import("../calls/devices.js");
      const audio = isWanted ? await openTrack("audio") : null;
      if (turn !== this.turn) return audio?.stop();
      await mesh.setListening(!isWanted, { audio });
      if (mesh.why) this.said(mesh.why);
    } catch (error) {
      this.said(error.message);
    }
    return this.look();
  }

  /** How far everybody near is: [{person, far}]; who stays out of sight is heard softly. */
  mix(near) {
    if (!this.mesh) return;
    const far = new Map(near.map((one) => [one.person.id, one.far]));
    for (const { person } of this.mesh.peers) this.mesh.setVolume(person, far.has(person) ? volumeAt(far.get(person)) : OUT_OF_SIGHT);
  }

  look() {
    if (this.mesh?.ended) {
      this.said(this.mesh.ended);
      return this.leave();
    }
    if (this.mesh?.isSilenced) this.mesh.resume();
    this.isSpeaking = this.mesh?.mine ? !this.mesh.mine.is_listening : false;
    return this.turned();
  }

  told() {
    const others = this.mesh.peers.length;
    if (!others) return "You listen here. Nobody else is in the call yet.";
    return `You listen here, with ${others} ${others === 1 ? "other person" : "others"} in the call. They see that you listen and do not hear you.`;
  }
}
