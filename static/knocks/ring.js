// Whether this browser rings when somebody knocks, and the sound: two soft tones, made here. A choice of this browser alone.

const CHOSEN = "knocks-ring";
const RUNG = "knocks-rung";

let context = null;

export function isRinging() {
  return localStorage.getItem(CHOSEN) === "yes";
}

/** Only here somebody is asked for the permission to show notifications, and only when they press. */
export async function setRinging(isOn) {
  if (!isOn) {
    localStorage.removeItem(CHOSEN);
    return;
  }
  localStorage.setItem(CHOSEN, "yes");
  sound();
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
}

/** Once for all tabs of this browser. */
export function ring(id) {
  if (!isRinging() || localStorage.getItem(RUNG) === String(id)) return;
  localStorage.setItem(RUNG, String(id));
  sound();
}

function sound() {
  try {
    context ??= new AudioContext();
    context.resume();
    for (const [after, tone] of [[0, 660], [0.22, 550]]) chime(context.currentTime + after, tone);
  } catch {
    // Without sound the bell still shows it.
  }
}

function chime(at, tone) {
  const [voice, volume] = [context.createOscillator(), context.createGain()];
  voice.frequency.value = tone;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + 0.65);
}
