/** No task on the desk: why, and what can be done. */
import { gettext } from "../../lib/i18n";
import hourglass from "lucide-static/icons/hourglass.svg";
import partyPopper from "lucide-static/icons/party-popper.svg";
import { Icon, type IconName } from "../../lib/icons";
import type { Phase, Session } from "../session";

interface Words {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

export function Empty({ session, phase }: { session: Session; phase: Phase }) {
  const { icon, title, text } = wordsFor(phase, session.progress.value?.tasks === 0);
  return (
    <main class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{text}</p>
      <div class="row">
        <button type="button" class="button primary" onClick={() => void session.lookAgain()}>
          {gettext("Look again")}
        </button>
        <button type="button" class="button" onClick={() => void session.back()}>
          {gettext("Back to my last task")}
        </button>
        <a class="button" href={session.parts.config.urls.home}>
          {gettext("Home")}
        </a>
      </div>
    </main>
  );
}

function wordsFor(phase: Phase, nothingImported: boolean): Words {
  if (phase.name === "offline") {
    return {
      icon: "cloudOff",
      title: gettext("No connection"),
      text: gettext("What you finished is safe on this device and is sent when the network is back."),
    };
  }
  if (phase.name === "failed") return { icon: "cloudAlert", title: gettext("This did not work"), text: phase.sentence };
  if (nothingImported) {
    return {
      icon: hourglass,
      title: gettext("Nothing to label yet"),
      text: gettext("No data was imported into this project so far. Tasks appear here by themselves once there are some."),
    };
  }
  if (phase.name === "empty" && phase.others) {
    return {
      icon: hourglass,
      title: gettext("Nothing for you right now"),
      text: gettext("Other people are working on the last tasks. This page looks again by itself."),
    };
  }
  return {
    icon: partyPopper,
    title: gettext("All done"),
    text: gettext("There is no task left for you in this project. Thank you! New ones appear here by themselves."),
  };
}
