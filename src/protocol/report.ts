/** What a run is reported in: three files that say the same. Types only. */

export interface Report {
  /** Without an ending. */
  readonly name: string;
  /** One self-contained file. */
  readonly html: string;
  readonly markdown: string;
  /** A model card as Hugging Face has them: YAML, then Markdown. */
  readonly card: string;
}
