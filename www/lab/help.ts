/**
 * The help sheet: every key of the lab in one table; brought when it is first asked for. Refuses to stay in the way:
 * Escape closes it.
 */
import type { Words } from "../strings";
import style from "../style/help.css?inline";
import { make } from "./dom";
import type { LabActions } from "./panel";

export class Help {
  readonly element: HTMLDialogElement;

  constructor(lab: Pick<LabActions, "adopt" | "signal">, help: Words["help"]) {
    const { signal } = lab;
    lab.adopt(style);
    const rows = Object.values(help.keys).map(({ keys, what }) => {
      const marks = keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "]);
      return make("tr", {}, make("th", { scope: "row" }, ...marks), make("td", {}, what));
    });
    const close = make("button", { type: "button" }, help.close);
    this.element = make(
      "dialog",
      { class: "help-sheet", "aria-label": help.title },
      make("h2", {}, help.title),
      make("table", {}, make("tbody", {}, ...rows)),
      make("p", {}, help.pointer),
      close,
    );
    close.addEventListener("click", () => this.element.close(), { signal });
  }

  toggle(): void {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }
}
