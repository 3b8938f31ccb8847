/**
 * The graph as a still picture: the marks of the graph view, drawn with a pen. Refuses cards and numeric gradients, which
 * are asked for by a pointer.
 */
import type { Graph } from "../engine";
import { edgeMarks, type NodeMark, nodeMarks } from "../views/graph";
import { graphPlaces, RADIUS } from "../views/graph_layout";
import { DASH, font, type Palette, type Pen, type Size } from "../views/pen";

const RINGS: Record<NodeMark["kind"], (palette: Palette) => string> = {
  parameter: ({ modelMark }) => modelMark,
  data: ({ quiet }) => quiet,
  operation: ({ quiet }) => quiet,
  loss: ({ wrongMark }) => wrongMark,
};

const VALUES: Record<NodeMark["kind"], (palette: Palette) => string> = {
  parameter: ({ modelText }) => modelText,
  data: ({ quiet }) => quiet,
  operation: ({ quiet }) => quiet,
  loss: ({ wrongText }) => wrongText,
};

export function drawStillGraph(pen: Pen, graph: Graph, size: Size, palette: Palette): void {
  const places = graphPlaces({ count: graph.nodes.length, edges: graph.edges }, size);
  const view = { graph, places, numeric: null, walking: false };
  // A dot of a dotted line is a round end.
  pen.lineCap = "round";
  for (const { from, to, back, pale } of edgeMarks(view)) {
    pen.strokeStyle = back ? palette.wayMark : palette.quiet;
    pen.lineWidth = back ? 2.25 : 1.5;
    pen.setLineDash(pale ? DASH.dotted : []);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  }
  for (const mark of nodeMarks(view)) drawNode(pen, mark, palette);
}

function drawNode(pen: Pen, { x, y, kind, symbol, pale, value, gradient }: NodeMark, palette: Palette): void {
  pen.beginPath();
  pen.arc(x, y, RADIUS, 0, 2 * Math.PI);
  pen.fillStyle = palette.ground;
  pen.fill();
  pen.strokeStyle = RINGS[kind](palette);
  pen.lineWidth = kind === "parameter" || kind === "loss" ? 2.25 : 1.5;
  pen.setLineDash(pale || kind === "data" ? DASH.dotted : []);
  pen.stroke();
  pen.setLineDash([]);
  pen.textBaseline = "middle";
  pen.font = font(palette, 600);
  pen.textAlign = "center";
  pen.fillStyle = palette.ink;
  pen.fillText(symbol, x, y);
  pen.textAlign = "start";
  const beside = x + RADIUS + 5;
  pen.fillStyle = VALUES[kind](palette);
  pen.fillText(value, beside, gradient ? y - 7 : y);
  pen.fillStyle = palette.wayText;
  if (gradient) pen.fillText(`∂ ${gradient}`, beside, y + 7);
}
