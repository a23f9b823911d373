/** What the keys do on what runs in time. */
import { fill, gettext } from "../../lib/i18n";
import type { Handler } from "../../lib/keys";
import { nextRate } from "./clock";
import type { TimeStage } from "./stage";

const SECOND = 1;
const TEN = 10;
const ZOOM = 1.5;
const PAGE = 0.9;

export function bindTime(stage: TimeStage): () => void {
  return stage.desk.keys.bindAll(handlers(stage));
}

function handlers(stage: TimeStage): Record<string, Handler> {
  const { clock, desk } = stage;
  const rate = (by: 1 | -1) => () => {
    if (!clock.canPlay) return false;
    clock.rate.value = nextRate(clock.rate.peek(), by);
    desk.say(fill(gettext("Speed %(rate)s"), { rate: `${clock.rate.peek()} ×` }));
    return true;
  };
  return {
    play: () => {
      if (!clock.canPlay) return false;
      if (clock.playing.peek()) clock.pause();
      else clock.play();
      return true;
    },
    "play-selected": () => stage.playChosen(),
    loop: () => stage.toggleLoop(),
    slower: rate(-1),
    faster: rate(1),
    "second-back": () => stage.step(-SECOND),
    "second-on": () => stage.step(SECOND),
    "step-back": () => stage.steps(-1),
    "step-on": () => stage.steps(1),
    "steps-back": () => stage.steps(-TEN),
    "steps-on": () => stage.steps(TEN),
    "time-first": () => stage.moveTo(0),
    "time-last": () => stage.moveTo(stage.duration),
    "mark-start": () => stage.markStart(),
    "mark-end": () => stage.markEnd(),
    "label-stretch": () => stage.label(),
    "start-here": () => stage.nudge("start", null),
    "end-here": () => stage.nudge("end", null),
    "end-left": () => stage.nudge("end", -1),
    "end-right": () => stage.nudge("end", 1),
    "start-left": () => stage.nudge("start", -1),
    "start-right": () => stage.nudge("start", 1),
    "time-in": () => stage.zoom(ZOOM),
    "time-out": () => stage.zoom(1 / ZOOM),
    "time-fit": () => stage.showAll(),
    "time-region": () => stage.showSelected(),
    "page-back": () => stage.pan(-PAGE),
    "page-on": () => stage.pan(PAGE),
    escape: () => {
      stage.markedFrom.value = null;
      return false; // and what else Esc does
    },
  };
}
