/** Recipe links that are bad: what follows `#recipe=`, and a word of the sentence that refuses each. */

export interface HostileRecipe {
  readonly what: string;
  /** Behind `#recipe=`, encoded as a link has it. */
  readonly link: string;
  /** Refused when the link is read, or at the field when the run would start. */
  readonly says: RegExp;
  readonly at?: 'start';
}

const json = (text: string): string => encodeURIComponent(text);
const of = (recipe: unknown): string => json(JSON.stringify(recipe));
const LONG = 'x'.repeat(10_000);

export const HOSTILE_RECIPES: readonly HostileRecipe[] = [
  // The link
  { what: 'nothing', link: '', says: /not valid JSON: copy the link again, whole/ },
  { what: 'a percent code cut off', link: '%7B%2', says: /link is damaged \(its % codes\)/ },
  { what: 'percent codes that are no UTF-8', link: '%ff%fe', says: /damaged \(its % codes\)/ },
  { what: 'half a surrogate in percent codes', link: '%ed%a0%80', says: /damaged \(its % codes\)/ },
  { what: 'JSON cut off', link: json('{"seed":'), says: /not valid JSON/ },
  { what: 'JSON encoded twice', link: json(of({ seed: 7 })), says: /not valid JSON/ },
  { what: 'a script', link: json('<script>alert(1)</script>'), says: /not valid JSON/ },
  { what: 'a function call', link: json('alert(1)'), says: /not valid JSON/ },
  {
    what: 'a text of 300,000 letters',
    link: 'a'.repeat(300_000),
    says: /has 300000 characters; at most 20000 are read/,
  },
  {
    what: 'a list of a million',
    link: json(`[${'0,'.repeat(999_999)}0]`),
    says: /has 2000001 characters; at most 20000/,
  },
  {
    what: 'nesting of 9,000 levels',
    link: json(`{"batch":${'['.repeat(9000)}${']'.repeat(9000)}}`),
    says: /nested more than 16 levels deep/,
  },
  // The object
  { what: 'null', link: 'null', says: /must be one JSON object/ },
  { what: 'a list', link: of([{ seed: 7 }]), says: /must be one JSON object/ },
  { what: 'a number', link: '7', says: /must be one JSON object/ },
  { what: 'a text', link: json('"tiny"'), says: /must be one JSON object/ },
  {
    what: '__proto__',
    link: json('{"__proto__":{"seed":7}}'),
    says: /uses the name "__proto__", which is not allowed/,
  },
  { what: '__proto__ in escapes', link: json('{"\\u005f_proto__":{"seed":7}}'), says: /"__proto__"/ },
  { what: '__proto__ in a map', link: json('{"batch":{"8":16,"__proto__":4}}'), says: /"__proto__"/ },
  { what: 'constructor', link: json('{"constructor":{"prototype":{"seed":7}}}'), says: /"constructor"/ },
  { what: 'a setting twice', link: json('{"seed":7,"seed":8}'), says: /has the name "seed" twice/ },
  {
    what: 'an unknown setting',
    link: of({ zdim: 4 }),
    says: /a setting "zdim" that this version of Gyrus does not know/,
  },
  { what: 'an unknown setting of 10,000 letters', link: of({ [LONG]: 1 }), says: /a setting "x{60}\.\.\." that/ },
  { what: 'a setting named like a method', link: of({ toString: 1 }), says: /"toString"/ },
  { what: 'an address for data', link: of({ data: 'https://example.org/brains.zip' }), says: /"data"/ },
  // Forms
  { what: 'an unknown preset', link: of({ preset: 'nope' }), says: /names the preset "nope"/ },
  { what: 'a preset of 10,000 letters', link: of({ preset: LONG }), says: /names the preset "x{60}\.\.\."/ },
  { what: 'a preset named like a method', link: of({ preset: 'toString' }), says: /names the preset "toString"/ },
  { what: 'NaN as a text', link: of({ gLr: 'NaN' }), says: /"gLr" has the wrong form/ },
  { what: 'Infinity as a text', link: of({ gLr: 'Infinity' }), says: /"gLr" has the wrong form/ },
  { what: 'NaN itself', link: json('{"gLr":NaN}'), says: /not valid JSON/ },
  { what: 'a number beyond all numbers', link: json('{"gLr":1e999}'), says: /"gLr" has the wrong form/ },
  { what: 'a number as a text', link: of({ seed: '7' }), says: /"seed" has the wrong form/ },
  { what: 'null for a setting', link: of({ seed: null }), says: /"seed" has the wrong form/ },
  { what: 'a list for a map', link: of({ batch: [8, 16] }), says: /"batch" has the wrong form/ },
  { what: 'a map of maps', link: of({ batch: { 8: { 16: 4 } } }), says: /"batch" has the wrong form/ },
  { what: 'a word for a switch', link: of({ conditional: 'true' }), says: /"conditional" has the wrong form/ },
  { what: 'no class to train on', link: of({ trainOn: [] }), says: /"trainOn" has the wrong form/ },
  { what: 'numbers for classes', link: of({ trainOn: [1, 2] }), says: /"trainOn" has the wrong form/ },
  { what: '2,000 classes', link: of({ trainOn: new Array(2000).fill('AD') }), says: /"trainOn" has the wrong form/ },
  {
    what: '200 augmentations',
    link: of({ augmentOps: new Array(200).fill('xFlip') }),
    says: /"augmentOps" has the wrong form/,
  },
  // Bounds
  { what: 'a negative rate', link: of({ gLr: -1 }), says: /is -1, but must be a number from/, at: 'start' },
  { what: 'a rate beyond all sense', link: of({ gLr: 1e300 }), says: /is 1e\+300, but must be/, at: 'start' },
  { what: 'half a layer', link: of({ mappingLayers: 2.5 }), says: /whole number/, at: 'start' },
  { what: 'a seed of 2^53', link: of({ seed: 2 ** 53 }), says: /is 9007199254740992, but must be/, at: 'start' },
  { what: 'a latent of a billion', link: of({ zDim: 1e9 }), says: /is 1000000000, but must be/, at: 'start' },
  { what: 'a million feature maps', link: of({ channelMax: 1e6 }), says: /is 1000000, but must be/, at: 'start' },
  { what: 'a batch of a million', link: of({ batch: 1e6 }), says: /is 1000000, but must be/, at: 'start' },
  { what: 'a resolution of 48', link: of({ resolution: 48 }), says: /is 48, but may only be/, at: 'start' },
  { what: 'a resolution of 2^30', link: of({ resolution: 2 ** 30 }), says: /may only be/, at: 'start' },
  {
    what: 'an architecture of 10,000 letters',
    link: of({ arch: LONG }),
    says: /is "x{60}\.\.\.", but may only be/,
    at: 'start',
  },
  {
    what: 'a loss named like a method',
    link: of({ loss: 'constructor' }),
    says: /is "constructor", but may only be/,
    at: 'start',
  },
  { what: 'an empty map', link: of({ batch: {} }), says: /is an empty map/, at: 'start' },
  { what: 'a map of no resolution', link: of({ batch: { x: 8 } }), says: /names the resolution "x"/, at: 'start' },
  { what: 'a map of 0x8', link: of({ batch: { '0x8': 16 } }), says: /names the resolution "0x8"/, at: 'start' },
  { what: 'a map of 08', link: of({ batch: { '08': 16 } }), says: /names the resolution "08"/, at: 'start' },
  { what: 'a map of " 8"', link: of({ batch: { ' 8': 16 } }), says: /names the resolution " 8"/, at: 'start' },
  {
    what: 'a map of 3 * 2^32',
    link: of({ batch: { 12884901888: 16 } }),
    says: /not a power of two up to 4096/,
    at: 'start',
  },
  {
    what: 'a map of 2^40',
    link: of({ batch: { 1099511627776: 16 } }),
    says: /not a power of two up to 4096/,
    at: 'start',
  },
  {
    what: 'an unknown set of augmentations',
    link: of({ augmentOps: LONG }),
    says: /no set of augmentations "x{60}\.\.\."/,
    at: 'start',
  },
  {
    what: 'a set of augmentations named like a method',
    link: of({ augmentOps: 'toString' }),
    says: /"toString"/,
    at: 'start',
  },
];
