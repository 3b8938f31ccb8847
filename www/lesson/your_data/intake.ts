/**
 * Where the reader's table comes in: typed, pasted, chosen, dropped, or a sample that the engine holds.
 * Refuses to lose a text: one that a file or a sample replaces can be brought back.
 */
import type { Engine } from "../../engine";
import { make } from "../../lab/dom";
import { fill, type Words } from "../../strings";
import { button, labelled, part, write } from "./controls";
import { readFile } from "./file";
import { problemOf, sayLimits, sayProblem } from "./says";

/** A typed text is read when the typing rests. */
const REST_MS = 300;

type Sample = "diabetes_bmi" | "norris";

export class Intake {
  readonly element: HTMLElement;
  private readonly area = make("textarea", {
    rows: "8",
    spellcheck: "false",
    autocomplete: "off",
    wrap: "off",
  });
  private readonly note = make("p", { class: "note", role: "status" });
  private readonly found = make("p", { class: "note found", role: "status" });
  private readonly problem = make("p", { class: "problem", role: "alert" });
  private readonly stays = make("p", { class: "private" });
  private before: string | null = null;
  private timer: number | null = null;

  constructor(
    private readonly block: HTMLElement,
    private readonly engine: Engine,
    private readonly words: Words["your_data"],
    private readonly changed: (text: string) => void,
    private readonly signal: AbortSignal,
  ) {
    const { points } = words;
    this.area.addEventListener("input", () => this.typed(), { signal });
    this.element = part(
      "intake",
      points.title,
      labelled(points.label, this.area),
      this.found,
      make("p", { class: "help" }, points.help),
      make("p", { class: "row" }, this.fileButton()),
      make(
        "p",
        { class: "row" },
        points.samples,
        button(points.diabetes, () => this.sample("diabetes_bmi"), signal),
        button(points.norris, () => this.sample("norris"), signal),
      ),
      this.note,
      this.problem,
      make("p", { class: "help" }, sayLimits(words)),
      make("p", { class: "private" }, words.private),
      this.stays,
    );
    this.listenToDrops();
    signal.addEventListener("abort", () => this.timer !== null && window.clearTimeout(this.timer));
  }

  /** What stands in the field, read already or not. */
  get text(): string {
    return this.area.value;
  }

  /** Says how long what is entered stays. */
  promise(text: string): void {
    write(this.stays, text);
  }

  /** Says right below the text what was found in it. */
  tell(text: string): void {
    write(this.found, text);
  }

  /** Says why the text gives no points; an empty text takes it back. */
  refuse(text: string): void {
    write(this.problem, text);
  }

  /** Puts a text in, keeping the one that stood there. */
  put(text: string, note = ""): void {
    const before = this.area.value;
    this.area.value = text;
    this.note.replaceChildren(note);
    if (before.trim() !== "" && before !== text) {
      this.before = before;
      const { replaced, bringBack } = this.words.points;
      this.note.append(
        ` ${replaced} `,
        button(bringBack, () => this.bringBack(), this.signal),
      );
    }
    this.changed(text);
  }

  private bringBack(): void {
    if (this.before !== null) this.put(this.before);
  }

  private typed(): void {
    if (this.timer !== null) window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.changed(this.area.value), REST_MS);
  }

  private sample(source: Sample): void {
    const names = this.words.samples[source === "norris" ? "norris" : "diabetes"];
    const session = this.engine.open({ data: { source } });
    const { x, y } = this.engine.call(() => session.data());
    session.free();
    const lines = Array.from(x, (value, index) => `${value},${y[index]}`);
    this.put([`${names.x},${names.y}`, ...lines, ""].join("\n"));
  }

  private fileButton(): HTMLElement {
    const input = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain" });
    input.addEventListener(
      "change",
      () => {
        const [file] = input.files ?? [];
        if (file) void this.take(file);
        // The same file can be chosen again after it was mended.
        input.value = "";
      },
      { signal: this.signal },
    );
    return make("label", { class: "plain-button file" }, input, make("span", {}, this.words.points.choose));
  }

  private async take(file: File): Promise<void> {
    try {
      const { text, encoding } = await readFile(file, this.words.encoding);
      this.put(text, fill(this.words.points.read, { file: file.name, encoding: encoding.toUpperCase() }));
    } catch (error) {
      this.refuse(sayProblem(problemOf(error), this.words));
    }
  }

  private listenToDrops(): void {
    const { block, signal } = this;
    const files = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (on: boolean): void => {
      block.classList.toggle("dropping", on);
    };
    block.addEventListener(
      "dragover",
      (event) => {
        if (!files(event)) return;
        event.preventDefault();
        over(true);
      },
      { signal },
    );
    block.addEventListener(
      "dragleave",
      ({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && block.contains(relatedTarget))) over(false);
      },
      { signal },
    );
    block.addEventListener(
      "drop",
      (event) => {
        over(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (!file) return;
        event.preventDefault();
        void this.take(file);
      },
      { signal },
    );
  }
}
