/**
 * The two settings that span the map, in a row over it, each with the direction of its axis. Refuses to put one on both axes: chosen
 * again, the two change places.
 */
import type { Words } from "../../strings";
import { make } from "../dom";
import type { LabActions } from "../panel";
import { labelOf, type SettingWords } from "../refusal";
import type { Setting } from "../settings";

export class AxisChoice {
  readonly across = make("select", { class: "choice" });
  readonly up = make("select", { class: "choice" });
  readonly element: HTMLElement;
  private offered: readonly Setting[] = [];
  /** What each list shows; by path. */
  private x = "";
  private y = "";

  constructor(
    lab: LabActions,
    words: Words["map"],
    private readonly names: SettingWords,
    onChange: () => void,
  ) {
    const list = (select: HTMLSelectElement, arrow: string, name: string): HTMLElement => {
      select.setAttribute("aria-label", name);
      select.addEventListener(
        "change",
        () => {
          this.take(this.across.value, this.up.value);
          onChange();
        },
        { signal: lab.signal },
      );
      const mark = make("span", { "aria-hidden": "true" }, arrow);
      return make("div", { class: "axis" }, mark, select);
    };
    this.element = make(
      "div",
      { class: "axes" },
      list(this.up, "↑", words.up),
      list(this.across, "→", words.across),
    );
  }

  /** Offers these settings. What was chosen stays chosen if it is among them, else the first two are. */
  offer(settings: readonly Setting[]): void {
    this.offered = settings;
    const paths = settings.map(({ path }) => path);
    for (const select of [this.across, this.up])
      select.replaceChildren(
        ...paths.map((path) => make("option", { value: path }, labelOf(path, this.names))),
      );
    const kept = paths.includes(this.x) && paths.includes(this.y);
    const [first = "", second = ""] = paths;
    if (!kept) [this.x, this.y] = [first, second];
    this.show();
  }

  /** Null if there are no two. */
  get pair(): readonly [Setting, Setting] | null {
    const find = (wanted: string): Setting | undefined => this.offered.find(({ path }) => path === wanted);
    const [x, y] = [find(this.x), find(this.y)];
    return x && y ? [x, y] : null;
  }

  private take(x: string, y: string): void {
    [this.x, this.y] = x === y ? [this.y, this.x] : [x, y];
    this.show();
  }

  private show(): void {
    this.across.value = this.x;
    this.up.value = this.y;
  }
}
