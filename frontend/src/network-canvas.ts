// What sigma draws on plain canvas: names on hover, glyphs of stance on edges.
import type { Settings } from "sigma/settings";
import { drawDiscNodeLabel } from "sigma/rendering";
import { middleOf } from "./curves";
import type { Palette } from "./palette";

type Drawing = Pick<Settings, "defaultDrawNodeLabel" | "defaultDrawNodeHover" | "defaultDrawEdgeLabel">;

const RIM = 3; // pixels of paper around letters and glyphs, so that they read on any line

/** Drawing functions in the colours that the palette has when they are called. */
export function drawingWith(palette: () => Palette): Drawing {
  return {
    defaultDrawNodeLabel(context, node, settings) {
      if (!node.label) return;
      context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
      context.lineWidth = RIM;
      context.strokeStyle = palette().paper;
      context.strokeText(node.label, node.x + node.size + 3, node.y + settings.labelSize / 3);
      drawDiscNodeLabel(context, node, settings);
    },
    defaultDrawNodeHover(context, node, settings) {
      const { ink, paper } = palette();
      const height = settings.labelSize + 8;
      context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
      const width = context.measureText(node.label ?? "").width;
      context.fillStyle = paper;
      context.lineWidth = 1;
      context.strokeStyle = ink;
      context.beginPath();
      context.rect(node.x + node.size, node.y - height / 2, width + 10, height);
      context.fill();
      context.stroke();
      context.beginPath();
      context.arc(node.x, node.y, node.size + 3, 0, 2 * Math.PI);
      context.stroke();
      drawDiscNodeLabel(context, node, settings);
    },
    defaultDrawEdgeLabel(context, edge, source, target, settings) {
      if (!edge.label) return;
      const { x, y } = middleOf(source, target, Number(edge.curvature ?? 0));
      context.font = `${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineWidth = RIM;
      context.strokeStyle = palette().paper;
      context.strokeText(edge.label, x, y);
      context.fillStyle = String(edge.solid ?? edge.color);
      context.fillText(edge.label, x, y);
      context.textAlign = "start";
      context.textBaseline = "alphabetic";
    },
  };
}
