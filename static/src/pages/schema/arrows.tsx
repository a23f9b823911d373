/** The buttons that move a question or a label up and down. */
import { gettext } from "../../lib/i18n";

const ROW = ".label-row, .question-editor";

export function Arrows({ move, of }: { move(by: number): void; of: string }) {
  const press = (button: HTMLElement, by: 1 | -1) => {
    move(by);
    // The rows stay where they are and show something else: the focus goes along with what was moved.
    const row = button.closest(ROW);
    const beside = by < 0 ? row?.previousElementSibling : row?.nextElementSibling;
    if (beside?.matches(ROW)) beside.querySelector<HTMLElement>(`[data-move="${by}"]`)?.focus();
  };
  return (
    <>
      {([[-1, gettext("Move up"), "↑"], [1, gettext("Move down"), "↓"]] as const).map(([by, title, arrow]) => (
        <button
          key={by}
          type="button"
          class="quiet"
          data-move={by}
          aria-label={`${title}: ${of}`}
          title={title}
          onClick={(event) => press(event.currentTarget, by)}
        >
          {arrow}
        </button>
      ))}
    </>
  );
}
