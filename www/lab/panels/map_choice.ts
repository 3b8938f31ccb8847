/**
 * The two settings that span the map, in a row over it, each with the direction of its axis. Refuses to put one on both axes: chosen
 * again, the two change places.
 */
import type { Words } from "../../strings";
import { make } from "../dom";
import type { LabActions } from "../panel";
import { labelOf, type SettingWords } from "../refusal";
import type { Setting } from "../settings";

/** By path: across and up. */
type Axes = readonly [string, string];

const same = ([x, y]: Axes, [x0, y0]: Axes): boolean => x === x0 && y === y0;

export class AxisChoice {
  readonly across = make("select", { class: "choice" });
  readonly up = make("select", { class: "choice" });
  readonly element: HTMLElement;
  private offered: readonly Setting[] = [];

  constructor(
    private readonly lab: LabActions,
    words: Words["map"],
    private readonly names: SettingWords,
    onChange: () => void,
  ) {
    const list = (select: HTMLSelectElement, arrow: string, name: string): HTMLElement => {
      select.setAttribute("aria-label", name);
      select.addEventListener(
        "change",
        () => {
          const [x, y] = this.paths;
          const { across, up } = this;
          // Chosen again, the two change places.
          const axes = across.value === up.value ? ([y, x] as const) : ([across.value, up.value] as const);
          lab.look.take({ axes: same(axes, this.first) ? null : axes });
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
    let chosen = lab.look.now.axes;
    lab.look.listen(() => {
      const { axes } = lab.look.now;
      if (axes === chosen) return;
      chosen = axes;
      this.show();
      onChange();
    }, lab.signal);
  }

  /** Offers these settings. */
  offer(settings: readonly Setting[]): void {
    this.offered = settings;
    const paths = settings.map(({ path }) => path);
    for (const select of [this.across, this.up])
      select.replaceChildren(
        ...paths.map((path) => make("option", { value: path }, labelOf(path, this.names))),
      );
    this.show();
  }

  /** Null if there are no two. */
  get pair(): readonly [Setting, Setting] | null {
    const find = (wanted: string): Setting | undefined => this.offered.find(({ path }) => path === wanted);
    const [x, y] = this.paths.map(find);
    return x && y ? [x, y] : null;
  }

  private get first(): Axes {
    const [x, y] = this.offered;
    return [x?.path ?? "", y?.path ?? ""];
  }

  /** What was chosen, if it is offered, else the first two. */
  private get paths(): Axes {
    const { axes } = this.lab.look.now;
    const kept = axes?.every((path) => this.offered.some((setting) => setting.path === path));
    return axes && kept ? axes : this.first;
  }

  private show(): void {
    [this.across.value, this.up.value] = this.paths;
  }
}
