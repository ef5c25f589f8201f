/**
 * The model card in Hugging Face's form: YAML in front, then the template's sections. What only people know (licence of the
 * data, who is answerable) is left to them, in words that say so.
 * @see Mitchell et al. 2019, "Model Cards for Model Reporting"
 */

import { copyBlocks } from './copyBlocks.ts';
import { metricTable } from './courseSections.ts';
import { escapedMarkdown, yamlString } from './escape.ts';
import type { ReportFacts } from './facts.ts';
import { blockMarkdown } from './markdown.ts';
import { dataBlocks, limitsOf } from './sections.ts';
import { kimgText } from './words.ts';

export function modelCard(facts: ReportFacts): string {
  const { config, nimg, evaluations } = facts;
  const last = evaluations.at(-1);
  const sections: readonly (readonly [string, string])[] = [
    [
      'Model details',
      `A ${config.arch} generator of ${config.channels === 3 ? 'RGB' : 'grey'} pictures of ${config.resolution} px, trained for ${kimgText(nimg)} with Gyrus in a browser (${escapedMarkdown(facts.adapter)}). Loss ${config.loss}, seed ${config.seed}.`,
    ],
    [
      'Uses',
      'Research and teaching about generative models of such slices: for example, to look at what a generator learns from a small data set.',
    ],
    [
      'Out of scope',
      'Diagnosis, treatment, or any decision about a person. Pictures passed off as patients. Data sets in which generated slices stand beside real ones without being marked.',
    ],
    ['Bias, risks and limitations', blockMarkdown({ kind: 'list', items: limitsOf(facts) })],
    ['Training data', dataBlocks(facts).map(blockMarkdown).join('\n\n')],
    [
      'Training procedure',
      `Settings are in training\\_options.json of the weights zip, and in the report. R1 gamma ${config.r1Gamma}, batch ${escapedMarkdown(JSON.stringify(config.batch))}, augmentation ${config.augment}.`,
    ],
    [
      'Evaluation',
      last
        ? `${blockMarkdown(metricTable(last))}\n\nExtractor: ${escapedMarkdown(last.extractor)}. Not comparable with published FIDs.`
        : 'Nothing was measured.',
    ],
    ['Memorisation', copyBlocks(facts.copies).map(blockMarkdown).join('\n\n')],
    [
      'How to get started',
      'README.txt in the weights zip has a loader of ten lines. Weights are safetensors with the names of the PyTorch implementations; sample from GEma.',
    ],
    [
      'Licence and contact',
      'To be filled in by whoever publishes this: the licence that the data agreement allows, and who answers questions.',
    ],
  ];
  const body = sections.map(([title, text]) => `## ${title}\n\n${text}`).join('\n\n');
  return `${frontMatter(facts)}\n# ${escapedMarkdown(facts.name)}\n\n${body}\n`;
}

function frontMatter({ config, data }: ReportFacts): string {
  const name = typeof data === 'string' ? data : data.name;
  return [
    '---',
    'license: other',
    'license_name: to-be-filled-in',
    'library_name: pytorch',
    'pipeline_tag: unconditional-image-generation',
    'tags:',
    ...['stylegan', config.arch, 'medical-imaging', 'synthetic', 'gyrus'].map((tag) => `- ${yamlString(tag)}`),
    'datasets_described:',
    `- ${yamlString(name)}`,
    '---',
    '',
  ].join('\n');
}
