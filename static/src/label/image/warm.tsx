/**
 * The image of the next task, scaled as it will be shown: a single pixel of it in the page makes the browser do now
 * what would take longer than everything else when the task appears.
 */
import type { Desk } from "../desk";
import { fit } from "./geometry";

export function Warm({ desk }: { desk: Desk | null }) {
  const asset = desk?.task.asset;
  const room = desk?.sight.room;
  if (!asset || asset.tiles || !room) return null;
  const { scale } = fit(asset, room);
  const { url, width, height } = asset;
  return (
    <div class="warm" aria-hidden="true">
      <img key={url} src={url} width={width} height={height} alt="" style={{ transform: `scale(${scale})` }} />
    </div>
  );
}
