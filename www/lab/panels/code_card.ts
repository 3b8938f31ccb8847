/**
 * The card with all the numbers of a name, for a line that has room for the least and the greatest alone: shown where the
 * pointer is, or the focus.
 * Refuses to list more than can be looked over: of very many it says how many there are.
 */
import type { NamedValue } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { shapeOf } from "../../views/code_readings";
import { make, write } from "../dom";

const MOST = 64;
/** The card tells of the value that has the focus, to readers who do not see it too. */
const CARD = "code-card";
const GAP = 4;

type Whole = readonly NamedValue[];

export class ValueCard {
  readonly element = make("dl", { class: "code-card", id: CARD, hidden: true });
  private readonly wholes = new WeakMap<HTMLElement, Whole>();
  private shown: HTMLElement | null = null;
  private written: Whole | null = null;

  constructor(
    body: HTMLElement,
    private readonly words: Words["code"],
    signal: AbortSignal,
  ) {
    const show = ({ target }: Event): void => {
      if (target instanceof HTMLElement && this.wholes.has(target)) this.show(target);
    };
    const leave = ({ relatedTarget }: MouseEvent | FocusEvent): void => {
      // The card itself may be pointed at, to read it or to mark its numbers.
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.hide();
    };
    body.addEventListener("pointerover", show, { signal });
    body.addEventListener("focusin", show, { signal });
    body.addEventListener("pointerout", leave, { signal });
    body.addEventListener("focusout", leave, { signal });
    body.addEventListener("scroll", () => this.hide(), { signal, capture: true });
    body.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide(), { signal });
    this.element.addEventListener("pointerleave", () => this.hide(), { signal });
  }

  /** What stands behind a value; null if it says all there is. */
  tell(value: HTMLElement, whole: Whole | null): void {
    if (whole) {
      if (!this.wholes.has(value)) {
        value.tabIndex = 0;
        value.setAttribute("role", "note");
      }
      this.wholes.set(value, whole);
      if (value === this.shown) this.write(whole);
    } else if (this.wholes.delete(value)) {
      value.removeAttribute("tabindex");
      value.removeAttribute("role");
      if (value === this.shown) this.hide();
    }
  }

  private show(value: HTMLElement): void {
    const whole = this.wholes.get(value);
    const panel = this.element.parentElement;
    if (!whole || !panel) return;
    if (this.shown !== value) this.hide();
    this.shown = value;
    value.setAttribute("aria-describedby", CARD);
    this.write(whole);
    this.element.hidden = false;
    // Below its line, or above it where there is more room.
    const [line, room] = [value.getBoundingClientRect(), panel.getBoundingClientRect()];
    const [above, below] = [line.top - room.top - GAP, room.bottom - line.bottom - GAP];
    const { style, offsetHeight } = this.element;
    const isBelow = below >= offsetHeight || below >= above;
    style.top = isBelow ? `${line.bottom - room.top + GAP}px` : "auto";
    style.bottom = isBelow ? "auto" : `${room.bottom - line.top + GAP}px`;
  }

  private hide(): void {
    this.shown?.removeAttribute("aria-describedby");
    this.shown = null;
    this.element.hidden = true;
  }

  private write(whole: Whole): void {
    if (whole.length === this.written?.length && whole.every((named, at) => named === this.written?.[at]))
      return;
    this.written = whole;
    const parts = whole.flatMap((named) => {
      const { name, dtype, values } = named;
      const list = make("dd", {});
      const shown = Array.from(values.subarray(0, MOST), (value) =>
        make("span", {}, numbers.significant(value)),
      );
      list.append(...shown.flatMap((number) => [number, " "]));
      if (values.length > MOST) {
        const rest = make("span", { class: "rest" });
        write(rest, fill(this.words.more, { count: numbers.count(values.length - MOST) }));
        list.append(rest);
      }
      return [make("dt", {}, make("b", {}, name), ` ${shapeOf(named)} · ${dtype}`), list];
    });
    this.element.replaceChildren(...parts);
  }
}
