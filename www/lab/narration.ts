/**
 * What just happened, in one sentence with numbers: pieces for the eye, plain text for a screen reader. One sentence a
 * statement, one a whole update.
 * Refuses to know the run: everything is in the moment it is given.
 */
import * as numbers from "../numbers";
import { fill, pieces, type Strings } from "../strings";
import type { Moment } from "./run";

interface Sentence {
  template: string;
  values: Record<string, string>;
}

function sentence(moment: Moment, strings: Strings): Sentence {
  const { model, before, executed, raised } = moment;
  const [gradW, gradB] = moment.added ?? [moment.gradW, moment.gradB];
  const { narration } = strings;
  const now = {
    w: numbers.parameter(model.w),
    b: numbers.parameter(model.b),
    epoch: numbers.count(moment.epoch + 1),
    batch: numbers.count(moment.batch + 1),
    batches: numbers.count(moment.batches),
    loss: numbers.loss(moment.loss),
    gradW: numbers.gradient(gradW),
    gradB: numbers.gradient(gradB),
    count: numbers.count(moment.batchIndices?.length ?? 0),
    // The statement executed last belongs to the update that is not complete yet.
    update: numbers.count(moment.update + (executed === null ? 0 : 1)),
  };
  if (raised && executed !== null)
    return { template: narration.raised, values: { ...now, type: raised.type, message: raised.message } };
  const kind = moment.b === null ? narration.parabola : narration;
  if (executed !== null) {
    // By hand each parameter is moved by a statement of its own.
    if (executed.op === "update" && executed.target)
      return { template: kind.statement[executed.target === "w" ? "update_w" : "update_b"], values: now };
    return { template: kind.statement[executed.op], values: now };
  }
  if (before === null) return { template: kind.start, values: now };
  return {
    template: kind.update,
    values: { ...now, w0: numbers.parameter(before.w), b0: numbers.parameter(before.b) },
  };
}

export function narrate(moment: Moment, strings: Strings): string {
  const { template, values } = sentence(moment, strings);
  return fill(template, values);
}

/** The idea whose colour a value wears. */
const IDEAS: Readonly<Record<string, string>> = {
  w: "model",
  b: "model",
  w0: "model",
  b0: "model",
  loss: "wrong",
  gradW: "way",
  gradB: "way",
};

export function narratePieces(moment: Moment, strings: Strings): { text: string; idea: string | null }[] {
  const { template, values } = sentence(moment, strings);
  return pieces(template, values).map(({ text, name }) => ({
    text,
    idea: name === null ? null : (IDEAS[name] ?? null),
  }));
}
