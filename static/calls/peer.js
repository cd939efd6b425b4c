// The connection to one other seat. Both sides may begin anew at any time: perfect negotiation, where the one who came later gives way.
// Sound, camera and screen are three lines from the beginning, so that switching one on or off needs no negotiation.

const LINES = [
  { kind: "audio", rate: 32_000 },
  { kind: "video", rate: 180_000, frames: 15 },
  { kind: "video", rate: 400_000, frames: 5 },
];
const PATIENCE = 12_000;
const MOST_CALLS = 6;

export class Peer {
  /** send(message): to the other seat; changed(): the state or the streams are others now. */
  constructor({ mine, theirs, servers, isLite, tracks, send, changed }) {
    Object.assign(this, { servers, isLite, tracks, send, changed });
    this.isPolite = mine > theirs;
    this.isCaller = this.isPolite;
    this.state = "connecting";
    this.received = 0;
    this.calls = 0;
    this.lines = [];
    this.turn = Promise.resolve();
    this.isClosed = false;
    if (this.isCaller) this.call();
    else this.wait();
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.pc?.close();
    this.pc = null;
    this.lines = [];
  }

  /** Begin anew: the other side drops what it had. */
  call() {
    if (this.calls >= MOST_CALLS) return this.become("lost");
    this.calls += 1;
    this.open(Math.random().toString(36).slice(2, 10));
    this.lines = LINES.map(({ kind, rate, frames }) =>
      this.pc.addTransceiver(kind, { direction: this.direction(kind), sendEncodings: [{ maxBitrate: rate, ...(frames && { maxFramerate: frames }) }] }),
    );
    this.showTracks();
    this.wait();
  }

  /** What the other seat said; one thing after the other. */
  receive(message) {
    this.turn = this.turn.then(() => this.take(message)).catch(() => !this.isClosed && this.again());
    return this.turn;
  }

  showTracks() {
    const tracks = this.tracks();
    this.lines.forEach((line, index) => {
      if (line.sender.track !== tracks[index]) line.sender.replaceTrack(tracks[index]).catch(() => {});
    });
  }

  stream(index) {
    const track = this.lines[index]?.receiver?.track;
    return track ? (this.streams[index] ??= new MediaStream([track])) : null;
  }

  get level() {
    return this.lines[0]?.receiver?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }

  /** Count what has come in. */
  async count() {
    let sum = 0;
    for (const report of (await this.pc?.getStats())?.values() ?? []) if (report.type === "inbound-rtp") sum += report.bytesReceived;
    this.received = sum;
  }

  open(session) {
    this.pc?.close();
    const pc = new RTCPeerConnection({ iceServers: this.servers, bundlePolicy: "max-bundle" });
    Object.assign(this, { pc, session, streams: [], lines: [], isOffering: false, isIgnoring: false, isSettingAnswer: false });
    pc.onicecandidate = ({ candidate }) => candidate && this.pc === pc && this.send({ session, candidates: [candidate.toJSON()] });
    pc.onnegotiationneeded = () => this.offer(pc);
    pc.ontrack = () => this.changed();
    pc.onconnectionstatechange = () => this.pc === pc && this.follow(pc.connectionState);
  }

  async offer(pc) {
    // Only who calls begins; after that both may ask for another way through the net.
    if (!this.isCaller && !pc.remoteDescription) return;
    try {
      this.isOffering = true;
      await pc.setLocalDescription();
      if (this.pc === pc) this.send({ session: this.session, description: pc.localDescription.toJSON() });
    } catch {
      if (this.pc === pc) this.again();
    } finally {
      this.isOffering = false;
    }
  }

  async take({ session, description, candidates, again }) {
    if (this.isClosed) return;
    if (again) {
      if (this.isCaller) this.call();
      return;
    }
    if (session !== this.session) {
      if (this.isCaller || description?.type !== "offer") return;
      this.open(session);
    }
    const { pc } = this;
    if (description) await this.describe(pc, description);
    for (const candidate of candidates ?? []) {
      try {
        await pc.addIceCandidate(candidate);
      } catch (error) {
        if (!this.isIgnoring && this.pc === pc) throw error;
      }
    }
  }

  async describe(pc, description) {
    const isReady = !this.isOffering && (pc.signalingState === "stable" || this.isSettingAnswer);
    this.isIgnoring = description.type === "offer" && !isReady && !this.isPolite;
    if (this.isIgnoring) return;
    this.isSettingAnswer = description.type === "answer";
    await pc.setRemoteDescription(description);
    this.isSettingAnswer = false;
    if (description.type !== "offer") return;
    this.adopt(pc);
    await pc.setLocalDescription();
    if (this.pc === pc) this.send({ session: this.session, description: pc.localDescription.toJSON() });
  }

  /** The three lines that the caller laid. */
  adopt(pc) {
    if (this.lines.length) return;
    this.lines = pc.getTransceivers().slice(0, LINES.length);
    this.lines.forEach((line, index) => {
      line.direction = this.direction(LINES[index].kind);
      limit(line.sender, LINES[index]);
    });
    this.showTracks();
    this.changed();
  }

  direction(kind) {
    return kind === "video" && this.isLite ? "inactive" : "sendrecv";
  }

  follow(state) {
    if (state === "connected") {
      clearTimeout(this.timer);
      this.calls = 0;
      this.become("connected");
    } else if (state === "failed") {
      this.become("connecting");
      this.pc.restartIce();
      this.wait();
    } else if (state === "disconnected") {
      this.become("connecting");
    }
  }

  /** Not connected after a while: the caller calls anew, and the other one asks for it. */
  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pc?.connectionState !== "connected" && this.again(), PATIENCE * (0.8 + Math.random() * 0.4));
  }

  again() {
    if (this.isClosed) return;
    if (this.isCaller) {
      this.call();
      return;
    }
    this.calls += 1;
    if (this.calls > MOST_CALLS) return this.become("lost");
    this.send({ again: true });
    this.wait();
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}

/** Who is called learns the rates of its lines here, since only the caller can say them at the beginning. */
function limit(sender, { rate, frames }) {
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) parameters.encodings = [{}];
  for (const encoding of parameters.encodings) Object.assign(encoding, { maxBitrate: rate, ...(frames && { maxFramerate: frames }) });
  sender.setParameters(parameters).catch(() => {});
}
