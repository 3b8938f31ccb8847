/**
 * The rows of a listing as elements: made once for a program, and after that only the texts and marks that changed are
 * written. The bar that lies under the lit rows moves from one to the next.
 * Refuses to know what a row means; it is told the pieces, the readings and which rows are lit.
 */
import type { Piece, Row } from "../../views/code";
import type { Reading } from "../../views/code_readings";
import type { Place } from "../../views/code_sections";
import { make, write } from "../dom";
import type { ValueCard } from "./code_card";

/** A row to show. */
export interface ShownRow extends Row {
  /** Whose line it is, where two programs stand in one list. */
  owner?: string;
  /** The first row of a section. */
  leads?: boolean;
  /** Where it stands in rows shared with another list. */
  place?: Place | undefined;
}

interface Made {
  element: HTMLElement;
  code: HTMLElement;
  value: HTMLElement;
  shape: string;
  pieces: HTMLElement[];
  exact: string;
}

/** Makes and keeps the elements of the settings in the code. */
export interface PieceMaker {
  /** Brings an element up to date; called whenever a row is shown. */
  update(element: HTMLElement, piece: Piece): void;
}

const shapeOf = ({ indent, pieces, owner, leads, place }: ShownRow): string =>
  [indent, owner, leads, place?.row, place?.rows, ...pieces.map(({ kind, setting }) => setting ?? kind)].join(
    " ",
  );

export class CodeRows {
  readonly list = make("ol", { class: "code-rows", role: "list" });
  private readonly bar = make("div", { class: "code-bar", "aria-hidden": "true" });
  readonly element = make(
    "div",
    { class: "code-listing", role: "group", tabindex: "0" },
    this.bar,
    this.list,
  );
  private rows: Made[] = [];
  /** The rows that are lit; null if it is not known any more where they are. */
  private lit: string | null = null;
  private litElements: HTMLElement[] = [];
  private moving = false;

  constructor(
    private readonly maker: PieceMaker,
    private readonly card: ValueCard,
  ) {
    // A value that grows or shrinks can wrap its row and move those below it, and a lower view hide them. It goes with
    // what it looks at.
    const sizes = new ResizeObserver(() => this.follow());
    sizes.observe(this.list);
    sizes.observe(this.element);
  }

  show(rows: readonly ShownRow[], label: string): void {
    this.element.setAttribute("aria-label", label);
    const focused = this.focused();
    for (const spare of this.rows.splice(rows.length)) spare.element.remove();
    let moved = false;
    rows.forEach((row, at) => {
      const shape = shapeOf(row);
      let made = this.rows[at];
      if (!made) {
        made = makeRow();
        this.rows.push(made);
        this.list.append(made.element);
      }
      if (made.shape !== shape) {
        fillRow(made, row, shape);
        moved = true;
      }
      row.pieces.forEach((piece, index) => {
        const element = made.pieces[index];
        moved ||= element?.textContent !== piece.text;
        if (element && piece.setting) this.maker.update(element, piece);
        else if (element && element.textContent !== piece.text) element.textContent = piece.text;
      });
    });
    if (focused && !focused.isConnected) this.refocus(focused);
    // Rows may have moved or changed their height; a dragged sample leaves the listing as it is.
    if (moved) this.lit = null;
  }

  /** The values beside the rows. */
  tell(readings: readonly (Reading | null)[]): void {
    this.rows.forEach(({ value, exact }, at) => {
      const reading = readings[at] ?? null;
      const known = reading ? `${reading.text}\n${reading.exact}` : "";
      this.card.tell(value, reading?.whole ?? null);
      if (known === exact) return;
      const made = this.rows[at];
      if (made) made.exact = known;
      write(value, reading?.aside ? unbroken(reading.text) : (reading?.text ?? ""));
      const name = ["value", reading?.idea, reading?.aside && "beside", reading?.whole && "many"]
        .filter(Boolean)
        .join(" ");
      if (value.className !== name) value.className = name;
      if (reading) value.dataset.value = reading.exact;
      else delete value.dataset.value;
    });
  }

  /** Marks the rows executed last, and brings them into view. */
  light(lit: readonly number[]): void {
    const key = lit.join(" ");
    if (key === this.lit) return;
    this.lit = key;
    for (const element of this.litElements) element.removeAttribute("aria-current");
    this.litElements = lit.flatMap((at) => this.rows[at]?.element ?? []);
    for (const element of this.litElements) element.setAttribute("aria-current", "step");
    this.follow();
  }

  /** Places are read when the next frame begins: now, between writes, each would cost a layout of its own. */
  private follow(): void {
    if (!this.moving) requestAnimationFrame(() => this.moveBar());
    this.moving = true;
  }

  private focused(): HTMLElement | null {
    const tree = this.list.getRootNode();
    const focused = tree instanceof ShadowRoot || tree instanceof Document ? tree.activeElement : null;
    return focused instanceof HTMLElement && this.list.contains(focused) ? focused : null;
  }

  /** A number whose line was written anew keeps the focus; one that is gone leaves it to the first. */
  private refocus({ dataset }: HTMLElement): void {
    const literals = [...this.list.querySelectorAll<HTMLElement>(".literal")];
    const same = literals.find((literal) => literal.dataset.setting === dataset.setting);
    (same ?? literals[0])?.focus({ preventScroll: true });
  }

  private moveBar(): void {
    this.moving = false;
    const first = this.litElements[0];
    const last = this.litElements.at(-1);
    this.bar.classList.toggle("on", first !== undefined);
    if (!first || !last) return;
    const top = first.offsetTop;
    const height = last.offsetTop + last.offsetHeight - top;
    this.bar.style.transform = `translateY(${top}px)`;
    this.bar.style.height = `${height}px`;
    // Beside another list both are scrolled as one.
    const { element } = this;
    const { parentElement } = element;
    const box = parentElement?.classList.contains("columns") ? parentElement : element;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  }
}

/** Where there is no room for all of its parts, a reading ends between two of them, and not within a number. */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0").replaceAll("\u00a0·", " ·");

function makeRow(): Made {
  const code = make("span", { class: "line" });
  const value = make("span", { class: "value" });
  const element = make("li", {}, code, value);
  return { element, code, value, shape: "", pieces: [], exact: "" };
}

function fillRow(made: Made, { indent, pieces, owner, leads, place }: ShownRow, shape: string): void {
  made.shape = shape;
  made.pieces = pieces.map(({ kind, setting }) =>
    make("span", { class: setting ? "literal" : `py-${kind}` }),
  );
  made.code.replaceChildren(...(indent ? [make("span", { class: "indent" }, " ".repeat(indent))] : []));
  made.code.append(...made.pieces);
  made.element.style.setProperty("--indent", String(indent));
  made.element.classList.toggle("leads", leads ?? false);
  made.element.style.gridRow = place ? `${place.row} / span ${place.rows}` : "";
  made.element.replaceChildren(
    ...(owner ? [make("span", { class: "owner" }, owner)] : []),
    made.code,
    made.value,
  );
}
