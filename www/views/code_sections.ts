/**
 * Two listings of the same run cut into sections that belong beside each other: what is made before the loops, the head of
 * each loop, and each phase of an update.
 * Refuses to move a line: where the two have a phase in another order, it is no seam.
 */
import type { Listing } from "./code";

/** Lines of both, by their places in their listings; one of the two may have none. */
export interface Section {
  own: readonly number[];
  twin: readonly number[];
}

/** Where each part that the other program may have too begins. */
function seamsOf({ source, statements }: Listing): Map<string, number> {
  const seams = new Map<string, number>();
  const put = (name: string, line: number): void => {
    if (line >= 0 && !seams.has(name)) seams.set(name, line);
  };
  put(
    "epochs",
    source.findIndex(({ text }) => text.startsWith("for epoch in ")),
  );
  put(
    "batches",
    source.findIndex(({ text }) => /^\s+for \w+, \w+ in /.test(text)),
  );
  source.forEach(({ statement }, line) => {
    const op = statement === null ? undefined : statements[statement]?.op;
    if (op) put(op, line);
  });
  return seams;
}

type Seam = readonly [own: number, twin: number];

/** As many of the seams as come in the same order in both. */
function inOrder(seams: readonly Seam[]): readonly Seam[] {
  const best: (readonly Seam[])[] = [];
  for (const seam of seams) {
    const before = best.filter((chain) => (chain.at(-1)?.[0] ?? -1) < seam[0]);
    const longest = before.reduce<readonly Seam[]>(
      (one, other) => (other.length > one.length ? other : one),
      [],
    );
    best.push([...longest, seam]);
  }
  return best.reduce((one, other) => (other.length > one.length ? other : one), []);
}

export function sections(own: Listing, twin: Listing): Section[] {
  const ofOwn = seamsOf(own);
  const shared = [...seamsOf(twin)].flatMap(([name, line]): Seam[] => {
    const ownLine = ofOwn.get(name);
    return ownLine === undefined ? [] : [[ownLine, line]];
  });
  const seams = inOrder(shared.sort(([, one], [, other]) => one - other));
  const starts: readonly Seam[] = [[0, 0], ...seams.filter(([line, other]) => line > 0 || other > 0)];
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, at) => from + at);
  return starts.map(([line, other], at) => {
    const [end, otherEnd] = starts[at + 1] ?? [own.source.length, twin.source.length];
    return { own: range(line, end), twin: range(other, otherEnd) };
  });
}

/** Where a line stands in rows that both listings share. */
export interface Place {
  /** From 1. */
  row: number;
  rows: number;
}

/** The place of each line: sections begin on one height, and the last line of the shorter half has the rest of it. */
export function places(cut: readonly Section[], side: keyof Section): Place[] {
  let first = 1;
  return cut.flatMap((section) => {
    const lines = section[side];
    const height = Math.max(section.own.length, section.twin.length);
    const start = first;
    first += height;
    return lines.map((_, at) => ({
      row: start + at,
      rows: at === lines.length - 1 ? height - at : 1,
    }));
  });
}
