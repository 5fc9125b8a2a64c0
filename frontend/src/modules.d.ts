// Packages that come without types, as far as they are used.
declare module "graphology-layout-forceatlas2/iterate.js" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";

  export default function iterate(settings: ForceAtlas2Settings, nodes: Float32Array, edges: Float32Array): object;
}

declare module "graphology-layout-forceatlas2/helpers.js" {
  import type Graph from "graphology";

  export function graphToByteArrays(
    graph: Graph,
    weight: (edge: string, attributes: { weight: number }) => number,
  ): { nodes: Float32Array<ArrayBuffer>; edges: Float32Array<ArrayBuffer> };
  export function assignLayoutChanges(graph: Graph, nodes: Float32Array, reducer: null): void;
}

declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUIBundle(options: {
    domNode: HTMLElement;
    url: string;
    deepLinking: boolean;
    validatorUrl: string | null;
  }): unknown;
}

declare module "graphology-layout-forceatlas2/defaults.js" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";

  const defaults: ForceAtlas2Settings;
  export default defaults;
}
