/**
 * How the text is read and which columns are x and y: what was found, to be overruled; the first rows; and every cell
 * that gives no number, by row and column.
 * Refuses to leave a row out unnamed.
 */
import { make } from "../../lab/dom";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import { button, type Choice, choice, part, tick, write } from "./controls";
import type { Split } from "./hold_back";
import type { DecimalMark } from "./numbers_read";
import { SEPARATORS, type Separator } from "./records";
import { nameOfColumn, sayFlaw } from "./says";
import type { Flaw, Point, Points, Table } from "./table";

/** What the reader has overruled. */
export interface Overruled {
  separator?: Separator | undefined;
  mark?: DecimalMark | undefined;
  hasNames?: boolean | undefined;
  x?: number | undefined;
  y?: number | undefined;
  /** Leave out what cannot be read. */
  skip: boolean;
}

const FIRST_ROWS = 8;
/** A longer list is cut, and says so. */
const FLAWS = 12;

export class Choosing {
  readonly element: HTMLElement;
  private readonly separator: Choice;
  private readonly mark: Choice;
  private readonly names: ReturnType<typeof tick>;
  private readonly x: Choice;
  private readonly y: Choice;
  private readonly skip: ReturnType<typeof tick>;
  private readonly preview = make("div", { class: "preview" });
  private readonly flaws = make("div", { class: "flaws" });
  private readonly note = make("p", { class: "note", role: "status" });
  private whole = false;
  private shown: (() => void) | null = null;

  constructor(
    private readonly words: Words["your_data"],
    overrule: (change: Partial<Overruled>) => void,
    private readonly signal: AbortSignal,
  ) {
    const { reading, columns } = words;
    this.separator = choice(
      reading.separator,
      (value) => overrule({ separator: SEPARATORS.find((separator) => separator === value) }),
      signal,
    );
    this.mark = choice(
      reading.mark,
      (value) => overrule({ mark: value === "." || value === "," ? value : undefined }),
      signal,
    );
    this.names = tick(reading.names, (hasNames) => overrule({ hasNames }), signal);
    this.x = choice(columns.x, (value) => overrule({ x: Number(value) }), signal);
    this.y = choice(columns.y, (value) => overrule({ y: Number(value) }), signal);
    this.skip = tick(words.flaws.skip, (skip) => overrule({ skip }), signal);
    this.element = part(
      "choosing",
      columns.title,
      make("div", { class: "fields" }, this.separator.element, this.mark.element),
      this.names.element,
      make("div", { class: "fields" }, this.x.element, this.y.element),
      this.note,
      this.flaws,
      this.preview,
    );
  }

  show(
    table: Table,
    separator: Separator | null,
    overruled: Overruled,
    at: { x: number; y: number },
    points: Points,
    split: Split<Point>,
  ): void {
    const { reading } = this.words;
    const name = (value: Separator | null): string => reading.separators[nameOf(value)];
    this.separator.show(
      [
        { value: "", text: fill(reading.auto, { found: name(separator) }) },
        ...SEPARATORS.map((value) => ({ value, text: name(value) })),
      ],
      overruled.separator ?? "",
    );
    const mark = (value: DecimalMark): string => reading.marks[value === "," ? "comma" : "point"];
    this.mark.show(
      [
        { value: "", text: fill(reading.auto, { found: mark(table.mark) }) },
        { value: ".", text: mark(".") },
        { value: ",", text: mark(",") },
      ],
      overruled.mark ?? "",
    );
    this.names.box.checked = table.hasNames;
    const columns = table.columns.map((_, index) => ({
      value: String(index),
      text: nameOfColumn(table, index, this.words),
    }));
    this.x.show(columns, String(at.x));
    this.y.show(columns, String(at.y));
    write(this.note, this.remark(at, points));
    this.showFlaws(table, points, overruled.skip);
    this.shown = () => this.showRows(table, at, split);
    this.shown();
  }

  private remark(at: { x: number; y: number }, { points }: Points): string {
    const { columns } = this.words;
    if (at.x === at.y) return columns.same;
    const [first] = points;
    const constant = first && points.length > 1 && points.every(({ x }) => x === first.x);
    return constant ? fill(columns.constant, { value: numbers.significant(first.x) }) : "";
  }

  private showFlaws(table: Table, { missing, unreadable }: Points, skip: boolean): void {
    const { flaws } = this.words;
    this.flaws.replaceChildren();
    const rows = new Set(missing.map(({ row }) => row)).size;
    if (unreadable.length > 0) {
      const says = unreadable.length === 1 ? flaws.unreadableOne : flaws.unreadable;
      this.flaws.append(
        make(
          "p",
          { class: "problem", role: "alert" },
          fill(says, { count: numbers.count(unreadable.length) }),
        ),
        this.list(table, unreadable),
        this.skip.element,
      );
      this.skip.box.checked = skip;
    }
    if (missing.length > 0)
      this.flaws.append(
        make("p", {}, fill(rows === 1 ? flaws.missingOne : flaws.missing, { count: numbers.count(rows) })),
        this.list(table, missing),
      );
  }

  private list(table: Table, flaws: readonly Flaw[]): HTMLElement {
    const items = flaws.slice(0, FLAWS).map((flaw) => make("li", {}, sayFlaw(flaw, table, this.words)));
    const others = flaws.length - items.length;
    if (others > 0)
      items.push(make("li", {}, fill(this.words.flaws.others, { count: numbers.count(others) })));
    return make("ul", {}, ...items);
  }

  private showRows(table: Table, at: { x: number; y: number }, split: Split<Point>): void {
    const { columns: words } = this.words;
    const count = table.rows.length;
    const shown = this.whole ? count : Math.min(FIRST_ROWS, count);
    const values = { shown: numbers.count(shown), count: numbers.count(count) };
    const fates = new Map<number, "train" | "held">([
      ...split.train.map(({ row }) => [row, "train"] as const),
      ...split.held.map(({ row }) => [row, "held"] as const),
    ]);
    const role = (column: number): string => (column === at.x ? "x" : column === at.y ? "y" : "");
    const head = table.columns.map((_, column) => {
      const name = nameOfColumn(table, column, this.words);
      const cell = make("th", { scope: "col", class: role(column) && "chosen" }, name);
      if (role(column)) cell.append(" ", make("i", {}, role(column)));
      return cell;
    });
    const body = table.rows.slice(0, shown).map(({ row, cells }) => {
      const fate = fates.get(row) ?? "out";
      return make(
        "tr",
        { class: fate },
        make("th", { scope: "row" }, String(row)),
        make("td", {}, words[fate]),
        ...table.columns.map((_, column) =>
          make("td", { class: role(column) && "chosen" }, (cells[column] ?? "").trim()),
        ),
      );
    });
    this.preview.replaceChildren(
      make(
        "div",
        { class: "scroller", tabindex: "0", role: "group", "aria-label": words.title },
        make(
          "table",
          {},
          make("caption", {}, fill(shown < count ? words.caption : words.captionAll, values)),
          make(
            "thead",
            {},
            make(
              "tr",
              {},
              make("th", { scope: "col" }, words.row),
              make("th", { scope: "col" }, words.fate),
              ...head,
            ),
          ),
          make("tbody", {}, ...body),
        ),
      ),
    );
    if (shown < count)
      this.preview.append(
        button(
          fill(count - shown === 1 ? words.moreOne : words.more, { count: numbers.count(count - shown) }),
          () => this.showWhole(),
          this.signal,
        ),
      );
  }

  private showWhole(): void {
    this.whole = true;
    this.shown?.();
  }
}

function nameOf(separator: Separator | null): keyof Words["your_data"]["reading"]["separators"] {
  if (separator === null) return "none";
  const names = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    " ": "blanks",
    "，": "wideComma",
    "；": "wideSemicolon",
  } as const;
  return names[separator];
}
