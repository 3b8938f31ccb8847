// What the lab's model says at a moment, and what a fresh session of the real engine says there.
import { Engine, type Settings } from "../../www/engine";
import type { LabModel } from "../../www/lab/model";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

export const module = await engineInNode();

export const engine = Engine.of(module);

/** What a fresh session says at a moment. */
export function fresh(settings: Settings, update: number, statement = 0) {
  const session = new module.Session(settings);
  session.seek(update, statement);
  const state = session.state();
  session.free();
  return { w: state.w, b: state.b, loss: state.loss, gradW: state.gradW, update: state.update };
}

export function at(model: LabModel) {
  const { w, b, loss, gradW, update } = model.moment;
  return { w, b, loss, gradW, update };
}

export const place = (model: LabModel): number[] => [model.run.cursor.update, model.run.cursor.statement];
