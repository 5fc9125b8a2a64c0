// Numbers over time: <div class="series" data-source="URL" data-href-template="/…{label}…">.
import uPlot from "uplot";
import { choose } from "./choose";
import { fetchJson, sayInstead, startIslands } from "./islands";
import { GLYPHS, type Palette, type Stance, faded, readPalette, stanceColour, watchTheme } from "./palette";

type Series = { name: string; values: (number | null)[]; stance: Stance | null };
type SeriesData = { labels: string[]; series: Series[] };

const HEIGHT = 220;
// Lines without a stance differ by colour and by dash, so that they differ in print as well.
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4]];
const STANCE_DASHES: Record<Stance, number[]> = { agree: [], disagree: [8, 4], neutral: [2, 3], mixed: [12, 4, 2, 4] };

function colourOf({ stance }: Series, index: number, palette: Palette): string {
  if (stance) return stanceColour(palette, stance);
  const cycle = [palette.accent, palette.ink, palette.neutral];
  return cycle[index % cycle.length] ?? palette.ink;
}

function lineOf(series: Series, index: number, alone: boolean, palette: Palette): uPlot.Series {
  const colour = colourOf(series, index, palette);
  const line: uPlot.Series = {
    label: series.stance ? `${GLYPHS[series.stance]} ${series.name}` : series.name,
    stroke: colour,
    width: 2,
    points: { show: false },
  };
  if (alone && uPlot.paths.bars) {
    return { ...line, fill: faded(colour, 0.4), width: 0, paths: uPlot.paths.bars() };
  }
  const dash = series.stance ? STANCE_DASHES[series.stance] : (DASHES[index % DASHES.length] ?? []);
  return { ...line, dash, paths: centredSteps };
}

/** Steps that stand over their label, as bars do: uPlot's own begin at it. What is null is a gap. */
function centredSteps(plot: uPlot, series: number, first: number, last: number): uPlot.Series.Paths {
  const stroke = new Path2D();
  let broken = true;
  for (let index = first; index <= last; index += 1) {
    const value = plot.data[series]?.[index];
    if (typeof value === "number") {
      const height = plot.valToPos(value, "y", true);
      const left = plot.valToPos(index - 0.5, "x", true);
      if (broken) stroke.moveTo(left, height);
      else stroke.lineTo(left, height);
      stroke.lineTo(plot.valToPos(index + 0.5, "x", true), height);
    }
    broken = typeof value !== "number";
  }
  return { stroke };
}

function optionsFor(element: HTMLElement, { labels, series }: SeriesData): uPlot.Options {
  const palette = readPalette(element);
  const axis: uPlot.Axis = {
    stroke: palette.ink,
    grid: { stroke: faded(palette.ink, 0.12), width: 1 },
    ticks: { stroke: faded(palette.ink, 0.3), width: 1 },
    font: `12px ${getComputedStyle(element).fontFamily}`,
  };
  const nameOf = (place: number): string => labels[place] ?? "";
  return {
    width: element.clientWidth || 600,
    height: HEIGHT,
    scales: {
      x: { time: false, range: [-0.75, labels.length - 0.25] }, // room for whole bars at both ends
      y: { range: (_, low, top) => [Math.min(0, low), Math.max(0, top) || 1] }, // heights are compared from nought
    },
    axes: [
      { ...axis, space: 70, incrs: [1, 2, 3, 6, 12, 24, 60, 120], values: (_, places) => places.map(nameOf) },
      { ...axis, size: 48 },
    ],
    series: [
      { label: "When", value: (_, place: number | null) => (place === null ? "–" : nameOf(place)) },
      ...series.map((one, index) => lineOf(one, index, series.length === 1, palette)),
    ],
    cursor: { drag: { x: false, y: false } },
  };
}

function drawPlot(element: HTMLElement, data: SeriesData): uPlot {
  element.replaceChildren();
  const places = data.labels.map((_, index) => index);
  const plot = new uPlot(optionsFor(element, data), [places, ...data.series.map(({ values }) => values)], element);
  plot.over.addEventListener("click", () => {
    const label = data.labels[plot.cursor.idx ?? -1];
    const template = element.dataset.hrefTemplate;
    if (label !== undefined) choose(element, template?.replaceAll("{label}", encodeURIComponent(label)), label);
  });
  return plot;
}

async function start(element: HTMLElement): Promise<void> {
  const began = performance.now();
  const data = await fetchJson<SeriesData>(element.dataset.source ?? "");
  let plot = drawPlot(element, data);
  new ResizeObserver(() => {
    if (element.clientWidth) plot.setSize({ width: element.clientWidth, height: HEIGHT });
  }).observe(element);
  watchTheme(() => {
    plot.destroy();
    plot = drawPlot(element, data);
  });
  const span = `${data.labels.at(0) ?? ""} to ${data.labels.at(-1) ?? ""}`;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", `${data.series.length} series, ${span}. The table below holds the same.`);
  element.dataset.state = "drawn";
  element.dataset.milliseconds = String(Math.round(performance.now() - began));
}

startIslands(".series[data-source]", (element) => {
  start(element).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    sayInstead(element, `The series could not be drawn (${reason}); the table below holds the same.`);
  });
});
