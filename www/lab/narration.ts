/**
 * What just happened, in one sentence with numbers: pieces for the eye, plain text for a screen reader.
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
  const { model, before } = moment;
  const now = { w: numbers.parameter(model.w), b: numbers.parameter(model.b) };
  if (before === null) return { template: strings.narration.start, values: now };
  return {
    template: strings.narration.update,
    values: {
      ...now,
      epoch: numbers.count(moment.epoch),
      batch: numbers.count(moment.batch),
      batches: numbers.count(moment.batches),
      loss: numbers.loss(moment.loss),
      w0: numbers.parameter(before.w),
      b0: numbers.parameter(before.b),
    },
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
};

export function narratePieces(moment: Moment, strings: Strings): { text: string; idea: string | null }[] {
  const { template, values } = sentence(moment, strings);
  return pieces(template, values).map(({ text, name }) => ({
    text,
    idea: name === null ? null : (IDEAS[name] ?? null),
  }));
}
