/** A report as Markdown: the same words and tables. Pictures and curves are named, not drawn: the HTML file has them. */
import type { Block, Section } from './blocks.ts';
import { escapedMarkdown } from './escape.ts';
import { numberText } from './words.ts';

export function markdownOf(title: string, sections: readonly Section[]): string {
  const parts = sections.map(
    (section) => `## ${escapedMarkdown(section.title)}\n\n${section.blocks.map(blockMarkdown).join('\n\n')}`,
  );
  return `# ${escapedMarkdown(title)}\n\n${parts.join('\n\n')}\n`;
}

export function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'text':
      return escapedMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapedMarkdown(item)}`).join('\n');
    case 'table': {
      const line = (cells: readonly string[]) => `| ${cells.map(escapedMarkdown).join(' | ')} |`;
      const rule = `| ${block.head.map(() => '---').join(' | ')} |`;
      return [escapedMarkdown(block.caption), '', line(block.head), rule, ...block.rows.map(line)].join('\n');
    }
    case 'picture':
      return `Picture in the HTML report: ${escapedMarkdown(block.caption)}`;
    case 'curves': {
      const ends = block.curves.flatMap(({ name, x, y }) => {
        const [from, to] = [y[0], y.at(-1)];
        return from === undefined || to === undefined
          ? []
          : [`${name} from ${numberText(from)} to ${numberText(to)} at ${(x.at(-1) ?? 0).toFixed(1)} kimg`];
      });
      return `Curves in the HTML report: ${escapedMarkdown(`${block.title}, ${block.unit}: ${ends.join('; ')}.`)}`;
    }
  }
}
