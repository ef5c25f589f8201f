/** A report as one HTML file that needs nothing else: pictures, curves and style are inside, and no script. */
import type { Block, Section } from './blocks.ts';
import { curvesSvg } from './curves.ts';
import { escapedHtml } from './escape.ts';

/** The page's own colours, for light and dark paper. */
const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1c1e21; --quiet: #5a6068; --line: #d5d8dc; --g: #1f63b5; --d: #b35900; --real: #4a6b53; --fake: #7a48b0; }
@media (prefers-color-scheme: dark) { :root { --page: #16181b; --text: #e4e6e9; --quiet: #a2a8b0; --line: #3a3e44; --g: #7fb2f0; --d: #f0a35e; --real: #9dbfa6; --fake: #c3a1ee; } }
body { margin: 0 auto; padding: 24px; max-width: 860px; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 32px; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; margin: 8px 0; } caption { text-align: left; color: var(--quiet); }
th, td { text-align: left; padding: 2px 16px 2px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; } thead th { color: var(--quiet); }
figure { margin: 16px 0; } figcaption { color: var(--quiet); } figure img { max-width: 100%; min-width: min(100%, 384px); background: #000; image-rendering: pixelated; }
.wide { overflow-x: auto; } svg { width: 100%; max-width: 640px; } svg text { font-size: 11px; fill: var(--quiet); } .grid { stroke: var(--line); } .mark { stroke: var(--quiet); stroke-dasharray: 1 3; } .band { fill: var(--real); opacity: .2; }
polyline { fill: none; stroke-width: 1.5; } .generator { stroke: var(--g); } .critic { stroke: var(--d); } .real { stroke: var(--real); } .generated { stroke: var(--fake); }`;

const BASE64_CHUNK = 8192;

export function htmlOf(title: string, sections: readonly Section[]): string {
  const body = sections.map(
    (section) =>
      `<section><h2>${escapedHtml(section.title)}</h2>\n${section.blocks.map(blockHtml).join('\n')}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapedHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapedHtml(title)}</h1>
${body.join('\n')}
</body></html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escapedHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapedHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block);
    case 'picture':
      return `<figure><img alt="${escapedHtml(block.caption)}" src="data:image/png;base64,${base64(block.png)}"><figcaption>${escapedHtml(block.caption)}</figcaption></figure>`;
    case 'curves': {
      const names = [
        ...block.curves.map(({ name, as }) => `${name} (${LINES[as]})`),
        ...(block.band ? [`${block.band.name} (band)`] : []),
        ...block.marks.map(({ x, name }) => `dotted at ${x.toFixed(1)} kimg: ${name}`),
      ];
      return `<figure>${curvesSvg(block)}<figcaption>${escapedHtml(`${block.title}, ${block.unit}, over kimg. ${names.join('; ')}.`)}</figcaption></figure>`;
    }
  }
}

const LINES = { generator: 'solid', critic: 'dashed', real: 'dotted', generated: 'dash and dot' } as const;

function tableHtml({ caption, head, rows }: Extract<Block, { kind: 'table' }>): string {
  const cells = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? `<th scope="row">${escapedHtml(cell)}</th>` : `<td>${escapedHtml(cell)}</td>`));
  return `<div class="wide"><table><caption>${escapedHtml(caption)}</caption><thead><tr>${head
    .map((cell) => `<th scope="col">${escapedHtml(cell)}</th>`)
    .join(
      '',
    )}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('')}</tbody></table></div>`;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += BASE64_CHUNK)
    text += String.fromCharCode(...bytes.subarray(start, start + BASE64_CHUNK));
  return btoa(text);
}
