/**
 * The block's state for as long as the window is open, in either language: the text as it was typed, what was overruled,
 * the draw, the new x, and what the lab was given. The page's address holds the points trained on and no more.
 * Refuses a state that is not wholly one of its own, and to fail where storage throws: nothing is kept there, and the
 * block says so.
 */

import { ofWindow, remove, type Shelf, store, stored } from "../../storage";
import type { Overruled } from "./choosing";
import type { Given, GivenColumn } from "./given";
import type { Split } from "./hold_back";
import type { DecimalMark } from "./numbers_read";
import { SEPARATORS } from "./records";
import { isSeed, isShare } from "./splitting";
import type { Point } from "./table";

export interface Kept {
  text: string;
  overruled: Overruled;
  share: number;
  seed: number;
  standardize: boolean;
  /** The new x, as it was typed. */
  newX: string;
  given: Given | null;
}

const KEY = "first-descent.your-data";

/** False where the browser keeps nothing, or not so much: an older state is not left behind in its place. */
export function keep(state: Kept, shelf: Shelf = ofWindow): boolean {
  const keeps = store(shelf, KEY, JSON.stringify(state));
  if (!keeps) remove(shelf, KEY);
  return keeps;
}

export function kept(shelf: Shelf = ofWindow): Kept | null {
  try {
    const state: unknown = JSON.parse(stored(shelf, KEY) ?? "null");
    return isKept(state) ? state : null;
  } catch {
    // Not written here: the block opens as new.
    return null;
  }
}

// ------------------------------------------------------------------ what is one of its own

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isPlace = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
const isMark = (value: unknown): value is DecimalMark => value === "." || value === ",";
const perhaps = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

const isKept = (state: unknown): state is Kept =>
  isFields(state) &&
  typeof state.text === "string" &&
  isOverruled(state.overruled) &&
  isShare(state.share) &&
  isSeed(state.seed) &&
  isFlag(state.standardize) &&
  typeof state.newX === "string" &&
  (state.given === null || isGiven(state.given));

const isOverruled = (value: unknown): value is Overruled =>
  isFields(value) &&
  perhaps(value.separator, (given) => SEPARATORS.some((separator) => separator === given)) &&
  perhaps(value.mark, isMark) &&
  perhaps(value.hasNames, isFlag) &&
  perhaps(value.x, isPlace) &&
  perhaps(value.y, isPlace) &&
  isFlag(value.skip);

const isGiven = (value: unknown): value is Given =>
  isFields(value) &&
  isSplit(value.split) &&
  isFields(value.columns) &&
  isColumn(value.columns.x) &&
  isColumn(value.columns.y) &&
  isMark(value.mark);

const isSplit = (value: unknown): value is Split<Point> =>
  isFields(value) && [value.train, value.held].every((part) => Array.isArray(part) && part.every(isPoint));

const isPoint = (value: unknown): value is Point =>
  isFields(value) && isPlace(value.row) && Number.isFinite(value.x) && Number.isFinite(value.y);

const isColumn = (value: unknown): value is GivenColumn =>
  isFields(value) && isPlace(value.at) && (value.name === null || typeof value.name === "string");
