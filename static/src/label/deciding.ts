/** What a person does with work that the server has not taken: give it up, or open it over what the server has. */
import { gettext } from "../lib/i18n";
import { type Parcel, valueIn } from "./keep/parcel";
import type { Session } from "./session";

/** Given up: the task may come again. */
export async function discard(session: Session, parcel: Parcel): Promise<void> {
  await session.parts.outbox.discard(parcel);
  session.heardReopened(parcel.assignment);
}

/** Decide by hand: the other version lies underneath, undo shows it. */
export async function openBoth(session: Session, parcel: Parcel): Promise<void> {
  const { drafts, outbox } = session.parts;
  if (!(await session.openOver(parcel.assignment, valueIn(parcel)))) return;
  // The parcel goes when its content is safe as a draft.
  void drafts.flush().then(() => outbox.discard(parcel));
  session.tellPerson({ sentence: gettext("Your version is open. Undo shows the other one.") });
}
