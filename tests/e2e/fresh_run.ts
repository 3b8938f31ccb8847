// A run as an engine of the test's own has it, in Node: what the page shows is compared with it.
// Refuses to ask the page, its exercises' checks or its facts: of the lab it takes only how an address is read.
import type { History, Line, Session, Settings, State } from "../../www/engine";
import { decode } from "../../www/lab/address";
import { engineInNode } from "../../www/static/engine_in_node.mjs";

/** The whole engine, for what only a test asks of it. */
export const engine = await engineInNode();

/** What a fresh session of these settings answers at a moment. */
export function askFresh<T>(
  settings: Settings,
  [update, statement = 0]: readonly [number, number?],
  ask: (at: Session) => T,
): T {
  const session = new engine.Session(settings);
  session.seek(update, statement);
  const answer = ask(session);
  session.free();
  return answer;
}

/** Its state at a moment. */
export const freshState = (settings: Settings, update: number, statement = 0): State =>
  askFresh(settings, [update, statement], (session) => session.state());

/** w and b of a fresh session at a moment; a parabola has no b. */
export function freshLine(settings: Settings, update: number, statement = 0): (number | null)[] {
  const { w, b } = freshState(settings, update, statement);
  return [w, b];
}

export interface FreshRun {
  settings: Settings;
  history: History;
  data: { x: Float64Array; y: Float64Array; coef: number | null; bias: number | null };
  start: Line;
  /** Updates there are to see: all, or those before the run diverged or raised. */
  seen: number;
  diverged: State["diverged"];
  raised: State["raised"];
  warned: State["warned"];
  /** Parameters after so many updates, and inside an update after so many statements. */
  after(update: number, statement?: number): Line;
  /** Where the run ends, over x as the data have it; of one that diverged the last finite line. */
  end: Line;
}

/** Runs what an address says, to its end. */
export function freshRun(address: string): FreshRun {
  const { state, ignored } = decode(address);
  if (ignored.length > 0) throw new Error(`A test's address has parts that nothing reads: ${ignored}`);
  const changes = state.runs[state.main] ?? [];
  const session = new engine.Session({
    ...state.settings,
    ...(changes.length > 0 ? { changes: [...changes] } : {}),
  });
  session.train();
  session.step(session.state().updates);
  const { diverged, raised, warned, updates } = session.state();
  const history = session.history();
  const settings = session.settings();
  const { x, y, coef, bias, mean, std } = session.data();
  const start = { w: history.init.w, b: history.init.b ?? 0 };
  const seen = Math.min(updates, diverged?.update ?? updates, raised?.update ?? updates);
  const at = (update: number): Line =>
    update === 0 ? start : { w: history.w[update - 1] ?? Number.NaN, b: history.b[update - 1] ?? Number.NaN };
  const scaled = settings.standardize === true && mean !== null && std !== null && std > 0;
  const [centre, spread] = scaled ? [mean, std] : [0, 1];
  const { w, b } = diverged ?? at(seen);
  return {
    settings,
    history,
    data: { x, y, coef, bias },
    start,
    seen,
    diverged,
    raised,
    warned,
    after(update, statement = 0) {
      if (statement === 0) return at(update);
      session.seek(update, statement);
      const inside = session.state();
      return { w: inside.w, b: inside.b ?? 0 };
    },
    end: { w: w / spread, b: b - (w * centre) / spread },
  };
}

/** The mean squared residual of a line. */
export function meanSquare({ data: { x, y } }: FreshRun, { w, b }: Line): number {
  return x.reduce((sum, at, index) => sum + (w * at + b - (y[index] ?? Number.NaN)) ** 2, 0) / x.length;
}

/** The mean loss of a sample in an epoch, counted from 1. */
export function epochMean({ history }: FreshRun, epoch: number): number {
  return history.epochLoss[(history.epochEnds[epoch - 1] ?? Number.NaN) - 1] ?? Number.NaN;
}

/** The least-squares line, by the sums of a textbook. */
export function bestLine({ data: { x, y } }: FreshRun): Line {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const xy = x.reduce((sum, at, index) => sum + (at - mx) * ((y[index] ?? Number.NaN) - my), 0);
  const xx = x.reduce((sum, at) => sum + (at - mx) ** 2, 0);
  return { w: xy / xx, b: my - (xy / xx) * mx };
}

/** The learning rate below which the run comes to rest. */
export const limitOf = (address: string): number =>
  engine.stabilityLimit(decode(address).state.settings)?.lr ?? Number.NaN;

/** All settings an address gives, with the defaults it leaves out. */
export function settingsOf(address: string): Settings {
  const session = new engine.Session(decode(address).state.settings);
  const settings = session.settings();
  session.free();
  return settings;
}
