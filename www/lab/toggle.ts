/** A checkbox that shows or hides a layer of a picture. Refuses to remember: its panel holds the choice. */
import { make } from "./dom";
import type { LabActions } from "./panel";

export function toggle(
  /** The layer's name, by which the lesson asks for it. */
  layer: string,
  text: string,
  on: boolean,
  lab: Pick<LabActions, "signal" | "redraw">,
  set: (on: boolean) => void,
): HTMLLabelElement {
  const box = make("input", { type: "checkbox", "data-layer": layer });
  // What it is at first is what a reset puts back.
  box.defaultChecked = on;
  box.addEventListener(
    "change",
    () => {
      set(box.checked);
      lab.redraw();
    },
    { signal: lab.signal },
  );
  return make("label", { class: "toggle" }, box, make("span", {}, text));
}
