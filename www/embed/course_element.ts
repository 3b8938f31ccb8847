/**
 * `<first-descent>` as pages of others have it: the lab's element with methods that move it, with an event that tells plain
 * numbers, and with a word about what it was asked for and could not read. docs/embedding.md is its description.
 * Refuses to hand out the lab's own objects: they change with every release.
 */
import { encode } from "../lab/address";
import { FirstDescent } from "../lab/element";
import type { Lab } from "../lab/lab";
import { PANELS } from "../lab/panel";

/** What `fd-state` tells of the main run. */
export interface ToldState {
  /** The state as `getState()` gives it. */
  readonly address: string;
  /** Updates completed, and statements executed of the next one. */
  readonly update: number;
  readonly statement: number;
  /** The parameters; of the parabola `w` is x, and `b` null. */
  readonly w: number;
  readonly b: number | null;
  /** The loss of the last batch, or inside an update of the one under way; null before there is one. */
  readonly loss: number | null;
  readonly playing: boolean;
}

const VIEWS: readonly string[] = PANELS;

export class CourseElement extends FirstDescent {
  /** What the page could not read of a query. */
  ignored: readonly string[] = [];
  /** What was asked of the lab before it was up. */
  private wanted: ((lab: Lab) => void)[] = [];

  constructor() {
    super();
    this.addEventListener("fd-ready", () => {
      for (const work of this.wanted.splice(0)) this.do(work);
    });
  }

  /** Plays; where the run has ended, again from its start. Like the other three it waits for a lab that is not up yet. */
  play(): void {
    this.do((lab) => {
      if (!lab.scene().playing) lab.act("toggle");
    });
  }

  pause(): void {
    this.do((lab) => lab.setPlaying(false));
  }

  /** Goes on by so many steps of the unit that is chosen in the lab, back by a negative number, and rests there. */
  step(count = 1): void {
    for (let left = Math.abs(count); left >= 1; left -= 1)
      this.do((lab) => lab.act(count < 0 ? "back" : "step"));
  }

  /** Goes back to before the first update, and rests there. Settings and branches stay. */
  reset(): void {
    this.do((lab) => lab.act("start"));
  }

  protected override told(): ToldState | null {
    const { lab } = this;
    if (!lab) return null;
    const { state, moment } = lab.model;
    const look = lab.look.text;
    const { update, statement, w, b, loss } = moment;
    return {
      // Written when it is read: most listeners want a number, and an address can be long.
      get address() {
        return encode(state) + look;
      },
      update,
      statement,
      w,
      b,
      loss,
      playing: lab.scene().playing,
    };
  }

  protected override unread(): readonly string[] {
    const { views, controls, theme } = this;
    const unknown = views.split(/\s+/).filter((name) => name !== "" && !VIEWS.includes(name));
    return [
      ...this.ignored,
      ...unknown.map((name) => `views=${name}`),
      ...(controls && controls !== "none" ? [`controls=${controls}`] : []),
      ...(theme && theme !== "light" && theme !== "dark" ? [`theme=${theme}`] : []),
    ];
  }

  private do(work: (lab: Lab) => void): void {
    if (this.lab) work(this.lab);
    else this.wanted.push(work);
  }
}

if (!customElements.get("first-descent")) customElements.define("first-descent", CourseElement);
