// Node shapes beside sigma's circle: the kind of a node is told by its shape as well as its colour.
import { NodeSquareProgram } from "@sigma/node-square";

export type Shape = "circle" | "square" | "diamond";

/** The shape of each kind: people and bodies that act are round, what they speak through square, of what, a diamond. */
export const SHAPES: Record<string, Shape> = { concept: "diamond", outlet: "square" };

export class SquareProgram extends NodeSquareProgram {
  // The package's own drawing knows no theme; that of the settings does.
  override drawLabel: NodeSquareProgram["drawLabel"] = (context, node, settings) =>
    settings.defaultDrawNodeLabel(context, node, settings);
  override drawHover: NodeSquareProgram["drawHover"] = (context, node, settings) =>
    settings.defaultDrawNodeHover(context, node, settings);
}

/** A square that stands on its corner: the same two triangles, an eighth of a turn on. */
export class DiamondProgram extends SquareProgram {
  override getDefinition(): ReturnType<NodeSquareProgram["getDefinition"]> {
    const definition = super.getDefinition();
    const turned = definition.CONSTANT_DATA.map(([angle = 0]) => [angle + Math.PI / 4]);
    return { ...definition, CONSTANT_DATA: turned };
  }
}
