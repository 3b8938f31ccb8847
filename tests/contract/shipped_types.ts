/**
 * The types that ship are held against the contract by the type checker: whoever writes against `engine.d.ts` can
 * use the package. Nothing here runs. The package may take more and tell more; where it deviates, the deviation is
 * named below with its reason, and the changelog repeats it.
 */
import type * as Shipped from "../../pkg/first_descent.js";
import type * as Contract from "./engine.js";

/** Fails to compile unless `Given` can stand wherever `Wanted` is asked for. */
type Fits<Given extends Wanted, Wanted> = Given;

/** Compares two classes' members without their constructors. */
type Members<T> = { [K in keyof T]: T[K] };

/** Constant x has no standard deviation, and nothing that is not defined is a number. */
type Deviating = "data" | "fork";
type Data = Omit<ReturnType<Contract.Session["data"]>, "mean" | "std"> & {
  mean: number | null;
  std: number | null;
};

export type Checks = [
  // What callers hand in: everything the contract allows is taken.
  Fits<Contract.Settings, Shipped.Settings>,
  Fits<Contract.Data, Shipped.Data>,
  Fits<Contract.Edit, Shipped.Edit>,
  Fits<Contract.Change, Shipped.Change>,
  Fits<Contract.Statement, Shipped.Statement>,
  Fits<Contract.EditedProgram, Shipped.EditedProgram>,
  Fits<Contract.ProgramName, Shipped.ProgramName>,
  Fits<NonNullable<Parameters<typeof Contract.makeRegression>[0]>, Shipped.MakeRegressionOptions>,
  // What callers get: everything the contract promises is there.
  Fits<Shipped.EngineError, Contract.EngineError>,
  Fits<Shipped.State, Contract.State>,
  Fits<Shipped.History, Contract.History>,
  Fits<Members<Omit<Shipped.Session, Deviating>>, Members<Omit<Contract.Session, Deviating>>>,
  Fits<ReturnType<Shipped.Session["data"]>, Data>,
  Fits<ReturnType<Shipped.Session["fork"]>, Shipped.Session>,
  Fits<Members<Shipped.Sweep>, Members<Contract.Sweep>>,
  // Constructors and functions.
  Fits<typeof Shipped.Session, new (settings?: Contract.Settings) => unknown>,
  Fits<ConstructorParameters<typeof Contract.Sweep>, ConstructorParameters<typeof Shipped.Sweep>>,
  Fits<typeof Shipped.makeRegression, typeof Contract.makeRegression>,
  Fits<typeof Shipped.sgdRegressor, typeof Contract.sgdRegressor>,
  Fits<typeof Shipped.lossSurface, typeof Contract.lossSurface>,
  Fits<typeof Shipped.freshSeed, typeof Contract.freshSeed>,
  Fits<typeof Shipped.version, typeof Contract.version>,
  // One point or constant x has no least-squares line: null, never NaN.
  Fits<
    ReturnType<typeof Shipped.leastSquares>,
    { [K in keyof ReturnType<typeof Contract.leastSquares>]: number | null }
  >,
  Fits<Parameters<typeof Contract.leastSquares>, Parameters<typeof Shipped.leastSquares>>,
  // Where no learning rate is stable (maximize, for one) there is no limit to tell.
  Fits<ReturnType<typeof Shipped.stabilityLimit>, ReturnType<typeof Contract.stabilityLimit> | null>,
  Fits<Parameters<typeof Contract.stabilityLimit>, Parameters<typeof Shipped.stabilityLimit>>,
];
