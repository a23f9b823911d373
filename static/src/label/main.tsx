/** Start of the labelling page: put the parts together and let them hear of each other. */
import { render } from "preact";
import { useToken } from "../lib/http";
import { remapped } from "../lib/keymap";
import { Keys } from "../lib/keys";
import { ACTIONS } from "./actions";
import { Api } from "./api";
import { Drafts } from "./keep/drafts";
import { Outbox } from "./keep/outbox";
import { openShelf } from "./keep/shelf";
import { openLocks, pause, Tabs } from "./keep/tabs";
import { fetchTheRest } from "./panels/later";
import { Session } from "./session";
import { Stopwatch } from "./stopwatch";
import type { Config } from "./types";
import { Workspace } from "./workspace";

/** For browsers that do not say when they have nothing to do. */
const REST_MS = 2000;

/** Nearly every first task needs these; in files of their own they would weigh more. */
export { LabelList } from "./panels/labellist";
export { Option } from "./panels/option";
export { Palette } from "./panels/palette";
export { Told } from "./panels/told";

async function main(): Promise<void> {
  const config = JSON.parse(document.getElementById("label-config")!.textContent!) as Config;
  useToken(config.csrf);
  const session = await assemble(config);
  listen(session);
  render(<Workspace session={session} />, document.getElementById("label-root")!);
  await session.parts.outbox.reload();
  void session.parts.outbox.flush();
  await session.start();
  whenAtRest(() => void fetchTheRest());
}

/** After the first task has been painted and its image is there. */
function whenAtRest(work: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work, REST_MS);
}

async function assemble(config: Config): Promise<Session> {
  const api = new Api(config.urls);
  const shelf = await openShelf();
  const tabs = new Tabs(await openLocks(), (news) => {
    if ("done" in news) session.heardDone(news.done);
    else if ("reopened" in news) session.heardReopened(news.reopened);
    else void outbox.reload();
  });
  const outbox = new Outbox(shelf, config.user.id, {
    send: (parcel) => api.send(parcel),
    alone: (work) => tabs.alone(work),
    pause,
    tell: () => tabs.tell({ shelf: true }),
  });
  const drafts = new Drafts(shelf, config.user.id, api);
  const stopwatch = new Stopwatch();
  stopwatch.attach();
  const keys = new Keys(remapped(ACTIONS, config.keymap));
  keys.plain = config.single_keys;
  const session: Session = new Session({ config, api, shelf, outbox, drafts, tabs, stopwatch, keys });
  return session;
}

function listen(session: Session): void {
  const { outbox, keys, stopwatch } = session.parts;
  addEventListener("keydown", (event) => void keys.handle(event));
  addEventListener("online", () => {
    void outbox.flush();
    if (session.phase.peek().name !== "loading") void session.lookAgain();
  });
  // Coming back from the tab where one has signed in again.
  addEventListener("focus", () => void outbox.flush());
  addEventListener("beforeunload", (event) => {
    if (outbox.waiting.peek()) event.preventDefault();
  });
  const lease = () => (session.labelling.peek()?.project.lease_minutes ?? 15) * 60_000;
  // Tasks stay with a person who works, and go back to the others when the person has gone.
  const renew = () => {
    if (stopwatch.idle() < lease()) void session.renewLeases();
    setTimeout(renew, lease() / 3);
  };
  setTimeout(renew, lease() / 3);
  void navigator.storage?.persist?.();
}

void main();
