// A network as the server tells it, and as a graph that sigma can draw.
import { MultiDirectedGraph, MultiUndirectedGraph } from "graphology";
import type Graph from "graphology";
import { bendParallels } from "./curves";
import { placeOnCircle } from "./layout";
import { GLYPHS, type Palette, type Stance, fadedForWebgl, groupColour, stanceColour } from "./palette";
import { SHAPES, type Shape } from "./shapes";

export type NodeData = {
  id: string;
  label: string;
  kind: string;
  weight: number;
  href?: string | null;
  shape?: Shape; // where it is told by more than its kind
  group?: number; // of its cluster, from 0
  core?: boolean; // of the backbone
};
export type EdgeData = {
  source: string;
  target: string;
  weight: number;
  stance?: Stance | null;
  href?: string | null;
};
export type NetworkData = { nodes: NodeData[]; edges: EdgeData[]; directed: boolean; shown: number; total: number };

const CROWD = 1000; // nodes from which they are drawn smaller
const FEW_EDGES = 600; // up to here every edge shows the glyph of its stance
const MANY_EDGES = 5000; // from here edges are hairlines, which cost a third of what strips cost

function largest(items: { weight: number }[]): number {
  return items.reduce((most, { weight }) => Math.max(most, weight), 0) || 1;
}

/** Areas, not radii, are as the weights are. */
function nodeSize(weight: number, most: number, order: number): number {
  const [least, room] = order > CROWD ? [1.5, 8] : [4, 12];
  return least + room * Math.sqrt(Math.max(0, weight) / most);
}

function edgeType(data: NetworkData): string {
  if (data.directed) return "arrow";
  return data.edges.length > MANY_EDGES ? "hairline" : "line";
}

export function buildGraph(data: NetworkData): Graph {
  const graph: Graph = data.directed ? new MultiDirectedGraph() : new MultiUndirectedGraph();
  const heaviest = largest(data.nodes);
  for (const { id, weight, shape, ...rest } of data.nodes) {
    const size = nodeSize(weight, heaviest, data.nodes.length);
    graph.addNode(id, { ...rest, weight, size, type: shape ?? SHAPES[rest.kind] ?? "circle" });
  }
  const strongest = largest(data.edges);
  const few = data.edges.length <= FEW_EDGES;
  data.edges.forEach(({ source, target, weight, stance, href }, index) => {
    const label = stance ? GLYPHS[stance] : null;
    const size = 1 + 3 * Math.sqrt(Math.max(0, weight) / strongest);
    const drawn = { type: edgeType(data), size, label, forceLabel: few && label !== null };
    graph.addEdgeWithKey(String(index), source, target, { weight, stance, href, ...drawn });
  });
  if (data.edges.length <= MANY_EDGES) bendParallels(graph);
  placeOnCircle(graph);
  return graph;
}

function nodeColour(palette: Palette, { kind, group, core }: Pick<NodeData, "kind" | "group" | "core">): string {
  if (group !== undefined) return groupColour(palette, group);
  if (kind === "person" || core) return palette.accent;
  return kind === "outlet" || kind === "other" ? palette.neutral : palette.ink;
}

/** Gives nodes and edges the colours of the page. */
export function paintGraph(graph: Graph, palette: Palette): void {
  const opacity = graph.size > MANY_EDGES ? 0.25 : 0.7; // a crowd of edges must not bury its nodes
  graph.updateEachNodeAttributes((_, node) => ({ ...node, color: nodeColour(palette, node as NodeData) }));
  graph.updateEachEdgeAttributes((_, edge) => {
    const colour = stanceColour(palette, edge.stance);
    return { ...edge, solid: colour, color: fadedForWebgl(colour, opacity) };
  });
}

/** The size from which a node bears its name: the heaviest forty do, others when a reader comes nearer. */
export function labelThreshold(graph: Graph): number {
  const sizes = graph.mapNodes((_, { size }) => size as number).sort((a, b) => b - a);
  return sizes[39] ?? 0;
}
