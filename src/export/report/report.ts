/** A run's report in its three forms, from its facts. Pure: the same facts give the same files. */
import type { Report } from '../../protocol/report.ts';
import type { ReportFacts } from './facts.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import { modelCard } from './modelCard.ts';
import { reportSections } from './sections.ts';
import { kimgOf } from './words.ts';

export function makeReport(facts: ReportFacts): Report {
  const { name, config, nimg } = facts;
  const title = `Report of ${name}`;
  const sections = reportSections(facts);
  return {
    name: `gyrus-${config.preset}-${kimgOf(nimg).toFixed(1)}kimg-report`,
    html: htmlOf(title, sections),
    markdown: markdownOf(title, sections),
    card: modelCard(facts),
  };
}
