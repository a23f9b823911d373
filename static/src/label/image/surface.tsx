/** The image in the page: three layers that move together, and what is said when the image does not come. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { Button } from "../../lib/button";
import type { Desk } from "../desk";
import { Told } from "../panels/told";
import type { MediaSurface } from "../surface";
import { type Base, Coming, Whole } from "./base";
import type { Size } from "./geometry";
import { bindImage } from "./hands";
import { Pointer } from "./pointer";
import { Stage } from "./stage";
import type { Tiling } from "./tiles/grid";
import { layViews } from "./views";
import { ImageTools } from "./tools";

function ImageSurface({ desk }: { desk: Desk }) {
  const asset = desk.task.asset!;
  const root = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const tiles = useRef<HTMLCanvasElement>(null);
  const shapes = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const [workerUrl, setWorkerUrl] = useState(desk.worker);
  const [failed, setFailed] = useState(0);
  const [broken, setBroken] = useState(false);
  useLayoutEffect(() => {
    const base = asset.tiles
      ? new Coming(inTiles(tiles.current!, asset, asset.tiles, (came) => setBroken(!came)))
      : new Whole(image.current!);
    const elements = { root: root.current!, base, shapes: shapes.current!, overlay: overlay.current! };
    const stage = new Stage(desk, elements, workerUrl, () => setWorkerUrl(""));
    const endings = [new Pointer(stage).listen(), layViews(stage), bindImage(stage), stage.startPainting()];
    if (desk.takesFocus) elements.root.focus({ preventScroll: true });
    return () => {
      endings.forEach((end) => end());
      stage.close();
    };
  }, [workerUrl, failed]);
  return (
    <div
      ref={root}
      class="surface image-surface"
      tabIndex={0}
      role="application"
      aria-roledescription={gettext("image canvas")}
      aria-label={desk.task.name}
    >
      {asset.tiles ? (
        <canvas ref={tiles} class="tiles" />
      ) : (
        <img
          ref={image}
          key={failed}
          src={asset.url}
          width={asset.width}
          height={asset.height}
          alt={desk.task.name}
          draggable={false}
          onLoad={() => setBroken(false)}
          onError={() => setBroken(true)}
        />
      )}
      {/* A canvas keeps its kind of context for ever: without the worker it must be another canvas. */}
      <canvas ref={shapes} key={workerUrl} class="shapes" />
      <canvas ref={overlay} class="overlay" />
      <Told desk={desk} />
      {broken && (
        <div class="surface-message" role="alert">
          <p>{gettext("The image could not be loaded. Your labels are safe.")}</p>
          <Button icon="redo" title={gettext("Load again")} onClick={() => setFailed(failed + 1)}>
            {gettext("Load again")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Few images are so large. */
async function inTiles(canvas: HTMLCanvasElement, size: Size, tiling: Tiling, onCame: (came: boolean) => void): Promise<Base> {
  const { Tiled } = await import("./tiles/base");
  return new Tiled(canvas, tiling, size, onCame);
}

export const SURFACE: MediaSurface = { Surface: ImageSurface, Tools: ImageTools };
