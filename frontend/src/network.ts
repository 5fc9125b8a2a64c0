// The picture of a network: <div class="network" data-source="URL" data-worker="URL">.
import type Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";
import type { Settings } from "sigma/settings";
import { choose } from "./choose";
import { CURVE_PROGRAMS, type Point, middleOf } from "./curves";
import { download } from "./download";
import { fetchJson, sayInstead, startIslands } from "./islands";
import { runLayout } from "./layout";
import { drawingWith } from "./network-canvas";
import { type NetworkData, buildGraph, labelThreshold, paintGraph } from "./network-data";
import { type Palette, fadedForWebgl, readPalette, watchTheme } from "./palette";
import { DiamondProgram, SquareProgram } from "./shapes";

/** What tests, and scripts of the page, may ask a drawn network. Places are in the window, in CSS pixels. */
export type NetworkHandle = {
  nodeScreen(id: string): Point;
  edgeAt(id: string): Point;
  choose(id: string): void;
};
type NetworkElement = HTMLElement & { parleyNetwork?: NetworkHandle };

const NO_WEBGL = "This browser draws no WebGL; the table below holds the same.";

class Picture {
  readonly graph: Graph;
  readonly sigma: Sigma;
  palette: Palette;
  private near: Set<string> | null = null; // the node under the pointer and its neighbours
  private hovered: string | null = null;
  private worker: Worker | null = null;
  private readonly resized = new ResizeObserver(() => this.sigma.resize().scheduleRefresh());

  constructor(
    readonly element: NetworkElement,
    readonly data: NetworkData,
  ) {
    this.palette = readPalette(element);
    this.graph = buildGraph(data);
    paintGraph(this.graph, this.palette);
    this.sigma = new Sigma(this.graph, element, this.settings());
    this.listen();
    element.parleyNetwork = {
      nodeScreen: (id) => this.screen(this.graph.getNodeAttributes(id) as Point),
      edgeAt: (id) => this.middle(id),
      choose: (id) => this.choose(id),
    };
  }

  /** Lets the worker move the nodes; calls back when they rest. */
  layOut(address: string, settled: (iterations: number) => void): void {
    this.worker = runLayout(this.graph, address, (iterations) => {
      this.sigma.once("afterRender", () => settled(iterations));
      this.sigma.refresh({ schedule: true });
    });
  }

  repaint(): void {
    this.palette = readPalette(this.element);
    paintGraph(this.graph, this.palette);
    this.sigma.setSettings({ labelColor: { color: this.palette.ink } });
  }

  end(): void {
    this.worker?.terminate();
    this.resized.disconnect();
    this.sigma.kill();
  }

  private settings(): Partial<Settings> {
    return {
      allowInvalidContainer: true, // a folded-away picture gets its height later
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      labelFont: getComputedStyle(this.element).fontFamily,
      labelColor: { color: this.palette.ink },
      labelDensity: 1, // labels are wide: one in each cell, the heaviest node's, and the others on hover
      labelGridCellSize: 140,
      labelRenderedSizeThreshold: labelThreshold(this.graph),
      nodeProgramClasses: { square: SquareProgram, diamond: DiamondProgram },
      edgeProgramClasses: { hairline: EdgeLineProgram, ...CURVE_PROGRAMS },
      nodeReducer: (id, node) =>
        this.near && !this.near.has(id) ? { ...node, color: fadedForWebgl(node.color, 0.15), label: null } : node,
      edgeReducer: (id, edge) => {
        if (!this.hovered) return edge;
        const touches = this.graph.hasExtremity(id, this.hovered);
        return touches ? { ...edge, color: edge.solid, forceLabel: true } : { ...edge, hidden: true };
      },
      ...drawingWith(() => this.palette),
    };
  }

  private listen(): void {
    const point = (over: boolean) => () => {
      this.element.style.cursor = over ? "pointer" : "";
    };
    this.sigma.on("enterNode", ({ node }) => this.hover(node));
    this.sigma.on("leaveNode", () => this.hover(null));
    this.sigma.on("clickNode", ({ node }) => this.choose(node));
    this.sigma.on("clickEdge", ({ edge }) => this.chooseEdge(edge));
    for (const event of ["enterNode", "enterEdge"] as const) this.sigma.on(event, point(true));
    for (const event of ["leaveNode", "leaveEdge"] as const) this.sigma.on(event, point(false));
    this.resized.observe(this.element);
    const figure = this.element.closest(".network-figure");
    for (const button of figure?.querySelectorAll<HTMLElement>("[data-download]") ?? []) {
      button.addEventListener("click", () => void download(button.dataset.download ?? "", this));
    }
  }

  private hover(node: string | null): void {
    this.hovered = node;
    this.near = node === null ? null : new Set([node, ...this.graph.neighbors(node)]);
    this.sigma.scheduleRefresh();
  }

  private choose(id: string): void {
    if (!this.graph.hasNode(id)) return this.chooseEdge(id);
    const { href, label } = this.graph.getNodeAttributes(id);
    choose(this.element, href, label, false); // a node has a page of its own
  }

  private chooseEdge(id: string): void {
    const [from, to] = this.graph.extremities(id).map((end) => this.graph.getNodeAttribute(end, "label"));
    const joint = this.graph.isDirected(id) ? "→" : "–";
    choose(this.element, this.graph.getEdgeAttribute(id, "href"), `${from} ${joint} ${to}`);
  }

  private middle(edge: string): Point {
    const from = this.screen(this.graph.getSourceAttributes(edge) as Point);
    const to = this.screen(this.graph.getTargetAttributes(edge) as Point);
    return middleOf(from, to, this.graph.getEdgeAttribute(edge, "curvature"));
  }

  private screen(place: Point): Point {
    const corner = this.element.getBoundingClientRect();
    const { x, y } = this.sigma.graphToViewport(place);
    return { x: corner.left + x, y: corner.top + y };
  }
}

const pictures = new Set<Picture>();

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function describe(element: HTMLElement, { nodes, edges, total }: NetworkData): void {
  const left = total > nodes.length ? ` of ${total} in all` : "";
  element.setAttribute("role", "img");
  element.setAttribute(
    "aria-label",
    `Network of ${counted(nodes.length, "node")}${left} and ${counted(edges.length, "connection")}. ` +
      "The table below holds the same.",
  );
}

function drawsWebgl(): boolean {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

async function start(element: NetworkElement): Promise<void> {
  const began = performance.now();
  const since = (): string => String(Math.round(performance.now() - began));
  if (!drawsWebgl()) return sayInstead(element, NO_WEBGL);
  const data = await fetchJson<NetworkData>(element.dataset.source ?? "");
  const picture = new Picture(element, data);
  pictures.add(picture);
  describe(element, data);
  // Sigma draws inside its constructor; what it drew is on the screen with the next frame.
  requestAnimationFrame(() => {
    element.dataset.state = "drawn";
    element.dataset.milliseconds = since();
    picture.layOut(element.dataset.worker ?? "", (iterations) => {
      element.dataset.state = "settled";
      element.dataset.settledMilliseconds = since();
      element.dataset.iterations = String(iterations);
    });
  });
}

function endRemoved(): void {
  for (const picture of pictures) {
    if (picture.element.isConnected) continue;
    picture.end();
    pictures.delete(picture);
  }
}

watchTheme(() => {
  for (const picture of pictures) picture.repaint();
});
document.addEventListener("htmx:after:swap", endRemoved);
startIslands(".network[data-source]", (element) => {
  start(element).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    sayInstead(element, `The picture could not be drawn (${reason}); the table below holds the same.`);
  });
});
