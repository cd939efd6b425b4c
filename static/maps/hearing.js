// Hearing who is near: the call of the board or table at which one stands, listening first, the nearer the louder.

import { volumeAt } from "./ground.js";

export class Hearing {
  /** `said(sentence)` is told what cannot be done, in words; `turned()` when it begins or ends. */
  constructor(said, turned) {
    Object.assign(this, { said, turned, mesh: null, thread: 0, turn: 0 });
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
      await this.mesh.join({ audio: false, video: false, isListening: true });
    } catch (error) {
      if (turn !== this.turn) return;
      await this.leave();
      this.said(error?.code ? error.message : "There are no calls here at this moment. You can still write in the room.");
    }
  }

  async leave() {
    this.turn += 1;
    const turn = this.turn;
    const { mesh } = this;
    Object.assign(this, { mesh: null, thread: 0 });
    this.turned();
    try {
      await mesh?.leave();
    } catch {
      // It is over either way.
    }
    return turn;
  }

  /** How far everybody near is: [{person, far}]; who is not in sight is not heard. */
  mix(near) {
    if (!this.mesh) return;
    const far = new Map(near.map((one) => [one.person.id, one.far]));
    const there = this.mesh.peers?.keys ? [...this.mesh.peers.values()] : (this.mesh.peers ?? []);
    for (const peer of there) {
      const id = peer.person?.id ?? peer.person ?? peer.id;
      this.mesh.setVolume(id, far.has(id) ? volumeAt(far.get(id)) : 0.4);
    }
  }
}
