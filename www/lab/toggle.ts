/** A checkbox that shows or hides a layer of a picture. Refuses to remember: the lab's look holds the choice. */
import { make } from "./dom";
import type { Layer } from "./look";
import type { LabActions } from "./panel";

export function toggle(
  layer: Layer,
  text: string,
  lab: Pick<LabActions, "signal" | "redraw" | "look">,
  /** Told when the layer has been shown or hidden, here or elsewhere. */
  changed?: (on: boolean) => void,
): HTMLLabelElement {
  const { look, signal } = lab;
  const box = make("input", { type: "checkbox", "data-layer": layer });
  let shown = look.layers[layer];
  box.checked = shown;
  box.addEventListener("change", () => look.showLayer(layer, box.checked), { signal });
  look.listen(() => {
    const on = look.layers[layer];
    box.checked = on;
    if (on === shown) return;
    shown = on;
    changed?.(on);
    lab.redraw();
  }, signal);
  return make("label", { class: "toggle" }, box, make("span", {}, text));
}
