/**
 * Layers of pictures that are asked for by name, as a lesson does: each is switched as soon as the view that has it is
 * there. Refuses to switch what is as asked already.
 */

export class Layers {
  private readonly asked = new Map<string, boolean>();

  ask(layer: string, on: boolean): void {
    this.asked.set(layer, on);
  }

  /** Puts all back as they were made. */
  reset(lab: HTMLElement): void {
    this.asked.clear();
    for (const box of lab.querySelectorAll<HTMLInputElement>("input[data-layer]"))
      if (box.checked !== box.defaultChecked && (box.type === "checkbox" || box.defaultChecked)) box.click();
  }

  /** Switches those whose controls are in the lab by now. */
  switch(lab: HTMLElement): void {
    for (const [layer, on] of this.asked) {
      const box = lab.querySelector<HTMLInputElement>(`input[data-layer="${layer}"]`);
      if (!box) continue;
      this.asked.delete(layer);
      if (box.checked !== on) box.click();
    }
  }
}
