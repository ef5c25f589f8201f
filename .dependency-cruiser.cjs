/**
 * The layers of src/, enforced: which folder may import which, as docs/architecture.md draws it. Everything that is not
 * in the table is an error. It refuses exceptions for single files: a file that needs one is in the wrong folder.
 */

/** folder -> the folders it may import. `types`: from there it may import types alone. */
const MAY_IMPORT = {
  protocol: {},
  random: {},
  format: { values: ['protocol'] },
  client: { values: ['protocol'] },
  state: { values: ['protocol'] },
  dataset: { values: ['protocol', 'random'] },
  storage: { values: ['protocol', 'format'], types: ['dataset'] },
  gpu: { values: ['protocol'] },
  ops: { values: ['gpu', 'random'] },
  model: { values: ['ops', 'gpu', 'random'] },
  sampling: { values: ['model', 'ops', 'gpu', 'random'], types: ['dataset'] },
  evaluation: { values: ['model', 'ops', 'gpu', 'random', 'protocol'], types: ['dataset'] },
  training: { values: ['model', 'ops', 'gpu', 'random', 'format', 'protocol'], types: ['dataset'] },
  export: { values: ['model', 'sampling', 'format', 'protocol'] },
  reckoning: { values: ['evaluation', 'export', 'random', 'protocol'] },
  worker: {
    values: [
      'protocol',
      'random',
      'format',
      'gpu',
      'dataset',
      'ops',
      'model',
      'sampling',
      'training',
      'evaluation',
      'export',
      'storage',
      'reckoning',
    ],
  },
  offline: { types: ['protocol'] },
  ui: { values: ['state', 'protocol'], types: ['client'] },
};
/** The page's composition root is a file, not a folder. */
const MAIN = '^src/main\\.tsx$';
const MAIN_MAY_IMPORT = ['ui', 'state', 'client'];

const folders = Object.keys(MAY_IMPORT);
const inside = (names) => (names.length ? [`^src/(${names.join('|')})/`] : []);

const layers = Object.entries(MAY_IMPORT).flatMap(([folder, { values = [], types = [] }]) => [
  {
    name: `layer-${folder}`,
    comment: `src/${folder} may import: ${[...values, ...types.map((t) => `${t} (types)`)].join(', ') || 'nothing of ours'}.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: inside([folder, ...values, ...types]) },
  },
  ...types.map((target) => ({
    name: `layer-${folder}-types-of-${target}`,
    comment: `src/${folder} may import types of src/${target}, nothing that runs.`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: `^src/${target}/`, dependencyTypesNot: ['type-only'] },
  })),
]);

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'layer-main',
      comment: `src/main.tsx may import: ${MAIN_MAY_IMPORT.join(', ')}.`,
      severity: 'error',
      from: { path: MAIN },
      to: { path: '^src/', pathNot: inside(MAIN_MAY_IMPORT) },
    },
    {
      name: 'layer-unknown',
      comment: 'A folder of src/ that the table does not know: decide its imports there first.',
      severity: 'error',
      from: { path: '^src/', pathNot: [MAIN, ...inside(folders)] },
      to: {},
    },
    {
      name: 'src-stands-alone',
      comment: 'src/ does not reach into tests, scripts or benchmarks.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|scripts|bench|docs)/' },
    },
    {
      name: 'one-tfjs',
      comment:
        'Two copies of tfjs-core break its registries: only src/gpu/tf.ts names it, and src/gpu/backend.ts its backend.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gpu/(tf|backend)\\.ts$' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'tfjs-backend-only',
      comment: 'src/gpu/backend.ts names the WebGPU backend and takes everything else of tfjs from tf.ts.',
      severity: 'error',
      from: { path: '^src/gpu/backend\\.ts$' },
      to: { path: '@tensorflow/', pathNot: '@tensorflow/tfjs-backend-webgpu' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or lack a third. Types count too.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'Import the file that has it; an index file hides who needs what.',
      severity: 'error',
      from: {},
      to: { path: '^src/.*\\bindex\\.[cm]?[jt]sx?$' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would also escape every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
