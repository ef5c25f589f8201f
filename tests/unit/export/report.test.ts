import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/export/png.ts';
import type { ReportFacts } from '../../../src/export/report/facts.ts';
import { makeReport } from '../../../src/export/report/report.ts';
import type { DatasetSummary } from '../../../src/protocol/dataset.ts';
import type { CopyCheck, Evaluation } from '../../../src/protocol/judging.ts';
import { configOf } from '../../../src/protocol/validate.ts';

const HOSTILE = '<script>alert("x")</script> | `*` & "AD"';

const summary: DatasetSummary = {
  name: HOSTILE,
  kind: 'zip',
  bytes: 10,
  seconds: 1,
  options: { resolution: 16, channels: 1, seed: 1, heldOut: 0.1, trainOn: 'all' },
  layout: 'classes',
  layoutChoices: ['classes'],
  files: 1234,
  slices: 1200,
  labelMaps: 0,
  classes: [{ name: 'AD', slices: 600, subjects: 20 }],
  splits: [],
  subjects: 40,
  heldOutSubjects: 4,
  heldOutSlices: 120,
  trainingSlices: 1080,
  sizes: [{ width: 256, height: 256, slices: 1200 }],
  enlarged: 0,
  skipped: [{ reason: 'not a picture', count: 34, names: ['a.txt'] }],
  findings: [],
};

const evaluation = (nimg: number, value: number): Evaluation => ({
  nimg,
  resolution: 16,
  pictures: 500,
  floorOf: 'held-out subjects',
  extractor: 'random conv v1, seed 0, 16 px grey',
  scales: 1,
  numbers: [
    { id: 'swd', value, interval: { low: value - 1, high: value + 1 }, floor: 6, floorInterval: { low: 5, high: 7 } },
  ],
  seconds: 3,
});

const check: CopyCheck = {
  subject: { runId: 'r' },
  nimg: 8000,
  resolution: 16,
  pictures: 200,
  verdict: 'copies',
  sentence: 'The generator copies training pictures: 40 of 200.',
  spaces: [
    {
      name: 'pixels at 16 px',
      verdict: 'copies',
      sentence: 'copies',
      fakeRatios: Float32Array.of(0.1, 0.5),
      heldOutRatios: Float32Array.of(0.9, 1.1),
      threshold: 0.91,
    },
  ],
};

const STEPS = 1000;

async function facts(more: Partial<ReportFacts> = {}): Promise<ReportFacts> {
  const column = (value: number) => new Float32Array(STEPS).fill(value);
  const png = await encodePng(new Uint8Array(16 * 16).fill(120), 16, 16, 1);
  return {
    name: 'tiny, 2026-11-28',
    state: 'finished',
    madeAt: '2026-11-28 12:00',
    adapter: 'lavapipe (software)',
    config: configOf({ preset: 'tiny', seed: 5 }),
    nimg: 8000,
    stages: [
      { resolution: 4, startNimg: 0, endNimg: 4000, fadeNimg: 0 },
      { resolution: 8, startNimg: 4000, endNimg: 8000, fadeNimg: 2000 },
    ],
    parametersG: 12_345,
    parametersD: 23_456,
    classes: ['AD', 'NC'],
    data: summary,
    steps: {
      nimg: Float64Array.from({ length: STEPS }, (_, i) => 8 * (i + 1)),
      resolution: new Uint16Array(STEPS).fill(8),
      alpha: column(1),
      values: {
        'Loss/G/loss': column(0.75),
        'Loss/D/loss': column(1.25),
        'Loss/scores/real': column(0.5),
        'Loss/scores/fake': column(-0.5),
      },
    },
    ticks: [],
    changes: [],
    sheets: Array.from({ length: 9 }, (_, i) => ({
      png,
      columns: 1,
      rows: 1,
      tile: 16,
      nimg: 1000 * i,
      kimg: i,
      epoch: i,
      resolution: 16,
      alpha: 1,
      seeds: [1000],
      psi: 1,
    })),
    evaluations: [evaluation(4000, 30), evaluation(8000, 12.5)],
    healthEvents: [{ nimg: 5000, what: 'alarm', sentence: 'The pictures are becoming alike.' }],
    copies: { check },
    ...more,
  };
}

describe('the report of a run', () => {
  test('says every section, and its numbers beside their floors', async () => {
    const { html, markdown, name } = makeReport(await facts());
    expect(name).toMatch(/^gyrus-tiny-8\.0kimg-report$/);
    const titles = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'The run',
      'The data',
      'Curves',
      'Measurements',
      'Alarms and changes',
      'Generated pictures',
      'Copies of training slices',
      'Limits',
      'Settings',
    ]);
    for (const text of [html, markdown.replaceAll('\\', '')]) {
      expect(text).toContain('12.5');
      expect(text).toContain('11.5 to 13.5');
      expect(text).toContain('never with published FIDs');
      expect(text).toContain('The pictures are becoming alike.');
      expect(text).toContain('they can show a patient');
    }
  });

  test('is one file: nothing of it is fetched, nothing in it runs, and foreign words are text', async () => {
    const { html, markdown, card } = makeReport(await facts());
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)');
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address as string);
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.startsWith('data:image/png;base64,'))).toEqual([]);
    // The card's front is YAML, whose quotes hold the name.
    for (const text of [markdown, card.split('---\n')[2]]) expect(text).not.toMatch(/(^|[^\\])<script/m);
  });

  test('shows five sheets, from the first to the last', async () => {
    const { html } = makeReport(await facts());
    const captions = [...html.matchAll(/<figcaption>([\d.]+ kimg)/g)].map(([, at]) => at);
    expect(captions).toEqual(['0.0 kimg', '2.0 kimg', '4.0 kimg', '6.0 kimg', '8.0 kimg']);
  });

  test('draws the means of stretches of steps, all within the axes', async () => {
    const { html } = makeReport(await facts());
    const lines = [...html.matchAll(/<polyline class="generator"[^>]*points="([^"]*)"/g)].map(([, points]) =>
      (points as string).split(' ').map((point) => point.split(',').map(Number)),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeGreaterThan(200);
    for (const [x, y] of lines[0] as number[][]) {
      expect(x).toBeGreaterThanOrEqual(52);
      expect(x).toBeLessThanOrEqual(632);
      expect(y).toBeGreaterThanOrEqual(8);
      expect(y).toBeLessThanOrEqual(196);
    }
  });

  test('a table in Markdown has as many cells in each row as in its head', async () => {
    const { markdown, card } = makeReport(await facts());
    for (const text of [markdown, card]) {
      const blocks = text
        .trim()
        .split('\n\n')
        .filter((block) => block.startsWith('|'));
      expect(blocks.length).toBeGreaterThan(1);
      for (const block of blocks) {
        const counts = block.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
        expect(new Set(counts).size, block).toBe(1);
      }
    }
  });

  test('says plainly what was not measured, not looked for, or is not known', async () => {
    const { copies: _, ...bare } = await facts({ evaluations: [], healthEvents: [], sheets: [], data: 'lost.zip' });
    const { html, card } = makeReport({ ...bare, steps: { ...bare.steps, nimg: new Float64Array(0) } });
    expect(html).toContain('Nothing was measured');
    expect(html).toContain('Nobody looked for copies');
    expect(html).toContain('No step was told');
    expect(html).toContain('lost.zip. It was not open');
    expect(card).toContain('Nothing was measured');
  });

  test('says in every form why it leaves in spite of copies', async () => {
    const { copies } = await facts();
    if (!copies) throw new Error('These facts have a look.');
    const report = makeReport(await facts({ copies: { ...copies, reason: 'They are phantoms, all of them.' } }));
    for (const text of [report.html, report.markdown, report.card])
      expect(text).toContain('Exported in spite of copies, with this reason: They are phantoms, all of them.');
    expect(makeReport(await facts()).card).not.toContain('in spite of copies');
  });

  test('the model card begins with YAML of the known keys', async () => {
    const { card } = makeReport(await facts());
    const [, front] = card.split('---\n');
    expect(
      front
        ?.split('\n')
        .filter((line) => /^[a-z_]+:/.test(line))
        .map((line) => line.split(':')[0]),
    ).toEqual(['license', 'license_name', 'library_name', 'pipeline_tag', 'tags', 'datasets_described']);
    expect(card).toContain('## Bias, risks and limitations');
  });
});
