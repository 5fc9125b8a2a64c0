// The page's colours, as its style sheet has them now: light or dark, pictures follow.

const GROUPS = ["line1", "line2", "line3", "line4", "line5", "line6", "line7", "line8"] as const;
const NAMES = ["ink", "paper", "agree", "disagree", "neutral", "accent", ...GROUPS] as const;

export type Palette = Record<(typeof NAMES)[number], string>;
export type Stance = "agree" | "disagree" | "neutral" | "mixed";

/** Stance is never told by colour alone. */
export const GLYPHS: Record<Stance, string> = { agree: "▲", disagree: "▼", neutral: "●", mixed: "◆" };

const FALLBACK: Palette = {
  ink: "#1d1c1a",
  paper: "#fbfaf7",
  agree: "#0072b2",
  disagree: "#d55e00",
  neutral: "#767676",
  accent: "#1f3a8a",
  line1: "#a87400",
  line2: "#2485bd",
  line3: "#007d5a",
  line4: "#857c00",
  line5: "#00558c",
  line6: "#c45200",
  line7: "#a5507c",
  line8: "#55534e",
};

/** The colours that hold at an element, each as #rrggbb: WebGL reads no other notation of CSS. */
export function readPalette(element: HTMLElement): Palette {
  const probe = element.appendChild(document.createElement("span"));
  probe.hidden = true;
  const colours = { ...FALLBACK };
  for (const name of NAMES) {
    probe.style.color = `var(--${name}, ${FALLBACK[name]})`;
    colours[name] = hexadecimal(getComputedStyle(probe).color);
  }
  probe.remove();
  return colours;
}

/** Painting one pixel turns any colour that the browser knows into three numbers. */
function hexadecimal(colour: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const pixel = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  return `#${pixel.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function parts(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

/** #rrggbb at an opacity between 0 and 1. */
export function faded(colour: string, opacity: number): string {
  return `rgba(${parts(colour).join(",")},${opacity})`;
}

/** The same for sigma, whose blending wants the opacity multiplied into the colour: else what is faint glows. */
export function fadedForWebgl(colour: string, opacity: number): string {
  return `rgba(${parts(colour).map((part) => Math.round(part * opacity)).join(",")},${opacity})`;
}

export function stanceColour(palette: Palette, stance: Stance | null | undefined): string {
  if (!stance) return palette.neutral;
  return stance === "mixed" ? palette.ink : palette[stance];
}

/** The colour of a cluster; its sign and shape tell it too. */
export function groupColour(palette: Palette, group: number): string {
  return palette[GROUPS[group % GROUPS.length] ?? "line8"];
}

/** Calls back when the reader's system or the page changes between light and dark. */
export function watchTheme(changed: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  const filter = { attributes: true, attributeFilter: ["class", "data-theme", "style"] };
  new MutationObserver(changed).observe(document.documentElement, filter);
}
