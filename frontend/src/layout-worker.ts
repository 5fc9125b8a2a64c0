// ForceAtlas2 beside the page. A file of its own, since the library's worker is a blob, which worker-src 'self' blocks.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import type { LayoutStep, LayoutTask } from "./layout";

const PER_NODE = 10; // numbers in a node's row: x and y come first
const BETWEEN_STEPS = 100; // milliseconds; more pictures a second would only crowd the page's own work
const STILL = 0.0002; // of the picture's width, moved by the average node in one iteration
const STILL_FOR = 10; // iterations; one quiet iteration may be the turn of a swing

/** How far the average node went since the copy was taken, in widths of the picture. */
function movement(before: Float32Array, after: Float32Array): number {
  let [moved, low, high] = [0, Infinity, -Infinity];
  for (let at = 0; at < after.length; at += PER_NODE) {
    const [x, y] = [after[at] ?? 0, after[at + 1] ?? 0];
    moved += Math.hypot(x - (before[at] ?? 0), y - (before[at + 1] ?? 0));
    low = Math.min(low, x, y);
    high = Math.max(high, x, y);
  }
  return moved / (after.length / PER_NODE) / (high - low || 1);
}

function post(step: LayoutStep): void {
  self.postMessage(step);
}

self.onmessage = ({ data }: MessageEvent<LayoutTask>) => {
  const { nodes, edges, settings, iterations, milliseconds, animate } = data;
  const started = performance.now();
  let [said, quiet, iteration] = [started, 0, 0];
  while (iteration < iterations && quiet < STILL_FOR && performance.now() - started < milliseconds) {
    const before = nodes.slice();
    iterate(settings, nodes, edges);
    iteration += 1;
    quiet = movement(before, nodes) < STILL ? quiet + 1 : 0;
    if (animate && performance.now() - said > BETWEEN_STEPS) {
      said = performance.now();
      post({ nodes: nodes.slice(), iteration, done: false });
    }
  }
  post({ nodes, iteration, done: true });
};
