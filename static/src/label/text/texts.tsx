/** What texts are shown on: their own surface, or prompt and responses side by side; below it the wide questions. */
import type { Desk } from "../desk";
import { Wide } from "../panels/questions";
import { ResponsesSurface } from "../responses/surface";
import type { MediaSurface } from "../surface";
import { TextSurface } from "./surface";
import { TextTools } from "./tools";

function Surface({ desk }: { desk: Desk }) {
  return (
    <>
      {desk.task.responses ? <ResponsesSurface desk={desk} /> : <TextSurface desk={desk} />}
      <Wide desk={desk} />
    </>
  );
}

export const SURFACE: MediaSurface = { Surface, Tools: TextTools };
