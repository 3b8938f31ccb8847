/**
 * The graph panel: the current batch's graph as a picture whose nodes can be pointed at, focused and walked through with
 * the arrow keys; a card tells a node's formula, derivative and numbers.
 * While the run plays or is dragged it may take a part of the time: its values cross from the engine for each picture,
 * which is always of the moment that everything else shows.
 * Refuses a graph where there is none: scikit-learn's regressor has no tape.
 */
import { html, nothing, render, svg, type TemplateResult } from "lit/html.js";
import type { Graph, GraphNode } from "../../engine";
import * as numbers from "../../numbers";
import { fill, type Words } from "../../strings";
import style from "../../style/graph.css?inline";
import {
  BESIDE,
  type EdgeMark,
  edgeMarks,
  type GraphView,
  isOne,
  type NodeMark,
  nodeMarks,
  SIGN,
  shapeText,
} from "../../views/graph";
import { type GraphPlaces, graphPlaces, RADIUS } from "../../views/graph_layout";
import type { Size } from "../../views/pen";
import { make } from "../dom";
import type { LabActions, MakePanel, Panel, Scene } from "../panel";
import type { Run } from "../run";
import { toggle } from "../toggle";

/** While the run plays or is dragged pictures are so many times as far apart as one of them takes. */
const SHARE = 8;
/** So far apart at most, in milliseconds: a slow picture must not stand long beside others that have gone on. */
const MOST_APART_MS = 100;

/** On a lower picture the card would hide the nodes it tells of; there the checkbox alone says why. */
const ROOM_FOR_WHY = 360;

/** The card tells of the node that has the focus, to readers who do not see it too. */
const CARD = "graph-card";

interface Shown {
  graph: Graph;
  numeric: GraphView["numeric"];
  walking: boolean;
  /** What this update's backward has added to `.grad`, by node; null before there was one. */
  added: ReadonlyMap<GraphNode, number | null> | null;
}

class GraphPanel implements Panel {
  readonly element = make("div", { class: "view graph" });
  readonly tools: HTMLElement;
  private readonly observer: ResizeObserver;
  private size: Size = { width: 0, height: 0 };
  private places: { key: string; places: GraphPlaces } | null = null;
  private shown: Shown | null = null;
  /** While the run is restless nothing is drawn before this. */
  private due = 0;
  private drawn = "";
  private run: Run | null = null;
  private chosen: number | null = null;

  constructor(
    private readonly lab: LabActions,
    private readonly words: Words["graph"],
  ) {
    lab.adopt(style);
    const check = toggle("check", this.words.check, lab, () => {
      this.drawn = "";
    });
    check.title = this.words.why;
    this.tools = make("div", { class: "tools-row" }, check);
    this.observer = new ResizeObserver(() => {
      this.size = { width: this.element.clientWidth, height: this.element.clientHeight };
      this.invalidate();
      lab.redraw();
    });
    this.observer.observe(this.element);
  }

  write({ run, moment, restless }: Scene): void {
    if (this.size.width === 0 || this.size.height === 0) return;
    const now = performance.now();
    if (restless && now < this.due) return;
    const key = `${moment.update}.${moment.statement}`;
    if (run === this.run && key === this.drawn) return;
    this.run = run;
    this.drawn = key;
    if (run.program === "sgd_regressor") {
      this.shown = null;
      render(html`<p class="waiting">${this.words.none}</p>`, this.element);
      return;
    }
    // Only the card tells of more than one number: of many the others need not cross from the engine.
    const most = this.chosen === null ? 1 : undefined;
    const graph = run.ask((session) => session.graph(most));
    const numeric =
      this.lab.look.layers.check && moment.loss !== null
        ? run.ask((session) => session.numericGradient()).values
        : null;
    this.shown = {
      graph,
      numeric,
      walking: moment.executed?.op === "backward",
      added: addedTo(
        graph,
        run.ask((session) => session.addedGradient()),
      ),
    };
    this.paint();
    this.due = now + Math.min(SHARE * (performance.now() - now), MOST_APART_MS);
  }

  describe({ moment }: Scene): void {
    const picture = this.element.querySelector("svg");
    if (!picture || !this.shown) return;
    const gradients = [moment.gradW, moment.gradB].filter((value) => value !== null).map(numbers.gradient);
    picture.setAttribute(
      "aria-label",
      fill(this.words.alt, {
        count: numbers.count(this.shown.graph.nodes.length),
        loss: numbers.loss(moment.loss),
        gradients: gradients.join(this.lab.strings.list) || numbers.NONE,
      }),
    );
  }

  invalidate(): void {
    this.drawn = "";
    this.places = null;
  }

  destroy(): void {
    this.observer.disconnect();
  }

  private paint(): void {
    if (!this.shown) return;
    const { graph } = this.shown;
    const key = JSON.stringify([graph.nodes.length, graph.edges, this.size]);
    if (this.places?.key !== key)
      this.places = {
        key,
        places: graphPlaces({ count: graph.nodes.length, edges: graph.edges }, this.size),
      };
    const { places } = this.places;
    const view: GraphView = { ...this.shown, places };
    const { width, height } = this.size;
    const marks = nodeMarks(view);
    render(
      html`<svg viewBox="0 0 ${width} ${height}" role="group">
          ${edgeMarks(view).map(edge)} ${marks.map((mark) => this.node(mark))}
        </svg>
        ${places.hidden > 0 ? html`<p class="hidden-nodes">${fill(this.words.hidden, { count: numbers.count(places.hidden) })}</p>` : nothing}
        ${this.card(graph)}`,
      this.element,
    );
  }

  private node(mark: NodeMark): TemplateResult {
    const { node, x, y, kind, symbol, pale, value, gradient, numeric, turn } = mark;
    const { words } = this;
    const label = fill(gradient ? words.nodeGradient : words.node, {
      kind: words.kinds[kind],
      symbol,
      value: value || numbers.NONE,
      gradient,
    });
    const choose = (to: number | null): void => {
      this.chosen = to;
      this.drawn = "";
      this.due = 0;
      this.lab.redraw();
    };
    return svg`<g class="node ${kind}" ?data-pale=${pale} transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"
        role="img" tabindex="0" data-keys="own" data-node=${node} aria-label=${label}
        aria-describedby=${node === this.chosen ? CARD : nothing}
        @pointerenter=${() => choose(node)} @pointerleave=${() => choose(null)}
        @focus=${() => choose(node)} @blur=${() => choose(null)}
        @keydown=${(event: KeyboardEvent) => this.walk(event, node)}>
      <circle r=${RADIUS}></circle>
      <text class="symbol" dy="0.35em">${symbol}</text>
      <text class="value" x=${RADIUS + BESIDE} y=${gradient || numeric ? -5 : 4}>${pale ? "" : value}</text>
      <text class="gradient" x=${RADIUS + BESIDE} y="9">${gradient && SIGN.gradient + gradient}</text>
      <text class="numeric" x=${RADIUS + BESIDE} y="22">${numeric && SIGN.numeric + numeric}</text>
      <text class="turn" x=${-RADIUS - 4} y="4">${turn ?? ""}</text>
    </g>`;
  }

  /** Arrow keys follow the edges: down to what uses the node, up to what it is made of, sideways in the row. */
  private walk(event: KeyboardEvent, node: number): void {
    const edges = this.shown?.graph.edges ?? [];
    const at = this.places?.places.at;
    const own = at?.get(node);
    let next: number | undefined;
    if (event.key === "ArrowDown") next = edges.find(([from]) => from === node)?.[1];
    else if (event.key === "ArrowUp") next = edges.find(([, to]) => to === node)?.[0];
    else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && at && own) {
      const sign = event.key === "ArrowRight" ? 1 : -1;
      next = [...at]
        .filter(([, place]) => Math.abs(place.y - own.y) < 1 && sign * (place.x - own.x) > 0)
        .sort(([, a], [, b]) => sign * (a.x - b.x))[0]?.[0];
    } else return;
    event.preventDefault();
    if (next !== undefined) this.element.querySelector<SVGElement>(`[data-node="${next}"]`)?.focus();
  }

  private card(graph: Graph): TemplateResult {
    const node = this.chosen === null ? undefined : graph.nodes[this.chosen];
    if (!node || this.chosen === null) return html`<p class="hint">${this.words.hint}</p>`;
    // Those with words in them are in the reader's language, by what the engine says is computed: one operation may do it
    // in several ways. The others are the same everywhere.
    const inWords: Readonly<Record<string, { formula: string; derivative: string }>> = this.words.formulas;
    const { formula, derivative } = inWords[node.formula] ?? node;
    const numeric = this.shown?.numeric?.[this.chosen] ?? null;
    const { words: own } = this;
    return html`<dl class="card" id=${CARD}>
      <dt>${node.name ?? node.op}</dt>
      <dd>${node.leaf ? "" : node.op} ${shapeText(node.shape)}</dd>
      <dt>${own.computes}</dt>
      <dd>${formula}</dd>
      <dt>${own.backward}</dt>
      <dd>${derivative}</dd>
      <dt>${own.value}</dt>
      <dd>${this.summary(node.value, own.notYet)}</dd>
      ${node.requiresGrad ? this.gradients(node, numeric) : nothing}
    </dl>`;
  }

  private gradients(node: GraphNode, numeric: ArrayLike<number> | null): TemplateResult {
    const { words: own } = this;
    const grad = isOne(node) ? (node.grad?.[0] ?? null) : null;
    // In a leaf's .grad there may be more than this batch has sent back, or nothing of it yet.
    const added = node.leaf ? (this.shown?.added?.get(node) ?? null) : grad;
    const difference = numeric?.length === 1 && added !== null ? Math.abs((numeric[0] ?? 0) - added) : null;
    return html`<dt class="way">${node.leaf ? own.accumulated : own.gradient}</dt>
      <dd class="way">${this.summary(node.grad, own.noGradient)}
        ${added === null || added === grad ? nothing : html`<span class="added">${fill(own.added, { added: numbers.significant(added) })}</span>`}</dd>
      ${
        numeric
          ? html`<dt>${own.numeric}</dt>
              <dd data-numeric=${numeric.length === 1 ? String(numeric[0]) : nothing}>${this.summary(numeric, own.noGradient)}</dd>`
          : nothing
      }
      ${difference === null ? nothing : html`<dt>${own.difference}</dt><dd data-difference=${String(difference)}>${numbers.loss(difference)}</dd>`}
      ${numeric && this.size.height >= ROOM_FOR_WHY ? html`<dd class="why">${own.why}</dd>` : nothing}`;
  }

  /** One number as such; of more, between which they lie. */
  private summary(values: ArrayLike<number> | null, none: string): string {
    if (values === null || values.length === 0) return none;
    if (values.length === 1) return numbers.significant(values[0] ?? null);
    const list = Array.from(values);
    return fill(this.words.range, {
      low: numbers.loss(Math.min(...list)),
      high: numbers.loss(Math.max(...list)),
    });
  }
}

/** Their names as either program has them; the parabola's x stands in w's place. */
const PLACES: Readonly<Record<string, 0 | 1>> = { w: 0, weight: 0, x: 0, b: 1, bias: 1 };

function addedTo({ nodes }: Graph, added: readonly (number | null)[] | null): Shown["added"] {
  if (!added) return null;
  const parameters = nodes.filter(({ leaf, requiresGrad }) => leaf && requiresGrad);
  return new Map(parameters.map((node) => [node, added[PLACES[node.name ?? ""] ?? -1] ?? null]));
}

function edge({ from, to, back, pale }: EdgeMark): TemplateResult {
  return svg`<line class=${back ? "back" : pale ? "pale" : ""} x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>`;
}

export const makeGraphPanel =
  ({ graph }: Pick<Words, "graph">): MakePanel =>
  (lab) =>
    new GraphPanel(lab, graph);
