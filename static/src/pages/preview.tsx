/** The real labelling panel beside the schema editor: it follows what is edited, and every label can be tried. */
import { render } from "preact";
import { Keys } from "../lib/keys";
import { gettext } from "../lib/i18n";
import { ACTIONS } from "../label/actions";
import { Desk } from "../label/desk";
import { loadKinds } from "../label/kind";
import { Attributes } from "../label/panels/attributes";
import { Labels } from "../label/panels/labels";
import { loadSurface, Surface } from "../label/surface";
import { Tools } from "../label/tools";
import type { SchemaBody, Task } from "../label/types";

/** Typing in the form should not rebuild the panel at every letter. */
const CALM_MS = 150;

const ROAD = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400">
  <rect width="640" height="400" fill="#b8d4e8"/><rect y="210" width="640" height="190" fill="#7d8288"/>
  <path d="M320 210 180 400h280z" fill="#6a6f75"/><rect x="90" y="110" width="120" height="100" fill="#a59a8c"/>
  <rect x="430" y="70" width="150" height="140" fill="#8f9aa5"/>
  <rect x="120" y="250" width="130" height="62" rx="14" fill="#b3392f"/><circle cx="150" cy="312" r="16"/><circle cx="222" cy="312" r="16"/>
  <rect x="392" y="236" width="150" height="90" rx="8" fill="#d2a92f"/><circle cx="424" cy="326" r="16"/><circle cx="510" cy="326" r="16"/>
  <circle cx="318" cy="236" r="9" fill="#e3b99a"/><rect x="309" y="246" width="18" height="44" rx="6" fill="#37596d"/>
</svg>`;

/** Kinds that speak of responses to a prompt. */
const OF_RESPONSES = new Set(["preference", "ranking"]);

function sample({ media, fields }: SchemaBody): Task {
  const compares = fields.some(({ kind, about }) => about || OF_RESPONSES.has(kind));
  const image = media === "image";
  const url = `data:image/svg+xml,${encodeURIComponent(ROAD)}`;
  return {
    id: 0,
    external_id: null,
    name: gettext("Sample"),
    media,
    meta: {},
    text: media !== "text" ? null : gettext("Xiao Ming took the train from Chengdu to Shenyang yesterday to see the snow."),
    responses: compares ? responses() : null,
    asset: image ? { id: 0, url, width: 640, height: 400 } : media === "text" ? null : lasting(media === "video" ? url : ""),
  };
}

/** Something that runs in time, of which nothing but its time is there. */
function lasting(poster: string): Task["asset"] {
  const timing = { timescale: 25, start: 0, runs: [[300, 1]] };
  const facts = { channels: 2, sample_rate: 16000, timing };
  return { id: 0, url: "", width: 640, height: 400, duration: 12, facts, derived: poster ? { poster } : {} };
}

function responses(): Task["responses"] {
  const texts = [gettext("Take the fast train: it needs about nine hours."), gettext("Fly: it takes less than four hours.")];
  const paragraph = (text: string) => {
    const element = document.createElement("p");
    element.textContent = text;
    return element.outerHTML;
  };
  return {
    prompt: [{ speaker: "", html: paragraph(gettext("How do I get from Chengdu to Shenyang?")) }],
    items: texts.map((text, i) => ({ key: "ab"[i]!, text, html: paragraph(text) })),
  };
}

let shows = 0;

async function show(place: HTMLElement, schema: SchemaBody): Promise<void> {
  const turn = ++shows;
  const [kinds] = await Promise.all([loadKinds(schema.fields.map((field) => field.kind)), loadSurface(schema.media)]);
  if (turn !== shows) return;
  // These keys listen to nothing: the form beside the preview has the keyboard. Buttons still run through them.
  const keys = new Keys(ACTIONS);
  const language = document.documentElement.lang.toLowerCase();
  const desk = new Desk({ schema, kinds, language, keys, worker: "", takesFocus: false }, sample(schema), {});
  desk.takeLabelKeys();
  render(
    <div class="label-preview" key={turn}>
      <Surface desk={desk} />
      <Tools desk={desk} />
      <Attributes desk={desk} />
      <Labels desk={desk} />
    </div>,
    place,
  );
}

function start(place: HTMLElement): void {
  let timer = 0;
  place.replaceChildren();
  const follow = (schema: SchemaBody, wait: number) => {
    clearTimeout(timer);
    // What cannot be shown yet (a kind half typed in the JSON) leaves the last good preview in its place.
    timer = window.setTimeout(() => void show(place, schema).catch(() => undefined), wait);
  };
  place.addEventListener("schemachange", (event) => follow((event as CustomEvent<SchemaBody>).detail, CALM_MS));
  const first = document.getElementById("schema-body")?.textContent;
  if (first) follow(JSON.parse(first) as SchemaBody, 0);
}

const place = document.querySelector<HTMLElement>("[data-schema-preview]");
if (place) start(place);
