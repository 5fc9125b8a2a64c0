// The picture as a file: drawn anew as SVG, composed of sigma's layers as PNG, or its data as JSON.
import type Graph from "graphology";
import type Sigma from "sigma";
import { type Point, middleOf, pullOf } from "./curves";
import type { NetworkData } from "./network-data";
import type { Palette } from "./palette";

export type Downloadable = { sigma: Sigma; graph: Graph; data: NetworkData; palette: Palette };

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
// XML has no way to write these characters, not even escaped.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, "").replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function round(value: number): string {
  return value.toFixed(1);
}

function point({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function nodeOutline(type: string, { x, y }: Point, size: number, colour: string): string {
  if (type === "circle") return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${colour}"/>`;
  const turned = type === "diamond" ? ` transform="rotate(45 ${round(x)} ${round(y)})"` : "";
  const side = round(2 * size);
  const corner = `x="${round(x - size)}" y="${round(y - size)}"`;
  return `<rect ${corner} width="${side}" height="${side}" fill="${colour}"${turned}/>`;
}

function text(content: string, { x, y }: Point, colour: string, more = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" fill="${colour}"${more}>${escapeXml(content)}</text>`;
}

/** The picture as it stands on the screen, as SVG. */
export function drawSvg({ sigma, graph, palette }: Downloadable): string {
  const { width, height } = sigma.getDimensions();
  const at = new Map(graph.mapNodes((id, { x, y }) => [id, sigma.graphToViewport({ x, y })] as const));
  const labelled = sigma.getNodeDisplayedLabels();
  const arrow = graph.type === "directed" ? ' marker-end="url(#arrow)"' : "";
  const [lines, glyphs, shapes, names]: string[][] = [[], [], [], []];
  graph.forEachEdge((_, edge, source, target) => {
    const [from, to] = [at.get(source), at.get(target)];
    if (!from || !to) return;
    const course = `M${point(from)}Q${point(pullOf(from, to, edge.curvature))} ${point(to)}`;
    lines?.push(`<path d="${course}" stroke="${edge.solid}" stroke-width="${round(edge.size)}"${arrow}/>`);
    const { x, y } = middleOf(from, to, edge.curvature);
    if (edge.forceLabel) glyphs?.push(text(edge.label, { x, y: y + 4 }, edge.solid, ' text-anchor="middle"'));
  });
  graph.forEachNode((id, node) => {
    const place = at.get(id);
    if (!place) return;
    const size = sigma.scaleSize(node.size);
    shapes?.push(nodeOutline(node.type, place, size, node.color));
    if (labelled.has(id)) names?.push(text(node.label, { x: place.x + size + 3, y: place.y + 4 }, palette.ink));
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif"`,
    ` font-size="12"><defs><marker id="arrow" viewBox="0 0 8 8" refX="14" refY="4" markerWidth="6" markerHeight="6"`,
    ` orient="auto"><path d="M0 0L8 4L0 8Z" fill="${palette.neutral}"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="${palette.paper}"/>`,
    `<g fill="none" stroke-opacity="0.7">${lines?.join("")}</g>${shapes?.join("")}`,
    `<g paint-order="stroke" stroke="${palette.paper}" stroke-width="3">`,
    `${glyphs?.join("")}${names?.join("")}</g></svg>`,
  ].join("");
}

/** Sigma's layers, one upon the other, on paper. */
function composePng({ sigma, palette }: Downloadable): Promise<Blob | null> {
  sigma.refresh(); // the browser keeps what WebGL drew only until this task ends
  const layers = Object.entries(sigma.getCanvases()).filter(([name]) => name !== "mouse" && !name.startsWith("hover"));
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [layers[0]?.[1].width ?? 1, layers[0]?.[1].height ?? 1];
  const context = sheet.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  for (const [, canvas] of layers) context.drawImage(canvas, 0, 0, sheet.width, sheet.height);
  return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
}

/** The data, with the places that the layout found: who draws it again gets the same picture. */
function tellJson({ graph, data }: Downloadable): string {
  const placed = data.nodes.map((node) => {
    const { x, y } = graph.getNodeAttributes(node.id);
    return { ...node, x, y };
  });
  return JSON.stringify({ ...data, nodes: placed }, null, 2);
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000); // at once would be before the browser has read it
}

/** Hands the picture to the reader in one of the three forms. */
export async function download(form: string, picture: Downloadable): Promise<void> {
  if (form === "svg") save(new Blob([drawSvg(picture)], { type: "image/svg+xml" }), "network.svg");
  if (form === "json") save(new Blob([tellJson(picture)], { type: "application/json" }), "network.json");
  if (form !== "png") return;
  const blob = await composePng(picture);
  if (blob) save(blob, "network.png");
}
