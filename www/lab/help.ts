/**
 * The help sheet: every key of the lab in one table; brought when it is first asked for. Refuses to stay in the way:
 * Escape closes it, and so does a press beside it.
 */
import { type Language, loadWords, type Words } from "../strings";
import style from "../style/help.css?inline";
import { icon, make } from "./dom";

/** What the sheet needs of its lab. */
interface Host {
  readonly element: HTMLElement;
  readonly language: Language;
  readonly signal: AbortSignal;
  adopt(css: string): void;
}

/** The sheet of each lab that has shown one. */
const sheets = new WeakMap<Host, HTMLDialogElement>();

/** Shows the lab's sheet, or closes it. */
export async function toggleHelp(lab: Host): Promise<void> {
  const { help } = await loadWords(lab.language, "help");
  if (lab.signal.aborted) return;
  const sheet = sheets.get(lab) ?? sheetFor(lab, help);
  if (sheet.open) sheet.close();
  else sheet.showModal();
}

function sheetFor(lab: Host, help: Words["help"]): HTMLDialogElement {
  lab.adopt(style);
  const rows = Object.values(help.keys).map(({ keys, what }) => {
    const marks = keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "]);
    return make("tr", {}, make("th", { scope: "row" }, ...marks), make("td", {}, what));
  });
  // It stands first: the sheet opens at its head, however low the screen.
  const close = make(
    "button",
    { type: "button", class: "icon-only", "aria-label": help.close, title: help.close },
    icon("close"),
  );
  const sheet = make(
    "dialog",
    { class: "help-sheet", "aria-label": help.title },
    make("header", {}, make("h2", {}, help.title), close),
    make("table", {}, make("tbody", {}, ...rows)),
    make("p", {}, help.pointer),
  );
  close.addEventListener("click", () => sheet.close(), { signal: lab.signal });
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close(), { signal: lab.signal });
  lab.element.append(sheet);
  sheets.set(lab, sheet);
  return sheet;
}
