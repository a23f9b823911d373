/** Work the server did not take: both versions are shown, and nothing is decided but by the person. */
import { fill, gettext } from "../../lib/i18n";
import { discard, openBoth } from "../deciding";
import type { Desk } from "../desk";
import type { Parcel } from "../keep/parcel";
import { isEmpty } from "../kind";
import type { Session } from "../session";
import type { Value } from "../types";
import { Dialog } from "./dialog";

export function Undecided({ session, onClose }: { session: Session; onClose: () => void }) {
  const parcels = session.parts.outbox.undecided.value;
  return (
    <Dialog title={gettext("Work that needs your decision")} onClose={onClose} wide>
      {parcels.length === 0 && <p>{gettext("Everything is decided.")}</p>}
      {parcels.map((parcel) => (
        <Piece key={parcel.id} session={session} parcel={parcel} onClose={onClose} />
      ))}
    </Dialog>
  );
}

function Piece({ session, parcel, onClose }: { session: Session; parcel: Parcel; onClose: () => void }) {
  const { outbox } = session.parts;
  const detail = parcel.refusal?.detail ?? {};
  const theirs = detail.value as Value | null | undefined;
  const revision = typeof detail.revision === "number" ? detail.revision : parcel.revision;
  const comparable = parcel.state === "conflict" && parcel.action === "submit";
  const openHere = () => {
    onClose();
    void openBoth(session, parcel);
  };
  return (
    <article class="undecided">
      <h3>{fill(gettext("Task %(name)s"), { name: parcel.name })}</h3>
      <p class="complaint">{parcel.refusal?.message}</p>
      {comparable && <Versions desk={session.desk.value} mine={parcel.body.value as Value} theirs={theirs ?? {}} />}
      <div class="row">
        <button type="button" class="button primary" onClick={() => void outbox.resend(parcel, revision)}>
          {comparable ? gettext("Keep mine") : gettext("Send again")}
        </button>
        {parcel.action === "submit" && (
          <button type="button" class="button" onClick={openHere}>
            {comparable ? gettext("Open both") : gettext("Open and correct")}
          </button>
        )}
        <button type="button" class="button" onClick={() => void discard(session, parcel)}>
          {comparable ? gettext("Keep theirs") : gettext("Discard mine")}
        </button>
      </div>
    </article>
  );
}

function Versions({ desk, mine, theirs }: { desk: Desk | null; mine: Value; theirs: Value }) {
  if (!desk) return null;
  const reading = (value: Value, name: string) => {
    const field = desk.field(name);
    return isEmpty(value[name]) ? gettext("no answer") : desk.kindOf(field).summary(desk, field, value[name]);
  };
  return (
    <table>
      <thead>
        <tr>
          <td />
          <th scope="col">{gettext("Your version")}</th>
          <th scope="col">{gettext("Version on the server")}</th>
        </tr>
      </thead>
      <tbody>
        {desk.schema.fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">{desk.titleOf(field)}</th>
            <td>{reading(mine, field.name)}</td>
            <td>{reading(theirs, field.name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
