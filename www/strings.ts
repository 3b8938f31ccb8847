/**
 * Every word the page's scripts show, in one typed table a language. `{name}` marks a place for a value.
 * Refuses an unknown place: a template that names a value nobody gives stays visible and fails its test.
 */

export const en = {
  transport: {
    label: "Controls of the run",
    reset: "Back to the start",
    back: "One update back",
    play: "Play",
    pause: "Pause",
    replay: "Play again",
    update: "1 update",
    epoch: "1 epoch",
    speed: "Speed",
    scrub: "Moment of the run",
    scrubValue: "update {update} of {updates}, epoch {epoch}",
  },
  speeds: {
    one: "1 update/s",
    five: "5 updates/s",
    twenty: "20 updates/s",
    sixty: "60 updates/s",
    epoch: "as fast as it goes",
  },
  settings: {
    title: "Settings",
    classic: "Back to the classic run",
    notUsed: "{program} has no {name}.",
    slider: "{label}, slider",
  },
  controls: {
    program: { label: "Program", help: "It decides how updates are made." },
    data_seed: { label: "Data seed", help: "Each seed makes other samples." },
    noise: { label: "Noise", help: "Spread of y around the true line." },
    batch_size: { label: "Batch size", help: "Samples in one update." },
    lr: { label: "Learning rate", help: "How long each step is." },
    momentum: { label: "Momentum", help: "Share of the last step kept." },
  },
  programs: { by_hand: "By hand", torch: "PyTorch" },
  theProgram: { by_hand: "The program by hand", torch: "The program in PyTorch" },
  limit: {
    exact: "stable below {lr} (exact)",
    guide: "stable below about {lr} (a guide)",
    none: "no limit is known for these settings",
  },
  refused: {
    empty: "{label} ({field}) is empty; it must be {range}.",
    out_of_range: "{label} ({field}) is {value}; it must be {range}.",
    not_finite: "{label} ({field}) is {value}; it must be {range}.",
    wrong_type: "{label} ({field}) is “{value}”; it must be {range}.",
    too_large: "{label} ({field}) asks for {value}; the limit is {range}.",
  },
  kept: "The run is unchanged.",
  number: "a number",
  narration: {
    start: "Before the first update: w = {w}, b = {b}.",
    update:
      "Epoch\u00a0{epoch}, batch\u00a0{batch} of\u00a0{batches}: loss\u00a0{loss} before the step, w\u00a0{w0}\u00a0→\u00a0{w}, b\u00a0{b0}\u00a0→\u00a0{b}",
  },
  notice: {
    starting: "Starting the engine…",
    failed: "The engine could not start, so the picture stays still. Reloading the page may help.",
    recovered: "The engine stopped and was started again. The run was rebuilt from its settings.",
    lost: "The engine stopped and could not be started again. Reloading the page may help.",
    diverged:
      "This run diverges at update {update}: its loss is {size}. Before that update the line had w = {w}, b = {b}.",
    willDiverge:
      "This run will diverge at update {update}: its loss will be {size}. Before that update the line will have w = {w}, b = {b}.",
    huge: "over a million times the first loss, and that of always predicting the mean of y",
    notFinite: "no finite number any more",
    tooShort:
      "The learning rate {lr} is above the limit of {limit}: the steps overshoot, though {updates} updates are too few for this run to diverge.",
    over: "The learning rate {lr} is above the limit of {limit}.",
    overGuide: "The learning rate {lr} is above {limit}, a guide to where steps begin to overshoot.",
    under:
      "The learning rate {lr} is below the guide of {limit}; the order of the batches made the difference.",
    back: "Back to lr {lr}",
    dismiss: "Close",
  },
  views: {
    line: "Line",
    loss: "Loss",
    residuals: "Residuals",
    log: "Log scale",
    model: "model",
    truth: "true line",
    leastSquares: "least squares",
    x: "x",
    y: "y",
    updates: "each update",
    means: "epoch mean",
    diverges: "diverges",
    epoch: "epoch",
    sum: "sum of the batch",
    mean: "mean of the batch",
    perSample: "epoch so far, per sample: {loss}",
    batch: "{count} of {n} samples lit",
    noBatch: "{n} samples",
  },
  alt: {
    line: "{n} samples; the model’s line with w = {w} and b = {b}, the true line with {trueW} and {trueB}, the least-squares line with {fitW} and {fitB}.",
    loss: "Loss over {updates} updates, now at update {update}: {loss}. First {first}, last {last}.",
  },
  theme: { dark: "Switch to dark colours", light: "Switch to light colours" },
} as const;

type Words<T> = T extends string ? string : { [K in keyof T]: Words<T[K]> };

/** What a language must provide. */
export type Strings = Words<typeof en>;

export type Values = Readonly<Record<string, string>>;

const place = /\{(\w+)\}/g;

/** Puts the values into a template. */
export function fill(template: string, values: Values): string {
  return template.replace(place, (whole, name: string) => values[name] ?? whole);
}

/** The template in pieces: plain text, and values with their names, so that each can wear its colour. */
export function pieces(template: string, values: Values): { text: string; name: string | null }[] {
  return template.split(place).map((part, index) => {
    const isValue = index % 2 === 1;
    return { text: isValue ? (values[part] ?? `{${part}}`) : part, name: isValue ? part : null };
  });
}
