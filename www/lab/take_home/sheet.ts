/**
 * The sheet "Take it home": the program, the numbers and the pictures of the main run as files, and the script on the
 * clipboard. What is taken is what is on the screen: edits, own samples, changes in mid-run and all.
 * A dialog, made when it is opened and gone when it is closed. Refuses to change the run.
 */
import { isEngineError } from "../../engine";
import { fill, loadWords, type Strings, type Words } from "../../strings";
import style from "../../style/take_home.css?inline";
import { icon, make } from "../dom";
import type { LabActions, Panel, PanelName, Scene } from "../panel";
import type { SettingWords } from "../refusal";
import { historyFile, pictureFile, programFile, samplesFile } from "./file_names";
import { copy, download, mayBlock, present, SHOWN } from "./hand_over";
import { drawnViews, Empty, KINDS, type Kind, Late, pictureOf } from "./pictures";
import { notebook, packagesOf, result, script } from "./program";
import { historyTable, samplesTable } from "./tables";

/** What the sheet uses of the lab. */
export interface TakenFrom
  extends Pick<LabActions, "engine" | "strings" | "language" | "model" | "signal" | "adopt" | "say"> {
  readonly element: HTMLElement;
  readonly options: { views?: readonly PanelName[] };
  readonly loss: Panel;
  readonly panels: { inSight(view: PanelName): Panel | undefined };
  scene(): Omit<Scene, "palette">;
  show(view: PanelName): void;
}

/** Opens the sheet, as soon as the whole engine is there. */
export async function openSheet(lab: TakenFrom, whole: Promise<void>): Promise<void> {
  const [{ take_home: words, settings }] = await Promise.all([
    loadWords(lab.language, "take_home", "settings"),
    whole,
  ]);
  // It did not come, and the lean engine prints no Python.
  if (!lab.engine.isComplete) lab.say(words.notYet);
  else new Sheet(lab, words, settings).open();
}

class Sheet {
  private readonly element: HTMLDialogElement;
  private readonly status = make("p", { role: "status" });
  private readonly text: HTMLTextAreaElement;

  constructor(
    private readonly lab: TakenFrom,
    private readonly words: Words["take_home"],
    private readonly names: SettingWords,
  ) {
    lab.adopt(style);
    this.text = make("textarea", {
      readonly: true,
      hidden: true,
      rows: "6",
      spellcheck: "false",
      "aria-label": words.text,
    });
    const close = make(
      "button",
      { class: "icon-only", "aria-label": words.close, title: words.close },
      icon("close"),
    );
    close.addEventListener("click", () => this.element.close());
    this.element = make(
      "dialog",
      { class: "take-home", "aria-label": words.title },
      make("header", {}, make("h2", {}, words.title), close),
      ...this.program(),
      ...this.numbers(),
      ...this.pictures(lab.strings.views),
      make("footer", {}, this.status, this.text),
    );
    this.element.addEventListener("close", () => this.element.remove());
    // The lab's keys would move the run behind the sheet.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.addEventListener("click", ({ target }) => target === this.element && this.element.close());
    lab.signal.addEventListener("abort", () => this.element.remove());
  }

  open(): void {
    this.lab.element.append(this.element);
    this.element.showModal();
  }

  private get run() {
    return this.lab.model.run;
  }

  private program(): HTMLElement[] {
    const { words } = this;
    const lines = result(this.run);
    return [
      make("h3", {}, words.program),
      make(
        "p",
        {},
        fill(words.needs, { packages: packagesOf(script(this.run)).join(this.lab.strings.list) }),
      ),
      make("p", {}, words.ends),
      make("pre", {}, lines.join("\n")),
      make(
        "div",
        { class: "choices" },
        this.button(words.copy, () => this.copyScript()),
        this.button(words.script, () => {
          return this.save(programFile(this.run, "py"), [script(this.run)], "text/x-python");
        }),
        this.button(words.notebook, () => {
          const content = `${JSON.stringify(notebook(this.run, words, { strings: this.lab.strings, names: this.names }), null, 1)}\n`;
          return this.save(programFile(this.run, "ipynb"), [content], "application/x-ipynb+json");
        }),
      ),
    ];
  }

  private numbers(): HTMLElement[] {
    const { words } = this;
    const samples = this.button(words.samples, () =>
      this.save(samplesFile(), samplesTable(this.run), "text/csv"),
    );
    const history = this.button(words.history, () =>
      this.save(historyFile(this.run), historyTable(this.run), "text/csv"),
    );
    const { program } = this.run;
    return [
      make("h3", {}, words.numbers),
      // The parabola has no samples.
      make("div", { class: "choices" }, ...(program === "parabola" ? [history] : [samples, history])),
    ];
  }

  private pictures(views: Strings["views"]): HTMLElement[] {
    const { words } = this;
    const rows = drawnViews(this.lab.options.views).map((view) => {
      const kinds = KINDS.map((kind) => {
        const button = this.button(kind.toUpperCase(), () => this.picture(view, kind));
        button.setAttribute("aria-label", fill(words.as, { view: views[view], kind: kind.toUpperCase() }));
        return button;
      });
      return make("li", {}, make("span", {}, views[view]), ...kinds);
    });
    return [
      make("h3", {}, words.pictures),
      make("ul", {}, ...rows),
      make("p", { class: "note" }, words.picturesNote),
    ];
  }

  private async copyScript(): Promise<void> {
    this.text.setAttribute("aria-label", this.words.text);
    const copied = await copy(script(this.run), this.text);
    this.status.textContent = copied ? this.words.copied : this.words.notCopied;
  }

  private async picture(view: PanelName, kind: Kind): Promise<void> {
    const values = { view: this.lab.strings.views[view] };
    try {
      const content = await pictureOf(this.lab, view, kind);
      await this.save(pictureFile(view, this.run, kind), [content], content.type);
    } catch (error) {
      if (error instanceof Empty) this.status.textContent = fill(this.words.nothing, values);
      else if (error instanceof Late) this.status.textContent = fill(this.words.later, values);
      else throw error;
    }
  }

  private async save(file: string, parts: BlobPart[], type: string): Promise<void> {
    const content = new Blob(parts, { type });
    download(this.element, file, content);
    if (mayBlock()) await this.show(file, content);
    else this.status.textContent = fill(this.words.saved, { file });
  }

  /** Where the download may come to nothing: says so, and shows what is text. */
  private async show(file: string, content: Blob): Promise<void> {
    const { words } = this;
    const isText = content.type !== "image/png" && content.size <= SHOWN;
    this.status.textContent = fill(isText ? words.mayBlock : words.mayBlockUnshown, { file });
    if (!isText) return;
    this.text.setAttribute("aria-label", fill(words.textOf, { file }));
    present(await content.text(), this.text);
  }

  private button(text: string, action: () => void | Promise<void>): HTMLButtonElement {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", async () => {
      this.text.hidden = true;
      button.setAttribute("aria-busy", "true");
      try {
        await action();
      } catch (error) {
        this.status.textContent = isEngineError(error) ? error.message : String(error);
        console.error(error);
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
    return button;
  }
}
