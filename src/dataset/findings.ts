/**
 * What the page should say about a data set, in sentences, worst first: the layout, label maps, subjects, sizes. It
 * refuses to decide anything: it words what was read and split.
 */
import type { ClassCount, DatasetOptions, Finding, LayoutName } from '../protocol/dataset.ts';
import type { LoadedSlices } from './loadedSlices.ts';
import { PAD_SHARE, preparationOf } from './prepare.ts';
import { FEWEST_SLICES } from './readSlices.ts';
import type { Split } from './split.ts';
import { countWords, numberWords, squareWords } from './words.ts';

/** Classes named in a sentence. */
const NAMED_CLASSES = 6;
const LEVELS: readonly Finding['level'][] = ['watch', 'note', 'good'];
const LAYOUT_TITLES: Readonly<Record<LayoutName, string>> = {
  flat: 'No classes',
  classes: 'Classes from the folders',
  oasis: 'OASIS layout recognised',
  adni: 'ADNI layout recognised',
};

/** Findings of a data set; `splits` are the archive's own split folders with their slices. */
export function findingsOf(
  loaded: LoadedSlices,
  split: Split,
  options: DatasetOptions,
  classes: readonly ClassCount[],
  splits: readonly { readonly name: string; readonly slices: number }[],
  subjects: number,
): Finding[] {
  const findings = [
    ...(loaded.kind === 'phantom' ? [phantomFinding(loaded)] : zipFindings(loaded, options, classes, splits)),
    ...colourFindings(loaded),
    heldOutFinding(loaded, split, subjects),
    ...trainingFindings(split, options, classes),
  ];
  return findings.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function phantomFinding(loaded: LoadedSlices): Finding {
  return {
    level: 'good',
    title: 'Built-in phantoms',
    text: `${countWords(loaded.slices.length, 'drawn head')} of random anatomy, no scan among them; free of any licence`,
  };
}

function zipFindings(
  loaded: LoadedSlices,
  options: DatasetOptions,
  classes: readonly ClassCount[],
  splits: readonly { readonly name: string; readonly slices: number }[],
): Finding[] {
  const findings = [layoutFinding(loaded, options, classes), ...labelFindings(loaded), sizeFinding(loaded)];
  if (splits.length > 1)
    findings.push({
      level: 'note',
      title: `Folders ${splits.map(({ name }) => name).join(', ')}`,
      text: `${splits.map(({ name, slices }) => `${name} ${numberWords(slices)}`).join(', ')} slices; all are used, and what is held out is chosen by subject`,
    });
  if (loaded.enlarged > 0) findings.push(enlargedFinding(loaded));
  if (loaded.deep > 0)
    findings.push({
      level: 'watch',
      title: `${countWords(loaded.deep, 'picture')} with 16 bits`,
      text: 'The browser keeps the upper 8 bits of each pixel. If these slices look dark, window them to 8 bits first',
    });
  return findings;
}

function layoutFinding(
  { layout, labelMaps, labelMapsKept, slices }: LoadedSlices,
  options: DatasetOptions,
  classes: readonly ClassCount[],
): Finding {
  if (options.layout !== undefined && options.layout !== layout)
    return {
      level: 'watch',
      title: `Not read as "${options.layout}"`,
      text: `The names in this archive do not fit that layout; it was read as "${layout}" instead`,
    };
  if (layout === 'flat')
    return {
      level: 'good',
      title: LAYOUT_TITLES.flat,
      text: 'All slices are read as one kind, whatever folder they are in',
    };
  if (layout === 'oasis') {
    const aside = labelMaps > 0 && !labelMapsKept;
    const maps = aside ? `; ${countWords(labelMaps, 'label map')} set aside, so that the two are not mixed` : '';
    return { level: 'good', title: LAYOUT_TITLES.oasis, text: `${countWords(slices.length, 'MR slice')} kept${maps}` };
  }
  const named = classes.slice(0, NAMED_CLASSES).map(({ name, slices: count, subjects }) => {
    const heads = subjects < count ? `, ${countWords(subjects, 'subject')}` : '';
    return `${name === '' ? 'in no class folder' : name} ${countWords(count, 'slice')}${heads}`;
  });
  const more = classes.length > NAMED_CLASSES ? `; and ${classes.length - NAMED_CLASSES} more` : '';
  const title =
    layout === 'adni' ? LAYOUT_TITLES.adni : `${countWords(classes.length, 'class', 'classes')} from the folders`;
  return { level: 'good', title, text: named.join('; ') + more };
}

function labelFindings({ labelMaps, labelMapsKept, layout, slices }: LoadedSlices): Finding[] {
  if (labelMaps === 0) return [];
  if (!labelMapsKept)
    return layout === 'oasis'
      ? []
      : [
          {
            level: 'note',
            title: `${countWords(labelMaps, 'label map')} set aside`,
            text: 'Their folder or file names say seg, mask or label; mixed in, the network would learn to draw both',
          },
        ];
  const all = labelMaps >= slices.length;
  return [
    {
      level: 'watch',
      title: all ? 'Every picture looks like a label map' : `${countWords(labelMaps, 'label map')} mixed in`,
      text: all
        ? 'Their names say seg, mask or label. They were kept as slices, because there is nothing else in the archive'
        : 'The network will learn to draw slices and label maps alike. Set the label maps aside unless you mean it',
    },
  ];
}

function colourFindings({ channels, coloured, slices }: LoadedSlices): Finding[] {
  const grey = slices.length - coloured;
  if (channels === 1 && coloured > 0)
    return [
      {
        level: 'note',
        title: `${countWords(coloured, 'picture')} in colour`,
        text: 'Read as grey, by brightness. Set the picture channels to 3 to train on the colours',
      },
    ];
  if (channels === 1 || grey === 0) return [];
  return [
    {
      level: 'note',
      title: coloured === 0 ? 'No picture is in colour' : `${countWords(grey, 'picture')} without colour`,
      text:
        coloured === 0
          ? 'Red, green and blue are the same everywhere; 1 picture channel says as much and trains faster'
          : 'Read with red, green and blue of the same value, among pictures in colour',
    },
  ];
}

function heldOutFinding({ subjectsFrom, kind }: LoadedSlices, split: Split, subjects: number): Finding {
  const away = split.heldOut.length;
  if (kind === 'phantom' || subjectsFrom === 'none') {
    const noun = kind === 'phantom' ? 'phantom' : 'slice';
    if (away === 0) return { level: 'note', title: `No ${noun} held out`, text: 'Later checks for copying need some' };
    return kind === 'phantom'
      ? {
          level: 'good',
          title: `${countWords(away, 'phantom')} held out`,
          text: 'Never shown to the network; each phantom is a head of its own',
        }
      : {
          level: 'watch',
          title: `No subjects in the names, ${countWords(away, 'slice')} held out`,
          text: 'Slices are held out one by one, so slices of one head may be on both sides',
        };
  }
  const title = `${countWords(subjects, 'subject')}, ${split.heldOutSubjects === 0 ? 'none' : split.heldOutSubjects} held out`;
  return away === 0
    ? { level: 'note', title, text: 'Later checks for copying need some' }
    : {
        level: 'good',
        title,
        text: `${countWords(away, 'slice')} never shown to the network; no subject is on both sides`,
      };
}

function sizeFinding({ sizes, resolution, enlarged, slices }: LoadedSlices): Finding {
  const target = squareWords(resolution);
  const [most] = sizes;
  if (most !== undefined && sizes.length === 1) {
    const { width, height } = most;
    const size = squareWords(width, height);
    const square = width === height;
    const preparation = preparationOf(width, height, resolution);
    if (preparation === 'as-is')
      return { level: 'good', title: `${size}, taken as they are`, text: 'Nothing padded, cropped or stretched' };
    const how = { averaged: 'averaged down', enlarged: 'enlarged', padded: 'padded' }[preparation];
    // Squares that are scaled are not padded; others become square first, unless padding is all that happens.
    const padFirst = square || preparation === 'padded' ? '' : 'padded to a square, ';
    const untouched = square && preparation !== 'padded';
    return {
      level: 'note',
      title: `${size}, ${padFirst}${how} to ${target}`,
      text: untouched ? 'Nothing cropped or stretched' : 'Background added at the sides; nothing cropped or stretched',
    };
  }
  const sides = sizes.map(({ width, height }) => Math.max(width, height));
  const averaged = sizes.filter(({ width, height }) => preparationOf(width, height, resolution) === 'averaged');
  const larger = averaged.reduce((sum, size) => sum + size.slices, 0);
  return {
    level: 'note',
    title: `${countWords(sizes.length, 'size')}, longest sides ${Math.min(...sides)} to ${Math.max(...sides)}, brought to ${target}`,
    text: `${numberWords(larger)} averaged down, ${numberWords(enlarged)} enlarged, ${numberWords(slices.length - larger - enlarged)} padded or as they are; nothing cropped or stretched`,
  };
}

function enlargedFinding({ sizes, resolution, enlarged }: LoadedSlices): Finding {
  const small = sizes.find(({ width, height }) => preparationOf(width, height, resolution) === 'enlarged');
  const side = small === undefined ? resolution : Math.max(small.width, small.height);
  const suits = 2 ** Math.floor(Math.log2(side / PAD_SHARE));
  return {
    level: 'watch',
    title: `${countWords(enlarged, 'slice')} enlarged to ${squareWords(resolution)}`,
    text: `Smaller than 3/4 of it, so they hold no finer detail. Most of them suit ${squareWords(suits)}`,
  };
}

function trainingFindings(split: Split, { trainOn }: DatasetOptions, classes: readonly ClassCount[]): Finding[] {
  const left = split.training.length;
  if (left >= FEWEST_SLICES) return [];
  const chosen = trainOn === 'all' ? '' : ` of ${trainOn.join(', ')}`;
  const names = classes.map(({ name }) => name).filter((name) => name !== '');
  const has = trainOn === 'all' || names.length === 0 ? '' : `. The classes here are ${names.join(', ')}`;
  return [
    {
      level: 'watch',
      title: `Only ${countWords(left, 'slice')}${chosen} to train on`,
      text: `Training needs at least ${FEWEST_SLICES}; choose other classes or hold out fewer subjects${has}`,
    },
  ];
}
