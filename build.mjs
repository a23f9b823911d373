// Builds static/src into static/dist: `node build.mjs`, with --watch while developing, with --test to run the unit tests.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { catalogues, translated } from "./words.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const src = join(root, "static/src");
const dist = join(root, "static/dist");

/**
 * Name of the built file -> where it starts. A page loads one of these; what those of one group share becomes a chunk.
 * The workspace is a group of its own: cut into pieces for other pages too, its first load would weigh 3 kB more.
 */
const WORKSPACE = { label: "label/main.tsx", worker: "label/image/worker.ts" };
const GROUPS = [
  { eye: "label/image/mask/worker.ts" },
  { pages: "pages/main.ts", preview: "pages/preview.tsx", settle: "settle/main.tsx", docs: "pages/docs.ts" },
  { style: "css/main.css" },
];

/** Loaded before the page, so it is no module, which would wait until the page is there. */
const BEFORE = { confirm: "pages/confirm.ts" };

/** Only what differs from drawing to drawing; the rest, and their licence, stands in icons.tsx. */
const drawings = {
  name: "drawings",
  setup(build) {
    build.onLoad({ filter: /\.svg$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/^.*?<svg[^>]*>|<\/svg>\s*$/gs, "").replace(/>\s+</g, "><").trim();
      return { contents, loader: "text" };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  plugins: [drawings],
  logLevel: "warning",
};

/** What everything else in a group is loaded after: what both need is in one file with it. */
const FIRST = "static/src/label/main.tsx";

/**
 * A part that is loaded when it is needed imports the first load, which is there by then. Otherwise the build would
 * have to make a file for every set of parts that share something, and thirty small files weigh more than one.
 */
function after(source, path, parts) {
  const isPart = parts.has(relative(root, path).replaceAll("\\", "/"));
  return isPart ? `${source}\nimport ${JSON.stringify(join(root, FIRST))};` : source;
}

/** Sources of the labelling page as they are built: in one language, parts after the first load. */
function sources(words, parts) {
  return {
    name: "sources",
    setup(build) {
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        const source = translated(await readFile(path, "utf8"), words);
        return { contents: after(source, path, parts), loader: extname(path).slice(1) };
      });
    },
  };
}

/** The parts that only the first load leads to: a worker has no page, and must never load it. */
async function partsOf(group) {
  const { metafile } = await esbuild.build({ ...group, metafile: true, write: false });
  const outputs = Object.entries(metafile.outputs);
  const reached = new Map();
  const reach = (name, start) => {
    if (reached.get(name)?.has(start)) return;
    reached.set(name, (reached.get(name) ?? new Set()).add(start));
    for (const { path } of metafile.outputs[name]?.imports ?? []) reach(path, start);
  };
  const starts = new Set(group.entryPoints.map((entry) => relative(root, entry.in).replaceAll("\\", "/")));
  for (const [name, { entryPoint }] of outputs) if (starts.has(entryPoint)) reach(name, entryPoint);
  const only = outputs.filter(([name]) => reached.get(name)?.size === 1 && reached.get(name).has(FIRST));
  return new Set(only.flatMap(([, { entryPoint }]) => (entryPoint && !starts.has(entryPoint) ? entryPoint : [])));
}

async function buildAll() {
  const parts = await partsOf(groupOf(WORKSPACE));
  const groups = [...pages(), ...workspaces(parts)];
  return Promise.all(groups.map((group) => esbuild.build({ ...group, minify: true, metafile: true })));
}

const pages = () => [...GROUPS.map((group) => groupOf(group)), { ...groupOf(BEFORE), format: "iife", splitting: false }];

/** The labelling page in English and, each in a folder of its own, in every language that has its words. */
function workspaces(parts) {
  const english = { ...groupOf(WORKSPACE), plugins: [...common.plugins, sources(new Map(), parts)] };
  const others = [...catalogues(root)].map(([folder, words]) => ({
    ...groupOf(WORKSPACE, join(dist, folder)),
    plugins: [...common.plugins, sources(words, parts)],
  }));
  return [english, ...others];
}

const groupOf = (group, outdir = dist) => ({
  ...common,
  entryPoints: Object.entries(group).map(([out, file]) => ({ out, in: join(src, file) })),
  outdir,
  format: "esm",
  target: ["chrome111", "firefox115", "safari17"],
  splitting: true,
  // Chunks carry their own hash, so nothing has to be rewritten inside the files when static files are collected.
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "linked",
});

function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

async function build() {
  const started = performance.now();
  const built = await buildAll();
  // Old chunks go after the new files are there: a page being served meanwhile never finds an empty folder.
  const written = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map((name) => join(root, name)));
  const kept = (file) => written.has(file) || basename(file).startsWith(".") || !statSync(file).isFile();
  for (const file of filesBelow(dist, "")) if (!kept(file)) rmSync(file);
  console.log(`built ${relative(root, dist)} in ${Math.round(performance.now() - started)} ms`);
}

async function watch() {
  for (const one of [...pages(), ...workspaces(new Set())]) {
    const context = await esbuild.context({ ...one, sourcemap: true, logLevel: "info" });
    await context.watch();
  }
}

async function test() {
  const out = mkdtempSync(join(tmpdir(), "biaozhu-test-"));
  try {
    await esbuild.build({
      ...common,
      entryPoints: filesBelow(src, ".test.ts"),
      outdir: out,
      outbase: src,
      outExtension: { ".js": ".mjs" },
      platform: "node",
      format: "esm",
      sourcemap: "inline",
    });
    const files = filesBelow(out, ".test.mjs");
    const ran = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
    process.exitCode = ran.status ?? 1;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const [mode] = process.argv.slice(2);
await (mode === "--watch" ? watch() : mode === "--test" ? test() : build());
