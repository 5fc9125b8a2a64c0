// Bundles what the desk runs in the browser into src/parley/web/static/dist/.
//
// File names carry a hash of their content, so that browsers may keep them for ever; manifest.json says which file
// stands behind a plain name. The manifest is written last: where it is, the build is whole.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, "..", "src", "parley", "web", "static", "dist");
const PACKAGES = join(HERE, "node_modules");
const ENTRIES = {
  desk: "src/desk.ts",
  network: "src/network.ts",
  "layout-worker": "src/layout-worker.ts",
  series: "src/series.ts",
  docs: "src/docs.ts",
};
const STYLES = { series: "uplot/dist/uPlot.min.css", docs: "swagger-ui-dist/swagger-ui.css" };

function bundle(entryPoints) {
  return build({
    absWorkingDir: HERE,
    entryPoints,
    outdir: TARGET,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    legalComments: "none", // licences.txt holds every licence whole
    metafile: true,
    logLevel: "warning",
  });
}

function plainNames(metafile) {
  return Object.keys(metafile.outputs).map((path) => {
    const hashed = basename(path);
    return [hashed.replace(/-[A-Z0-9]{8}(?=\.)/, ""), hashed];
  });
}

function shippedPackages(metafiles) {
  const inputs = metafiles.flatMap((one) => Object.keys(one.inputs));
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

function licenceOf(name) {
  const folder = join(PACKAGES, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  // A prebuilt bundle lists the licences of what it bundles in files named after itself.
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|.*es-bundle\.js\.license)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (!texts.length) throw new Error(`${name} carries no licence text`);
  return [`${name} ${version}: ${license}`, ...texts].join("\n\n");
}

mkdirSync(TARGET, { recursive: true });
const bundled = await Promise.all([bundle(ENTRIES), bundle(STYLES)]);
const metafiles = bundled.map((one) => one.metafile);
const rule = `\n\n${"=".repeat(80)}\n\n`;
writeFileSync(join(TARGET, "licences.txt"), `${shippedPackages(metafiles).map(licenceOf).join(rule)}\n`);
const manifest = Object.fromEntries(metafiles.flatMap(plainNames).sort());
const kept = new Set([...Object.values(manifest), "licences.txt"]);
for (const file of readdirSync(TARGET)) if (!kept.has(file)) rmSync(join(TARGET, file)); // of earlier builds
writeFileSync(join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
