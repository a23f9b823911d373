/** All keys of the workspace as this person has them, in the guide for annotators. */
import { render } from "preact";
import { linesOf } from "../lib/keylines";
import { type Keymap, remapped } from "../lib/keymap";
import { ACTIONS } from "../label/actions";
import { SCOPES } from "../label/scopes";

export function show(place: HTMLElement): void {
  const { keymap } = JSON.parse(document.getElementById("own-keys")!.textContent!) as { keymap: Keymap };
  const actions = remapped(ACTIONS, keymap);
  const scopes = SCOPES.map(([scope, title]) => ({ title: title(), lines: linesOf(actions.filter((one) => one.scope === scope)) }));
  render(
    scopes.filter(({ lines }) => lines.length).map(({ title, lines }) => (
      <section key={title}>
        <h3>{title}</h3>
        <table>
          <tbody>
            {lines.map((line) => (
              <tr key={line.title}>
                <td>
                  {line.strokes.map((stroke) => (
                    <kbd key={stroke}>{stroke}</kbd>
                  ))}
                </td>
                <td>{line.title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )),
    place,
  );
}
