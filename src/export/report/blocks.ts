/** What a report is made of, whatever file it becomes: sections of text, tables, pictures and curves. Types only. */

export interface Curve {
  readonly name: string;
  /** Which of the page's series it is drawn as; its dash differs, too, for colour never stands alone. */
  readonly as: 'generator' | 'critic' | 'real' | 'generated';
  /** Equally many of each; x ascending. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A range of y, such as where reals lie. */
export interface CurveBand {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** A moment, with a word on it. */
export interface CurveMark {
  readonly x: number;
  readonly name: string;
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'picture'; readonly png: Uint8Array; readonly caption: string }
  | {
      readonly kind: 'curves';
      readonly title: string;
      /** Of y; x is kimg. */
      readonly unit: string;
      readonly curves: readonly Curve[];
      readonly band?: CurveBand;
      readonly marks: readonly CurveMark[];
    };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}
