/**
 * Edits as the reader makes them: each is tried on the model, and what the engine refuses is explained beside its control.
 * While branching, a change goes into a branch from the cursor in place of the whole run.
 * Refuses to leave half an edit behind: what is refused has changed nothing.
 */
import { type Change, type Engine, type EngineError, isEngineError, isNotInThisBuild } from "../engine";
import type { Strings } from "../strings";
import type { EngineWatch } from "./engine_watch";
import { type LabModel, MAX_RUNS } from "./model";
import type { Notices } from "./notices";
import { changeOf, type SettingValue, settingOf } from "./settings";
import type { ShownPanels } from "./shown_panels";

export interface EditingParts {
  engine: Engine;
  model: LabModel;
  strings: Strings;
  notices: Notices;
  panels: ShownPanels;
  watch: EngineWatch;
  signal: AbortSignal;
  redraw(): void;
}

export class Editing {
  private branching = false;

  constructor(private readonly parts: EditingParts) {}

  setBranching(on: boolean): void {
    this.branching = on;
    this.parts.model.closeBranch();
  }

  set(path: string, value: SettingValue): boolean {
    const { model, notices } = this.parts;
    const setting = settingOf(path);
    if (this.branching && setting?.changeable) {
      const name = changeOf(path)?.leaf ?? path;
      if (model.runs.length >= MAX_RUNS && !model.branchOpen) this.full();
      else return this.do(() => model.rebranch({ [name]: value } as Change), path, value);
      return false;
    }
    const before = model.settings;
    const taken = this.do(() => model.set(path, value), path, value);
    const { settings, run } = model;
    if (taken && (settings.batch_size !== before.batch_size || settings.max_iter !== before.max_iter))
      notices.tell((notice) => notice.fitted(before, settings, run));
    if (taken && this.branching && setting) notices.tell((notice) => notice.notBranched(path));
    return taken;
  }

  branch(set: Change): void {
    const { model } = this.parts;
    if (model.runs.length >= MAX_RUNS) this.full();
    else this.do(() => model.branch(set));
  }

  /** Does an edit; false where the engine refused it. */
  do(work: () => void, path?: string, value?: SettingValue): boolean {
    const { watch, notices, redraw } = this.parts;
    let taken = true;
    watch.guard(() => {
      try {
        work();
        notices.edited();
      } catch (error) {
        if (!isEngineError(error)) throw error;
        taken = false;
        if (isNotInThisBuild(error)) void this.once(() => this.do(work, path, value));
        else this.refused(error, path, value);
      }
    });
    redraw();
    return taken;
  }

  /** Does work that only the whole engine can do, once it is there. */
  async once(work: () => void): Promise<void> {
    const { engine, watch, signal } = this.parts;
    await watch.bring();
    if (engine.isComplete && !signal.aborted) work();
  }

  private full(): void {
    this.parts.notices.tell((notice) => notice.sixRuns());
  }

  private refused(error: EngineError, path?: string, value?: SettingValue): void {
    const { panels, notices } = this.parts;
    const beside = path !== undefined && panels.inSight("settings")?.refuse?.(error, path, value);
    if (!beside) notices.tell((notice) => notice.refuse(error));
  }
}
