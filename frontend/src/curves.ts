// Edges between the same two nodes, such as one that agrees and one that disagrees, bend apart.
import { createEdgeCurveProgram } from "@sigma/edge-curve";
import type Graph from "graphology";
import type { EdgeLabelDrawingFunction } from "sigma/rendering";

export type Point = { x: number; y: number };

const BEND = 0.25; // of the distance between two nodes, from one edge's turning point to the next one's

/** Gives each parallel edge its bend; an edge that is alone, or the middle one, stays straight. */
export function bendParallels(graph: Graph): void {
  const pairs = Map.groupBy(graph.edges(), (edge) => graph.extremities(edge).sort().join("\u0000"));
  for (const edges of pairs.values()) {
    edges.forEach((edge, index) => {
      const place = index - (edges.length - 1) / 2;
      // A bend is to the left of an edge's own direction: edges that run against each other need it turned.
      const along = graph.source(edge) < graph.target(edge) ? 1 : -1;
      if (!place) return;
      const type = graph.getEdgeAttribute(edge, "type") === "arrow" ? "curvedArrow" : "curve";
      graph.mergeEdgeAttributes(edge, { type, curvature: BEND * place * along });
    });
  }
}

/** The point that pulls a bent edge, in the places of the screen. */
export function pullOf(from: Point, to: Point, curvature = 0): Point {
  return {
    x: (from.x + to.x) / 2 + (to.y - from.y) * curvature,
    y: (from.y + to.y) / 2 - (to.x - from.x) * curvature,
  };
}

/** The middle of an edge, bent or not, in the places of the screen. */
export function middleOf(from: Point, to: Point, curvature = 0): Point {
  return pullOf(from, to, curvature / 2);
}

const drawLabel: EdgeLabelDrawingFunction = (context, edge, source, target, settings) =>
  settings.defaultDrawEdgeLabel(context, edge, source, target, settings);
const arrowHead = { extremity: "target" as const, lengthToThicknessRatio: 2.5, widenessToThicknessRatio: 2 };

export const CURVE_PROGRAMS = {
  curve: createEdgeCurveProgram({ drawLabel }),
  curvedArrow: createEdgeCurveProgram({ drawLabel, arrowHead }),
};
