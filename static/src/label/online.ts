/** Whether the browser believes that there is a network. */
import { signal } from "@preact/signals";

export const online = signal(navigator.onLine);

addEventListener("online", () => void (online.value = true));
addEventListener("offline", () => void (online.value = false));
