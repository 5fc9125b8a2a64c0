// Where the nodes of a network stand: on a circle at first, then where ForceAtlas2 pulls them.
import type Graph from "graphology";
import defaults from "graphology-layout-forceatlas2/defaults.js";
import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";
import { assignLayoutChanges, graphToByteArrays } from "graphology-layout-forceatlas2/helpers.js";

export type LayoutTask = {
  nodes: Float32Array;
  edges: Float32Array;
  settings: ForceAtlas2Settings;
  iterations: number;
  milliseconds: number;
  animate: boolean;
};
export type LayoutStep = { nodes: Float32Array; iteration: number; done: boolean };

const ITERATIONS = 300;
const MILLISECONDS = 8000; // a reader who waits longer has left; the picture is readable before it is still
const CROWD = 500; // nodes from which near-enough forces save more than they cost

/** A circle in the order of the data: the same data begin, and so end, at the same places. */
export function placeOnCircle(graph: Graph): void {
  let index = 0;
  const radius = 10 * Math.sqrt(graph.order); // about what the forces make of it: a lonely node is not left far out
  graph.updateEachNodeAttributes((_, attributes) => {
    const angle = (2 * Math.PI * index) / graph.order;
    index += 1;
    return { ...attributes, x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

function settingsFor(graph: Graph): ForceAtlas2Settings {
  return {
    ...defaults,
    barnesHutOptimize: graph.order > CROWD,
    edgeWeightInfluence: 0.5, // a pair of many statements must not fall into one point
    gravity: 0.05,
    scalingRatio: 10,
    slowDown: 1 + Math.log(graph.order + 1),
    strongGravityMode: true, // nodes without edges stay near instead of shrinking the picture
  };
}

/** Runs the layout in the worker; calls back once, when the nodes stand where they stay. */
export function runLayout(graph: Graph, address: string, settled: (iterations: number) => void): Worker {
  const worker = new Worker(address);
  let latest: LayoutStep | null = null;
  const apply = (): void => {
    if (!latest) return;
    assignLayoutChanges(graph, latest.nodes, null);
    if (latest.done) settled(latest.iteration);
    latest = null;
  };
  worker.onmessage = ({ data }: MessageEvent<LayoutStep>) => {
    // A slow picture skips steps instead of falling behind.
    if (!latest) requestAnimationFrame(apply);
    latest = data;
    if (data.done) worker.terminate();
  };
  worker.onerror = () => settled(0);
  worker.postMessage({
    ...graphToByteArrays(graph, (_, { weight }) => weight),
    settings: settingsFor(graph),
    iterations: ITERATIONS,
    milliseconds: MILLISECONDS,
    animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  } satisfies LayoutTask);
  return worker;
}
