// "Remind me": the only place that asks for the permission to show notifications, and only when it is pressed.

import { isReminding, onReminding, permission, setReminding } from "./reminding.js";

const TOLD = {
  granted: "On: a notification comes five minutes before, while a page of the portal is open.",
  denied: "On. This browser lets no notification of the portal through, so the reminder stands at the top of its open pages.",
  default: "On. Until this browser may show notifications, the reminder stands at the top of the portal's open pages.",
  missing: "On. This browser has no notifications here, so the reminder stands at the top of the portal's open pages.",
};

const running = new Map();

export function start(root) {
  const button = root.querySelector("[data-remind]");
  const told = root.querySelector("[data-remind-told]");
  const show = () => {
    button.setAttribute("aria-pressed", String(isReminding()));
    told.textContent = isReminding() ? TOLD[permission()] : "";
  };
  const press = async () => {
    if (isReminding()) {
      setReminding(false);
      return;
    }
    if (permission() === "default") await Notification.requestPermission();
    setReminding(true);
  };
  button.addEventListener("click", press);
  running.set(root, onReminding(show));
  button.hidden = false;
  show();
}

export function stop(root) {
  running.get(root)?.();
  running.delete(root);
}
