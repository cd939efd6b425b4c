// Microphone, camera and screen: opened after a press, remembered in this browser, and each failure with its remedy in words.

const KEPT = "call-devices";
const WORD = { audio: "microphone", video: "camera", screen: "screen" };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const PICTURE = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 15, max: 15 } };

export class DeviceFailure extends Error {
  constructor(kind, name, sentence) {
    super(sentence);
    this.kind = kind;
    this.reason = name;
  }
}

/** What was chosen last: {audioinput, videoinput, audiooutput} as ids. */
export function chosen() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

export function choose(kind, id) {
  localStorage.setItem(KEPT, JSON.stringify({ ...chosen(), [kind]: id }));
}

/** A track of "audio" or "video" from the device that was chosen last, or any where that one is gone. Rejects with a DeviceFailure. */
export async function openTrack(kind) {
  if (!navigator.mediaDevices?.getUserMedia) throw failure(kind, { name: isSecureContext ? "NotSupportedError" : "InsecureContext" });
  const id = chosen()[`${kind}input`];
  const wish = kind === "audio" ? SOUND : PICTURE;
  try {
    return await firstTrack({ [kind]: id ? { ...wish, deviceId: { exact: id } } : wish });
  } catch (error) {
    const isGone = id && ["OverconstrainedError", "NotFoundError"].includes(error.name);
    if (!isGone) throw failure(kind, error);
  }
  try {
    return await firstTrack({ [kind]: wish });
  } catch (error) {
    throw failure(kind, error);
  }
}

/** The screen, a window or a tab, as its person picks it. Null when they picked none. */
export async function openScreen() {
  if (!navigator.mediaDevices?.getDisplayMedia) throw failure("screen", { name: isSecureContext ? "NotSupportedError" : "InsecureContext" });
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 5 }, width: { max: 1280 } }, audio: false });
    const [track] = stream.getVideoTracks();
    track.contentHint = "detail";
    return track;
  } catch (error) {
    if (error.name === "NotAllowedError" && !/system/i.test(error.message)) return null;
    throw failure("screen", error);
  }
}

/** The devices of a kind ("audioinput", "videoinput", "audiooutput") as {id, name}; names are known once one was allowed. */
export async function listDevices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return all.filter((one) => one.kind === kind && one.deviceId).map((one, index) => ({ id: one.deviceId, name: one.label || `${index + 1}` }));
}

/** Whether this document was loaded from a page that may ask; a page that was swapped in has the rules of the first one. */
export function mayAsk() {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return !policy?.allowsFeature || (policy.allowsFeature("microphone") && policy.allowsFeature("camera"));
}

/** How loud a track is, 0 to 1. */
export class Meter {
  constructor(track) {
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 512;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(this.analyser);
    this.context.resume().catch(() => {});
  }

  level() {
    this.analyser.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length;
    return Math.min(1, Math.sqrt(power) * 4);
  }

  close() {
    this.context.close().catch(() => {});
  }
}

async function firstTrack(wish) {
  const stream = await navigator.mediaDevices.getUserMedia(wish);
  return stream.getTracks()[0];
}

function failure(kind, error) {
  return new DeviceFailure(kind, error.name, sentence(kind, error));
}

function sentence(kind, { name, message = "" }) {
  const word = WORD[kind];
  switch (name) {
    case "InsecureContext":
      return `A browser gives a ${word} only to pages with https. Ask the organizers for the address that begins with https; until then you can listen.`;
    case "NotSupportedError":
      return `This browser cannot use a ${word} here. A current Firefox, Chrome, Edge or Safari can.`;
    case "NotAllowedError":
      return /system/i.test(message)
        ? `Your computer does not let the browser use the ${word}. Allow it in the privacy settings of the system, then try again.`
        : `The browser does not let this page use your ${word}. Press the sign beside the address of the page, allow the ${word}, then try again.`;
    case "NotFoundError":
      return `No ${word} was found. Plug one in or switch it on, then try again.`;
    case "NotReadableError":
    case "AbortError":
      return `The ${word} is in use by another program or page, or does not start. Close the other program or plug the ${word} in anew, then try again.`;
    case "OverconstrainedError":
      return `The ${word} cannot do what is needed. Choose another one, then try again.`;
    default:
      return `The ${word} did not start (${name}). Plug it in anew or restart the browser, then try again.`;
  }
}
